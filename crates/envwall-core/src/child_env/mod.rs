//! The environment of a command: which variables it gets, and what must be hidden in its output.

mod placeholder;
mod references;

use std::collections::HashSet;

pub use self::placeholder::{Placeholder, Placeholders};
use crate::classify::platform::{is_ambient, is_credential};
use crate::diagnostic::{Code, Finding};
use crate::encoding::json;
use crate::project::manifest::{Class, Phase};
use crate::project::{DecidedBy, Origin, ProcessEnv, Project, Resolved};
use crate::{SecretValue, SensitiveForms, ValueType};
use placeholder::is_switch_or_number;
use references::around_references;

/// What a command finds in its environment. Everything else is inherited.
#[derive(Debug, Clone, Default)]
pub struct ChildEnv {
    /// Variables to set, by name.
    pub given: Vec<ChildVariable>,
    /// Variables to unset, by name.
    pub withheld: Vec<Withheld>,
}

/// A variable that is set.
#[derive(Debug, Clone)]
pub struct ChildVariable {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: ChildValue,
}

/// The value of a variable that is set.
#[derive(Debug, Clone)]
pub enum ChildValue {
    /// The value of a public variable.
    Public(SecretValue),
    /// The value of a server variable that the build needs.
    Build(SecretValue),
    /// The value of a server variable that is not sensitive.
    Server(SecretValue),
    /// A placeholder for a sensitive value.
    Placeholder(Placeholder),
}

/// A sensitive variable whose type has no room for a placeholder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// Its name.
    pub name: String,
    /// The line of an environment file that sets it. A tool that reads the file itself still finds
    /// the value there, because nothing in the environment overrides it.
    pub in_file: Option<Origin>,
}

impl ChildValue {
    /// The text of the value.
    pub fn expose(&self) -> &str {
        match self {
            Self::Public(value) | Self::Build(value) | Self::Server(value) => value.expose(),
            Self::Placeholder(placeholder) => &placeholder.value,
        }
    }
}

/// The variable in which a command finds the names of those that hold placeholders: a guard that
/// the command runs would take them for values.
pub const PLACEHOLDER_NAMES: &str = "ENVWALL_PLACEHOLDERS";

impl ChildEnv {
    /// What [`PLACEHOLDER_NAMES`] is set to.
    pub fn placeholder_names(&self) -> String {
        self.placeholders().map(|(name, _)| name).collect::<Vec<_>>().join(",")
    }

    /// The placeholders, with the names of their variables.
    pub fn placeholders(&self) -> impl Iterator<Item = (&str, &Placeholder)> {
        self.given.iter().filter_map(|given| match &given.value {
            ChildValue::Placeholder(placeholder) => Some((given.name.as_str(), placeholder)),
            _ => None,
        })
    }
}

impl Project {
    /// What a command gets: the values of public variables, of those that the build needs and of
    /// those that are not sensitive; for every other variable a placeholder, or nothing if its type
    /// has no room for one.
    ///
    /// A required variable that is not set gets a placeholder too, so that a build that only checks
    /// for its presence runs anywhere. An undeclared variable counts as sensitive if the project's
    /// own files set it, unless its name belongs to the shell, a platform or Node.
    pub fn child_env(&self, placeholders: &Placeholders) -> ChildEnv {
        let mut child_env = ChildEnv::default();
        for variable in self.variables.iter().filter(|variable| !is_inherited(variable)) {
            if let Some(value) = self.given(variable, placeholders) {
                child_env.given.push(ChildVariable { name: variable.name.clone(), value });
            } else if variable.value.is_some() && variable.sensitive {
                let in_file = variable.origin.clone();
                let in_file = in_file.filter(|origin| matches!(origin, Origin::File { .. }));
                child_env.withheld.push(Withheld { name: variable.name.clone(), in_file });
            }
        }
        child_env
    }

    fn given(&self, variable: &Resolved, placeholders: &Placeholders) -> Option<ChildValue> {
        let kind = match (variable.class, variable.sensitive, variable.phase) {
            (Class::Public, ..) => ChildValue::Public,
            (Class::Server, false, _) => ChildValue::Server,
            (Class::Server, true, Phase::Build) => ChildValue::Build,
            (Class::Server, true, Phase::Runtime) => {
                return self.placeholder(variable, placeholders);
            }
        };
        variable.value.clone().filter(|_| !self.would_change(variable)).map(kind)
    }

    /// Some tools expand values from the environment once more. So a value with a literal `$` is
    /// left to its file, which they read correctly.
    fn would_change(&self, variable: &Resolved) -> bool {
        let expands = self.framework.is_some_and(|framework| framework.dialect.expands_process());
        let from_file = matches!(variable.origin, Some(Origin::File { .. }));
        let value = variable.value.as_ref().map_or("", SecretValue::expose);
        expands && from_file && value.contains('$')
    }

