//! String and template constants of a program, by their values.

use std::ops::Range;

use swc_common::Span;
use swc_ecma_visit::swc_ecma_ast::{Str, TplElement};

use crate::peel::Peeled;
use crate::peel::escape::unescape;
use crate::peel::text::has_entities;
use crate::view::{Kind, Layer, View, looks_like_code};

/// A constant.
#[derive(Clone, Copy)]
enum Constant<'a> {
    String(&'a Str),
    Template(&'a TplElement),
}

/// Gathers the constants of a program that are worth a look: those whose source text is not their
/// value, those that hold something, and those in which something was found.
pub(super) struct Constants<'a> {
    text: &'a str,
    /// Where something was found, in order.
    places: Vec<usize>,
    gathered: Vec<Constant<'a>>,
}

impl<'a> Constants<'a> {
    pub(super) fn new(text: &'a str, places: impl Iterator<Item = usize>) -> Self {
        Self { text, places: places.collect(), gathered: Vec::new() }
    }

    pub(super) fn string(&mut self, string: &'a Str) {
        if self.is_worth_a_look(string.span) {
            self.gathered.push(Constant::String(string));
        }
    }

    pub(super) fn template(&mut self, part: &'a TplElement) {
        if self.is_worth_a_look(part.span) {
            self.gathered.push(Constant::Template(part));
        }
    }

    /// The program's text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.gathered.len()
    }

    fn is_worth_a_look(&self, span: Span) -> bool {
        let span = bytes_of(span);
        let source = &self.text.as_bytes()[span.clone()];
        memchr::memchr3(b'\\', b'\r', b'&', source).is_some()
            || looks_like_code(inside(source))
            || !self.places.is_empty()
                && self.places.get(self.places.partition_point(|place| *place < span.start))
                    < Some(&span.end)
    }

    /// Adds a view for each constant whose source text is not its value, and tells of the others
    /// where they stand.
    pub(super) fn collect<'v>(self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        for constant in self.gathered {
            match constant {
                Constant::String(string) => {
                    let value = || string.value.to_string_lossy().into_owned().into();
                    add(view, self.text, peeled, string.span, "string", value);
                }
                // a tagged template may hold escapes that have no value: then the text is all
                // there is
                Constant::Template(part) => {
                    let value = || match &part.cooked {
                        Some(cooked) => cooked.to_string_lossy().into_owned().into(),
                        None => part.raw.as_bytes().to_vec(),
                    };
                    add(view, self.text, peeled, part.span, "template", value);
                }
            }
        }
    }
}

fn add<'v>(
    view: &'v View<'_>,
    text: &str,
    peeled: &mut Peeled<'v>,
    span: Span,
    layer: &'static str,
    value: impl FnOnce() -> Vec<u8>,
) {
    let span = bytes_of(span);
    let layer = Layer::Borrowed(layer);
    peeled.describe(&span, &layer);
    let source = &text.as_bytes()[span.clone()];
    // a carriage return in a template is a line feed in its value
    if memchr::memchr2(b'\\', b'\r', source).is_some() {
        let value = value();
        peeled.add(match Kind::of_text(&value) {
            Kind::Code => program(view, source, span, layer, value),
            kind => view.decoded(span, layer, kind, value),
        });
    } else if looks_like_code(inside(source)) {
        peeled.add(view.slice(without_quotes(source, &span), layer, Kind::Code));
    } else if has_entities(source) {
        let kind = Kind::of_text(&view.bytes[without_quotes(source, &span)]);
        peeled.add(view.slice(span, layer, kind));
    }
}

/// A program in a string has lines of its own: its places are told as exactly as they can be.
fn program<'v>(
    view: &'v View<'_>,
    source: &[u8],
    span: Range<usize>,
    layer: Layer,
    value: Vec<u8>,
) -> View<'v> {
    let inside = without_quotes(source, &span);
    let text = unescape(&source[inside.start - span.start..inside.end - span.start]);
    if text.bytes == value {
        view.unescaped(&inside, layer, Kind::Code, text)
    } else {
        view.decoded(span, layer, Kind::Code, value)
    }
}

/// A literal's text without its quotes.
fn inside(source: &[u8]) -> &[u8] {
    &source[without_quotes(source, &(0..source.len()))]
}

fn without_quotes(source: &[u8], span: &Range<usize>) -> Range<usize> {
    let quotes = usize::from(source.len() > 1 && matches!(source[0], b'"' | b'\''));
    span.start + quotes..span.end - quotes
}

/// swc counts bytes from 1.
pub(super) fn bytes_of(span: Span) -> Range<usize> {
    let from_zero = |position: u32| (position as usize).saturating_sub(1);
    from_zero(span.lo.0)..from_zero(span.hi.0)
}
