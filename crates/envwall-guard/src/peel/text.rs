//! Text that may hold escapes: JSON and everything written in JSON's strings, values of constants,
//! code before it is built.
//!
//! Nothing is parsed, so that damaged JSON, JSON lines, devalue, React flight and turbo-stream are
//! all one. The text is cut at every quotation mark that is not escaped; which side of a mark is
//! the inside of a string does not matter, as outside of strings JSON has no escapes.

use super::peeler::{Peeled, Peeler};
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::view::View;
use crate::text::entities::{decode_entities, has_entities};
use crate::text::escape::unescape;

/// The peeler for text with escapes.
pub(crate) struct Text;

impl Peeler for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn fits(&self, kind: Kind) -> bool {
        matches!(kind, Kind::Json | Kind::Source | Kind::Code | Kind::Text)
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let layer = match view.kind {
            Kind::Json => Layer::JsonString,
            _ => Layer::Escaped,
        };
        strings(view, 0..view.bytes.len(), &layer, peeled);
    }
}

/// Adds a view for every string of a program that is not its own value.
pub(super) fn escaped<'v>(view: &'v View<'_>, peeled: &mut Peeled<'v>) {
    if memchr::memchr(b'\\', &view.bytes).is_none() {
        return;
    }
    for piece in (Pieces { text: &view.bytes, at: 0 }).filter(|piece| piece.escaped) {
        let span = piece.start..piece.end;
        let text = unescape(&view.bytes[span.clone()]);
        peeled.add(view.unescaped(&span, Layer::Escaped, Kind::Text, text));
    }
}

/// Adds a view for every string in a part of a view that is not its own value.
pub(super) fn strings<'v>(
    view: &'v View<'_>,
    part: std::ops::Range<usize>,
    layer: &Layer,
    peeled: &mut Peeled<'v>,
) {
    let Some(text) = view.bytes.get(part.clone()) else { return };
    let pieces = Pieces { text, at: 0 };
    for piece in pieces {
        let span = part.start + piece.start..part.start + piece.end;
        let bytes = &text[piece.start..piece.end];
        if piece.escaped {
            let text = unescape(bytes);
            let kind = inside(view.kind, &text.bytes);
            peeled.add(view.unescaped(&span, layer.clone(), kind, text));
        }
        // both, as nothing tells which of them was put on last
        if has_entities(bytes) {
            let text = decode_entities(bytes);
            if text != bytes {
                let kind = inside(view.kind, &text);
                peeled.add(view.decoded(span, Layer::Entities, kind, text));
            }
        } else if view.kind == Kind::Json && !piece.escaped {
            peeled.describe(&span, layer);
            // a page or a program that needs no escapes is one all the same
            if let kind @ (Kind::Html | Kind::Code) = inside(view.kind, bytes) {
                peeled.add(view.slice(span, layer.clone(), kind));
            }
        }
    }
}

/// What a string is. In code that is not parsed it may be anything between two strings too.
fn inside(around: Kind, text: &[u8]) -> Kind {
    match around {
        Kind::Source | Kind::Code => Kind::Text,
        _ => Kind::of_text(text),
    }
}

/// What is between two quotation marks.
struct Piece {
    start: usize,
    end: usize,
    escaped: bool,
}

struct Pieces<'a> {
    text: &'a [u8],
    at: usize,
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        let (mut at, mut escaped) = (start, false);
        let end = loop {
            match memchr::memchr2(b'"', b'\\', &self.text[at.min(self.text.len())..]) {
                None => break self.text.len(),
                Some(found) if self.text[at + found] == b'"' => break at + found,
                Some(found) => {
                    escaped = true;
                    at += found + 2;
                }
            }
        };
        self.at = end + 1;
        Some(Piece { start, end, escaped })
    }
}
