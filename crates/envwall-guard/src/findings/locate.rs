//! Byte offsets of an artifact to lines, columns and excerpts.

use std::ops::Range;

use envwall_core::diagnostic::{Excerpt, Location};
use envwall_core::source::Position;

use super::hidden::Hidden;

/// Bytes of a line that are looked at on each side of a place: enough for the excerpt's window.
const WINDOW: usize = 400;

/// Walks an artifact once, forwards: places have to be asked for in order.
///
/// So a bundle that is one line of fifty megabytes with a thousand findings is read once.
pub(crate) struct Places<'a> {
    bytes: &'a [u8],
    reached: Reached,
}

/// How far a walk has come: the byte, and its line and column from 0.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Reached {
    at: usize,
    line_start: usize,
    line: usize,
    column: usize,
}

impl Reached {
    /// Goes on to a byte that is not before.
    fn to(mut self, bytes: &[u8], to: usize) -> Self {
        let to = to.min(bytes.len()).max(self.at);
        for (index, byte) in bytes.get(self.at..to).unwrap_or_default().iter().enumerate() {
            match byte {
                b'\n' => {
                    self.line += 1;
                    self.column = 0;
                    self.line_start = self.at + index + 1;
                }
                // UTF-16: continuation bytes count nothing, characters beyond the BMP two
                0x80..=0xBF => {}
                0xF0..=0xFF => self.column += 2,
                _ => self.column += 1,
            }
        }
        Self { at: to, ..self }
    }

    fn position(self) -> Position {
        let number = |from_zero: usize| u32::try_from(from_zero + 1).unwrap_or(u32::MAX);
        Position { line: number(self.line), column: number(self.column) }
    }
}

impl<'a> Places<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, reached: Reached::default() }
    }

    /// Goes on with an earlier walk over the same bytes, unless it has passed a place.
    pub(crate) fn resume(bytes: &'a [u8], reached: Reached, place: usize) -> Self {
        let reached = if reached.at > place { Reached::default() } else { reached };
        Self { bytes, reached }
    }

    pub(crate) fn reached(&self) -> Reached {
        self.reached
    }

    /// The location of `span`, whose start is not before that of the last call. What of the line
    /// must not be shown is in `hidden`, spans of the artifact.
    pub(crate) fn locate(&mut self, name: &str, span: &Range<usize>, hidden: &Hidden) -> Location {
        self.reached = self.reached.to(self.bytes, span.start);
        let end = self.reached.to(self.bytes, span.end);
        Location {
            position: Some(self.reached.position()),
            end: (span.start < span.end).then(|| end.position()),
            excerpt: Some(self.excerpt(span, hidden)),
            ..Location::file(name)
        }
    }

    fn excerpt(&self, span: &Range<usize>, hidden: &Hidden) -> Excerpt {
        let start = self.reached.line_start.max(span.start.saturating_sub(WINDOW)).min(span.start);
        let until = (span.end + WINDOW).min(self.bytes.len());
        let rest = self.bytes.get(span.start..until).unwrap_or_default();
        let end = span.start + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
        let window = Window::new(&self.bytes[start..end], start);
        let hidden = hidden.overlapping(&(start..end)).iter();
        let hidden: Vec<_> = hidden.map(|range| window.range(range)).collect();
        Excerpt::new(&window.text, &window.range(span), &hidden)
    }
}

/// A piece of an artifact as text; bytes that are no UTF-8 become U+FFFD.
struct Window {
    text: String,
    /// For every byte of the piece, and its end, the byte of `text` where it went.
    offsets: Vec<usize>,
    start: usize,
}

impl Window {
    fn new(bytes: &[u8], start: usize) -> Self {
        let mut text = String::with_capacity(bytes.len());
        let mut offsets = Vec::with_capacity(bytes.len() + 1);
        for chunk in bytes.utf8_chunks() {
            offsets.extend((0..chunk.valid().len()).map(|byte| text.len() + byte));
            text.push_str(chunk.valid());
            if !chunk.invalid().is_empty() {
                offsets.extend(chunk.invalid().iter().map(|_| text.len()));
                text.push(char::REPLACEMENT_CHARACTER);
            }
        }
        offsets.push(text.len());
        Self { text, offsets, start }
    }

    fn range(&self, span: &Range<usize>) -> Range<usize> {
        let map =
            |at: usize| self.offsets[at.saturating_sub(self.start).min(self.offsets.len() - 1)];
        map(span.start)..map(span.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_utf16_columns() {
        let text = "a\n'😀é' secret\nsecret";
        let mut places = Places::new(text.as_bytes());
        let mut find = |from: usize| {
            let at = text[from..].find("secret").unwrap() + from;
            let location = places.locate("x.js", &(at..at + 6), &Hidden::default());
            [location.position.unwrap(), location.end.unwrap()].map(|at| (at.line, at.column))
        };
        assert_eq!(find(0), [(2, 7), (2, 13)]);
        assert_eq!(find(17), [(3, 1), (3, 7)]);
    }

    #[test]
    fn an_end_may_be_in_a_later_line_and_a_point_has_none() {
        let mut places = Places::new("a\nbé\nc".as_bytes());
        let shown = &Hidden::default();
        let end = |location: Location| location.end.map(|at| (at.line, at.column));
        assert_eq!(end(places.locate("x", &(0..5), shown)), Some((2, 3)));
        assert_eq!(end(places.locate("x", &(2..2), shown)), None);
        assert_eq!(end(places.locate("x", &(2..99), shown)), Some((3, 2)), "the end of the text");
    }

    #[test]
    fn bytes_that_are_no_text_keep_the_marks_in_place() {
        let bytes = b"\xff\xfe\xffkey=SECRETVALUE\xff";
        let mut hidden = Hidden::default();
        hidden.add(std::iter::once(7..18));
        let location = Places::new(bytes).locate("x.bin", &(7..18), &hidden);
        let excerpt = location.excerpt.unwrap();
        assert!(excerpt.text().contains("key=••••••••"), "{}", excerpt.text());
        assert_eq!(&excerpt.text()[excerpt.marked()], "••••••••");
    }
}
