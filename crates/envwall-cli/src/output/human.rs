//! `--format human`: entries with excerpts and help, the summary, and the lines to paste.

use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet};
use envwall_core::diagnostic::{Code, Finding, Location, Severity};

use super::entry::entries;
use super::escape::visible;
use super::report::CommandReport;
use super::settle::{self, Settle};
use super::text::{importers, plural, trail};

/// Width without a terminal.
const DEFAULT_WIDTH: usize = 100;

/// Columns before the text of a note or help.
const INDENT: usize = 14;

/// Variables whose lines the block at the end has without `-v`: it is not to bury the findings.
const MAX_SETTLED: usize = 6;

/// Writes findings, summary and the lines to paste to standard error.
pub(crate) fn write(report: &CommandReport<'_>) -> io::Result<()> {
    let settings = report.settings;
    write_findings(report.findings, settings.show)?;
    if settings.quiet {
        return Ok(());
    }
    let hidden = report.findings.iter().any(|finding| finding.severity < settings.show);
    let hint = if hidden { " (-v shows all)" } else { "" };
    let mut err = anstream::stderr().lock();
    writeln!(err, "{}{hint}", report.summary)?;
    if settings.show == Severity::Note {
        for line in &report.basis {
            writeln!(err, "{}", visible(line))?;
        }
    }
    if let Some(line) = unparsed(report.findings, settings.show) {
        writeln!(err, "{line}")?;
    }
    write!(err, "{}", settle(report.findings, settings.show))
}

/// How many files were not parsed, where the findings that say so are hidden.
pub(super) fn unparsed(findings: &[Finding], show: Severity) -> Option<String> {
    let is_hidden = |it: &&Finding| it.code == Code::NotParsed && it.severity < show;
    let files: HashSet<&str> = findings.iter().filter(is_hidden).flat_map(Finding::files).collect();
    let verb = if files.len() == 1 { "was" } else { "were" };
    let files = (!files.is_empty()).then(|| plural(files.len(), "file"))?;
    Some(format!("{files} {verb} searched without parsing (-v names them and the reason)"))
}

/// The block to paste, after a blank line.
pub(super) fn settle(findings: &[Finding], show: Severity) -> String {
    let settle = Settle::new(findings);
    let mut shown = findings.iter().filter(|finding| finding.severity >= show);
    let is_shown = shown.any(|finding| !finding.settled_by.is_empty());
    let heading = if is_shown { settle::HEADING } else { settle::HEADING_FOR_NOTES };
    match show {
        _ if settle.is_empty() => String::new(),
        Severity::Note => format!("\n{heading}\n\n{}", settle.toml()),
        _ => format!("\n{heading}\n\n{}", settle.first(MAX_SETTLED, "-v lists them")),
    }
}

/// Writes the entries of findings of at least the given severity to standard error.
pub(crate) fn write_findings(findings: &[Finding], show: Severity) -> io::Result<()> {
    let mut err = anstream::stderr().lock();
    let width = terminal_size::terminal_size().map_or(DEFAULT_WIDTH, |(width, _)| width.0.into());
    let width = width.clamp(60, 140);
    for entry in entries(findings.iter().filter(|finding| finding.severity >= show)) {
        writeln!(err, "{}\n", render(&without_control_characters(entry.finding), width))?;
    }
    Ok(())
}

/// Replaces line breaks and other control characters in names and paths: they could drive the terminal,
/// and CI services run commands from lines that start with `::`. Writes what is invisible as numbers.
fn without_control_characters(mut finding: Finding) -> Finding {
    let clean = |text: &mut String| {
        if text.contains(char::is_control) {
            *text = text.replace(char::is_control, "\u{fffd}");
        }
        if let Cow::Owned(visible) = visible(text) {
            *text = visible;
        }
    };
    let Finding { message, location, trail, original, importers, notes, related, .. } =
        &mut finding;
    clean(message.to_mut());
    for note in notes {
        clean(note.to_mut());
    }
    trail.iter_mut().chain(importers).for_each(clean);
    let related = related.iter_mut().map(|related| &mut related.location);
    for location in location.iter_mut().chain(original).chain(related) {
        clean(&mut location.file);
    }
    finding
}

pub(super) fn render(finding: &Finding, width: usize) -> String {
    let rendered = Renderer::styled().term_width(width).render(&[group(finding, width)]);
    // the renderer separates an origin from its snippet with `:::`, and a title from its notes with
    // `|` even if there is no snippet between
    let has_place = finding.location.is_some() || !finding.related.is_empty();
    let is_separator = |line: &&str| {
        let line = anstream::adapter::strip_str(line).to_string();
        line.trim() == ":::" || line.trim() == "|" && !has_place
    };
    let lines = rendered.lines().filter(|line| !is_separator(line));
    let lines = lines.map(|line| match anstream::adapter::strip_str(line).to_string() {
        // without an excerpt it would stand further left than the notes below
        text if text.starts_with("-->") => format!(" {line}"),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn group(finding: &Finding, width: usize) -> Group<'_> {
    let title = level(finding.severity).primary_title(&*finding.message).id(finding.code.as_str());
    let mut group = Group::with_title(title);
    if let Some(at) = &finding.location {
        let label = finding.label.as_deref();
        group = group.elements(location(at, label, AnnotationKind::Primary));
    }
    if let Some(original) = &finding.original {
        group = group.elements(location(original, Some("source"), AnnotationKind::Context));
    }
    let wrap = |text: &str| wrapped(text, width - INDENT);
    if !finding.importers.is_empty() {
        group = group.element(Level::NOTE.message(wrap(&importers(finding))));
    }
    if !finding.trail.is_empty() {
        group = group.element(Level::NOTE.message(wrap(&trail(finding))));
    }
    for remark in finding.remarks() {
        group = group.element(Level::NOTE.message(wrap(&remark)));
    }
    for related in &finding.related {
        group = group.element(Level::NOTE.message(wrap(&related.label)));
        group = group.elements(location(&related.location, None, AnnotationKind::Context));
    }
    match &finding.help {
        Some(help) => group.element(Level::HELP.message(wrap(help))),
        None => group,
    }
}

/// Lines of so many columns at most, without a line break in code: it is to be copied.
fn wrapped(text: &str, width: usize) -> String {
    const UNBROKEN: &str = "\u{a0}";
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(index, part)| match index % 2 {
        0 => part.to_owned(),
        _ => part.replace(' ', UNBROKEN),
    });
    // at blanks alone: the names of keys and packages have hyphens
    let options =
        textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::fill(&parts.collect::<Vec<_>>().join("`"), options).replace(UNBROKEN, " ")
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

/// A location with its excerpt. The excerpt is a part of the line, so the column is given separately.
fn location<'a>(
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