    fn placeholder(&self, variable: &Resolved, placeholders: &Placeholders) -> Option<ChildValue> {
        let value = variable.value.as_ref();
        let set = value.is_some_and(|value| !value.is_empty());
        let undeclared = variable.decided_by != DecidedBy::Table;
        let setting = value.is_some_and(|value| undeclared && is_switch_or_number(value.expose()));
        if setting || !(set || self.is_required(&variable.name)) {
            return None;
        }
        let values: Vec<_> = value.into_iter().chain(&variable.readings).collect();
        placeholders
            .placeholder(&variable.name, &variable.value_type, &values)
            .map(ChildValue::Placeholder)
    }

    fn is_required(&self, name: &str) -> bool {
        let declared =
            self.manifest.iter().flat_map(|manifest| manifest.variables(&self.environment));
        declared.into_iter().any(|variable| variable.name == name && variable.required)
    }

    /// The findings that matter to a command that gets placeholders: without those about missing
    /// sensitive variables that only the running server needs.
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

    /// What must be hidden in a command's output: every reading of every sensitive value, and the
    /// credentials of platforms in the process environment, which the command inherits.
    ///
    /// Types whose values are known (`bool`, `enum`) have nothing to hide, nor do `true` and
    /// `false`, variables of the shell or Node, and what nobody declared and looks like no secret
    /// (`LOG_LEVEL=info`): such words are in every output.
    pub fn sensitive_forms(&self, process: &ProcessEnv) -> SensitiveForms {
        let has_known_values = |variable: &Resolved| {
            matches!(variable.value_type, ValueType::Bool | ValueType::Enum { .. })
        };
        let own = self.variables.iter().filter(|variable| {
            (variable.sensitive || variable.is_unexplained())
                && !has_known_values(variable)
                && !is_of_machine(variable)
        });
        let own: Vec<SecretValue> = own.flat_map(hidden_texts).collect();
        let names: HashSet<&str> = self.variables.iter().map(|it| it.name.as_str()).collect();
        let parts: Vec<_> = own.iter().flat_map(|value| around_references(value, &names)).collect();
        let own = parts.iter();
        let other_modes = self.other_values.iter().filter(|one| one.sensitive);
        let own = own.chain(other_modes.flat_map(|one| &one.values));
        let own = own.filter(|value| !matches!(value.expose(), "true" | "false"));
        let platforms = process.iter().filter(|(name, _)| is_credential(name));
        SensitiveForms::new(own.chain(platforms.map(|(_, value)| value)))
    }
}

/// What is secret in a variable's values: of JSON the fields that are, since its names and signs are in
/// every output.
fn hidden_texts(variable: &Resolved) -> Vec<SecretValue> {
    let fields: Vec<String> = variable.secret_leaves().collect();
    let is_json = |text: &str| {
        text.starts_with(['{', '[']) && serde_json::from_str::<serde_json::Value>(text).is_ok()
    };
    let has_fields = !fields.is_empty() && variable.texts().any(is_json);
    let values = variable.value.iter().chain(&variable.readings);
    let is_whole =
        |value: &&SecretValue| !(has_fields && value.expose().trim().starts_with(['{', '[']));
    let whole = values.filter(is_whole).cloned();
    // as they are written in the value, too
    let escaped = fields.iter().map(|field| json::escape(field, &json::STYLES[0]));
    whole.chain(escaped.chain(fields.iter().cloned()).map(SecretValue::new)).collect()
}

/// Variables that Node itself (nodejs.org/api/cli.html, "Environment variables") or every bundler
/// (`NODE_ENV`) reads: with a placeholder nothing would run.
const OF_NODE: &[&str] = &["NODE_ENV", "NODE_EXTRA_CA_CERTS", "NODE_OPTIONS", "NODE_PATH", "TZ"];

/// Whether a command finds a variable in the environment that it inherits: a build may need what
/// only that holds, so it is searched for, and not replaced.
fn is_inherited(variable: &Resolved) -> bool {
    variable.taken.is_some() || is_of_machine(variable)
}

