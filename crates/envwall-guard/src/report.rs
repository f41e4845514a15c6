//! What a scan found, in numbers and findings.

use envwall_core::Date;
use envwall_core::diagnostic::{Code, Finding};
use envwall_core::manifest::{Waiver, WaiverScope};
use serde::{Deserialize, Serialize};

use crate::baseline::Baseline;

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
    /// Findings that a baseline excuses.
    pub baselined: usize,
}

/// A file that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Artifact {
    /// Relative to the project, with forward slashes.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of it in hex digits, where [`Guard::digests`](crate::Guard::digests) asks for it.
    #[serde(rename = "sha256")]
    pub digest: Option<String>,
    /// The peelers that looked into it or into something inside it, by name.
    pub peelers: Vec<String>,
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
}

impl Report {
    /// Takes out what the waivers excuse as of `today`. Only leaks can be excused: not that a
    /// file was not looked at.
    pub fn waive(&mut self, waivers: &[Waiver], today: Date) {
        let valid = valid(waivers, today);
        let before = self.findings.len();
        self.findings.retain(|finding| !are_excused(&valid, finding));
        self.summary.waived += before - self.findings.len();
    }

    /// The waivers that hold as of `today` and excuse nothing of what was found; to be asked before
    /// [`waive`](Self::waive).
    pub fn unneeded<'a>(&self, waivers: &'a [Waiver], today: Date) -> Vec<&'a Waiver> {
        let needed = |waiver: &Waiver| {
            let mut findings = self.findings.iter();
            findings.any(|finding| can_be_excused(finding.code) && excuses(waiver, finding))
        };
        let valid = waivers.iter().filter(|waiver| holds(waiver, today));
        valid.filter(|waiver| !needed(waiver)).collect()
    }

    /// Takes out what was known before.
    pub fn excuse(&mut self, baseline: &Baseline) {
        let before = self.findings.len();
        let excuses = baseline.excuses();
        self.findings.retain(|finding| !excuses(finding));
        self.summary.baselined += before - self.findings.len();
    }
}

fn holds(waiver: &Waiver, today: Date) -> bool {
    waiver.expires.is_none_or(|day| today < day)
}

/// The waivers that hold on a day.
pub(crate) fn valid(waivers: &[Waiver], today: Date) -> Vec<Waiver> {
    waivers.iter().filter(|waiver| holds(waiver, today)).cloned().collect()
}

/// Whether waivers that hold excuse a finding.
pub(crate) fn are_excused(waivers: &[Waiver], finding: &Finding) -> bool {
    can_be_excused(finding.code) && waivers.iter().any(|waiver| excuses(waiver, finding))
}

/// What someone may have looked at and found to be fine.
fn can_be_excused(code: Code) -> bool {
    matches!(
        code,
        Code::ValueInOutput | Code::ServerVariableRead | Code::ServerModule | Code::EnvironmentDump
    )
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
