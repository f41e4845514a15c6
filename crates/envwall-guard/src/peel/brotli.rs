//! Brotli: `app.js.br`. It begins with nothing of its own, so the name has to tell.

use brotli_decompressor::Decompressor;

use super::unpack::{End, Part, Unpacked};
use super::{Peeled, Peeler};
use crate::view::{Kind, Layer, View};

/// Bytes that the decoder takes at a time.
const BUFFER: usize = 4 << 10;

/// The peeler for brotli.
pub(crate) struct Brotli;

impl Peeler for Brotli {
    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Brotli
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let unpacked = unpack(&view.bytes, peeled.allowance);
        let name = view.name().rsplit_once('.').map_or("", |(name, _)| name).to_owned();
        let part = Part { from: 0..view.bytes.len(), layer: Layer::Borrowed("brotli"), name };
        part.add(view, unpacked, peeled);
    }
}

/// Unpacks the one stream that there can be.
pub(crate) fn unpack(bytes: &[u8], allowance: usize) -> Unpacked {
    let mut unpacked = Unpacked { used: bytes.len(), ..Unpacked::default() };
    if has_large_window(bytes) {
        unpacked.end = End::Broken;
    } else {
        unpacked.extend(Decompressor::new(bytes, BUFFER), allowance);
    }
    unpacked
}

/// Whether it wants windows up to 1 GiB, which the decoder would keep before anything comes out.
/// The standard (RFC 7932, 9.1) has no such thing, and browsers refuse it.
fn has_large_window(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|byte| byte & 0x7f == 0x11)
}
