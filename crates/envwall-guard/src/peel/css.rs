//! CSS: strings, addresses and other values that are written with escapes.

use std::ops::Range;

use super::peeler::{Peeled, Peeler};
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::view::View;
use crate::text::escape::unescape_css;

/// The peeler for style sheets.
pub(crate) struct Css;

impl Peeler for Css {
    fn name(&self) -> &'static str {
        "css"
    }

    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Css
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let mut scanner = Scanner { text: &view.bytes, at: 0 };
        while let Some((layer, span)) = scanner.next_part() {
            peeled.describe(&span, &layer);
            let Some(bytes) = view.bytes.get(span.clone()) else { continue };
            if layer != Layer::Comment && bytes.contains(&b'\\') {
                let text = unescape_css(bytes);
                let kind = Kind::of_text(&text.bytes);
                peeled.add(view.unescaped(&span, layer, kind, text));
            }
        }
    }
}

/// Cuts a style sheet into strings, addresses, comments and what is between.
struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    fn next_part(&mut self) -> Option<(Layer, Range<usize>)> {
        let start = self.at;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let (layer, skipped, length, closing) = match rest {
            [quote @ (b'"' | b'\''), inner @ ..] => {
                (Layer::String, 1, string_length(inner, *quote), 1)
            }
            [b'/', b'*', inner @ ..] => {
                let end = memchr::memmem::find(inner, b"*/").unwrap_or(inner.len());
                (Layer::Comment, 2, end, 2)
            }
            _ if is_address(rest) => (Layer::CssUrl, 4, length_until(&rest[4..], b")"), 1),
            _ => (Layer::CssValue, 0, value_length(rest), 0),
        };
        let inner = start + skipped;
        self.at = inner + length + closing;
        Some((layer, inner..inner + length))
    }
}

/// `url(` without quotes.
fn is_address(text: &[u8]) -> bool {
    text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"url("))
        && !matches!(text.get(4..).map(<[u8]>::trim_ascii_start), Some([b'"' | b'\'', ..]))
}

/// A string ends at its mark, or at a line break that is not escaped.
fn string_length(text: &[u8], quote: u8) -> usize {
    length_until(text, &[quote, b'\n'])
}

/// Up to where something else begins; at least one byte.
fn value_length(text: &[u8]) -> usize {
    let mut at = 1;
    if text[0] == b'\\' {
        at = 2;
    }
    while at < text.len() {
        match text[at] {
            b'\\' => at += 1,
            b'"' | b'\'' | b';' | b'{' | b'}' => break,
            b'/' if text.get(at + 1) == Some(&b'*') => break,
            b'u' | b'U' if is_address(&text[at..]) => break,
            _ => {}
        }
        at += 1;
    }
    at.min(text.len())
}

fn length_until(text: &[u8], ends: &[u8]) -> usize {
    let mut at = 0;
    while at < text.len() {
        match text[at] {
            b'\\' => at += 2,
            byte if ends.contains(&byte) => return at,
            _ => at += 1,
        }
    }
    text.len()
}
