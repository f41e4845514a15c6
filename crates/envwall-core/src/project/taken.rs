//! Which variables of the process environment are the project's although neither manifest nor `.env`
//! file names them: secrets that only a platform's environment holds are in no file.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use super::examples::Example;
use super::manifest::{FromProcess, Manifest};
use super::process::ProcessEnv;
use super::source_reads::read_in_sources;
use crate::classify::{classify, is_sample, is_searchable_as, platform};

/// Why a variable of the process environment is the project's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// The manifest lists it in `[sources] process`.
    Listed,
    /// An example of a `.env` file names it.
    Example(String),
    /// The platform that runs the build has it configured for the project.
    Platform,
    /// A source file reads it.
    Read(String),
    /// Its name or its value says that it is a secret.
    Secret,
    /// The platform gives a credential of its own in it.
    Credential,
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Listed => f.write_str("[sources] lists it"),
            Self::Example(file) => write!(f, "`{file}` names it"),
            Self::Platform => f.write_str("the platform has it configured for the project"),
            Self::Read(file) => write!(f, "`{file}` reads it"),
            Self::Secret => f.write_str("its name or value says that it is a secret"),
            Self::Credential => f.write_str("it is a credential of the platform"),
        }
    }
}

/// Names of the variables that a platform has configured for the project, separated by commas
/// (turborepo.com/docs/crafting-your-repository/using-environment-variables, "Platform environment
/// variables").
const PLATFORM_LIST: &str = "TURBO_PLATFORM_ENV";

/// The variables that are the project's. `known` are named already.
pub(super) fn taken(
    directory: &Path,
    process: &ProcessEnv,
    manifest: Option<&Manifest>,
    examples: &[Example],
    known: impl Fn(&str) -> bool,
) -> BTreeMap<String, Taken> {
    let listed = match manifest.map(|manifest| &manifest.sources.process) {
        Some(FromProcess::All(false)) => return BTreeMap::new(),
        Some(FromProcess::Names(names)) => {
            let names = names.iter().filter(|name| process.get(name).is_some());
            return names.map(|name| (name.clone(), Taken::Listed)).collect();
        }
        _ => configured(process),
    };
    let mut taken = BTreeMap::new();
    let mut candidates = Vec::new();
    let own = process.iter().filter(|(name, value)| !known(name) && !value.is_empty());
    for (name, value) in own {
        let value = value.expose().trim();
        let example = || examples.iter().find(|example| example.name == name);
        if is_sample(value) {
        } else if platform::is_credential(name) {
            taken.insert(name.to_owned(), Taken::Credential);
        } else if platform::is_ambient(name) || name.starts_with(OWN_PREFIX) {
        } else if let Some(example) = example() {
            taken.insert(name.to_owned(), Taken::Example(example.file.clone()));
        } else if listed.contains(&name) {
            taken.insert(name.to_owned(), Taken::Platform);
        } else if is_searchable_as(name, value) {
            if classify(name, value).is_secret() {
                taken.insert(name.to_owned(), Taken::Secret);
            } else {
                candidates.push(name);
            }
        }
    }
    let read = read_in_sources(directory, &candidates);
    taken.extend(read.into_iter().map(|(name, file)| (name, Taken::Read(file))));
    taken
}

/// Of Envwall itself.
const OWN_PREFIX: &str = "ENVWALL_";

fn configured(process: &ProcessEnv) -> Vec<&str> {
    let list = process.get(PLATFORM_LIST).map_or("", |list| list.expose());
    list.split(',').map(str::trim).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_something_names_is_taken() {
        let random = "qX7vB2mN9kLpR4tYw8Zc";
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::create_dir(folder.path().join("src")).unwrap();
        std::fs::write(folder.path().join("src/a.ts"), "f(process.env.FROM_SOURCE)").unwrap();
        let process: ProcessEnv = [
            ("PATH", "/usr/bin"),
            ("EDITOR_TOKEN_TTL", "15m"),
            ("STRIPE_SECRET_KEY", random),
            ("FROM_EXAMPLE", random),
            ("FROM_PLATFORM", random),
            ("FROM_SOURCE", random),
            ("OF_ANOTHER_PROJECT", random),
            ("GITHUB_TOKEN", random),
            ("ENVWALL_FINGERPRINT_KEY", random),
            ("DECLARED", random),
            ("TURBO_PLATFORM_ENV", "FROM_PLATFORM,OTHER"),
        ]
        .into_iter()
        .collect();
        let example = Example { name: "FROM_EXAMPLE".to_owned(), file: ".env.example".to_owned() };
        let taken = taken(folder.path(), &process, None, &[example], |name| name == "DECLARED");
        let names: Vec<_> = taken.keys().map(String::as_str).collect();
        let expected =
            ["FROM_EXAMPLE", "FROM_PLATFORM", "FROM_SOURCE", "GITHUB_TOKEN", "STRIPE_SECRET_KEY"];
        assert_eq!(names, expected);
        assert_eq!(taken["FROM_SOURCE"].to_string(), "`src/a.ts` reads it");
    }
}
