//! Decompression that stays within a budget, whatever the data claims.

use std::io::{ErrorKind, Read};
use std::ops::Range;

use super::{Note, Peeled};
use crate::view::{Kind, Layer, View};

/// Bytes that are taken from a decoder at a time.
const PIECE: usize = 16 << 10;

/// How decompression ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum End {
    /// With the end of the data.
    #[default]
    Whole,
    /// At the budget.
    TooLarge,
    /// Where the data was damaged or missing.
    Broken,
}

/// What came out.
#[derive(Debug, Default)]
pub(crate) struct Unpacked {
    pub(crate) bytes: Vec<u8>,
    pub(crate) end: End,
    /// How many bytes of the compressed data were taken.
    pub(crate) used: usize,
}

impl Unpacked {
    /// Reads on from a decoder until it ends, fails or has given `allowance` bytes in all.
    pub(super) fn extend(&mut self, mut decoder: impl Read, allowance: usize) {
        let mut piece = [0; PIECE];
        self.end = loop {
            match decoder.read(&mut piece) {
                Ok(0) => break End::Whole,
                Ok(count) if count > allowance - self.bytes.len() => {
                    self.keep(&piece[..allowance - self.bytes.len()], allowance);
                    break End::TooLarge;
                }
                Ok(count) => self.keep(&piece[..count], allowance),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => break End::Broken,
            }
        };
    }

    /// Doubles the room like any vector, but never beyond the allowance.
    fn keep(&mut self, piece: &[u8], allowance: usize) {
        let length = self.bytes.len();
        if self.bytes.capacity() - length < piece.len() {
            let room = (self.bytes.capacity() * 2).clamp(length + piece.len(), allowance);
            self.bytes.reserve_exact(room - length);
        }
        self.bytes.extend_from_slice(piece);
    }
}

/// What a container holds, or one of the things.
pub(super) struct Part {
    /// The bytes of the view around it.
    pub(super) from: Range<usize>,
    pub(super) layer: Layer,
    pub(super) name: String,
}

impl Part {
    /// Adds what was unpacked as a document, with a note when that is not all.
    pub(super) fn add(self, view: &View<'_>, unpacked: Unpacked, peeled: &mut Peeled<'_>) {
        let kind = Kind::of(&self.name, &unpacked.bytes);
        let from = self.from.clone();
        let inner = view.document(self.from, self.layer, kind, unpacked.bytes, None);
        let why = match unpacked.end {
            End::Whole => None,
            End::TooLarge => Some("it holds more than can be looked at"),
            End::Broken => Some("it is damaged or ends early"),
        };
        peeled.notes.extend(why.map(|why| Note::not_looked_at(why, &inner.trail)));
        if !inner.bytes.is_empty() {
            peeled.told_inside(&from);
            peeled.add(inner.named(&self.name));
        }
    }

    /// The same for content that stands in the view as it is.
    pub(super) fn add_verbatim(self, view: &View<'_>, peeled: &mut Peeled<'_>) {
        let bytes = &view.bytes[self.from.clone()];
        let (length, used) = (bytes.len().min(peeled.allowance), bytes.len());
        let end = if length < used { End::TooLarge } else { End::Whole };
        self.add(view, Unpacked { bytes: bytes[..length].to_vec(), end, used }, peeled);
    }
}
