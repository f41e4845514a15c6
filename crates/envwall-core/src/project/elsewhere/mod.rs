//! Values in files that the framework does not read and the project uses all the same: the workspace
//! root's `.env`, a worker's `.dev.vars`, what a platform's command line wrote, a server's own `.env`.
//!
//! They are searched for, and never given to a command.
//!
//! | module | holds |
//! |---|---|
//! | `places` | which files there are |
//! | `platform` | variables in the configuration files of platforms |

mod places;
mod platform;

use std::collections::BTreeMap;
use std::path::Path;

use super::dotenv::{self, Dialect, DotenvxKeys};
use super::env_files;
use super::manifest::{Class, Manifest};
use super::other_modes::{OtherValues, warned};
use super::process::ProcessEnv;
use super::resolved::Resolved;
use crate::SecretValue;
use crate::classify::classify;
use crate::classify::shape::reference;
use crate::diagnostic::{Code, Finding};
use places::{Place, places};

/// Which files to read, and what is known without them.
pub(super) struct Elsewhere<'a> {
    pub(super) directory: &'a Path,
    pub(super) manifest: Option<&'a Manifest>,
    pub(super) environment: &'a str,
    pub(super) process: &'a ProcessEnv,
    pub(super) keys: &'a DotenvxKeys,
}

/// What was found in them.
#[derive(Default)]
pub(super) struct Found {
    /// The secrets.
    pub(super) values: Vec<OtherValues>,
    /// What is wrong with the files, as warnings: they are not the framework's.
    pub(super) findings: Vec<Finding>,
    /// The files that were read.
    pub(super) files: Vec<String>,
}

impl Elsewhere<'_> {
    /// Reads them. `other_modes` are known already.
    pub(super) fn read(&self, variables: &[Resolved], other_modes: &[OtherValues]) -> Found {
        let known = variables.iter().map(|it| (it.name.as_str(), it)).collect();
        let mut found = Found::default();
        found.missing(self.directory, self.manifest);
        for place in places(self.directory, self.manifest, self.environment) {
            self.read_one(&place, &known, &mut found);
        }
        let platform = platform::read(self.directory);
        found.findings.extend(platform.findings);
        for (file, name, value) in platform.variables {
            found.add(&file, &name, vec![value], &known);
            found.files.push(file);
        }
        found.files.dedup();
        let is_known = |values: &OtherValues| {
            let mut same = other_modes.iter().filter(|other| other.name == values.name);
            same.any(|other| values.values.iter().any(|value| other.values.contains(value)))
        };
        found.values.retain(|values| !is_known(values));
        found
    }

    fn read_one(&self, place: &Place, known: &Known<'_>, found: &mut Found) {
        let source = match env_files::read_text(&place.path, &place.name) {
            Ok(Some(source)) => source,
            Ok(None) => return,
            Err(finding) => return found.findings.push(warned(*finding)),
        };
        let loaded = dotenv::load(&[source], Dialect::Dotenv, &[], self.process, self.keys);
        found.files.push(place.name.clone());
        // a script of the shell has lines that are no assignments
        if !place.is_script {
            found.findings.extend(loaded.findings.into_iter().map(warned));
        }
        for assignment in loaded.assignments {
            let mut values = vec![assignment.value];
            values.extend(assignment.readings);
            found.add(&place.name, &assignment.name, values, known);
        }
    }
}

/// What the project knows by itself, by name.
type Known<'a> = BTreeMap<&'a str, &'a Resolved>;

impl Found {
    /// A file that the manifest names has to exist.
    fn missing(&mut self, directory: &Path, manifest: Option<&Manifest>) {
        let files = manifest.into_iter().flat_map(|manifest| &manifest.sources.files);
        for file in files.filter(|file| !directory.join(file).exists()) {
            let message = format!("`{file}` does not exist, but [sources] files names it");
            let finding = Finding::new(Code::EnvUnreadable, message);
            self.findings.push(finding.help(
                "fix the path in envwall.toml: it is relative to the manifest, and no pattern",
            ));
        }
    }

    /// Keeps what is secret and not known already.
    fn add(&mut self, file: &str, name: &str, values: Vec<SecretValue>, known: &Known<'_>) {
        let own = known.get(name).copied();
        if own.is_some_and(|own| own.class == Class::Public) {
            return;
        }
        let values = values.into_iter().filter(|value| is_new_secret(name, value, own));
        let values: Vec<_> = values.collect();
        let same = |other: &OtherValues| other.name == name && other.values == values;
        if !values.is_empty() && !self.values.iter().any(same) {
            let (name, file) = (name.to_owned(), file.to_owned());
            let is_other_mode = false;
            self.values.push(OtherValues { name, file, values, is_other_mode, sensitive: true });
        }
    }
}

fn is_new_secret(name: &str, value: &SecretValue, own: Option<&Resolved>) -> bool {
    let text = value.expose().trim();
    let is_declared = || own.is_some_and(|own| own.sensitive && own.classification.is_none());
    !text.is_empty()
        && reference(text).is_none()
        && !own.is_some_and(|own| own.texts().any(|known| known == text))
        && (is_declared() || classify(name, text).is_secret())
}
