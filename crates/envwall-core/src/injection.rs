//! What a command gets of a project's variables, and what must not be seen of its output.

use crate::canary::is_setting;
use crate::diagnostic::{Code, Finding};
use crate::dotenv::Dialect;
use crate::manifest::Phase;
use crate::platform::{is_ambient, is_credential};
use crate::{
    Canaries, Canary, Class, DecidedBy, Origin, ProcessEnv, Project, Resolved, SecretValue,
    SensitiveForms, ValueType,
};

/// What a command is to find in its environment. What is not named here it inherits.
#[derive(Debug, Clone, Default)]
pub struct Injection {
    /// Variables with the values to set, by name.
    pub given: Vec<Given>,
    /// Variables to unset, by name.
    pub withheld: Vec<Withheld>,
}

/// A variable that is set.
#[derive(Debug, Clone)]
pub struct Given {
    /// Its name.
    pub name: String,
    /// What it is set to.
    pub value: GivenValue,
}

/// What a variable is set to.
#[derive(Debug, Clone)]
pub enum GivenValue {
    /// The value of a public variable.
    Public(SecretValue),
    /// The value of a server variable that the build needs.
    Build(SecretValue),
    /// The value of a server variable that is not sensitive.
    Server(SecretValue),
    /// A stand-in for a sensitive value.
    Canary(Canary),
}

/// A sensitive variable whose type has no room for a canary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// Its name.
    pub name: String,
    /// The line of an environment file that sets it: a tool that reads the file itself finds the
    /// value there, for nothing in the environment takes its place.
    pub in_file: Option<Origin>,
}

impl GivenValue {
    /// The text that the variable is set to.
    pub fn expose(&self) -> &str {
        match self {
            Self::Public(value) | Self::Build(value) | Self::Server(value) => value.expose(),
            Self::Canary(canary) => &canary.value,
        }
    }
}

impl Injection {
    /// The canaries that are given, with their variables' names.
    pub fn canaries(&self) -> impl Iterator<Item = (&str, &Canary)> {
        self.given.iter().filter_map(|given| match &given.value {
            GivenValue::Canary(canary) => Some((given.name.as_str(), canary)),
            _ => None,
        })
    }
}

impl Project {
    /// What a command gets: public variables, those that the build needs, and those that are not
    /// sensitive with their values; for every other one a canary, or nothing where its type has no
    /// room for one.
    ///
    /// A canary is given for a required variable that nothing sets, too: a build that only looks
    /// whether it is there runs anywhere. What no one declared is sensitive when the project's own
    /// files set it, unless it is a shell's, a platform's or Node's by its name.
    pub fn injection(&self, canaries: &Canaries) -> Injection {
        let mut injection = Injection::default();
        for variable in self.variables.iter().filter(|variable| !is_inherited(variable)) {
            if let Some(value) = self.given(variable, canaries) {
                injection.given.push(Given { name: variable.name.clone(), value });
            } else if variable.value.is_some() && variable.sensitive {
                let in_file = variable.origin.clone();
                let in_file = in_file.filter(|origin| matches!(origin, Origin::File { .. }));
                injection.withheld.push(Withheld { name: variable.name.clone(), in_file });
            }
        }
        injection
    }

    fn given(&self, variable: &Resolved, canaries: &Canaries) -> Option<GivenValue> {
        let kind = match (variable.class, variable.sensitive, variable.phase) {
            (Class::Public, ..) => GivenValue::Public,
            (Class::Server, false, _) => GivenValue::Server,
            (Class::Server, true, Phase::Build) => GivenValue::Build,
            (Class::Server, true, Phase::Runtime) => return self.canary(variable, canaries),
        };
        variable.value.clone().filter(|_| !self.would_change(variable)).map(kind)
    }

    /// Next expands what it finds in the environment once more: a value of a file in which `$` is
    /// a dollar sign stays in the file, from where Next takes it as it is.
    fn would_change(&self, variable: &Resolved) -> bool {
        let dialect = self.framework.map(|framework| framework.dialect);
        let from_file = matches!(variable.origin, Some(Origin::File { .. }));
        let value = variable.value.as_ref().map_or("", SecretValue::expose);
        dialect == Some(Dialect::Next) && from_file && value.contains('$')
    }

