//! `--format markdown`: a summary for a job (`$GITHUB_STEP_SUMMARY`) or a comment.

use std::fmt::Write as _;

use envwall_core::diagnostic::{Finding, Severity};

use super::escape::{markdown, with_code};
use super::human::plural;
use super::{Page, place};

/// GitHub refuses a summary of more than 1024 KiB; some room is left for what others write.
const MOST_BYTES: usize = 1000 << 10;

/// What the last lines may need.
const END: usize = 1 << 10;

const HEADING: &str = "| | Code | What | Where |\n|---|---|---|---|\n";

pub(crate) fn render(page: &Page<'_>) -> String {
    let findings = page.shown();
    let failed = page.findings.iter().any(|finding| page.fails(finding));
    let sign = if failed { "❌" } else { "✅" };
    let mut text = format!("## {sign} {}\n\n{}\n", page.command, markdown(&page.sum));
    if findings.is_empty() {
        return text;
    }
    let _ = write!(text, "\n{HEADING}");
    let mut told = 0;
    for finding in &findings {
        let row = row(finding);
        if text.len() + row.len() > MOST_BYTES - END {
            break;
        }
        text.push_str(&row);
        told += 1;
    }
    if told < findings.len() {
        let more = plural(findings.len() - told, "more finding");
        let _ = writeln!(text, "\n{more}: too many for a summary.");
    }
    mends(page, &findings, &mut text);
    text
}

fn row(finding: &Finding) -> String {
    let sign = match finding.severity {
        Severity::Error => "🔴 error",
        Severity::Warning => "🟡 warning",
        Severity::Note => "🔵 note",
    };
    let message = with_code(&finding.message, markdown);
    format!("| {sign} | {} | {message} | {} |\n", finding.code, whereabouts(finding))
}

/// Place, way inside the file, and place in the source.
fn whereabouts(finding: &Finding) -> String {
    let code = |text: &str| format!("<code>{}</code>", markdown(text));
    let Some(location) = &finding.location else { return String::new() };
    let mut text = code(&place(location));
    for layer in &finding.trail {
        let _ = write!(text, " → {}", markdown(layer));
    }
    if let Some(original) = &finding.original {
        let _ = write!(text, "<br>source {}", code(&place(original)));
    }
    for importer in &finding.importers {
        let _ = write!(text, " ← {}", code(importer));
    }
    text
}

/// Each mend once, as long as there is room.
fn mends(page: &Page<'_>, findings: &[&Finding], text: &mut String) {
    let mut told: Vec<&str> = Vec::new();
    for help in findings.iter().filter_map(|finding| finding.help.as_deref()) {
        if told.len() >= 20 {
            break;
        }
        if !told.contains(&help) {
            told.push(help);
        }
    }
    if told.is_empty() {
        return;
    }
    let mut list = "\n<details><summary>How to mend</summary>\n\n".to_owned();
    for help in told {
        let _ = writeln!(list, "- {}", with_code(help, markdown));
    }
    list.push_str("\n</details>\n");
    if text.len() + list.len() <= MOST_BYTES {
        text.push_str(&list);
    } else {
        let _ = writeln!(text, "\n{} --format json has them all.", page.command);
    }
}
