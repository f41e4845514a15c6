//! The `dotenvy` crate itself, fed line by line so that each result has a place.
//!
//! Its errors contain the raw text and are never shown. It looks up `$NAME` in the environment of
//! the running process, not in the one that Envwall was given: that is how the tool works.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};

use super::entry::{Entry, Reading, Skipped};
use super::evaluation::{At, Evaluation, Texts, Variable, with_indirect};
use super::shell::{Scan, scan};
use crate::source::Span;

/// Maximum size that an expanded value may have at worst, if each `$` were the longest value so far:
/// eight times what a variable can have. `dotenvy` itself has no limit.
const MAX_VALUE: usize = 8 * super::budget::MAX_VALUE;

/// Maximum indentation of a line; `dotenvy` scans it again for every line.
const MAX_INDENT: usize = 4096;

/// Reads a file. `longest` is the length of the longest value in the process environment.
pub(super) fn read(source: &str, longest: usize) -> Reading {
    // `dotenvy`'s own loading functions do this, but its iterator does not
    let text = source.strip_prefix('\u{feff}').unwrap_or(source);
    let bom = source.len() - text.len();
    let feed = Feed::new(text, longest);
    let mut reading = Reading::default();
    let mut start = 0;
    for item in dotenvy::Iter::new(&feed) {
        let chunk = first_line(text, start..feed.handed.get());
        start = chunk.end;
        feed.dollars.set(0);
        match item {
            Ok((name, value)) => {
                feed.longest.set(feed.longest.get().max(value.len()));
                reading.entries.push(entry(source, bom, &chunk, name, value));
            }
            Err(_) if feed.refused.get() => break,
            Err(_) => reading.skipped.push(skipped(source, bom, &chunk)),
        }
    }
    reading.cut_off = feed.refused.get().then(|| bom + feed.handed.get());
    reading
}

/// The chunk without the blank lines and comments that `dotenvy` skips silently.
fn first_line(text: &str, chunk: Span) -> Span {
    let mut start = chunk.start;
    for line in text[chunk.clone()].split_inclusive('\n') {
        let line_text = line.trim();
        if !line_text.is_empty() && !line_text.starts_with('#') {
            break;
        }
        start += line.len();
    }
    start..chunk.end
}

fn entry(source: &str, bom: usize, chunk: &Span, name: String, value: String) -> Entry {
    let chunk = chunk.start + bom..chunk.end + bom;
    let text = &source[chunk.clone()];
    let equals = text.find('=').unwrap_or(text.len());
    let name_at = text[..equals].rfind(name.as_str()).unwrap_or_default();
    let after = &text[(equals + 1).min(text.len())..];
    let value_start = chunk.end - after.trim_start().len();
    Entry {
        name_span: chunk.start + name_at..chunk.start + name_at + name.len(),
        value_span: value_start..value_start + after.trim().len(),
        name,
        value,
        quoted: after.trim_start().starts_with(['\'', '"']),
        open_quote: None,
    }
}

fn skipped(source: &str, bom: usize, chunk: &Span) -> Skipped {
    let span = chunk.start + bom..chunk.end + bom;
    let Scan { open_quote, .. } = scan(&source[span.clone()]);
    let open_quote = open_quote.map(|at| span.start + at).filter(|_| span.end == source.len());
    Skipped { span, open_quote }
}

/// Returns at most one line per call, so that `dotenvy`'s buffer never runs ahead.
struct Feed<'a> {
    text: &'a str,
    handed: Cell<usize>,
    /// Dollars returned since the last result: each may expand to the longest value.
    dollars: Cell<usize>,
    longest: Cell<usize>,
    refused: Cell<bool>,
}

impl<'a> Feed<'a> {
    fn new(text: &'a str, longest: usize) -> Self {
        let (handed, dollars) = (Cell::new(0), Cell::new(0));
        Self { text, handed, dollars, longest: Cell::new(longest), refused: Cell::new(false) }
    }

    /// Whether the next line could exceed the limits. Called only at line starts.
    fn grows_too_large(&self) -> bool {
        let line = self.text[self.handed.get()..].split('\n').next().unwrap_or_default();
        let dollars = self.dollars.get() + line.matches('$').count();
        self.dollars.set(dollars);
        dollars.saturating_mul(self.longest.get()) > MAX_VALUE
            || line.len() - line.trim_start().len() > MAX_INDENT
    }
}

impl Read for &Feed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let start = self.handed.get();
        let rest = &self.text.as_bytes()[start..];
        let at_line_start = start == 0 || self.text.as_bytes()[start - 1] == b'\n';
        if at_line_start && self.grows_too_large() {
            self.refused.set(true);
        }
        if self.refused.get() {
            return Ok(0);
        }
        let rest = &rest[..rest.len().min(buffer.len())];
        let count = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        buffer[..count].copy_from_slice(&rest[..count]);
        self.handed.set(start + count);
        Ok(count)
    }
}

/// Evaluates files, lowest precedence first: `dotenvy` has expanded everything already.
pub(super) fn evaluate(files: &[(&Reading, &str)], process: &Texts) -> Evaluation {
    let mut out = Evaluation::default();
    for (file, (reading, source)) in files.iter().enumerate() {
        let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (entry, found) in reading.entries.iter().enumerate() {
            let Scan { names, .. } = scan(&source[found.value_span.clone()]);
            let set = |name: &String| process.contains_key(name) || known.contains_key(name);
            let (used, unset) = names.into_iter().partition(set);
            let references = with_indirect(used, &known);
            known.insert(found.name.clone(), references.clone());
            let value = found.value.clone();
            let process = process.get(&found.name).cloned();
            let variable = Variable { at: At { file, entry }, value, process, references, unset };
            out.variables.insert(found.name.clone(), variable);
        }
    }
    out
}
