//! Text in UTF-16, with a byte order mark or with zeros that give it away.

use std::ops::Range;

use super::peeler::{Peeled, Peeler};
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::magic::{self, ByteOrder};
use crate::content::note::Reason;
use crate::content::view::View;

/// The peeler for UTF-16.
pub(crate) struct Utf16;

impl Peeler for Utf16 {
    fn name(&self) -> &'static str {
        "utf16"
    }

    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Utf16
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        if let Some(order) = wider(&view.bytes) {
            return utf32(view, order, peeled);
        }
        let (order, start) = match view.bytes.get(..2) {
            Some([0xff, 0xfe]) => (ByteOrder::Little, 2),
            Some([0xfe, 0xff]) => (ByteOrder::Big, 2),
            _ => (magic::wide(&view.bytes).unwrap_or(ByteOrder::Little), 0),
        };
        let bytes = &view.bytes[start..];
        let text = decode(bytes, order, peeled.allowance);
        // by the name only: what was text once is none again
        let kind = Kind::of_name(view.name());
        match text {
            Some(text) => {
                let (id, whole) = (peeled.document_id(), 0..view.bytes.len());
                peeled.add(view.document(id, whole, Layer::Utf16, kind, text, None));
            }
            None => peeled.note(Reason::TooLarge, view),
        }
    }
}

/// The order of the bytes where a mark says that there are four for each character.
fn wider(bytes: &[u8]) -> Option<ByteOrder> {
    match bytes.get(..4)? {
        [0xff, 0xfe, 0, 0] => Some(ByteOrder::Little),
        [0, 0, 0xfe, 0xff] => Some(ByteOrder::Big),
        _ => None,
    }
}

fn utf32<'v>(view: &'v View<'_>, order: ByteOrder, peeled: &mut Peeled<'v>) {
    // never longer than what it is made from
    let text: String = view.bytes[4..]
        .chunks_exact(4)
        .map(|unit| match order {
            ByteOrder::Little => u32::from_le_bytes([unit[0], unit[1], unit[2], unit[3]]),
            ByteOrder::Big => u32::from_be_bytes([unit[0], unit[1], unit[2], unit[3]]),
        })
        .map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect();
    let (id, whole) = (peeled.document_id(), 0..view.bytes.len());
    let kind = Kind::of_name(view.name());
    peeled.add(view.document(id, whole, Layer::Utf32, kind, text.into_bytes(), None));
}

/// Maximum number of texts read in one view.
const MAX_TEXTS: usize = 1 << 16;

/// Shorter texts hold no value that is searched for.
const MIN_LENGTH: usize = 6;

/// The peeler for texts in UTF-16 among other bytes: constants in WebAssembly, metadata of images.
/// Only ASCII is read: it is what values are made of, and what tells text from other bytes.
pub(crate) struct Utf16Strings;

impl Peeler for Utf16Strings {
    fn name(&self) -> &'static str {
        "utf16 strings"
    }

    fn fits(&self, kind: Kind) -> bool {
        matches!(kind, Kind::Bytes | Kind::Wasm | Kind::Png | Kind::Jpeg | Kind::Tar)
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let mut texts = wide_texts(&view.bytes);
        for (span, text) in texts.by_ref().take(MAX_TEXTS) {
            peeled.add(view.decoded(span, Layer::Utf16, Kind::Text, text));
        }
        if texts.next().is_some() {
            peeled.note(Reason::TooManyUtf16Texts, view);
        }
    }
}

/// Runs of characters each before a zero. With the lower byte last, the zero before the first
/// character does no harm, and the last one has no zero behind it.
fn wide_texts(bytes: &[u8]) -> impl Iterator<Item = (Range<usize>, Vec<u8>)> {
    // no run that is long enough lies between two places that are tried
    const STEP: usize = 2 * MIN_LENGTH - 4;
    let (mut at, mut floor) = (0, 0);
    std::iter::from_fn(move || {
        while at + 1 < bytes.len() {
            let Some(run) = run_around(bytes, at, floor) else {
                at += STEP;
                continue;
            };
            (at, floor) = (run.end.max(at + 1), run.end);
            if run.len() >= 2 * MIN_LENGTH - 1 {
                let text = bytes[run.clone()].iter().step_by(2).copied().collect();
                return Some((run, text));
            }
        }
        None
    })
}

/// The run that holds byte `at` and the next one, from `floor` on.
fn run_around(bytes: &[u8], at: usize, floor: usize) -> Option<Range<usize>> {
    let printable = |at: usize| bytes.get(at).is_some_and(|byte| matches!(byte, b' '..=b'~'));
    let mut start = match (bytes[at], bytes[at + 1]) {
        (_, 0) if printable(at) => at,
        (0, _) if printable(at + 1) => at + 1,
        _ => return None,
    };
    let mut end = start;
    while start >= floor + 2 && printable(start - 2) && bytes[start - 1] == 0 {
        start -= 2;
    }
    while printable(end) && bytes.get(end + 1) == Some(&0) {
        end += 2;
    }
    Some(start..if printable(end) { end + 1 } else { end })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_texts_are_found_wherever_they_begin() {
        for before in 0..20 {
            for (unit, noise) in
                [(u16::to_le_bytes as fn(u16) -> [u8; 2], 7), (u16::to_be_bytes, 0)]
            {
                let text: Vec<u8> = "abcdef".encode_utf16().flat_map(unit).collect();
                let bytes = [vec![noise; before], text, vec![7; 5]].concat();
                let found: Vec<_> = wide_texts(&bytes).map(|(_, text)| text).collect();
                assert_eq!(found, [b"abcdef"], "{before}");
            }
        }
    }
}
