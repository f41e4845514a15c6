//! Keys written over several lines without quotes: every tool takes the first line only, and some
//! make variables of the rest, whose names are then pieces of the key.

use super::entry::{Entry, Reading};
use crate::source::{SourceFile, Span};

/// The lines after a `-----BEGIN …` that no quotes hold together.
pub(super) struct Body {
    /// The line that holds the name and the armour's first line.
    pub(super) begin: Span,
    /// The lines that belong to the key.
    pub(super) span: Span,
}

impl Body {
    /// Whether an offset lies in the lines that belong to the key.
    pub(super) fn holds(&self, at: usize) -> bool {
        self.span.contains(&at)
    }

    /// The key's lines, without armour.
    pub(super) fn lines<'a>(&self, source: &'a SourceFile) -> impl Iterator<Item = &'a str> {
        let lines = source.text()[self.span.clone()].lines().map(str::trim);
        lines.filter(|line| !line.is_empty() && !line.starts_with("-----"))
    }
}

/// The bodies in a file, in order.
pub(super) fn bodies(source: &SourceFile, reading: &Reading) -> Vec<Body> {
    let mut out: Vec<Body> = Vec::new();
    for entry in reading.entries.iter().filter(|entry| is_begin(entry)) {
        let at = entry.value_span.start;
        if out.last().is_none_or(|body| !body.holds(at)) {
            let begin = source.line_span(at);
            let span = body_span(source.text(), begin.end);
            out.extend((!span.is_empty()).then_some(Body { begin, span }));
        }
    }
    out
}

fn is_begin(entry: &Entry) -> bool {
    !entry.quoted && entry.value.starts_with("-----BEGIN ") && !entry.value.contains("-----END ")
}

/// From the line after `at` through the closing armour, or as far as it looks like a key.
fn body_span(text: &str, at: usize) -> Span {
    let start = text[at..].find('\n').map_or(text.len(), |line_end| at + line_end + 1);
    let mut end = start;
    let mut key_end = None;
    for line in text[start..].split_inclusive('\n') {
        end += line.len();
        match line.trim() {
            line if line.starts_with("-----END") => return start..end,
            line if line.contains("-----BEGIN") => break,
            line if !is_key_line(line) => drop(key_end.get_or_insert(end - line.len())),
            _ => {}
        }
    }
    let key_end = key_end.unwrap_or(end);
    start..start + text[start..key_end.max(start)].rfind('\n').map_or(0, |at| at + 1)
}

/// Base64 of some length; a short line could as well be someone's `A=`.
fn is_key_line(line: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    line.bytes().all(fits) && (line.is_empty() || line.len() >= 16)
}
