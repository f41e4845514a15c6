//! What a command reports, whatever the format.

use envwall_core::diagnostic::{Finding, Severity};
use envwall_guard::Artifact;

use super::entry::{Entry, entries};
use super::json;
use crate::settings::Settings;

/// The content of a report.
pub(crate) struct CommandReport<'a> {
    pub(crate) settings: &'a Settings,
    /// The command, such as `envwall guard`.
    pub(crate) command: &'static str,
    /// The result in a sentence.
    pub(crate) summary: String,
    /// What the result rests on, for `-v`: a line each.
    pub(crate) basis: Vec<String>,
    pub(crate) findings: &'a [Finding],
    /// Scanned files; empty for commands that do not scan.
    pub(crate) artifacts: &'a [Artifact],
    /// The content for `--format json`.
    pub(crate) json: &'a dyn json::Text,
}

impl CommandReport<'_> {
    /// Entries to show to people, the worst first.
    pub(super) fn shown(&self) -> Vec<Entry> {
        entries(self.findings.iter().filter(|finding| finding.severity >= self.settings.show))
    }

    /// Whether a finding fails the run.
    pub(super) fn fails(&self, finding: &Finding) -> bool {
        finding.severity >= self.settings.fail_on.min(Severity::Error)
    }
}

/// Sorts findings by severity, keeping the order of equal ones.
pub(super) fn most_severe_first<'a>(
    findings: impl Iterator<Item = &'a Finding>,
) -> Vec<&'a Finding> {
    let mut findings: Vec<_> = findings.collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}
