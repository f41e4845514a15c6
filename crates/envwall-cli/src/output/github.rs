//! `--format github`: workflow commands that GitHub Actions shows as annotations.

use std::fmt::Write as _;
use std::path::Path;

use envwall_core::diagnostic::{Finding, Location, Severity};

use super::escape::{command_data, command_property};
use super::report::CommandReport;
use super::text::{plain, plural};
use super::workspace;

/// Maximum number of annotations of a severity in a step. GitHub silently drops more.
const MAX_ANNOTATIONS: usize = 10;

pub(crate) fn render(report: &CommandReport<'_>) -> String {
    let entries = report.shown();
    let (shown, more) = entries.split_at(entries.len().min(MAX_ANNOTATIONS));
    let mut text: String = shown.iter().map(|entry| annotation(report, &entry.finding)).collect();
    if !more.is_empty() {
        let count = plural(more.len(), "more finding");
        // a line of the log: it would be the annotation that is dropped
        let _ = writeln!(text, "{count}: run `{}` without --format to see all", report.command);
    }
    text
}

fn annotation(report: &CommandReport<'_>, finding: &Finding) -> String {
    let mut properties = Vec::new();
    // a built file is in no commit: the place in the source is where the annotation is seen
    let is_source = |it: &&Location| report.settings.path(Path::new(&it.file)).is_file();
    let source = finding.original.as_ref().filter(is_source);
    if let Some(location) = source.or(finding.location.as_ref()) {
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
