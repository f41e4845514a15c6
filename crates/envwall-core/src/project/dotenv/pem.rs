//! Multi-line keys without quotes: every tool reads only the first line, and some read the rest as
//! variables, whose names are then pieces of the key.

use super::entry::{Entry, Reading};
use crate::source::{SourceFile, Span};

/// The lines after an unquoted `-----BEGIN …`.
pub(super) struct Body {
    /// The line with the name and the first line of the armour.
    pub(super) begin: Span,
    /// The lines that belong to the key.
    pub(super) span: Span,
}

impl Body {
    /// Whether an offset is in the lines that belong to the key.
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

/// From the line after `at` to the closing armour, or as far as the text looks like a key.
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

/// Whether a line is base64 of some length; a short line may be an assignment such as `A=`.
fn is_key_line(line: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte);
    line.bytes().all(fits) && (line.is_empty() || line.len() >= 16)
}
