//! Values in files that the framework does not read and the project uses all the same: the workspace
//! root's `.env`, a worker's `.dev.vars`, what a platform's command line wrote, a server's own `.env`.
//!
//! They are searched for, and never given to a command.
//!
//! | module | holds |
//! |---|---|
//! | `places` | which environment files there are |
//! | `platform` | variables in the configuration files of platforms |
//! | `config_files` | other files that may hold secrets in plain text |
//! | `assignments` | names and values in files of any syntax |

mod assignments;
mod config_files;
mod places;
mod platform;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::dotenv::{self, Dialect, DotenvxKeys};
use super::env_files;
use super::framework::{FRAMEWORKS, Framework};
use super::manifest::{Class, Manifest};
use super::other_modes::{OtherValues, warned};
use super::process::ProcessEnv;
use super::resolved::{DecidedBy, Resolved};
use crate::SecretValue;
use crate::classify::shape::reference;
use crate::classify::values::is_publishable_value;
use crate::classify::{classify, names_secret, says_secret_in_public};
use crate::diagnostic::{Code, Finding};
use crate::guessability::is_searchable;
use crate::regular_file;
use assignments::{Assignment, assignments};
use config_files::config_files;
use places::{Place, folders, places};

/// Which files to read, and what is known without them.
pub(super) struct Elsewhere<'a> {
    pub(super) directory: &'a Path,
    pub(super) manifest: Option<&'a Manifest>,
    pub(super) framework: Option<&'a Framework>,
    /// The files that are in force, which are read already.
    pub(super) own: &'a [String],
    pub(super) process: &'a ProcessEnv,
    pub(super) keys: &'a DotenvxKeys,
}

/// Maximum size in bytes of a file that is one value.
const MAX_VALUE_FILE: usize = 64 << 10;

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
        let known = Known::of(variables, self.framework);
        let mut found = Found::default();
        found.missing(self.directory, self.manifest);
        let places = places(self.directory, self.manifest);
        for place in places.into_iter().filter(|place| !self.own.contains(&place.name)) {
            self.read_one(&place, &known, &mut found);
        }
        let own = variables.iter().filter_map(|it| Some((it.name.as_str(), it.value.as_ref()?)));
        for (name, path) in own {
            self.read_value_file(name, path.expose(), &known, &mut found);
        }
        for folder in folders(self.directory) {
            self.read_configuration(&folder, &known, &mut found);
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
        if !place.is_script() && !place.is_of_sibling {
            found.findings.extend(loaded.findings.into_iter().map(warned));
        }
        let matters = |value: &SecretValue| !place.is_of_sibling || is_searchable(value.expose());
        for assignment in loaded.assignments {
            self.read_value_file(&assignment.name, assignment.value.expose(), known, found);
            let values = std::iter::once(assignment.value).chain(assignment.readings);
            found.add(&place.name, &assignment.name, values.filter(matters).collect(), known);
        }
    }

    /// The value in the file that `NAME_FILE` names, as container images have it
    /// (docs.docker.com/compose/how-tos/use-secrets).
    fn read_value_file(&self, name: &str, path: &str, known: &Known<'_>, found: &mut Found) {
        let Some(name) = name.strip_suffix("_FILE").filter(|name| names_secret(name)) else {
            return;
        };
        let path = path.trim().trim_start_matches("./");
        let is_ignored = places::is_ignored(self.manifest, path);
        let value = regular_file::read_to_string(self.directory.join(path)).ok();
        let value = value.filter(|value| !is_ignored && value.len() <= MAX_VALUE_FILE);
        if let Some(value) = value {
            found.add(path, name, vec![SecretValue::from(value.trim())], known);
            found.files.push(path.to_owned());
        }
    }

    /// What the configuration in a folder says of variables.
    fn read_configuration(&self, folder: &str, known: &Known<'_>, found: &mut Found) {
        let mut platform = platform::read(self.directory, folder);
        let is_read = |file: &str| !places::is_ignored(self.manifest, file);
        platform.findings.retain(|finding| {
            finding.location.as_ref().is_none_or(|location| is_read(&location.file))
        });
        found.findings.extend(platform.findings);
        for (file, name, value) in platform.variables.into_iter().filter(|it| is_read(&it.0)) {
            found.add(&file, &name, vec![value], known);
            found.files.push(file);
        }
        for (file, text) in config_files(self.directory, folder) {
            if places::is_ignored(self.manifest, &file) {
                continue;
            }
            let is_one = |it: &Assignment<'_>| {
                is_searchable(it.value) && !is_call(it.value) && is_of_secret(it)
            };
            let all = assignments(&text).filter(is_one);
            for Assignment { name, value } in all {
                found.add(&file, name, vec![SecretValue::from(value)], known);
            }
            // others were read for file names alone
            if found.values.last().is_some_and(|values| values.file == file) {
                found.files.push(file);
            }
        }
    }
}

