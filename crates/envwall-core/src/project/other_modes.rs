//! Values of variables in the project's other modes, such as `.env.staging` next to `.env`.
//!
//! A build with another `--mode` than the guard's would leak these values, and they are in the
//! project. A class by name holds in every mode.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use super::dotenv::{self, Assignment, Dialect, DotenvxKeys};
use super::env_files;
use super::framework::{EnvFiles, Framework};
use super::manifest::{Class, Manifest};
use super::origin::Origin;
use super::process::ProcessEnv;
use super::resolved::{DecidedBy, Resolved};
use crate::SecretValue;
use crate::classify::{Kind, classify};
use crate::diagnostic::{Finding, Severity};
use crate::guessability::is_searchable;

/// The values of a variable in a file that is not in force: of another mode of the project, of its
/// workspace, of a platform.
#[derive(Debug, Clone)]
pub struct OtherValues {
    /// The variable.
    pub name: String,
    /// The file with the values.
    pub file: String,
    /// Its value there, and every other text that some tool may read as its value, without those
    /// that the variable may have in the project's own environment.
    pub values: Vec<SecretValue>,
    /// Whether the file is of another mode of the project.
    pub is_other_mode: bool,
    /// Whether they must stay secret; otherwise they are given to the client.
    pub sensitive: bool,
}

/// What is needed to read the other modes.
pub(crate) struct Modes<'a> {
    pub(crate) directory: &'a Path,
    pub(crate) manifest: Option<&'a Manifest>,
    pub(crate) framework: Option<&'a Framework>,
    pub(crate) order: EnvFiles,
    pub(crate) dialect: Dialect,
    pub(crate) process: &'a ProcessEnv,
    pub(crate) keys: &'a DotenvxKeys,
    /// The files of the project's own environment.
    pub(crate) own: &'a [String],
}

/// Parts of file names that mark a file without values in use.
const NO_VALUES: &[&str] =
    &["dist", "dist-example", "example", "examples", "sample", "schema", "template", "vault"];

/// Extensions of files that are not `.env` files.
const OTHER_FORMATS: &[&str] = &["js", "json", "md", "mjs", "toml", "ts", "yaml", "yml"];

impl Modes<'_> {
    /// The values of the resolved variables in the other modes, and findings for files that cannot
    /// be read.
    pub(crate) fn read(&self, variables: &[Resolved]) -> (Vec<OtherValues>, Vec<Finding>) {
        let known: BTreeMap<&str, &Resolved> =
            variables.iter().map(|variable| (variable.name.as_str(), variable)).collect();
        let (mut found, mut findings) = (BTreeMap::new(), Vec::new());
        for mode in self.names() {
            let names = self.in_folders(&self.order.names(&mode));
            let (files, problems) = env_files::read(self.directory, &names);
            findings
                .extend(problems.into_iter().filter(|problem| self.concerns_other_mode(problem)));
            let loaded = dotenv::load(&files, self.dialect, &[], self.process, self.keys);
            let published = self.published(&loaded.assignments);
            for assignment in &loaded.assignments {
                let variable = known.get(assignment.name.as_str()).copied();
                let class = self.class(assignment, variable, &published);
                let Some(sensitive) = class else { continue };
                let file = self.file(assignment, &mode);
                let values = found.entry((assignment.name.clone(), file, sensitive));
                values.or_insert_with(Vec::new).extend(values_of(assignment, variable));
            }
        }
        (by_file(found), findings)
    }

    /// The modes with files in the project's folder, or in others with its `.env` files.
    fn names(&self) -> BTreeSet<String> {
        let folders = self.folders().into_iter();
        folders.flat_map(|folder| self.names_in(folder)).collect()
    }

    fn names_in(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.directory.join(folder)).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.path().is_file());
        let names = files.filter_map(|entry| entry.file_name().into_string().ok());
        let others = names.filter(|name| !self.own.contains(&format!("{folder}{name}")));
        others.filter_map(|name| mode(&name).map(str::to_owned)).collect()
    }

    /// The folders of the project's own files, each with the slash behind it.
    fn folders(&self) -> BTreeSet<&str> {
        let folder = |name: &str| name.rfind('/').map_or(0, |slash| slash + 1);
        self.own.iter().map(|name| &name[..folder(name)]).collect()
    }

    fn in_folders(&self, names: &[String]) -> Vec<String> {
        let folders = self.folders().into_iter();
        folders.flat_map(|folder| names.iter().map(move |name| format!("{folder}{name}"))).collect()
    }

    /// Whether a problem concerns a file that the project's own environment does not read.
    fn concerns_other_mode(&self, problem: &Finding) -> bool {
        problem.location.as_ref().is_some_and(|location| !self.own.contains(&location.file))
    }

    /// The file that makes the difference: the one with the assignment, or the mode's own, which
    /// contributes a part of it.
    fn file(&self, assignment: &Assignment, mode: &str) -> String {
        match &assignment.origin {
            Origin::File { file, .. } if !self.own.contains(file) => file.clone(),
            _ => format!(".env.{mode}"),
        }
    }

    fn is_public(&self, name: &str) -> Option<bool> {
        let by_rule = self.manifest.and_then(|manifest| manifest.class_by_rule(name));
        let by_prefix = || self.framework.is_some_and(|it| it.is_public(name)).then_some(true);
        by_rule.map(|class| class == Class::Public).or_else(by_prefix)
    }

    /// Whether a value is sensitive; `None` if it is neither sensitive nor given to the client.
    fn class(
        &self,
        assignment: &Assignment,
        known: Option<&Resolved>,
        published: &[&SecretValue],
    ) -> Option<bool> {
        // neither a value that the project publishes under another name nor one that is meant for
        // browsers is a secret
        let is_secret = || {
            let value = &assignment.value;
            let kind = classify(&assignment.name, value.expose()).kind;
            kind == Kind::Secret && !published.contains(&value)
        };
        match (known, self.is_public(&assignment.name)) {
            (Some(variable), _) if variable.sensitive => Some(true),
            (Some(variable), _) if variable.class == Class::Public => Some(false),
            (None, Some(public)) => Some(!public),
            // each value of an undeclared variable is judged by itself
            (Some(variable), _) if variable.decided_by != DecidedBy::Default => None,
            (Some(_), _) | (None, None) => is_secret().then_some(true),
        }
    }

    fn published<'a>(&self, assignments: &'a [Assignment]) -> Vec<&'a SecretValue> {
        let public = assignments.iter().filter(|one| self.is_public(&one.name) == Some(true));
        public.map(|assignment| &assignment.value).collect()
    }
}

