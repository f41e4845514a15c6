//! gzip: `app.js.gz`, and whatever begins like it.

use flate2::bufread::GzDecoder;

use super::unpack::{End, Part, Unpacked};
use super::{Peeled, Peeler};
use crate::magic;
use crate::view::{Kind, Layer, View};

/// So many members are read, one after the other.
const MOST_MEMBERS: usize = 1 << 16;

/// The peeler for gzip.
pub(crate) struct Gzip;

impl Peeler for Gzip {
    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::Gzip
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let unpacked = unpack(&view.bytes, peeled.allowance);
        let (used, whole) = (unpacked.used, unpacked.end == End::Whole);
        let part = Part { from: 0..used, layer: Layer::Borrowed("gzip"), name: inner_name(view) };
        part.add(view, unpacked, peeled);
        let kind = Kind::of("", &view.bytes[used..]);
        if whole && used > 0 && kind != Kind::Bytes {
            peeled.told_inside(&(used..view.bytes.len()));
            peeled.add(view.slice(used..view.bytes.len(), "after the gzip data".into(), kind));
        }
    }
}

/// Unpacks all members; what stands behind them is not used.
pub(crate) fn unpack(bytes: &[u8], allowance: usize) -> Unpacked {
    let mut unpacked = Unpacked::default();
    let mut rest = bytes;
    for _ in 0..MOST_MEMBERS {
        unpacked.extend(GzDecoder::new(&mut rest), allowance);
        unpacked.used = bytes.len() - rest.len();
        if unpacked.end != End::Whole || !rest.starts_with(magic::GZIP) {
            return unpacked;
        }
    }
    unpacked.end = End::TooLarge;
    unpacked
}

/// `app.js` of `app.js.gz`; else the name that gzip itself may hold.
fn inner_name(view: &View<'_>) -> String {
    match view.name().rsplit_once('.') {
        Some((name, "gz" | "GZ" | "gzip")) => name.to_owned(),
        Some((name, "tgz")) => format!("{name}.tar"),
        Some((name, "svgz")) => format!("{name}.svg"),
        _ if Kind::of_name(view.name()) != Kind::Bytes => view.name().to_owned(),
        _ => {
            let header = GzDecoder::new(&*view.bytes).header().and_then(|header| {
                header.filename().map(|name| String::from_utf8_lossy(name).into_owned())
            });
            header.unwrap_or_default()
        }
    }
}
