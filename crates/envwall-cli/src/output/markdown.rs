//! `--format markdown`: a job summary (`$GITHUB_STEP_SUMMARY`) or a comment.

use std::fmt::Write as _;

use envwall_core::diagnostic::{Finding, Severity};

use super::escape::{markdown, with_code};
use super::report::CommandReport;
use super::settle::{self, Settle};
use super::text::{location, plural};

/// Maximum size. GitHub rejects job summaries above 1024 KiB, which other steps may add to.
const MAX_BYTES: usize = 1000 << 10;

/// Maximum size of the last lines.
const MAX_FOOTER_BYTES: usize = 1 << 10;

/// Maximum number of entries in "How to fix".
const MAX_HELP: usize = 20;

const HEADING: &str = "| Severity | Code | Message | Location |\n|---|---|---|---|\n";

pub(crate) fn render(report: &CommandReport<'_>) -> String {
    let entries = report.shown();
    let findings: Vec<_> = entries.iter().map(|entry| &entry.finding).collect();
    let failed = report.findings.iter().any(|finding| report.fails(finding));
    let icon = if failed { "❌" } else { "✅" };
    let mut text = format!("## {icon} {}\n\n{}\n", report.command, markdown(&report.summary));
    if findings.is_empty() {
        settle(report, &mut text);
        return text;
    }
    let _ = write!(text, "\n{HEADING}");
    let mut shown = 0;
    for finding in &findings {
        let row = row(finding);
        if text.len() + row.len() > MAX_BYTES - MAX_FOOTER_BYTES {
            break;
        }
        text.push_str(&row);
        shown += 1;
    }
    if shown < findings.len() {
        let more = plural(findings.len() - shown, "more finding");
        let _ = writeln!(text, "\n{more} omitted: the summary is limited to 1 MiB.");
    }
    how_to_fix(report, &findings, &mut text);
    settle(report, &mut text);
    text
}

fn row(finding: &Finding) -> String {
    let severity = match finding.severity {
        Severity::Error => "🔴 error",
        Severity::Warning => "🟡 warning",
        Severity::Note => "🔵 note",
    };
    let mut message = with_code(&finding.message, markdown);
    for remark in finding.remarks() {
        let _ = write!(message, "<br>{}", with_code(&remark, markdown));
    }
    format!("| {severity} | {} | {message} | {} |\n", finding.code, locations(finding))
}

/// Location, trail inside the file, and location in the source.
fn locations(finding: &Finding) -> String {
    let code = |text: &str| format!("<code>{}</code>", markdown(text));
    let Some(at) = &finding.location else { return String::new() };
    let mut text = code(&location(at));
    for layer in &finding.trail {
        let _ = write!(text, " → {}", markdown(layer));
    }
    if let Some(original) = &finding.original {
        let _ = write!(text, "<br>source {}", code(&location(original)));
    }
    for importer in &finding.importers {
        let _ = write!(text, " ← {}", code(importer));
    }
    text
}

/// The lines to paste, if there is room.
fn settle(report: &CommandReport<'_>, text: &mut String) {
    let settle = Settle::new(report.findings);
    let block = format!("\n{}\n\n```toml\n{}```\n", settle::HEADING, settle.toml());
    if !settle.is_empty() && text.len() + block.len() <= MAX_BYTES {
        text.push_str(&block);
    }
}

/// Lists each help text once, if there is room.
fn how_to_fix(report: &CommandReport<'_>, findings: &[&Finding], text: &mut String) {
    let mut texts: Vec<&str> = Vec::new();
    for help in findings.iter().filter_map(|finding| finding.help.as_deref()) {
        if texts.len() >= MAX_HELP {
            break;
        }
        if !texts.contains(&help) {
            texts.push(help);
        }
    }
    if texts.is_empty() {
        return;
    }
    let mut list = "\n<details><summary>How to fix</summary>\n\n".to_owned();
    for help in texts {
        let _ = writeln!(list, "- {}", with_code(help, markdown));
    }
    list.push_str("\n</details>\n");
    if text.len() + list.len() <= MAX_BYTES {
        text.push_str(&list);
    } else {
        let _ = writeln!(text, "\n`{} --format json` lists how to fix them.", report.command);
    }
}