    fn canary(&self, variable: &Resolved, canaries: &Canaries) -> Option<GivenValue> {
        let value = variable.value.as_ref();
        let set = value.is_some_and(|value| !value.is_empty());
        let undeclared = variable.decided_by != DecidedBy::Table;
        let setting = value.is_some_and(|value| undeclared && is_setting(value.expose()));
        if setting || !(set || self.is_required(&variable.name)) {
            return None;
        }
        let values: Vec<_> = value.into_iter().chain(&variable.readings).collect();
        canaries.canary(&variable.name, &variable.value_type, &values).map(GivenValue::Canary)
    }

    fn is_required(&self, name: &str) -> bool {
        let declared =
            self.manifest.iter().flat_map(|manifest| manifest.variables(&self.environment));
        declared.into_iter().any(|variable| variable.name == name && variable.required)
    }

    /// The findings without those that do not matter to a command that gets canaries: that a
    /// sensitive variable which only the running server needs is not set.
    pub fn findings_for_a_command(&self) -> Vec<Finding> {
        let needed = |name: &Option<String>| {
            let variable =
                self.variables.iter().find(|variable| Some(&variable.name) == name.as_ref());
            variable.is_none_or(|variable| !variable.sensitive || variable.phase == Phase::Build)
        };
        let matters =
            |finding: &&Finding| finding.code != Code::Missing || needed(&finding.variable);
        self.findings.iter().filter(matters).cloned().collect()
    }

    /// What a command must not show: every reading of every sensitive value, and the credentials
    /// of platforms in the process's environment, which it inherits.
    ///
    /// Types that tell all their values already (`bool`, `enum`) have nothing to hide, nor have
    /// `true` and `false`, or what is a shell's or Node's by its name: their words are in every
    /// output.
    pub fn sensitive_forms(&self, process: &ProcessEnv) -> SensitiveForms {
        let told = |variable: &Resolved| {
            matches!(variable.value_type, ValueType::Bool | ValueType::Enum { .. })
        };
        let own = self.sensitive().filter(|variable| !told(variable) && !is_inherited(variable));
        let own = own.flat_map(|variable| variable.value.iter().chain(&variable.readings));
        let elsewhere = self.elsewhere.iter().filter(|one| one.sensitive);
        let own = own.chain(elsewhere.flat_map(|one| &one.values));
        let own = own.filter(|value| !matches!(value.expose(), "true" | "false"));
        let platforms = process.iter().filter(|(name, _)| is_credential(name));
        SensitiveForms::new(own.chain(platforms.map(|(_, value)| value)))
    }
}

/// What Node itself reads (nodejs.org/api/cli.html, "Environment variables") and every bundler
/// (`NODE_ENV`): with a stand-in in it nothing would run.
const OF_NODE: &[&str] = &["NODE_ENV", "NODE_EXTRA_CA_CERTS", "NODE_OPTIONS", "NODE_PATH", "TZ"];

