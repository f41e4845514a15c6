//! zlib (RFC 1950) and raw deflate (RFC 1951): what `CompressionStream` and pako make. Neither has
//! a signature that is sure, so what comes out has to prove it.

use flate2::bufread::{DeflateDecoder, ZlibDecoder};

use super::{Decompressed, End};

/// Bytes that only look like zlib fail long before this many have come out.
const MIN_PLAUSIBLE: usize = 1 << 10;

/// Shorter data holds no value.
const MIN_LENGTH: usize = 8;

/// Which of the two it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    Zlib,
    Raw,
}

/// How data in zlib's frame begins: a window of 32 kB, and a check sum over the two bytes.
pub(crate) fn begins_like_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..])
}

/// What is in the bytes, if they are deflate beyond doubt.
pub(crate) fn decompress(bytes: &[u8], allowance: usize) -> Option<(Framing, Decompressed)> {
    if bytes.len() < MIN_LENGTH {
        return None;
    }
    if begins_like_zlib(bytes) {
        return zlib(bytes, allowance).map(|decompressed| (Framing::Zlib, decompressed));
    }
    raw(bytes, allowance).map(|decompressed| (Framing::Raw, decompressed))
}

fn zlib(bytes: &[u8], allowance: usize) -> Option<Decompressed> {
    let mut decoder = ZlibDecoder::new(bytes);
    let mut decompressed = Decompressed::default();
    decompressed.extend(&mut decoder, allowance);
    decompressed.used = usize::try_from(decoder.total_in()).unwrap_or(bytes.len());
    let sure = decompressed.end == End::Complete || decompressed.bytes.len() >= MIN_PLAUSIBLE;
    sure.then_some(decompressed)
}

fn raw(bytes: &[u8], allowance: usize) -> Option<Decompressed> {
    let mut decoder = DeflateDecoder::new(bytes);
    let mut decompressed = Decompressed::default();
    decompressed.extend(&mut decoder, allowance);
    decompressed.used = usize::try_from(decoder.total_in()).unwrap_or(bytes.len());
    // other bytes do not end where a stream of their bits does
    let exact = decompressed.used == bytes.len() && !decompressed.bytes.is_empty();
    let complete = decompressed.end == End::Complete && exact;
    (complete || decompressed.end == End::TooLarge).then_some(decompressed)
}
