//! The patterns of client output, each with the reason for which it is looked at.

use envwall_core::diagnostic::{Code, Finding, Location, Severity};
use serde::Serialize;

/// What a pattern is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Output of the app's build.
    App,
    /// Output of another tool, deployed on its own.
    Companion,
    /// Files of the source that are deployed as they are: no sign of a build.
    Committed,
    /// Something that looks like output and that nothing names: no sign of the app's build either.
    Stray,
}

impl Role {
    /// Whether files of it show that the project has been built.
    pub(crate) fn is_built(self) -> bool {
        !matches!(self, Self::Committed | Self::Stray)
    }
}

/// A pattern of files that browsers can fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) glob: String,
    /// Why it is looked at, for people.
    pub(crate) reason: String,
    pub(crate) role: Role,
}

/// Folders of which one has to exist, and what says so.
#[derive(Debug, Clone)]
pub(crate) struct Required {
    pub(crate) folders: Vec<String>,
    pub(crate) by: String,
    pub(crate) location: Location,
    pub(crate) severity: Severity,
}

impl Required {
    /// That none of the folders exists.
    pub(crate) fn missing(&self, severity: Severity) -> Finding {
        let folders: Vec<_> = self.folders.iter().map(|folder| format!("`{folder}`")).collect();
        let verb = if folders.len() == 1 { "does not" } else { "do not" };
        let message = format!(
            "client output is missing: {} names {}, which {verb} exist",
            self.by,
            folders.join(", ")
        );
        let mut finding = Finding::new(Code::NoOutput, message).at(self.location.clone()).help(
            "build first; if the output is in another folder, set [client] include in envwall.toml, \
             or pass the path: envwall guard PATH",
        );
        finding.severity = severity;
        finding
    }
}

/// What a result rests on: a pattern that was looked at, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// A glob relative to the project, or a path that was given.
    pub pattern: String,
    /// Why it was looked at: "default of Vite", "`build.outDir` in vite.config.ts".
    pub reason: String,
    /// How many files it matched.
    pub files: usize,
}
