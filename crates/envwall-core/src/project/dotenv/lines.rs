//! The grammar of `dotenv` 10 (also 7 to 9) and 14, which read line by line: no value has more than
//! one line, there is no `export`, and backticks are no quotes.
//!
//! Quotes count only if they are the first and the last character of what follows `=`, blanks
//! included: a blank after the closing quote makes both quotes part of the value. Version 10 has no
//! comments after a value; version 14 has, after a blank.

use super::entry::{Entry, Reading, Skipped};
use super::text::{is_line_end, is_space, is_word, skip};
use crate::source::Span;

/// What the version makes of ` #` after a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Comments {
    /// 10: it is part of the value.
    Kept,
    /// 14: it starts a comment.
    Removed,
}

pub(super) fn read(source: &str, comments: Comments) -> Reading {
    let mut reading = Reading::default();
    let mut start = 0;
    while start < source.len() {
        let end = skip(source, start, |char| char != '\n' && char != '\r');
        let line = Line { source, end, comments };
        let text = skip(&source[..end], start, is_space);
        match line.assignment(text) {
            Some(entry) => reading.entries.push(entry),
            None if text == end || source[text..].starts_with('#') => {}
            None => reading.skipped.push(Skipped { span: text..end, open_quote: None }),
        }
        start = end + 1;
    }
    reading
}

struct Line<'a> {
    source: &'a str,
    end: usize,
    comments: Comments,
}

impl Line<'_> {
    fn assignment(&self, start: usize) -> Option<Entry> {
        let name = start..self.skip(start, |char| is_word(char) || char == '.' || char == '-');
        let equals = self.skip(name.end, is_space);
        let assigned = !name.is_empty() && self.source[equals..self.end].starts_with('=');
        let value = assigned.then(|| self.skip(equals + 1, is_space)).and_then(|at| self.value(at));
        let (text, quoted) = self.unquoted(value?);
        let value_span = self.trimmed(text.clone());
        let shown = &self.source[value_span.clone()];
        Some(Entry {
            name: self.source[name.clone()].to_owned(),
            value: cooked(&self.source[text], quoted),
            name_span: name,
            open_quote: (!quoted && is_open(shown)).then_some(value_span.start),
            value_span,
            quoted,
        })
    }

    fn skip(&self, at: usize, fits: impl Fn(char) -> bool) -> usize {
        skip(&self.source[..self.end], at, fits)
    }

    /// What the version's regular expression takes for the value that starts at `start`.
    fn value(&self, start: usize) -> Option<Span> {
        let line = &self.source[..self.end];
        match self.comments {
            // `.` does not match U+2028, so only blanks may follow one
            Comments::Kept => {
                let end = self.skip(start, |char| !is_line_end(char));
                line[end..].chars().all(is_space).then_some(start..end)
            }
            Comments::Removed => self.in_quotes(start).or_else(|| {
                let limit = self.skip(start, |char| !is_line_end(char));
                let mut ends = self.comments(start).chain([line.len()]);
                ends.find(|end| *end <= limit).map(|end| start..end)
            }),
        }
    }

    /// Text in quotes, if at most a comment follows.
    fn in_quotes(&self, start: usize) -> Option<Span> {
        let text = &self.source[start..self.end];
        let quote = text.chars().next().filter(|char| ['\'', '"'].contains(char))?;
        let end = start + text[1..].find(quote)? + 2;
        let rest = &self.source[end..self.end];
        let alone = rest.is_empty() || self.comments(end).next() == Some(end);
        alone.then_some(start..end)
    }

    /// Where the blanks before each comment start: a comment is `#` after a blank.
    fn comments(&self, start: usize) -> impl Iterator<Item = usize> {
        let text = &self.source[start..self.end];
        let from = text.rfind(is_line_end).unwrap_or_default();
        text[from..].match_indices('#').filter_map(move |(hash, _)| {
            let before = text[..from + hash].trim_end_matches(is_space).len();
            (before < from + hash).then_some(start + before)
        })
    }

    /// The text between quotes, if the value is quoted. A lone quote is its own partner, and stays.
    fn unquoted(&self, value: Span) -> (Span, bool) {
        let text = &self.source[value.clone()];
        let is_quoted =
            |quote: char| text.len() > 1 && text.starts_with(quote) && text.ends_with(quote);
        let quoted = is_quoted('"') || is_quoted('\'');
        (value, quoted)
    }

    fn trimmed(&self, span: Span) -> Span {
        let text = &self.source[span.clone()];
        let start = span.end - text.trim_start_matches(is_space).len();
        start..start + text.trim_matches(is_space).len()
    }
}

fn cooked(text: &str, quoted: bool) -> String {
    match quoted {
        true if text.starts_with('"') => text[1..text.len() - 1].replace("\\n", "\n"),
        true => text[1..text.len() - 1].to_owned(),
        false => text.trim_matches(is_space).to_owned(),
    }
}

/// Whether a value starts with a quote without a partner.
fn is_open(value: &str) -> bool {
    value.starts_with(['\'', '"']) && value.match_indices(&value[..1]).nth(1).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, comments: Comments) -> Option<String> {
        read(text, comments).entries.first().map(|entry| entry.value.clone())
    }

    #[test]
    fn comments_are_removed_after_a_blank_by_14_alone() {
        let cases = [
            ("A=val # c", "val # c", "val"),
            ("A=val#c", "val#c", "val#c"),
            ("A=\"v#1\" # c", "\"v#1\" # c", "v#1"),
            ("A= #c", "#c", "#c"),
            ("A=a #b #c", "a #b #c", "a"),
            ("A='a'b'", "a'b", "a'b"),
        ];
        for (text, kept, removed) in cases {
            assert_eq!(value(text, Comments::Kept).as_deref(), Some(kept), "{text}");
            assert_eq!(value(text, Comments::Removed).as_deref(), Some(removed), "{text}");
        }
    }

    #[test]
    fn quotes_count_at_both_ends_alone() {
        for comments in [Comments::Kept, Comments::Removed] {
            let read = |text| value(text, comments).unwrap();
            assert_eq!(read("A=\"a\\nb\""), "a\nb");
            assert_eq!(read("A='a\\nb'"), "a\\nb");
            assert_eq!(read("A=\"a\" "), "\"a\"");
            assert_eq!(read("A=\""), "\"");
            assert_eq!(read("A=`a`"), "`a`");
            assert_eq!(value("export A=1", comments), None);
        }
    }

    #[test]
    fn what_is_no_assignment_is_skipped_with_its_place() {
        let reading = read("# c\n\nA=1\r\nexport B=2\rC=\"x\ny\"\n", Comments::Kept);
        let skipped: Vec<_> = reading.skipped.iter().map(|skipped| skipped.span.clone()).collect();
        assert_eq!(skipped, [10..20, 26..28]);
        assert_eq!(reading.entries.last().and_then(|entry| entry.open_quote), Some(23));
    }
}
