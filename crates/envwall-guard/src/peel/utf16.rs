//! Text in UTF-16, with a byte order mark or with zeros that give it away.

use super::{Note, Peeled, Peeler};
use crate::magic::{self, ByteOrder};
use crate::view::{Kind, Layer, View};

/// The peeler for UTF-16.
pub(crate) struct Utf16;

impl Peeler for Utf16 {
    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Utf16
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let (order, start) = match view.bytes.get(..2) {
            Some([0xff, 0xfe]) => (ByteOrder::Little, 2),
            Some([0xfe, 0xff]) => (ByteOrder::Big, 2),
            _ => (magic::wide(&view.bytes).unwrap_or(ByteOrder::Little), 0),
        };
        let bytes = &view.bytes[start..];
        let text = decode(bytes, order, peeled.allowance);
        let layer = Layer::Borrowed("UTF-16");
        // by the name only: what was text once is none again
        let kind = Kind::of_name(&view.name);
        match text {
            Some(text) => {
                peeled.add(view.document(0..view.bytes.len(), layer, kind, text, None));
            }
            None => peeled.notes.push(Note::not_looked_at("it is too large", &view.trail)),
        }
    }
}

/// As UTF-8, unless that is more than `most` bytes.
pub(super) fn decode(bytes: &[u8], order: ByteOrder, most: usize) -> Option<Vec<u8>> {
    let units = bytes.chunks_exact(2).map(|pair| match order {
        ByteOrder::Little => u16::from_le_bytes([pair[0], pair[1]]),
        ByteOrder::Big => u16::from_be_bytes([pair[0], pair[1]]),
    });
    let mut text = String::new();
    for char in char::decode_utf16(units) {
        text.push(char.unwrap_or(char::REPLACEMENT_CHARACTER));
        if text.len() > most {
            return None;
        }
    }
    Some(text.into_bytes())
}
