//! zlib and raw deflate: what `CompressionStream` and pako make.

use super::container::Member;
use super::peeler::{Peeled, Peeler};
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::view::View;
use crate::decompress::deflate::{Framing, decompress};

/// The peeler for deflate, with zlib's frame or without.
pub(crate) struct Deflate;

impl Peeler for Deflate {
    fn name(&self) -> &'static str {
        "deflate"
    }

    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Bytes
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let Some((framing, content)) = decompress(&view.bytes, peeled.allowance) else { return };
        let name = match view.name().rsplit_once('.') {
            Some((name, "zz" | "zlib" | "deflate")) => name.to_owned(),
            _ => String::new(),
        };
        let layer = match framing {
            Framing::Zlib => Layer::Zlib,
            Framing::Raw => Layer::Deflate,
        };
        Member { from: 0..content.used, layer, name }.add(view, content, peeled);
    }
}