/// Whether a value in a file of any syntax is code: `JSON.stringify(env.API_KEY)`.
fn is_call(value: &str) -> bool {
    let is_of_name = |char: char| char.is_ascii_alphanumeric() || "_$.".contains(char);
    let (name, arguments) = value.split_once('(').unwrap_or((value, ""));
    name.contains('.') && !arguments.is_empty() && name.chars().all(is_of_name)
}

/// Whether a name in a file of any syntax is that of a secret: JSON has keys of maps and of indices that
/// are made for browsers, and only variables are written in capitals.
fn is_of_secret(assignment: &Assignment<'_>) -> bool {
    let is_variable = !assignment.name.contains(|char: char| char.is_ascii_lowercase());
    is_variable
        || says_secret_in_public(assignment.name)
        || classify(assignment.name, assignment.value).is_secret_by_value()
}

/// What the project knows by itself.
struct Known<'a> {
    by_name: BTreeMap<&'a str, &'a Resolved>,
    /// Values that it publishes.
    published: BTreeSet<&'a str>,
    framework: Option<&'a Framework>,
}

impl<'a> Known<'a> {
    fn of(variables: &'a [Resolved], framework: Option<&'a Framework>) -> Self {
        let public = variables.iter().filter(|variable| variable.class == Class::Public);
        let published = public.flat_map(Resolved::texts).collect();
        let by_name = variables.iter().map(|it| (it.name.as_str(), it)).collect();
        Self { by_name, published, framework }
    }

    /// Whether a variable is for browsers, in this project or in another of its workspace.
    fn is_public(&self, name: &str) -> bool {
        self.by_name.get(name).is_some_and(|own| own.class == Class::Public)
            || self.framework.is_some_and(|framework| framework.is_public(name))
            || FRAMEWORKS.iter().any(|framework| framework.public_prefix(name).is_some())
    }

    fn is_new_secret(&self, name: &str, value: &SecretValue) -> bool {
        let own = self.by_name.get(name);
        let text = value.expose().trim();
        let is_declared = || own.is_some_and(|own| own.sensitive && own.classification.is_none());
        let is_settled =
            own.is_some_and(|own| !own.sensitive && own.decided_by != DecidedBy::Default);
        let is_secret = || {
            let is_published = self.published.contains(text) && is_publishable_value(text);
            classify(name, text).is_secret() && !is_published
        };
        !text.is_empty()
            && !is_settled
            && reference(text).is_none()
            && !own.is_some_and(|own| own.texts().any(|known| known == text))
            && (is_declared() || is_secret())
    }
}

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
        if known.is_public(name) {
            return;
        }
        let values = values.into_iter().filter(|value| known.is_new_secret(name, value));
        let values: Vec<_> = values.collect();
        let same = |other: &OtherValues| other.name == name && other.values == values;
        if !values.is_empty() && !self.values.iter().any(same) {
            let (name, file) = (name.to_owned(), file.to_owned());
            let is_other_mode = false;
            self.values.push(OtherValues { name, file, values, is_other_mode, sensitive: true });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_call;

    #[test]
    fn code_is_no_value() {
        assert!(is_call("JSON.stringify(env.WEATHER_API_KEY)"));
        assert!(!is_call("q7WzXe81(Kp0v4T)") && !is_call("a.b.c"));
    }
}
