//! What a scan found, in numbers and findings.

use envwall_core::Date;
use envwall_core::diagnostic::Finding;
use envwall_core::manifest::Waiver;
use serde::Serialize;

use crate::baseline::Baseline;
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
    /// Findings that a waiver excuses.
    pub waived: usize,
    /// Findings that a baseline excuses.
    pub baselined: usize,
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
}
