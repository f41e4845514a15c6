//! The grammar of the `dotenv` package, which is one regular expression; `@next/env` bundles it.
//!
//! It is matched by hand, because an expression with the same backtracking would be quadratic here
//! and would not give positions. Three of its rules are surprising: white space around `=` crosses
//! lines; a quote counts only if its partner ends the line (otherwise the value ends at the first
//! `#`); and a quote after a backslash is a partner only if no better one follows.

use super::entry::{Entry, Reading, Skipped};
use super::text::{Normal, QUOTES, is_line_end, is_space, is_word, skip};
use crate::source::Span;

pub(super) fn read(source: &str) -> Reading {
    let normal = Normal::with_line_feeds(source);
    let reader = Reader { text: normal.text(), normal: &normal };
    let mut reading = Reading::default();
    let mut at = 0;
    loop {
        let start = skip(reader.text, at, is_space);
        if start == reader.text.len() {
            return reading;
        }
        let matched = reader.assignment(start);
        let end = matched.as_ref().map_or(start, |(_, end)| *end);
        let line_end = skip(reader.text, end, |char| !is_line_end(char));
        match matched {
            Some((entry, _)) => reading.entries.push(entry),
            None if reader.text[start..].starts_with('#') => {}
            None => {
                let span = normal.in_source(start..line_end);
                reading.skipped.push(Skipped { span, open_quote: None });
            }
        }
        at = line_end;
    }
}

struct Reader<'a> {
    text: &'a str,
    normal: &'a Normal,
}

/// A value: its span, and whether it is quoted.
struct Value {
    text: Span,
    quoted: bool,
    /// The start of the rest of the line, which is at most a comment.
    end: usize,
}

impl Reader<'_> {
    /// The assignment at `start`, and its end.
    fn assignment(&self, start: usize) -> Option<(Entry, usize)> {
        let exported = self.text[start..].strip_prefix("export").map(|_| start + "export".len());
        exported
            .map(|at| (at, skip(self.text, at, is_space)))
            .filter(|(at, name)| name > at)
            .and_then(|(_, name)| self.named(name))
            .or_else(|| self.named(start))
    }

    fn named(&self, start: usize) -> Option<(Entry, usize)> {
        let end = skip(self.text, start, |char| is_word(char) || char == '.' || char == '-');
        let after = self.separator(end).filter(|_| end > start)?;
        let value = self.value(after);
        let text = &self.text[value.text.clone()];
        let trimmed = text.trim_matches(is_space);
        let at = value.text.end - text.trim_start_matches(is_space).len();
        let value_span = self.normal.in_source(at..at + trimmed.len());
        let entry = Entry {
            name: self.text[start..end].to_owned(),
            value: cooked(trimmed, value.quoted),
            name_span: self.normal.in_source(start..end),
            open_quote: (!value.quoted && is_open(trimmed)).then_some(value_span.start),
            value_span,
            quoted: value.quoted,
        };
        Some((entry, value.end))
    }

    /// The start of the value, if a separator follows the name that ends at `at`.
    fn separator(&self, at: usize) -> Option<usize> {
        let equals = skip(self.text, at, is_space);
        if self.text[equals..].starts_with('=') {
            return Some(equals + 1);
        }
        let space = self.text[at..].strip_prefix(':')?.chars().next()?;
        is_space(space).then(|| at + 1 + space.len_utf8())
    }

    fn value(&self, start: usize) -> Value {
        self.quoted(start).unwrap_or_else(|| {
            let end = skip(self.text, start, |char| char != '#' && char != '\n');
            Value { text: start..end, quoted: false, end }
        })
    }

    fn quoted(&self, start: usize) -> Option<Value> {
        let open = skip(self.text, start, is_space);
        let quote = self.text[open..].chars().next().filter(|char| QUOTES.contains(char))?;
        let mut best = None;
        for (at, _) in self.text[open + 1..].match_indices(quote) {
            let at = open + 1 + at;
            if let Some(end) = self.line_is_over(at + 1) {
                best = Some(Value { text: open..at + 1, quoted: true, end });
            }
            if !self.text[..at].ends_with('\\') {
                break;
            }
        }
        best
    }

    /// The start of the text after a closing quote, if it is blank or a comment.
    fn line_is_over(&self, at: usize) -> Option<usize> {
        let end = skip(self.text, at, |char| is_space(char) && !is_line_end(char));
        let next = self.text[end..].chars().next();
        next.is_none_or(|char| char == '#' || is_line_end(char)).then_some(end)
    }
}

/// Whether a value starts with a quote without a partner.
fn is_open(value: &str) -> bool {
    value.starts_with(QUOTES) && value.match_indices(&value[..1]).nth(1).is_none()
}

/// The value without its quotes and with the escapes of double quotes resolved.
fn cooked(trimmed: &str, quoted: bool) -> String {
    let inner = if quoted {
        trimmed[1..trimmed.len() - 1].to_owned()
    } else {
        Lines::of(trimmed).unquoted()
    };
    // escapes depend on the first character, even if that quote is never closed
    if trimmed.starts_with('"') { unescaped(&inner) } else { inner }
}

fn unescaped(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\r", "\r")
}

/// The lines of an unquoted value: more than one only with U+2028 or U+2029.
struct Lines<'a> {
    lines: Vec<&'a str>,
    /// For each of the quotes, the last line that ends with it.
    last: [Option<usize>; 3],
}

impl<'a> Lines<'a> {
    fn of(value: &'a str) -> Self {
        let lines: Vec<_> = value.split_inclusive(is_line_end).collect();
        let ends = |line: &&str, quote| line.trim_end_matches(is_line_end).ends_with(quote);
        let last = QUOTES.map(|quote| lines.iter().rposition(|line| ends(line, quote)));
        Self { lines, last }
    }

    /// Removes each pair of quotes that opens a line and closes the last possible line.
    fn unquoted(&self) -> String {
        let mut out = String::new();
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            let Some(last) = self.partner(at) else {
                out.push_str(line);
                at += 1;
                continue;
            };
            let whole = self.lines[at..=last].concat();
            let body = whole.trim_end_matches(is_line_end);
            out.push_str(&body[1..body.len() - 1]);
            out.push_str(&whole[body.len()..]);
            at = last + 1;
        }
        out
    }

    /// The last line that ends with the quote at the start of line `at`.
    fn partner(&self, at: usize) -> Option<usize> {
        let line = self.lines[at];
        let quote = QUOTES.iter().position(|quote| line.starts_with(*quote))?;
        let alone = line.trim_end_matches(is_line_end).len() == 1;
        self.last[quote].filter(|last| *last >= at + usize::from(alone))
    }
}