/// Whether a variable is a shell's, a platform's or Node's by its name, even though a file of the
/// project sets it, too.
fn is_inherited(variable: &Resolved) -> bool {
    let name = variable.name.as_str();
    variable.decided_by == DecidedBy::Default && (is_ambient(name) || OF_NODE.contains(&name))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use tempfile::TempDir;

    use super::*;
    use crate::{Date, Request};

    fn project(files: &[(&str, &str)], process: &ProcessEnv) -> (TempDir, Project) {
        let folder = TempDir::new().unwrap();
        for (name, content) in files {
            fs::write(folder.path().join(name), content).unwrap();
        }
        let request = Request {
            directory: folder.path(),
            environment: "production",
            process,
            today: Date::of(std::time::SystemTime::UNIX_EPOCH),
        };
        let project = Project::load(&request).unwrap();
        (folder, project)
    }

    /// `NAME=kind` of everything that is given, `NAME` of what is withheld.
    fn injected(files: &[(&str, &str)], process: &ProcessEnv) -> Vec<String> {
        let (_folder, project) = project(files, process);
        let injection = project.injection(&Canaries::from_seed([1; 32]));
        let given = injection.given.iter().map(|given| {
            let kind = match &given.value {
                GivenValue::Public(_) => "public",
                GivenValue::Build(_) => "build",
                GivenValue::Server(_) => "server",
                GivenValue::Canary(_) => "canary",
            };
            format!("{}={kind}", given.name)
        });
        let withheld = injection.withheld.iter().map(|withheld| match withheld.in_file {
            Some(_) => format!("{} in file", withheld.name),
            None => withheld.name.clone(),
        });
        given.chain(withheld).collect()
    }

    const MANIFEST: &str = "[public]\nVITE_URL = \"url\"\n[server]\nKEY = { required = true }\n\
        TOKEN = { phase = \"build\" }\nDEBUG = \"bool\"\nLEVEL = { sensitive = false }\n\
        OPTIONAL = { required = false }\n";

    #[test]
    fn each_class_gets_its_own() {
        let env = "VITE_URL=https://a.example\nKEY=q7WzXe81-made-up\nTOKEN=Zx81eWq7-made-up\n\
            DEBUG=true\nLEVEL=info\nOTHER=some-undeclared-one\nPATH=/nowhere\nNODE_ENV=production\nCOUNT=3\n";
        assert_eq!(
            injected(&[("envwall.toml", MANIFEST), (".env", env)], &ProcessEnv::empty()),
            [
                "KEY=canary",
                "LEVEL=server",
                "OTHER=canary",
                "TOKEN=build",
                "VITE_URL=public",
                "COUNT in file",
                "DEBUG in file"
            ]
        );
    }

    #[test]
    fn what_is_required_and_missing_gets_a_canary_and_hinders_nothing() {
        let files = [(
            "envwall.toml",
            "[server]\nKEY = { required = true }\nTOKEN = { phase = \"build\" }\n",
        )];
        assert_eq!(injected(&files, &ProcessEnv::empty()), ["KEY=canary"]);
        let (_folder, project) = project(&files, &ProcessEnv::empty());
        let missing = project.findings_for_a_command().into_iter();
        let missing: Vec<_> = missing.filter_map(|finding| finding.variable).collect();
        assert_eq!(missing, ["TOKEN"]);
    }

    #[test]
    fn what_the_shell_held_and_no_one_declared_is_inherited() {
        let process: ProcessEnv =
            [("HOME", "/root"), ("OTHER", "shell"), ("KEY", "q7WzXe81-made-up"), ("DEBUG", "1")]
                .into_iter()
                .collect();
        let files = [("envwall.toml", "[server]\nDEBUG = \"bool\"\nKEY = \"string\"\n")];
        assert_eq!(injected(&files, &process), ["KEY=canary", "DEBUG"]);
    }

    #[test]
    fn what_next_would_expand_once_more_stays_in_its_file() {
        let manifest = "[project]\nframework = \"next\"\n[public]\nNEXT_PUBLIC_A = \"string\"\n\
            NEXT_PUBLIC_B = \"string\"\n";
        let env = "NEXT_PUBLIC_A=a\\$b\nNEXT_PUBLIC_B=b\n";
        let files = [("envwall.toml", manifest), (".env", env)];
        assert_eq!(injected(&files, &ProcessEnv::empty()), ["NEXT_PUBLIC_B=public"]);
        let process: ProcessEnv = [("NEXT_PUBLIC_A", "a$b")].into_iter().collect();
        assert_eq!(injected(&files, &process), ["NEXT_PUBLIC_A=public", "NEXT_PUBLIC_B=public"]);
    }

    #[test]
    fn words_of_every_output_are_shown() {
        let env = "NODE_ENV=production\nDEBUG=true\nLEVEL=verbose\nKEY=q7WzXe81-made-up\n";
        let manifest = "[server]\nLEVEL = { type = \"enum\", values = [\"verbose\", \"quiet\"] }\n";
        let files = [("envwall.toml", manifest), (".env", env)];
        let (_folder, project) = project(&files, &ProcessEnv::empty());
        let forms = std::sync::Arc::new(project.sensitive_forms(&ProcessEnv::empty()));
        let output = "built for production: verbose, true";
        assert_eq!(forms.redact(output), output);
        assert_eq!(forms.redact("key q7WzXe81-made-up"), "key ••••••••");
    }
}
