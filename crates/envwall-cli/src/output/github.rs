//! `--format github`: workflow commands that GitHub Actions shows beside the files.

use std::fmt::Write as _;

use envwall_core::diagnostic::{Finding, Severity};

use super::escape::{command_data, command_property};
use super::human::plural;
use super::{Page, in_words, workspace};

/// GitHub drops further annotations of a step without a word.
const MOST: usize = 10;

pub(crate) fn render(page: &Page<'_>) -> String {
    let findings = page.shown();
    let told = if findings.len() > MOST { MOST - 1 } else { findings.len() };
    let (told, more) = findings.split_at(told);
    let mut text: String = told.iter().map(|finding| annotation(page, finding)).collect();
    if let Some(worst) = more.first() {
        let count = plural(more.len(), "more finding");
        let rest = format!("{count}: run {} without --format to see all", page.command);
        let _ = writeln!(text, "::{}::{}", command(worst.severity), command_data(&rest));
    }
    text
}

fn annotation(page: &Page<'_>, finding: &Finding) -> String {
    let mut properties = Vec::new();
    if let Some(location) = &finding.location {
        properties.push(format!(
            "file={}",
            command_property(&workspace::path(page.settings, &location.file))
        ));
        if let Some(at) = location.position {
            properties.extend([format!("line={}", at.line), format!("col={}", at.column)]);
        }
    }
    let title = format!("{}: {}", finding.code, finding.code.title());
    properties.push(format!("title={}", command_property(&title)));
    let command = command(finding.severity);
    format!("::{command} {}::{}\n", properties.join(","), command_data(&in_words(finding)))
}

fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}
