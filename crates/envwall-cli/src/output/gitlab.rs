//! `--format gitlab`: GitLab's code quality report.

use std::collections::HashMap;
use std::io;

use envwall_core::diagnostic::{Finding, Severity};
use envwall_core::manifest::FILE_NAME;
use serde::Serialize;

use super::{Page, in_words, workspace};

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

pub(crate) fn render(page: &Page<'_>) -> io::Result<String> {
    let mut seen = HashMap::new();
    let issues: Vec<_> =
        page.findings.iter().map(|finding| issue(page, finding, &mut seen)).collect();
    Ok(serde_json::to_string_pretty(&issues)? + "\n")
}

fn issue(page: &Page<'_>, finding: &Finding, seen: &mut HashMap<String, usize>) -> Issue {
    let location = finding.location.as_ref();
    // GitLab wants a file of every issue
    let file = location.map_or(FILE_NAME, |location| location.file.as_str());
    let begin = location.and_then(|location| location.position).map_or(1, |at| at.line);
    Issue {
        description: in_words(finding),
        check_name: finding.code.as_str(),
        fingerprint: unique(finding.fingerprint(), seen),
        severity: severity(finding.severity),
        location: Place { path: workspace::path(page.settings, file), lines: Lines { begin } },
    }
}

/// Of issues with the same fingerprint only the first is shown, so later ones get a number.
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
