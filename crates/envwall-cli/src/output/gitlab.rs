//! `--format gitlab`: GitLab's code quality report.

use std::collections::HashMap;
use std::io;

use envwall_core::diagnostic::{Finding, Severity};
use envwall_core::manifest::FILE_NAME;
use serde::Serialize;

use super::report::CommandReport;
use super::text::plain;
use super::workspace;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

pub(crate) fn render(report: &CommandReport<'_>) -> io::Result<String> {
    let mut seen = HashMap::new();
    let issues: Vec<_> =
        report.findings.iter().map(|finding| issue(report, finding, &mut seen)).collect();
    Ok(serde_json::to_string_pretty(&issues)? + "\n")
}

fn issue(
    report: &CommandReport<'_>,
    finding: &Finding,
    seen: &mut HashMap<String, usize>,
) -> Issue {
    let location = finding.location.as_ref();
    // GitLab requires a file for every issue
    let file = location.map_or(FILE_NAME, |location| location.file.as_str());
    let begin = location.and_then(|location| location.position).map_or(1, |at| at.line);
    Issue {
        description: plain(finding),
        check_name: finding.code.as_str(),
        fingerprint: unique(finding.fingerprint(), seen),
        severity: severity(finding.severity),
        location: Place { path: workspace::path(report.settings, file), lines: Lines { begin } },
    }
}

/// GitLab shows only the first issue with a fingerprint, so later ones get a number.
fn unique(fingerprint: String, seen: &mut HashMap<String, usize>) -> String {
    let count = seen.entry(fingerprint.clone()).or_default();
    *count += 1;
    match *count {
        1 => fingerprint,
        count => format!("{fingerprint}-{count}"),
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "minor",
        Severity::Note => "info",
    }
}
