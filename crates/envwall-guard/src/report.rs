//! What a scan found, in numbers and findings.

use envwall_core::Date;
use envwall_core::diagnostic::{Code, Finding};
use envwall_core::manifest::{Waiver, WaiverScope};
use serde::Serialize;

/// What was looked at and for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Files that were looked at.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Sensitive variables that were searched for.
    pub variables: usize,
    /// Findings that a waiver excuses.
    pub waived: usize,
}

/// The findings, in a stable order, and the numbers.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Findings by file, position and code.
    pub findings: Vec<Finding>,
    /// The numbers.
    pub summary: Summary,
}

impl Report {
    /// Takes out what the waivers excuse as of `today`. Only leaks can be excused: not that a
    /// file was not looked at.
    pub fn waive(&mut self, waivers: &[Waiver], today: Date) {
        let valid: Vec<_> =
            waivers.iter().filter(|waiver| waiver.expires.is_none_or(|day| today < day)).collect();
        let before = self.findings.len();
        self.findings.retain(|finding| {
            finding.code != Code::ValueInOutput
                || !valid.iter().any(|waiver| excuses(waiver, finding))
        });
        self.summary.waived += before - self.findings.len();
    }
}

fn excuses(waiver: &Waiver, finding: &Finding) -> bool {
    match &waiver.scope {
        WaiverScope::Fingerprint(fingerprint) => *fingerprint == finding.fingerprint(),
        WaiverScope::Place { variable, path } => {
            finding.variable.as_deref() == Some(variable)
                && finding.location.as_ref().is_some_and(|location| path.is_match(&location.file))
        }
    }
}
