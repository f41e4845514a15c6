//! `--format github`: workflow commands that GitHub Actions shows as annotations.

use std::fmt::Write as _;

use envwall_core::diagnostic::{Finding, Severity};

use super::escape::{command_data, command_property};
use super::report::CommandReport;
use super::text::{plain, plural};
use super::workspace;

/// Maximum number of annotations in a step. GitHub silently drops more.
const MAX_ANNOTATIONS: usize = 10;

pub(crate) fn render(report: &CommandReport<'_>) -> String {
    let findings = report.shown();
    let shown = if findings.len() > MAX_ANNOTATIONS { MAX_ANNOTATIONS - 1 } else { findings.len() };
    let (shown, more) = findings.split_at(shown);
    let mut text: String = shown.iter().map(|finding| annotation(report, finding)).collect();
    if let Some(first) = more.first() {
        let count = plural(more.len(), "more finding");
        let rest = format!("{count}: run `{}` without --format to see all", report.command);
        let _ = writeln!(text, "::{}::{}", command(first.severity), command_data(&rest));
    }
    text
}

fn annotation(report: &CommandReport<'_>, finding: &Finding) -> String {
    let mut properties = Vec::new();
    if let Some(location) = &finding.location {
        properties.push(format!(
            "file={}",
            command_property(&workspace::path(report.settings, &location.file))
        ));
        if let Some(at) = location.position {
            properties.extend([format!("line={}", at.line), format!("col={}", at.column)]);
        }
    }
    let title = format!("{}: {}", finding.code, finding.code.title());
    properties.push(format!("title={}", command_property(&title)));
    let command = command(finding.severity);
    format!("::{command} {}::{}\n", properties.join(","), command_data(&plain(finding)))
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}
