//! String and template literals of a program whose source text is not their value.

use std::ops::Range;

use swc_common::Span;
use swc_ecma_visit::swc_ecma_ast::{Str, TplElement};

use super::span::bytes_of;
use crate::text::code::looks_like_code;

/// Which literal it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LiteralKind {
    String,
    /// A part of a template between two substitutions.
    Template,
}

/// A literal that is of interest.
#[derive(Debug)]
pub(crate) struct Literal {
    pub(crate) kind: LiteralKind,
    /// Its source text, with the quotes of a string.
    pub(crate) span: Range<usize>,
    /// Its value where escapes or line breaks make that another text than the source.
    pub(crate) value: Option<Vec<u8>>,
}

impl Literal {
    /// Its source text without quotes.
    pub(crate) fn inside(&self, text: &[u8]) -> Range<usize> {
        without_quotes(&text[self.span.clone()], &self.span)
    }
}

/// Gathers the literals that are of interest: those whose source text is not their value, those
/// that look like a program, and those around an offset that somebody asks about.
pub(super) struct Literals<'a> {
    text: &'a str,
    offsets: &'a [usize],
    gathered: Vec<Literal>,
}

impl<'a> Literals<'a> {
    pub(super) fn new(text: &'a str, offsets: &'a [usize]) -> Self {
        Self { text, offsets, gathered: Vec::new() }
    }

    pub(super) fn string(&mut self, string: &Str) {
        let value = || string.value.to_string_lossy().into_owned().into();
        self.gather(LiteralKind::String, string.span, value);
    }

    pub(super) fn template(&mut self, part: &TplElement) {
        // a tagged template may hold escapes that have no value: then the text is all there is
        let value = || match &part.cooked {
            Some(cooked) => cooked.to_string_lossy().into_owned().into(),
            None => part.raw.as_bytes().to_vec(),
        };
        self.gather(LiteralKind::Template, part.span, value);
    }

    fn gather(&mut self, kind: LiteralKind, span: Span, value: impl FnOnce() -> Vec<u8>) {
        let span = bytes_of(span);
        let source = &self.text.as_bytes()[span.clone()];
        // a carriage return in a template is a line feed in its value
        let differs = memchr::memchr2(b'\\', b'\r', source).is_some();
        if differs || self.is_of_interest(source, &span) {
            self.gathered.push(Literal { kind, span, value: differs.then(value) });
        }
    }

    fn is_of_interest(&self, source: &[u8], span: &Range<usize>) -> bool {
        memchr::memchr(b'&', source).is_some()
            || looks_like_code(&source[without_quotes(source, &(0..source.len()))])
            || self.holds_an_offset(span)
    }

    fn holds_an_offset(&self, span: &Range<usize>) -> bool {
        let next = self.offsets.partition_point(|offset| *offset < span.start);
        self.offsets.get(next).is_some_and(|offset| *offset < span.end)
    }

    /// The program's text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// What was gathered, in the order of the walk.
    pub(super) fn finish(self) -> Vec<Literal> {
        self.gathered
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.gathered.len()
    }
}

fn without_quotes(source: &[u8], span: &Range<usize>) -> Range<usize> {
    let quotes = usize::from(source.len() > 1 && matches!(source[0], b'"' | b'\''));
    span.start + quotes..span.end - quotes
}
