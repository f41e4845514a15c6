//! Places in an environment file, and what may be shown of a line: only the name of an assignment.
//! Comments may contain old keys, and other lines pieces of current ones.

use super::entry::{Entry, Reading};
use super::pem::Body;
use super::text::{is_name, skip};
use crate::diagnostic::Location;
use crate::source::{SourceFile, Span};

/// The places of a file.
#[derive(Clone)]
pub(super) struct Places {
    line_starts: Vec<usize>,
    /// Spans inside values: a line that starts in one is not shown at all.
    hidden: Vec<Span>,
}

impl Places {
    pub(super) fn new(source: &SourceFile, readings: &[&Reading], bodies: &[Body]) -> Self {
        let text = source.text();
        let breaks = text.match_indices('\n').map(|(at, _)| at + 1);
        let line_starts = std::iter::once(0).chain(breaks).collect();
        let inside = |entry: &Entry| entry.name_span.end..entry.value_span.end;
        let entries = readings.iter().flat_map(|reading| &reading.entries).map(inside);
        let keys = bodies.iter().map(|body| body.span.clone());
        let hidden = merged(entries.chain(keys).collect());
        Self { line_starts, hidden }
    }

    /// The line of an offset, from 1.
    pub(super) fn line(&self, at: usize) -> u32 {
        let line = self.line_starts.partition_point(|start| *start <= at);
        u32::try_from(line).unwrap_or(u32::MAX)
    }

    /// A place with its line, with all values masked.
    pub(super) fn location(&self, source: &SourceFile, span: &Span) -> Location {
        Location::masked(source, span, &[self.masked(source, span.start)])
    }

    /// The part of the line around `at` that must not be shown.
    pub(super) fn masked(&self, source: &SourceFile, at: usize) -> Span {
        let line = source.line_span(at);
        let before = self.hidden.partition_point(|hidden| hidden.start <= line.start);
        let inside = before > 0 && self.hidden[before - 1].contains(&line.start);
        let shown = if inside { 0 } else { shown(&source.text()[line.clone()]) };
        line.start + shown..line.end
    }
}

/// The number of bytes of a line that may be shown: up to `=` or the start of a comment, else none.
fn shown(line: &str) -> usize {
    let start = skip(line, 0, char::is_whitespace);
    if line[start..].starts_with('#') {
        return start + 1;
    }
    let Some(equals) = line.find('=') else { return 0 };
    let name = line[start..equals].trim_end();
    let name = name.strip_prefix("export ").map_or(name, str::trim_start);
    if is_name(name) { equals + 1 } else { 0 }
}

fn merged(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|span| span.start);
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}