/// Whether the name of a variable belongs to the shell, a platform or Node, even if a file of the
/// project sets it too.
fn is_of_machine(variable: &Resolved) -> bool {
    let name = variable.name.as_str();
    variable.decided_by == DecidedBy::Default && (is_ambient(name) || OF_NODE.contains(&name))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::Arc;

    use tempfile::TempDir;

    use super::*;
    use crate::Date;
    use crate::project::Request;

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
            configured: None,
        };
        let project = Project::load(&request).unwrap();
        (folder, project)
    }

    /// `NAME=kind` for each variable that is set, `NAME` for each that is withheld.
    fn environment_of(files: &[(&str, &str)], process: &ProcessEnv) -> Vec<String> {
        let (_folder, project) = project(files, process);
        let child_env = project.child_env(&Placeholders::from_seed([1; 32]));
        let given = child_env.given.iter().map(|given| {
            let kind = match &given.value {
                ChildValue::Public(_) => "public",
                ChildValue::Build(_) => "build",
                ChildValue::Server(_) => "server",
                ChildValue::Placeholder(_) => "placeholder",
            };
            format!("{}={kind}", given.name)
        });
        let withheld = child_env.withheld.iter().map(|withheld| match withheld.in_file {
            Some(_) => format!("{} in file", withheld.name),
            None => withheld.name.clone(),
        });
        given.chain(withheld).collect()
    }

    #[test]
    fn words_that_nobody_declared_are_not_hidden() {
        let env = "LOG_LEVEL=info\nPORT=8787\nDB_PASSWORD=letmein\nOTHER=q7WzXe81-made-up\n";
        let shown = |manifest: &str| {
            let (_folder, project) =
                project(&[("envwall.toml", manifest), (".env", env)], &ProcessEnv::empty());
            let forms = Arc::new(project.sensitive_forms(&ProcessEnv::empty()));
            forms.redact("[info] port 8787, letmein, q7WzXe81-made-up")
        };
        assert_eq!(shown(""), "[info] port 8787, ••••••••, ••••••••");
        let declared = "[server]\nLOG_LEVEL = \"string\"\nPORT = \"port\"\n";
        assert_eq!(shown(declared), "[••••••••] port ••••••••, ••••••••, ••••••••");
    }

    const MANIFEST: &str = "[public]\nVITE_URL = \"url\"\n[server]\nKEY = { required = true }\n\
        TOKEN = { phase = \"build\" }\nDEBUG = \"bool\"\nLEVEL = { sensitive = false }\n\
        OPTIONAL = { required = false }\n";

    #[test]
    fn each_class_gets_its_own() {
        let env = "VITE_URL=https://a.example\nKEY=q7WzXe81-made-up\nTOKEN=Zx81eWq7-made-up\n\
            DEBUG=true\nLEVEL=info\nOTHER=some-undeclared-one\nSESSION_SECRET=Kp0vXe81-made-up\nPATH=/nowhere\nNODE_ENV=production\nCOUNT=3\n";
        assert_eq!(
            environment_of(&[("envwall.toml", MANIFEST), (".env", env)], &ProcessEnv::empty()),
            [
                "COUNT=server",
                "KEY=placeholder",
                "LEVEL=server",
                "OTHER=server",
                "SESSION_SECRET=placeholder",
                "TOKEN=build",
                "VITE_URL=public",
                "DEBUG in file"
            ]
        );
    }

    #[test]
    fn what_is_required_and_missing_gets_a_placeholder() {
        let files = [(
            "envwall.toml",
            "[server]\nKEY = { required = true }\nTOKEN = { phase = \"build\" }\n",
        )];
        assert_eq!(environment_of(&files, &ProcessEnv::empty()), ["KEY=placeholder"]);
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
        assert_eq!(environment_of(&files, &process), ["KEY=placeholder", "DEBUG"]);
    }

    #[test]
    fn what_next_would_expand_once_more_stays_in_its_file() {
        let manifest = "[project]\nframework = \"next\"\n[public]\nNEXT_PUBLIC_A = \"string\"\n\
            NEXT_PUBLIC_B = \"string\"\n";
        let env = "NEXT_PUBLIC_A=a\\$b\nNEXT_PUBLIC_B=b\n";
        let files = [("envwall.toml", manifest), (".env", env)];
        assert_eq!(environment_of(&files, &ProcessEnv::empty()), ["NEXT_PUBLIC_B=public"]);
        let process: ProcessEnv = [("NEXT_PUBLIC_A", "a$b")].into_iter().collect();
        assert_eq!(
            environment_of(&files, &process),
            ["NEXT_PUBLIC_A=public", "NEXT_PUBLIC_B=public"]
        );
    }

    #[test]
    fn words_of_every_output_are_shown() {
        let env = "NODE_ENV=production\nDEBUG=true\nLEVEL=verbose\nKEY=q7WzXe81-made-up\n";
        let manifest = "[server]\nLEVEL = { type = \"enum\", values = [\"verbose\", \"quiet\"] }\n";
        let files = [("envwall.toml", manifest), (".env", env)];
        let (_folder, project) = project(&files, &ProcessEnv::empty());
        let forms = Arc::new(project.sensitive_forms(&ProcessEnv::empty()));
        let output = "built for production: verbose, true";
        assert_eq!(forms.redact(output), output);
        assert_eq!(forms.redact("key q7WzXe81-made-up"), "key ••••••••");
    }
}
