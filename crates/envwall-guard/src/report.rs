//! What a scan found, in numbers and findings.

use std::collections::BTreeSet;

use envwall_core::Date;
use envwall_core::diagnostic::Finding;
use envwall_core::manifest::Waiver;
use serde::Serialize;

use crate::baseline::Baseline;
use crate::copies::Copies;
use crate::files::artifact::Artifact;
use crate::files::folders::Basis;
use crate::findings::waivers::{self, Waivers};

/// What was scanned, and for what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files that were scanned.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Sensitive variables that were searched for.
    pub variables: usize,
    /// Variables whose values or names were found; set by [`Report::fold_copies`].
    pub variables_found: usize,
    /// The places where they were found, copies of files included; set by [`Report::fold_copies`].
    pub places: usize,
    /// Findings that a waiver excuses.
    pub waived: usize,
    /// Findings that a baseline excuses.
    pub baselined: usize,
}

/// How much of the programs was parsed; of the rest its bytes show that nothing can come of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Parsing {
    /// Bytes of programs: scripts, those in other files, and sources of maps.
    pub programs: u64,
    /// Bytes of them that were parsed.
    pub parsed: u64,
}

impl Parsing {
    pub(crate) fn add(&mut self, other: Self) {
        self.programs += other.programs;
        self.parsed += other.parsed;
    }
}

/// What became of the cache of a scan.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum CacheUse {
    /// There was to be none.
    #[default]
    Off,
    /// It was used.
    Used {
        /// Files that were known to be clean.
        files: usize,
    },
    /// There was none, as nothing is hard enough to guess to be the key.
    NoKey,
    /// What is new could not be written; the reason.
    Failed(String),
}

/// The findings, in a stable order, and the numbers.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Findings by file, position and code.
    pub findings: Vec<Finding>,
    /// Files that were read, by name.
    pub artifacts: Vec<Artifact>,
    /// The numbers.
    pub summary: Summary,
    /// What the result rests on: the folders that were looked at, and why.
    pub basis: Vec<Basis>,
    /// How much of the programs was parsed.
    pub parsing: Parsing,
    /// What became of the cache.
    pub cache: CacheUse,
}

impl Report {
    /// Takes out what the waivers excuse as of `today`. Only leaks can be excused: not that a
    /// file was not scanned.
    pub fn waive(&mut self, waivers: &[Waiver], today: Date) {
        let waivers = Waivers::on(waivers, today);
        let before = self.findings.len();
        self.findings.retain(|finding| !waivers.excuse(finding));
        self.summary.waived += before - self.findings.len();
    }

    /// The waivers that are in force as of `today` and excuse nothing of what was found; to be asked
    /// before [`waive`](Self::waive).
    pub fn unneeded<'a>(&self, waivers: &'a [Waiver], today: Date) -> Vec<&'a Waiver> {
        waivers::unneeded(waivers, today, &self.findings)
    }

    /// Takes out what was known before.
    pub fn excuse(&mut self, baseline: &Baseline) {
        let before = self.findings.len();
        let excuses = baseline.excuses();
        self.findings.retain(|finding| !excuses(finding));
        self.summary.baselined += before - self.findings.len();
    }

    /// Folds findings that several files with the same content share into one, and counts what was
    /// found. For after waivers and baselines: these know a finding by its file.
    pub fn fold_copies(&mut self) {
        let findings = std::mem::take(&mut self.findings);
        self.findings = Copies::of(&self.artifacts, &findings).fold(findings);
        let found: Vec<_> = self.findings.iter().filter(|finding| is_found(finding)).collect();
        let variables: BTreeSet<_> = found.iter().map(|finding| &finding.variable).collect();
        self.summary.variables_found = variables.len();
        let places = |finding: &&Finding| 1 + finding.also_in.len() + finding.more_places;
        self.summary.places = found.iter().map(places).sum();
    }
}

/// Whether a finding is a place where a variable was found.
fn is_found(finding: &Finding) -> bool {
    finding.variable.is_some() && finding.location.is_some() && finding.code.excusable_by_baseline()
}
