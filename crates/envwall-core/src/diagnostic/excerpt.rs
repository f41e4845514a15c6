//! The source line of a finding, cut to a window and with sensitive bytes masked.

use std::ops::Range;

use crate::source::{SourceFile, Span};

/// Replaces sensitive text, whatever its length.
pub(crate) const MASK: &str = "••••••••";

/// Bytes of a long line that are kept on each side of the marked place.
const CONTEXT: usize = 60;

/// A line of text that may be shown, with the marked part of it.
///
/// Long lines (a minified bundle may be a single line of a megabyte) are cut to a window around the
/// mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    text: String,
    marked: Range<usize>,
}

impl Excerpt {
    /// The line of `source` in which `span` starts; the bytes in `secret` (spans of `source`, in
    /// any order) are replaced.
    pub fn of_line(source: &SourceFile, span: &Span, secret: &[Span]) -> Self {
        let line = source.line_span(span.start);
        let relative = |span: &Span| {
            let clamp = |at: usize| at.clamp(line.start, line.end) - line.start;
            clamp(span.start)..clamp(span.end)
        };
        let secret: Vec<_> = secret.iter().map(relative).collect();
        Self::new(&source.text()[line.clone()], &relative(span), &secret)
    }

    /// A window of `line` around `marked`, with the bytes in `secret` replaced. All ranges are
    /// bytes of `line`.
    pub fn new(line: &str, marked: &Range<usize>, secret: &[Range<usize>]) -> Self {
        let start = floor_char(line, marked.start.saturating_sub(CONTEXT));
        let mark_end = marked.end.clamp(marked.start, line.len()).min(marked.start + 2 * CONTEXT);
        let end = ceil_char(line, (mark_end + CONTEXT).min(line.len()));
        let mut writer = Writer::new(line, marked.start..mark_end, secret);
        if start > 0 {
            writer.text.push('…');
        }
        writer.copy(start..end);
        if end < line.len() {
            writer.text.push('…');
        }
        writer.finish()
    }

    /// The text to show: one line.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The marked bytes of [`text`](Self::text).
    pub fn marked(&self) -> Range<usize> {
        self.marked.clone()
    }

    /// The excerpt with its text redacted once more. The mark is kept if it still fits.
    #[must_use]
    pub fn map_text(self, redact: impl Fn(&str) -> String) -> Self {
        let Range { start, end } = self.marked;
        let (before, rest) = self.text.split_at(start);
        let (marked, after) = rest.split_at(end - start);
        let whole = redact(&self.text);
        if whole == self.text {
            return self;
        }
        // redacting the pieces keeps the mark in place; a secret that crosses an edge widens it
        let pieces = [redact(before), redact(marked), redact(after)];
        if pieces.concat() == whole {
            let start = pieces[0].len();
            Self { text: whole, marked: start..start + pieces[1].len() }
        } else {
            Self { marked: 0..whole.len(), text: whole }
        }
    }
}

/// Copies a line, replacing secret runs and following the mark.
struct Writer<'a> {
    line: &'a str,
    secret: Vec<Range<usize>>,
    mark: Range<usize>,
    text: String,
    marked: Option<Range<usize>>,
}

impl<'a> Writer<'a> {
    fn new(line: &'a str, mark: Range<usize>, secret: &[Range<usize>]) -> Self {
        let mut secret: Vec<_> = secret
            .iter()
            .filter(|range| range.start < range.end)
            .map(|range| floor_char(line, range.start)..ceil_char(line, range.end))
            .collect();
        secret.sort_by_key(|range| range.start);
        Self { line, secret: merged(secret), mark, text: String::new(), marked: None }
    }

    fn copy(&mut self, window: Range<usize>) {
        let mut at = window.start;
        for hidden in std::mem::take(&mut self.secret) {
            if hidden.end <= at || hidden.start >= window.end {
                continue;
            }
            self.plain(at..hidden.start.max(at));
            self.push(hidden.clone(), MASK);
            at = hidden.end.min(window.end);
        }
        self.plain(at..window.end);
    }

    fn plain(&mut self, range: Range<usize>) {
        for (at, char) in self.line[range.clone()].char_indices() {
            let at = range.start + at;
            let mut buffer = [0; 4];
            // a control character would break the layout or control the terminal
            let shown = if char.is_control() { ' ' } else { char };
            self.push(at..at + char.len_utf8(), shown.encode_utf8(&mut buffer));
        }
    }

    fn push(&mut self, from: Range<usize>, shown: &str) {
        let start = self.text.len();
        self.text.push_str(shown);
        if from.start < self.mark.end && self.mark.start < from.end {
            let marked = self.marked.get_or_insert(start..start);
            marked.end = self.text.len();
        }
    }

    fn finish(self) -> Excerpt {
        let end = self.text.len();
        Excerpt { marked: self.marked.unwrap_or(end..end), text: self.text }
    }
}

fn merged(sorted: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::with_capacity(sorted.len());
    for range in sorted {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

fn floor_char(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn ceil_char(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_and_keeps_the_mark() {
        let line = "const k = 'abcdefgh'; use(k)";
        let excerpt = Excerpt::new(line, &(11..19), &[11..15, 14..19]);
        assert_eq!(excerpt.text(), "const k = '••••••••'; use(k)");
        assert_eq!(&excerpt.text()[excerpt.marked()], MASK);
    }

    #[test]
    fn cuts_a_long_line_at_character_boundaries() {
        let line = format!("{}KEY{}", "é".repeat(5000), "漢".repeat(5000));
        let excerpt = Excerpt::new(&line, &(10_000..10_003), &[]);
        assert!(excerpt.text().len() < 300, "{}", excerpt.text().len());
        assert_eq!(&excerpt.text()[excerpt.marked()], "KEY");
        assert!(excerpt.text().starts_with('…') && excerpt.text().ends_with('…'));
    }

    #[test]
    fn a_secret_cut_by_the_window_stays_hidden() {
        let line = format!("{}x", "s".repeat(500));
        let excerpt = Excerpt::new(&line, &(500..501), std::slice::from_ref(&(0..500)));
        assert_eq!(excerpt.text(), format!("…{MASK}x"));
    }
}
