//! What became of one artifact.

use std::collections::BTreeSet;

use envwall_core::diagnostic::Finding;

use crate::files::artifact::Artifact;
use crate::javascript::module_graph::Links;
use crate::report::Parsing;

/// What became of one artifact.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) findings: Vec<Finding>,
    /// The file; `None` when it could not be read.
    pub(crate) artifact: Option<Artifact>,
    /// The undeclared variables whose values are in it.
    pub(crate) undeclared: BTreeSet<usize>,
    /// How much of its programs was parsed.
    pub(crate) parsing: Parsing,
    /// What its scripts export and import, as far as they were parsed.
    pub(crate) links: Vec<Links>,
    /// That some of its scripts were not parsed, and whether one may export a piece of a value.
    pub(crate) skipped: Option<bool>,
    /// Whether a cache says all this, and that nothing is in the file's name.
    pub(crate) is_cached: bool,
}