/// The mode of a file name: `staging` for `.env.staging` and `.env.staging.local`.
fn mode(name: &str) -> Option<&str> {
    let mode = name.strip_prefix(".env.")?;
    let mode = mode.strip_suffix(".local").unwrap_or(mode);
    let last = mode.rsplit('.').next().unwrap_or(mode);
    let values = !mode.split('.').any(|part| NO_VALUES.contains(&part));
    (!mode.is_empty() && mode != "local" && values && !OTHER_FORMATS.contains(&last))
        .then_some(mode)
}

/// The values that the variable does not also have in the project's own environment. A guessable
/// value is left out: it would only be reported as not searchable, and it is not in use here.
fn values_of(assignment: &Assignment, own: Option<&Resolved>) -> Vec<SecretValue> {
    let own: Vec<_> = own.iter().flat_map(|it| it.value.iter().chain(&it.readings)).collect();
    let all = std::iter::once(&assignment.value).chain(&assignment.readings);
    let others = all.filter(|value| !own.contains(value) && is_searchable(value.expose().trim()));
    others.cloned().collect()
}

/// Grouped by variable, with each value under one file only.
fn by_file(found: BTreeMap<(String, String, bool), Vec<SecretValue>>) -> Vec<OtherValues> {
    let mut seen: BTreeMap<String, Vec<SecretValue>> = BTreeMap::new();
    let mut all = Vec::new();
    for ((name, file, sensitive), values) in found {
        let seen = seen.entry(name.clone()).or_default();
        let mut fresh = Vec::new();
        for value in values {
            if !seen.contains(&value) {
                seen.push(value.clone());
                fresh.push(value);
            }
        }
        if !fresh.is_empty() {
            all.push(OtherValues { name, file, values: fresh, is_other_mode: true, sensitive });
        }
    }
    all
}

/// Lowers an error to a warning: a file that is not in use here does not stop the search for the
/// rest.
pub(crate) fn warned(mut finding: Finding) -> Finding {
    finding.severity = finding.severity.min(Severity::Warning);
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_distinguished_from_other_files() {
        for (name, expected) in [
            (".env.staging", Some("staging")),
            (".env.staging.local", Some("staging")),
            (".env.production", Some("production")),
            (".env.e2e-tests", Some("e2e-tests")),
            (".env.keys", Some("keys")),
            (".env", None),
            (".env.", None),
            (".env.local", None),
            (".env.example", None),
            (".env.example.local", None),
            (".env.local.example", None),
            (".env.sample", None),
            (".env.template", None),
            (".env.dist", None),
            (".env.vault", None),
            (".env.d.ts", None),
            (".env.ts", None),
            (".envrc", None),
            ("a.env.staging", None),
        ] {
            assert_eq!(mode(name), expected, "{name}");
        }
    }
}
