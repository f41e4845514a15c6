//! zlib and raw deflate: what `CompressionStream` and pako make. Neither begins with anything of
//! its own that is sure, so what comes out has to tell.

use flate2::bufread::{DeflateDecoder, ZlibDecoder};

use super::unpack::{End, Part, Unpacked};
use super::{Peeled, Peeler};
use crate::view::{Kind, Layer, View};

/// Bytes that only look like zlib come to nothing long before this.
const SURE: usize = 1 << 10;

/// Shorter data holds no value.
const SHORTEST: usize = 8;

/// The peeler for deflate, with zlib's frame or without.
pub(crate) struct Deflate;

impl Peeler for Deflate {
    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Bytes
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let Some((layer, unpacked)) = unpack(&view.bytes, peeled.allowance) else { return };
        let name = match view.name().rsplit_once('.') {
            Some((name, "zz" | "zlib" | "deflate")) => name.to_owned(),
            _ => String::new(),
        };
        let part = Part { from: 0..unpacked.used, layer: Layer::Borrowed(layer), name };
        part.add(view, unpacked, peeled);
    }
}

/// How data in zlib's frame begins: a window of 32 kB, and a check sum over the two bytes.
pub(crate) fn begins_like_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..])
}

/// What is in the bytes, if they are deflate beyond doubt.
fn unpack(bytes: &[u8], allowance: usize) -> Option<(&'static str, Unpacked)> {
    if bytes.len() < SHORTEST {
        return None;
    }
    if begins_like_zlib(bytes) {
        let mut decoder = ZlibDecoder::new(bytes);
        let mut unpacked = Unpacked::default();
        unpacked.extend(&mut decoder, allowance);
        unpacked.used = usize::try_from(decoder.total_in()).unwrap_or(bytes.len());
        let sure = unpacked.end == End::Whole || unpacked.bytes.len() >= SURE;
        return sure.then_some(("zlib", unpacked));
    }
    let mut decoder = DeflateDecoder::new(bytes);
    let mut unpacked = Unpacked::default();
    unpacked.extend(&mut decoder, allowance);
    unpacked.used = usize::try_from(decoder.total_in()).unwrap_or(bytes.len());
    // other bytes do not end where a stream of their bits does
    let exact = unpacked.used == bytes.len() && !unpacked.bytes.is_empty();
    let whole = unpacked.end == End::Whole && exact;
    (whole || unpacked.end == End::TooLarge).then_some(("deflate", unpacked))
}
