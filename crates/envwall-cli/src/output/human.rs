//! The report for people: a picture of each place, the mend, and the sum.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use envwall_core::diagnostic::{Finding, Location, Severity};

/// Width where there is no terminal to ask.
const WIDTH: usize = 100;

/// What stands before a note or help, and is not there for its words.
const INDENT: usize = 14;

/// Writes the findings that are to be shown, to standard error.
pub(crate) fn findings(findings: &[Finding], show: Severity) -> io::Result<()> {
    let mut err = anstream::stderr().lock();
    let width = terminal_size::terminal_size().map_or(WIDTH, |(width, _)| width.0.into());
    let width = width.clamp(60, 140);
    for finding in findings.iter().filter(|finding| finding.severity >= show) {
        writeln!(err, "{}\n", picture(&printable(finding), width))?;
    }
    Ok(())
}

/// The same on one line wherever a name may bring a line break or drive the terminal: a CI service
/// takes a line that begins with `::` for a command.
fn printable(finding: &Finding) -> Finding {
    let plain = |text: &mut String| {
        if text.contains(char::is_control) {
            *text = text.replace(char::is_control, "\u{fffd}");
        }
    };
    let mut finding = finding.clone();
    let Finding { message, location, trail, original, importers, related, .. } = &mut finding;
    plain(message.to_mut());
    trail.iter_mut().chain(importers).for_each(plain);
    let related = related.iter_mut().map(|related| &mut related.location);
    for location in location.iter_mut().chain(original).chain(related) {
        plain(&mut location.file);
    }
    finding
}

fn picture(finding: &Finding, width: usize) -> String {
    let rendered = Renderer::styled().term_width(width).render(&[group(finding, width)]);
    // an origin and its snippet are two files to the renderer, and it draws a line between them
    let between = |line: &&str| anstream::adapter::strip_str(line).to_string().trim() == ":::";
    rendered.lines().filter(|line| !between(line)).collect::<Vec<_>>().join("\n")
}

fn group(finding: &Finding, width: usize) -> Group<'_> {
    let title = level(finding.severity).primary_title(&*finding.message).id(finding.code.as_str());
    let mut group = Group::with_title(title);
    if let Some(location) = &finding.location {
        group = group.elements(place(location, finding.label.as_deref(), AnnotationKind::Primary));
    }
    if let Some(original) = &finding.original {
        group = group.elements(place(original, Some("written in"), AnnotationKind::Context));
    }
    let words = |text: &str| textwrap::fill(text, width - INDENT);
    if !finding.importers.is_empty() {
        group = group.element(Level::NOTE.message(words(&importers(finding))));
    }
    if !finding.trail.is_empty() {
        group = group.element(Level::NOTE.message(words(&trail(finding))));
    }
    for related in &finding.related {
        group = group.element(Level::NOTE.message(words(&related.label)));
        group = group.elements(place(&related.location, None, AnnotationKind::Context));
    }
    match &finding.help {
        Some(help) => group.element(Level::HELP.message(words(help))),
        None => group,
    }
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// `imported by src/config.ts ← src/main.ts`
pub(crate) fn importers(finding: &Finding) -> String {
    format!("imported by {}", finding.importers.join(" ← "))
}

/// `found in index.js → string`
pub(crate) fn trail(finding: &Finding) -> String {
    let file = finding.location.as_ref().map_or("", |location| location.file.as_str());
    format!("found in {file} → {}", finding.trail.join(" → "))
}

/// The place and its line. The excerpt is a window of the line, so the column is told apart.
fn place<'a>(
    location: &'a Location,
    label: Option<&'a str>,
    kind: AnnotationKind,
) -> Vec<Element<'a>> {
    let mut origin = Origin::path(location.file.as_str());
    let Some(position) = location.position else { return vec![origin.into()] };
    let line = position.line as usize;
    origin = origin.line(line).char_column(position.column as usize);
    let Some(excerpt) = &location.excerpt else { return vec![origin.into()] };
    let annotation = kind.span(excerpt.marked()).label(label);
    let snippet = Snippet::source(excerpt.text()).line_start(line).annotation(annotation);
    vec![origin.into(), snippet.into()]
}

/// `1 error, 2 warnings`, with what was not shown.
pub(crate) fn count(findings: &[Finding], show: Severity) -> String {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let mut parts: Vec<String> =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Note, "note")]
            .into_iter()
            .filter(|(severity, _)| of(*severity) > 0)
            .map(|(severity, word)| plural(of(severity), word))
            .collect();
    if parts.is_empty() {
        parts.push("no findings".to_owned());
    }
    let hidden = findings.iter().filter(|finding| finding.severity < show).count();
    let more = if hidden > 0 { " (-v shows all)" } else { "" };
    format!("{}{more}", parts.join(", "))
}

/// `1 file`, `2 files`.
pub(crate) fn plural(count: usize, word: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {word}{ending}")
}

/// Bytes as people say them: `12 B`, `3.4 kB`, `56.7 MB`.
pub(crate) fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
    let exact = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", exact / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", exact / 1e6),
        _ => format!("{:.1} GB", exact / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_in_round_numbers() {
        let sizes = [999, 1_000, 12_345, 999_949, 1_234_567, 5_000_000_000].map(size);
        assert_eq!(sizes, ["999 B", "1.0 kB", "12.3 kB", "999.9 kB", "1.2 MB", "5.0 GB"]);
    }
}
