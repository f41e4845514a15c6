//! Files that are compressed as a whole: gzip, brotli, zstd.

use super::container::Member;
use super::peeler::{Peeled, Peeler};
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::view::View;
use crate::decompress::{End, Format};

/// The peeler for one format of the table.
pub(crate) struct Compressed(pub(super) &'static Format);

impl Peeler for Compressed {
    fn name(&self) -> &'static str {
        self.0.name
    }

    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Compressed(self.0.compression)
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let format = self.0;
        let decompressed = (format.decompress)(&view.bytes, peeled.allowance);
        let (used, end) = (decompressed.used, decompressed.end);
        let layer = Layer::Compressed(format.name);
        Member { from: 0..used, layer, name: inner_name(format, view) }.add(
            view,
            decompressed,
            peeled,
        );
        if end == End::Complete && (1..view.bytes.len()).contains(&used) {
            rest(format, view, used, peeled);
        }
    }
}

/// What follows the compressed data, if it is of a kind that has more inside.
fn rest<'v>(format: &Format, view: &'v View<'_>, used: usize, peeled: &mut Peeled<'v>) {
    let kind = Kind::of("", &view.bytes[used..]);
    if kind != Kind::Bytes {
        let span = used..view.bytes.len();
        peeled.covered_by_document(&span);
        peeled.add(view.slice(span, Layer::AfterCompressed(format.name), kind));
    }
}

/// `app.js` of `app.js.gz`; else a name that promises a kind, or the one that the data carries.
fn inner_name(format: &Format, view: &View<'_>) -> String {
    let own = || Some(view.name().to_owned()).filter(|name| Kind::of_name(name) != Kind::Bytes);
    let inner = format.inner_name(view.name()).or_else(own);
    inner.or_else(|| (format.embedded_name)(&view.bytes)).unwrap_or_default()
}
