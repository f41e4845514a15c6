//! The text of a page as it is read: without tags and comments, without what is not seen, its
//! blanks collapsed. Highlighters put every few characters into an element of their own, and
//! React a comment between two texts.

use std::borrow::Cow;

use super::peeler::Peeled;
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::view::View;
use crate::text::entities::decode_entities;
use crate::text::escape::Unescaped;

/// Elements that do not end a line of text (HTML 4.5, 4.7, 4.8.1).
const INLINE: &[&[u8]] = &[
    b"a", b"abbr", b"b", b"bdi", b"bdo", b"cite", b"code", b"data", b"del", b"dfn", b"em", b"font",
    b"i", b"img", b"ins", b"kbd", b"label", b"mark", b"nobr", b"q", b"s", b"samp", b"small",
    b"span", b"strong", b"sub", b"sup", b"time", b"tspan", b"tt", b"u", b"var", b"wbr",
];

/// Characters that are not seen: the soft hyphen, those of no width, the word joiner.
const UNSEEN: &[char] = &['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

/// Text that is gathered from a page.
#[derive(Default)]
pub(super) struct VisibleText {
    bytes: Vec<u8>,
    jumps: Vec<(usize, usize)>,
    /// Whether a search of the page's own bytes sees something else.
    differs: bool,
    /// Whether nothing stands between this and the text that comes next.
    open: bool,
}

impl VisibleText {
    /// Notes a tag, opening or closing.
    pub(super) fn tag(&mut self, name: &[u8]) {
        let custom = name.contains(&b'-');
        if !custom && !INLINE.contains(&name) {
            self.blank(b'\n');
            self.open = false;
        }
    }

    /// Notes a text as it is written, which begins at `start`.
    pub(super) fn text(&mut self, written: &[u8], start: usize) {
        self.differs |= self.open;
        self.open = true;
        let mut at = 0;
        while at < written.len() {
            let next = memchr::memchr(b'&', &written[at..]).map_or(written.len(), |next| at + next);
            self.literal(&written[at..next], start + at);
            at = next;
            if let Some((length, text)) = reference(&written[at..]) {
                self.jumps.push((self.bytes.len(), start + at));
                for char in text.chars() {
                    self.char(char);
                }
                self.differs = true;
                at += length;
            } else if at < written.len() {
                self.literal(b"&", start + at);
                at += 1;
            }
        }
    }

    fn literal(&mut self, text: &[u8], start: usize) {
        let mut at = start;
        self.jumps.push((self.bytes.len(), at));
        for chunk in text.utf8_chunks() {
            for char in chunk.valid().chars() {
                at += char.len_utf8();
                if !self.char(char) {
                    self.differs = true;
                    self.jumps.push((self.bytes.len(), at));
                }
            }
            self.bytes.extend_from_slice(chunk.invalid());
            at += chunk.invalid().len();
        }
    }

    /// Adds a character, and says whether it is there as it is.
    fn char(&mut self, char: char) -> bool {
        let length = self.bytes.len();
        if char.is_whitespace() {
            self.blank(b' ');
        } else if !UNSEEN.contains(&char) {
            let mut buffer = [0; 4];
            self.bytes.extend_from_slice(char.encode_utf8(&mut buffer).as_bytes());
        }
        let is_other_blank = char.is_whitespace() && char != ' ';
        self.bytes.len() - length == char.len_utf8() && !is_other_blank
    }

    fn blank(&mut self, blank: u8) {
        if self.bytes.last().is_some_and(|last| !last.is_ascii_whitespace()) {
            self.bytes.push(blank);
        }
    }

    /// Adds a view of all of it, unless it says nothing new.
    pub(super) fn finish<'v>(self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        if self.differs {
            let text = Unescaped { bytes: self.bytes, jumps: self.jumps };
            let whole = 0..view.bytes.len();
            peeled.add(view.unescaped(&whole, Layer::VisibleText, Kind::VisibleText, text));
        }
    }
}

/// The character reference at the start of a text: how long it is, and what it stands for.
fn reference(text: &[u8]) -> Option<(usize, Cow<'static, str>)> {
    const MAX_LENGTH: usize = 40;
    let end = memchr::memchr(b';', &text[..text.len().min(MAX_LENGTH)])?;
    let name = std::str::from_utf8(text.get(1..end)?).ok()?;
    let number = match name.as_bytes() {
        [b'#', b'x' | b'X', ..] => u32::from_str_radix(&name[2..], 16).ok(),
        [b'#', ..] => name[1..].parse().ok(),
        _ => None,
    };
    let known = match name {
        "amp" => Some("&".into()),
        "lt" => Some("<".into()),
        "gt" => Some(">".into()),
        "quot" => Some("\"".into()),
        "nbsp" => Some(" ".into()),
        _ => number.and_then(char::from_u32).map(|char| char.to_string().into()),
    };
    let decoded = || String::from_utf8(decode_entities(&text[..=end])).ok().map(Cow::Owned);
    let is_one = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    let text = known.or_else(|| is_one.then(decoded).flatten())?;
    Some((end + 1, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_collapse_and_places_stay() {
        let mut visible = VisibleText::default();
        visible.tag(b"p");
        visible.text("one \n two\u{ad}three".as_bytes(), 10);
        visible.tag(b"span");
        visible.text(b"four", 40);
        visible.tag(b"div");
        visible.text(b"&#45;five&nbsp;&shy;R&D &hellip;", 60);
        assert_eq!(visible.bytes, "one twothreefour\n-five R&D …".as_bytes());
        let at = |index: usize| {
            let (to, from) = visible.jumps.iter().rev().find(|(to, _)| *to <= index).unwrap();
            from + index - to
        };
        let places = [at(0), at(4), at(7), at(12), at(17), at(18), at(23), at(27)];
        assert_eq!(places, [10, 16, 21, 40, 60, 65, 80, 84]);
        assert!(visible.differs);
    }
}
