//! Zstandard: `app.js.zst`, and whatever begins like it.

use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use super::unpack::{End, Part, Unpacked};
use super::{Peeled, Peeler};
use crate::magic;
use crate::view::{Kind, Layer, View};

/// So many frames are read, one after the other.
const MOST_FRAMES: usize = 1 << 16;

/// The peeler for Zstandard.
pub(crate) struct Zstd;

impl Peeler for Zstd {
    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Zstd
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let unpacked = unpack(&view.bytes, peeled.allowance);
        let layer = Layer::Borrowed("zstd");
        Part { from: 0..unpacked.used, layer, name: inner_name(view) }.add(view, unpacked, peeled);
    }
}

/// Unpacks all frames; what stands behind them is not used.
pub(crate) fn unpack(bytes: &[u8], allowance: usize) -> Unpacked {
    let mut unpacked = Unpacked { end: End::Broken, ..Unpacked::default() };
    let mut decoder = FrameDecoder::new();
    let mut rest = bytes;
    for _ in 0..MOST_FRAMES {
        if let Some(behind) = skippable(rest) {
            rest = behind;
        } else {
            match StreamingDecoder::new_with_decoder(&mut rest, &mut decoder) {
                Ok(frame) => unpacked.extend(frame, allowance),
                Err(_) => unpacked.end = End::Broken,
            }
            if unpacked.end != End::Whole {
                break;
            }
        }
        unpacked.used = bytes.len() - rest.len();
        if !magic::is_zstd(rest) {
            return unpacked;
        }
    }
    unpacked.used = bytes.len() - rest.len();
    if unpacked.end == End::Whole {
        unpacked.end = End::TooLarge;
    }
    unpacked
}

/// What stands behind a frame that decoders skip. The search of the bytes has seen it.
fn skippable(bytes: &[u8]) -> Option<&[u8]> {
    let (magic, rest) = bytes.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    magic::is_skippable(*magic).then(|| rest.get(length..)).flatten()
}

/// `app.js` of `app.js.zst`.
fn inner_name(view: &View<'_>) -> String {
    match view.name().rsplit_once('.') {
        Some((name, "zst" | "zstd")) => name.to_owned(),
        Some((name, "tzst")) => format!("{name}.tar"),
        _ => view.name().to_owned(),
    }
}
