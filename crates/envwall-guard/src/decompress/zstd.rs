//! Zstandard (RFC 8878): `app.js.zst`, and whatever begins like it.

use ruzstd::decoding::{FrameDecoder, StreamingDecoder};

use super::{Decompressed, End};

/// Maximum number of frames read from one file.
const MAX_FRAMES: usize = 1 << 16;

/// How a frame begins.
const SIGNATURE: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Whether bytes begin with a frame, or with one that decoders skip.
pub(super) fn has_signature(bytes: &[u8]) -> bool {
    bytes.first_chunk().is_some_and(|start| *start == SIGNATURE || is_skippable(*start))
}

/// Whether decoders skip a frame with this magic number.
fn is_skippable(magic: [u8; 4]) -> bool {
    matches!(magic, [0x50..=0x5f, 0x2a, 0x4d, 0x18])
}

/// Decompresses all frames; what follows them is not used.
pub(crate) fn decompress(bytes: &[u8], allowance: usize) -> Decompressed {
    let mut decompressed = Decompressed { end: End::Damaged, ..Decompressed::default() };
    let mut decoder = FrameDecoder::new();
    let mut rest = bytes;
    for _ in 0..MAX_FRAMES {
        if let Some(next) = after_skippable(rest) {
            rest = next;
        } else {
            match StreamingDecoder::new_with_decoder(&mut rest, &mut decoder) {
                Ok(frame) => decompressed.extend(frame, allowance),
                Err(_) => decompressed.end = End::Damaged,
            }
            if decompressed.end != End::Complete {
                break;
            }
        }
        decompressed.used = bytes.len() - rest.len();
        if !has_signature(rest) {
            return decompressed;
        }
    }
    decompressed.used = bytes.len() - rest.len();
    if decompressed.end == End::Complete {
        decompressed.end = End::TooLarge;
    }
    decompressed
}

/// What follows a frame that decoders skip. The search of the bytes has seen it.
fn after_skippable(bytes: &[u8]) -> Option<&[u8]> {
    let (magic, rest) = bytes.split_first_chunk::<4>()?;
    let (length, rest) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    is_skippable(*magic).then(|| rest.get(length..)).flatten()
}
