//! `--format html`: one page that needs nothing else: no script, no font, no network.

mod explanation;
mod picture;
mod treemap;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use envwall_core::diagnostic::{Excerpt, Finding, Location};

use super::escape::{with_code, xml};
use super::human::{self, plural};
use super::{Page, place, word, worst_first};

const STYLE: &str = include_str!("style.css");

/// More make the page slow to open.
const MOST_FINDINGS: usize = 2_000;

/// The page may load nothing at all, whatever a text in it says.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

pub(crate) fn render(page: &Page<'_>) -> String {
    let findings = worst_first(page.findings.iter());
    let (title, class) = verdict(page);
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{command}: {title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header class=\"{class}\"><p class=\"command\">{command}</p><h1>{title}</h1>\n<p>{sum}</p></header>\n\
         <main>\n{picture}{findings}{codes}</main>\n\
         <footer>Envwall {version}. No value of a variable is on this page.</footer>\n</body>\n</html>\n",
        command = xml(page.command),
        sum = xml(&page.sum),
        picture = picture::render(page),
        findings = list(&findings),
        codes = codes(page),
        version = env!("CARGO_PKG_VERSION"),
    )
}

/// The result in a few words, and its colour.
fn verdict(page: &Page<'_>) -> (String, &'static str) {
    let of = |severity| page.findings.iter().filter(|finding| finding.severity == severity).count();
    let worst = page.findings.iter().map(|finding| finding.severity).max();
    match worst {
        None => ("Nothing found".to_owned(), "clean"),
        Some(severity) => (plural(of(severity), word(severity)), word(severity)),
    }
}

fn list(findings: &[&Finding]) -> String {
    if findings.is_empty() {
        return String::new();
    }
    let mut text =
        "<section aria-labelledby=\"findings\"><h2 id=\"findings\">Findings</h2>\n".to_owned();
    for finding in findings.iter().take(MOST_FINDINGS) {
        article(finding, &mut text);
    }
    let more = findings.len().saturating_sub(MOST_FINDINGS);
    if more > 0 {
        let more = plural(more, "more finding");
        let _ = writeln!(text, "<p>{more}: too many for a page; --format json has them all.</p>");
    }
    text + "</section>\n"
}

fn article(finding: &Finding, text: &mut String) {
    let (word, code) = (word(finding.severity), finding.code);
    let _ = writeln!(
        text,
        "<article class=\"{word}\"><h3><span class=\"badge {word}\">{word}</span> \
         <a href=\"#{code}\">{code}</a> {}</h3>",
        with_code(&finding.message, xml),
    );
    if let Some(location) = &finding.location {
        way(location, &finding.trail, text);
        excerpt(location, finding.label.as_deref(), text);
    }
    if let Some(original) = &finding.original {
        second("In the source", original, text);
    }
    if !finding.importers.is_empty() {
        let _ = writeln!(text, "<p>{}</p>", xml(&human::importers(finding)));
    }
    for related in &finding.related {
        second(&related.label, &related.location, text);
    }
    if let Some(help) = &finding.help {
        let _ = writeln!(text, "<p class=\"help\">{}</p>", with_code(help, xml));
    }
    let _ = writeln!(
        text,
        "<p class=\"print\">fingerprint <code>{}</code></p></article>",
        finding.fingerprint()
    );
}

/// The place, then each layer below it.
fn way(location: &Location, trail: &[String], text: &mut String) {
    let layers = trail.iter().fold(String::new(), |mut layers, layer| {
        let _ = write!(layers, "<li>{}</li>", xml(layer));
        layers
    });
    let _ = writeln!(
        text,
        "<ol class=\"way\"><li><code>{}</code></li>{layers}</ol>",
        xml(&place(location))
    );
}

fn second(label: &str, location: &Location, text: &mut String) {
    let label = with_code(label, xml);
    let _ =
        writeln!(text, "<p class=\"second\">{label}: <code>{}</code></p>", xml(&place(location)));
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

/// What `envwall explain` says about each code that occurs.
fn codes(page: &Page<'_>) -> String {
    let codes: BTreeSet<_> = page.findings.iter().map(|finding| finding.code).collect();
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
