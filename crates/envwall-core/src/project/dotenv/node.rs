//! The grammar of Node's `util.parseEnv` (22 and newer), which Vite uses.
//!
//! A quote is closed by the next one of its kind, wherever it is, and the rest of that line is
//! ignored. A name is everything before `=`. White space after `=` may cross lines.

use super::entry::{Entry, Reading, Skipped};
use super::text::{Normal, QUOTES};
use crate::source::Span;

pub(super) fn read(source: &str) -> Reading {
    let normal = Normal::without_returns(source);
    let mut reader =
        Reader { rest: 0..normal.text().len(), normal: &normal, out: Reading::default() };
    reader.trim();
    while !reader.rest.is_empty() {
        reader.step();
    }
    reader.out
}

struct Reader<'a> {
    normal: &'a Normal,
    /// The text that is not read yet.
    rest: Span,
    out: Reading,
}

impl Reader<'_> {
    fn step(&mut self) {
        if self.text(&self.rest).starts_with(['\n', '#']) {
            return self.next_line(self.rest.start);
        }
        match self.find(self.rest.start, &['=', '\n']) {
            Some(at) if self.normal.text().as_bytes()[at] == b'=' => self.assignment(at),
            at => self.skip_line(at),
        }
    }

    fn skip_line(&mut self, line_end: Option<usize>) {
        let line = self.rest.start..line_end.unwrap_or(self.rest.end);
        let span = self.normal.in_source(self.trimmed(line));
        self.out.skipped.push(Skipped { span, open_quote: None });
        self.next_line(self.rest.start);
        self.trim();
    }

    fn assignment(&mut self, equals: usize) {
        let name = self.trimmed(self.rest.start..equals);
        self.rest.start = equals + 1;
        if self.rest.is_empty() || self.text(&self.rest).starts_with('\n') {
            // before `export` is removed
            return self.store(name, equals + 1..equals + 1, false, None);
        }
        self.trim();
        if name.is_empty() {
            return;
        }
        let name = self.without_export(name);
        match self.text(&self.rest).chars().next() {
            Some(quote) if QUOTES.contains(&quote) => self.quoted(name, quote),
            _ => self.plain(name),
        }
    }

    fn quoted(&mut self, name: Span, quote: char) {
        let open = self.rest.start;
        let Some(close) = self.find(open + 1, &[quote]) else {
            let value = open..self.find(open, &['\n']).unwrap_or(self.rest.end);
            self.next_line(open);
            self.trim();
            return self.store(name, value, false, Some(open));
        };
        self.next_line(close);
        self.store(name, open..close + 1, true, None);
    }

    fn plain(&mut self, name: Span) {
        let start = self.rest.start;
        let line_end = self.find(start, &['\n']).unwrap_or(self.rest.end);
        let end = self.text(&(start..line_end)).find('#').map_or(line_end, |hash| start + hash);
        self.next_line(start);
        self.trim();
        self.store(name, self.trimmed(start..end), false, None);
    }

    fn store(&mut self, name: Span, value: Span, quoted: bool, open_quote: Option<usize>) {
        let text = self.text(&value);
        let entry = Entry {
            name: self.text(&name).to_owned(),
            value: if quoted { unquoted(text) } else { text.to_owned() },
            name_span: self.normal.in_source(name),
            value_span: self.normal.in_source(value),
            quoted,
            open_quote: open_quote.map(|at| self.normal.in_source(at..at).start),
        };
        self.out.entries.push(entry);
    }

    fn text(&self, span: &Span) -> &str {
        &self.normal.text()[span.clone()]
    }

    fn find(&self, from: usize, chars: &[char]) -> Option<usize> {
        self.normal.text()[from..self.rest.end].find(chars).map(|at| from + at)
    }

    /// Continues after the first line break from `at`.
    fn next_line(&mut self, at: usize) {
        self.rest.start = self.find(at, &['\n']).map_or(self.rest.end, |at| at + 1);
    }

    fn trim(&mut self) {
        self.rest = self.trimmed(self.rest.clone());
    }

    fn trimmed(&self, span: Span) -> Span {
        const BLANK: [char; 3] = [' ', '\t', '\n'];
        let text = self.text(&span);
        let start = span.start + (text.len() - text.trim_start_matches(BLANK).len());
        start..start + text.trim_matches(BLANK).len()
    }

    fn without_export(&self, name: Span) -> Span {
        match self.text(&name).strip_prefix("export ") {
            Some(rest) => self.trimmed(name.end - rest.len()..name.end),
            None => name,
        }
    }
}

fn unquoted(text: &str) -> String {
    let inner = &text[1..text.len() - 1];
    if text.starts_with('"') { inner.replace("\\n", "\n") } else { inner.to_owned() }
}
