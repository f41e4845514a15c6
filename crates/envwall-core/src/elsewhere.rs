//! Values that variables have in the project's other modes: `.env.staging` beside `.env`.
//!
//! Whoever builds with another `--mode` than the guard is told of would leak those, and they lie
//! in the project. What a name says of its class holds in every mode.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::diagnostic::{Finding, Severity};
use crate::dotenv::{self, Assignment, Dialect};
use crate::framework::{EnvFiles, Framework};
use crate::looks::is_for_browsers;
use crate::manifest::{Class, Manifest};
use crate::resolve::{DecidedBy, Resolved};
use crate::{Origin, ProcessEnv, SecretValue, env_files, is_searchable};

/// What a variable may hold in another mode of the project.
#[derive(Debug, Clone)]
pub struct Elsewhere {
    /// The variable.
    pub name: String,
    /// The `.env` file that the values are from.
    pub file: String,
    /// Its value there, and every other text that some tool may take for it; none of them is one
    /// that the variable may have in the project's own environment.
    pub values: Vec<SecretValue>,
    /// Whether nobody outside may see them; else they are given to the client.
    pub sensitive: bool,
}

/// What other modes are read with.
pub(crate) struct Modes<'a> {
    pub(crate) directory: &'a Path,
    pub(crate) manifest: Option<&'a Manifest>,
    pub(crate) framework: Option<&'a Framework>,
    pub(crate) order: EnvFiles,
    pub(crate) dialect: Dialect,
    pub(crate) process: &'a ProcessEnv,
    /// The files of the environment that is looked at.
    pub(crate) own: &'a [String],
}

/// Parts of the name of a file that holds no value in use.
const NO_VALUES: &[&str] =
    &["dist", "dist-example", "example", "examples", "sample", "schema", "template", "vault"];

/// Ends of the name of a file that is in no dialect.
const OTHER_FORMATS: &[&str] = &["js", "json", "md", "mjs", "toml", "ts", "yaml", "yml"];

impl Modes<'_> {
    /// What the project's variables, given as resolved, may hold in its other modes; and files
    /// that cannot be read.
    pub(crate) fn read(&self, variables: &[Resolved]) -> (Vec<Elsewhere>, Vec<Finding>) {
        let known: BTreeMap<&str, &Resolved> =
            variables.iter().map(|variable| (variable.name.as_str(), variable)).collect();
        let (mut found, mut findings) = (BTreeMap::new(), Vec::new());
        for mode in self.names() {
            let names = self.order.names(&mode);
            let (files, problems) = env_files::read(self.directory, &names);
            findings.extend(problems.into_iter().filter(|problem| self.is_elsewhere(problem)));
            let loaded = dotenv::load(&files, self.dialect, &[], self.process);
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
        (elsewhere(found), findings)
    }

    /// The modes whose files are in the folder.
    fn names(&self) -> BTreeSet<String> {
        let entries = fs::read_dir(self.directory).into_iter().flatten().flatten();
        let files = entries.filter(|entry| entry.path().is_file());
        let names = files.filter_map(|entry| entry.file_name().into_string().ok());
        let others = names.filter(|name| !self.own.contains(name));
        others.filter_map(|name| mode(&name).map(str::to_owned)).collect()
    }

    /// Whether a problem is one of a file that the project's own environment does not read.
    fn is_elsewhere(&self, problem: &Finding) -> bool {
        problem.location.as_ref().is_some_and(|location| !self.own.contains(&location.file))
    }

    /// The file that makes the difference: where the assignment stands, or the mode's, from which
    /// a part of it comes.
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

    /// Whether a value is sensitive; `None` if it is neither that nor given to the client.
    fn class(
        &self,
        assignment: &Assignment,
        known: Option<&Resolved>,
        published: &[&SecretValue],
    ) -> Option<bool> {
        // what the project itself publishes under another name, and what is made for browsers, is no
        // secret
        let is_secret = || {
            let value = &assignment.value;
            !published.contains(&value) && !is_for_browsers(value.expose())
        };
        match (known, self.is_public(&assignment.name)) {
            (Some(variable), _) if variable.sensitive => Some(true),
            (Some(variable), _) if variable.class == Class::Public => Some(false),
            (None, Some(public)) => Some(!public),
            // of one that nobody declared each value is judged by itself
            (Some(variable), _) if variable.decided_by != DecidedBy::Default => None,
            (Some(_), _) | (None, None) => is_secret().then_some(true),
        }
    }

    fn published<'a>(&self, assignments: &'a [Assignment]) -> Vec<&'a SecretValue> {
        let public = assignments.iter().filter(|one| self.is_public(&one.name) == Some(true));
        public.map(|assignment| &assignment.value).collect()
    }
}

/// `staging` of `.env.staging` and of `.env.staging.local`.
fn mode(name: &str) -> Option<&str> {
    let mode = name.strip_prefix(".env.")?;
    let mode = mode.strip_suffix(".local").unwrap_or(mode);
    let last = mode.rsplit('.').next().unwrap_or(mode);
    let values = !mode.split('.').any(|part| NO_VALUES.contains(&part));
    (!mode.is_empty() && mode != "local" && values && !OTHER_FORMATS.contains(&last))
        .then_some(mode)
}

/// What the variable does not hold in the project's own environment too. A value that is too
/// guessable to search for would only be told to be: it is not in use here.
fn values_of(assignment: &Assignment, own: Option<&Resolved>) -> Vec<SecretValue> {
    let own: Vec<_> = own.iter().flat_map(|it| it.value.iter().chain(&it.readings)).collect();
    let all = std::iter::once(&assignment.value).chain(&assignment.readings);
    let others = all.filter(|value| !own.contains(value) && is_searchable(value.expose().trim()));
    others.cloned().collect()
}

/// By variable, and each value by one file only.
fn elsewhere(found: BTreeMap<(String, String, bool), Vec<SecretValue>>) -> Vec<Elsewhere> {
    let mut told: BTreeMap<String, Vec<SecretValue>> = BTreeMap::new();
    let mut all = Vec::new();
    for ((name, file, sensitive), values) in found {
        let told = told.entry(name.clone()).or_default();
        let mut fresh = Vec::new();
        for value in values {
            if !told.contains(&value) {
                told.push(value.clone());
                fresh.push(value);
            }
        }
        if !fresh.is_empty() {
            all.push(Elsewhere { name, file, values: fresh, sensitive });
        }
    }
    all
}

/// A file that is not in use here hinders nobody from looking for the rest.
pub(crate) fn warned(mut finding: Finding) -> Finding {
    finding.severity = finding.severity.min(Severity::Warning);
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_told_from_other_files() {
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
