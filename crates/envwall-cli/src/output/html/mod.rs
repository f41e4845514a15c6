//! `--format html`: a self-contained page without scripts, fonts or network access.

mod artifacts;
mod explanation;
mod treemap;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use envwall_core::diagnostic::{Excerpt, Finding, Location};

use super::escape::{with_code, xml};
use super::report::{CommandReport, most_severe_first};
use super::text::{self, plural};

const STYLE: &str = include_str!("style.css");

/// Maximum number of findings. More make the page slow to open.
const MAX_FINDINGS: usize = 2_000;

/// Content-Security-Policy: the page loads nothing, whatever it contains.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

pub(crate) fn render(report: &CommandReport<'_>) -> String {
    let findings = most_severe_first(report.findings.iter());
    let (title, class) = headline(report);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{command}: {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header class=\"{class}\"><p class=\"command\">{command}</p><h1>{title}</h1>\n<p>{summary}</p></header>\n\
         <main>\n{artifacts}{findings}{codes}</main>\n\
         <footer>Envwall {version}. This page contains no values of variables.</footer>\n</body>\n</html>\n",
        command = xml(report.command),
        summary = xml(&report.summary),
        artifacts = artifacts::render(report),
        findings = list(&findings),
        codes = codes(report),
        version = env!("CARGO_PKG_VERSION"),
    )
}

/// The result in a few words, and its CSS class.
fn headline(report: &CommandReport<'_>) -> (String, &'static str) {
    let count =
        |severity| report.findings.iter().filter(|finding| finding.severity == severity).count();
    let most_severe = report.findings.iter().map(|finding| finding.severity).max();
    match most_severe {
        None => ("No findings".to_owned(), "clean"),
        Some(severity) => {
            let name = text::severity(severity);
            (plural(count(severity), name), name)
        }
    }
}

fn list(findings: &[&Finding]) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut text =
        "<section aria-labelledby=\"findings\"><h2 id=\"findings\">Findings</h2>\n".to_owned();
    for finding in findings.iter().take(MAX_FINDINGS) {
        article(finding, &mut text);
    }
    let more = findings.len().saturating_sub(MAX_FINDINGS);
    if more > 0 {
        let more = plural(more, "more finding");
        let _ = writeln!(
            text,
            "<p>{more} omitted from this page; <code>--format json</code> lists all.</p>"
        );
    }
    text + "</section>\n"
}

fn article(finding: &Finding, text: &mut String) {
    let (severity, code) = (text::severity(finding.severity), finding.code);
    let _ = writeln!(
        text,
        "<article class=\"{severity}\"><h3><span class=\"badge {severity}\">{severity}</span> \
         <a href=\"#{code}\">{code}</a> {}</h3>",
        with_code(&finding.message, xml),
    );
    if let Some(location) = &finding.location {
        trail(location, &finding.trail, text);
        excerpt(location, finding.label.as_deref(), text);
    }
    if let Some(original) = &finding.original {
        secondary("Source", original, text);
    }
    if !finding.importers.is_empty() {
        let _ = writeln!(text, "<p>{}</p>", xml(&text::importers(finding)));
    }
    for remark in finding.remarks() {
        let _ = writeln!(text, "<p>{}</p>", with_code(&remark, xml));
    }
    for related in &finding.related {
        secondary(&related.label, &related.location, text);
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "<p class=\"help\">{}</p>", with_code(help, xml));
    }
    let _ = writeln!(
        text,
        "<p class=\"fingerprint\">fingerprint <code>{}</code></p></article>",
        finding.fingerprint()
    );
}

/// Writes the location, then each layer inside it.
fn trail(location: &Location, trail: &[String], text: &mut String) {
    let layers = trail.iter().fold(String::new(), |mut layers, layer| {
        let _ = write!(layers, "<li>{}</li>", xml(layer));
        layers
    });
    let _ = writeln!(
        text,
        "<ol class=\"trail\"><li><code>{}</code></li>{layers}</ol>",
        xml(&text::location(location))
    );
}

fn secondary(label: &str, location: &Location, text: &mut String) {
    let label = with_code(label, xml);
    let _ = writeln!(
        text,
        "<p class=\"secondary\">{label}: <code>{}</code></p>",
        xml(&text::location(location))
    );
    excerpt(location, None, text);
}

fn excerpt(location: &Location, label: Option<&str>, text: &mut String) {
    let Some(excerpt) = &location.excerpt else { return };
    let line = location.position.map_or_else(String::new, |at| format!("<span>{}</span>", at.line));
    let title = label.map_or_else(String::new, |label| format!(" title=\"{}\"", xml(label)));
    let _ = writeln!(text, "<pre tabindex=\"0\">{line}{}</pre>", marked(excerpt, &title));
}

fn marked(excerpt: &Excerpt, title: &str) -> String {
    let (text, mark) = (excerpt.text(), excerpt.marked());
    let part = |range| xml(text.get(range).unwrap_or_default());
    let (before, marked, after) =
        (part(0..mark.start), part(mark.clone()), part(mark.end..text.len()));
    format!("{before}<mark{title}>{marked}</mark>{after}")
}

/// Explains each code that occurs.
fn codes(report: &CommandReport<'_>) -> String {
    let codes: BTreeSet<_> = report.findings.iter().map(|finding| finding.code).collect();
    if codes.is_empty() {
        return String::new();
    }
    let mut text =
        "<section aria-labelledby=\"codes\"><h2 id=\"codes\">What the codes mean</h2>\n".to_owned();
    for code in codes {
        let (title, explanation) = (xml(code.title()), explanation::render(code));
        let _ = writeln!(
            text,
            "<details id=\"{code}\"><summary><b>{code}</b> {title}</summary>\n{explanation}</details>"
        );
    }
    text + "</section>\n"
}
