//! String and template constants of a program, by their values.

use std::ops::Range;

use swc_common::Span;
use swc_ecma_visit::swc_ecma_ast::{Program, Str, TplElement};
use swc_ecma_visit::{Visit, VisitWith};

use crate::peel::Peeled;
use crate::peel::escape::unescape;
use crate::peel::text::has_entities;
use crate::view::{Kind, Layer, View, looks_like_code};

/// Adds a view for each constant whose source text is not its value, and tells of the others
/// where they stand.
pub(super) fn collect<'v>(
    program: &Program,
    view: &'v View<'_>,
    text: &str,
    peeled: &mut Peeled<'v>,
) {
    program.visit_with(&mut Collector { view, text, peeled });
}

struct Collector<'a, 'v, 'b> {
    view: &'v View<'b>,
    text: &'a str,
    peeled: &'a mut Peeled<'v>,
}

impl Collector<'_, '_, '_> {
    fn constant(&mut self, span: Span, layer: &'static str, value: impl FnOnce() -> Vec<u8>) {
        let span = bytes_of(span);
        let layer = Layer::Borrowed(layer);
        self.peeled.describe(&span, &layer);
        let Some(source) = self.text.get(span.clone()) else { return };
        // a carriage return in a template is a line feed in its value
        if source.bytes().any(|byte| byte == b'\\' || byte == b'\r') {
            let value = value();
            let kind = Kind::of_text(&value);
            self.peeled.add(match kind {
                Kind::Code => self.program(span, layer, value),
                kind => self.view.decoded(span, layer, kind, value),
            });
        } else if looks_like_code(source.as_bytes()) {
            let quotes = usize::from(source.starts_with(['"', '\'']));
            let inside = span.start + quotes..span.end - quotes;
            self.peeled.add(self.view.slice(inside, layer, Kind::Code));
        } else if has_entities(source.as_bytes()) {
            let kind = Kind::of_text(source.trim_matches(['"', '\'']).as_bytes());
            self.peeled.add(self.view.slice(span, layer, kind));
        }
    }
}

impl<'v> Collector<'_, 'v, '_> {
    /// A program in a string has lines of its own: its places are told as exactly as they can be.
    fn program(&self, span: Range<usize>, layer: Layer, value: Vec<u8>) -> View<'v> {
        let source = &self.text.as_bytes()[span.clone()];
        let quotes = usize::from(source.starts_with(b"\"") || source.starts_with(b"'"));
        let inside = span.start + quotes..span.end - quotes;
        let text = unescape(&self.text.as_bytes()[inside.clone()]);
        if text.bytes == value {
            self.view.unescaped(&inside, layer, Kind::Code, text)
        } else {
            self.view.decoded(span, layer, Kind::Code, value)
        }
    }
}

impl Visit for Collector<'_, '_, '_> {
    fn visit_str(&mut self, string: &Str) {
        self.constant(string.span, "string", || string.value.to_string_lossy().into_owned().into());
    }

    fn visit_tpl_element(&mut self, part: &TplElement) {
        // a tagged template may hold escapes that have no value: then the text is all there is
        self.constant(part.span, "template", || match &part.cooked {
            Some(cooked) => cooked.to_string_lossy().into_owned().into(),
            None => part.raw.as_bytes().to_vec(),
        });
    }
}

/// swc counts bytes from 1.
pub(super) fn bytes_of(span: Span) -> Range<usize> {
    let from_zero = |position: u32| (position as usize).saturating_sub(1);
    from_zero(span.lo.0)..from_zero(span.hi.0)
}
