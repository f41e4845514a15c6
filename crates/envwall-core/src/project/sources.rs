//! The input for resolving and checking a project's variables.

use std::collections::BTreeMap;
use std::path::Path;

use super::dotenv::Assignment;
use super::examples::Example;
use super::framework::Framework;
use super::manifest::{Manifest, Variable};
use super::origin::Origin;
use super::process::ProcessEnv;
use super::resolved::Resolved;
use super::taken::{Taken, taken};
use crate::Date;
use crate::diagnostic::Location;

/// Manifest, environment files and process.
pub(super) struct Sources<'a> {
    pub(super) manifest: Option<&'a Manifest>,
    pub(super) framework: Option<&'a Framework>,
    pub(super) process: &'a ProcessEnv,
    pub(super) today: Date,
    /// What the manifest declares in this environment, by name.
    pub(super) declared: BTreeMap<&'a str, &'a Variable>,
    /// What the environment files assign, by name.
    pub(super) assigned: BTreeMap<&'a str, &'a Assignment>,
    /// What is the project's of the process environment though nobody declared it, by name.
    pub(super) taken: BTreeMap<String, Taken>,
}

impl<'a> Sources<'a> {
    pub(super) fn new(
        (manifest, environment): (Option<&'a Manifest>, &str),
        framework: Option<&'a Framework>,
        assignments: &'a [Assignment],
        process: &'a ProcessEnv,
        today: Date,
    ) -> Self {
        let declared = manifest.into_iter().flat_map(|manifest| manifest.variables(environment));
        let declared = declared.map(|variable| (variable.name.as_str(), variable)).collect();
        let assigned = assignments.iter().map(|one| (one.name.as_str(), one)).collect();
        let taken = BTreeMap::new();
        Self { manifest, framework, process, today, declared, assigned, taken }
    }

    /// With what is the project's of the process environment.
    pub(super) fn with_taken(mut self, directory: &Path, examples: &[Example]) -> Self {
        let known =
            |name: &str| self.declared.contains_key(name) || self.assigned.contains_key(name);
        self.taken = taken(directory, self.process, self.manifest, examples, known);
        self
    }

    /// The variable's declaration in the manifest.
    pub(super) fn declared(&self, variable: &Resolved) -> Option<&'a Variable> {
        self.declared.get(variable.name.as_str()).copied()
    }

    /// The place of a declaration.
    pub(super) fn declaration(&self, declared: &Variable) -> Option<Location> {
        self.manifest.map(|manifest| manifest.location(&declared.span))
    }

    /// The place of the value, if it comes from a file.
    pub(super) fn value_location(&self, variable: &Resolved) -> Option<Location> {
        let in_file = matches!(variable.origin, Some(Origin::File { .. }));
        let assignment = self.assigned.get(variable.name.as_str()).filter(|_| in_file)?;
        Some(assignment.location())
    }
}
