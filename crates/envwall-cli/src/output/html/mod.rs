//! `--format html`: a self-contained page without fonts or network access. Its only script filters the
//! findings.

mod artifacts;
mod explanation;
mod overview;
mod treemap;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use envwall_core::diagnostic::{Excerpt, Location};

use super::entry::{self, Entry, entries};
use super::escape::{with_code, xml};
use super::report::CommandReport;
use super::settle::{self, Settle};
use super::text::{self, plural};

const STYLE: &str = include_str!("style.css");

/// Hides the entries that do not contain a text. The only script of the page: the policy names its
/// digest, so no other can run.
const FILTER: &str = include_str!("filter.js");

/// SHA-256 of the script, as a policy writes it.
const FILTER_DIGEST: &str = "sha256-erof6WmygPVat6eE0oHMEPqJV5FNWMC7seI3FrjTxHQ=";

/// Maximum number of entries. More make the page slow to open.
const MAX_ENTRIES: usize = 2_000;

/// Maximum number of further places of an entry.
const MAX_PLACES: usize = 100;

/// Content-Security-Policy: the page loads nothing, whatever it contains.
fn policy() -> String {
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src '{FILTER_DIGEST}'; \
         base-uri 'none'; form-action 'none'"
    )
}

pub(crate) fn render(report: &CommandReport<'_>) -> String {
    let entries = entries(report.findings);
    let (title, class) = headline(&entries);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{command}: {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header class=\"{class}\"><p class=\"command\">{command}</p><h1>{title}</h1>\n<p>{summary}</p></header>\n\
         <main>\n{overview}{artifacts}{entries}{settle}{codes}</main>\n\
         <footer>Envwall {version}. This page contains no values of variables.</footer>\n\
         <script>{FILTER}</script>\n</body>\n</html>\n",
        policy = policy(),
        command = xml(report.command),
        summary = xml(&report.summary),
        overview = overview::render(&entries),
        artifacts = artifacts::render(report),
        entries = list(&entries),
        settle = settle_block(report),
        codes = codes(report),
        version = env!("CARGO_PKG_VERSION"),
    )
}

/// The result in a few words, and its CSS class.
fn headline(entries: &[Entry]) -> (String, &'static str) {
    let severities = || entries.iter().map(|entry| entry.finding.severity);
    match severities().max() {
        None => ("No findings".to_owned(), "clean"),
        Some(most) => {
            let count = severities().filter(|severity| *severity == most).count();
            (plural(count, text::severity(most)), text::severity(most))
        }
    }
}

fn list(entries: &[Entry]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let mut text = "<section aria-labelledby=\"findings\"><h2 id=\"findings\">Findings</h2>\n\
                    <p class=\"filter\" hidden><label>Filter <input type=\"search\" id=\"filter\" \
                    placeholder=\"variable, code, file\"></label> <output></output></p>\n"
        .to_owned();
    for (index, entry) in entries.iter().take(MAX_ENTRIES).enumerate() {
        article(entry, index, &mut text);
    }
    let more = entries.len().saturating_sub(MAX_ENTRIES);
    if more > 0 {
        let more = plural(more, "more finding");
        let _ = writeln!(
            text,
            "<p>{more} omitted from this page; <code>--format json</code> lists all.</p>"
        );
    }
    text + "</section>\n"
}

/// The lines of the manifest to paste.
fn settle_block(report: &CommandReport<'_>) -> String {
    let settle = Settle::new(report.findings);
    if settle.is_empty() {
        return String::new();
    }
    let (heading, lines) = (settle::HEADING, xml(&settle.toml()).replace("&#10;", "\n"));
    format!("<section><p>{heading}</p>\n<pre tabindex=\"0\">{lines}</pre></section>\n")
}

fn article(entry: &Entry, index: usize, text: &mut String) {
    let finding = &entry.finding;
    let (severity, code) = (text::severity(finding.severity), finding.code);
    let _ = writeln!(
        text,
        "<article class=\"{severity}\" id=\"finding-{index}\"><h3>\
         <span class=\"badge {severity}\">{severity}</span> \
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
    places(entry, text);
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

/// Lists the places that the remarks only count.
fn places(entry: &Entry, text: &mut String) {
    if entry.others.len() <= entry::MAX_PLACES {
        return;
    }
    let _ = write!(text, "<details><summary>{} places</summary><ul>", entry.places);
    for place in entry.others.iter().take(MAX_PLACES) {
        let _ = write!(text, "<li>{}</li>", with_code(place, xml));
    }
    let more = entry.others.len().saturating_sub(MAX_PLACES);
    if more > 0 {
        let _ = write!(text, "<li>and {more} more; <code>--format json</code> lists all</li>");
    }
    text.push_str("</ul></details>\n");
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
