//! What turns one view into the views inside it: one format, one peeler, one file.

mod compressed;
mod container;
mod css;
mod deflate;
mod encoded;
mod html;
mod javascript;
mod jpeg;
pub(crate) mod peeler;
mod png;
mod rsc_flight;
mod source_map;
mod tar;
mod text;
mod unsupported_archive;
mod utf16;
mod visible_text;
mod wasm;
mod xml;
mod zip;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub(crate) use self::javascript::language;
use self::peeler::{Context, Met, Peeled, Peeler};
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::note::{Note, Reason};
use crate::content::view::View;
use crate::decompress::{BROTLI, GZIP, ZSTD};

/// Every peeler. A new format is a new file and a line here.
const PEELERS: &[&dyn Peeler] = &[
    &javascript::JavaScript,
    // documents
    &html::Html,
    &xml::Xml,
    &css::Css,
    &text::Text,
    &source_map::SourceMap,
    &source_map::Inline,
    &encoded::Encoded,
    // containers
    &compressed::Compressed(&GZIP),
    &compressed::Compressed(&BROTLI),
    &compressed::Compressed(&ZSTD),
    &zip::Zip,
    &tar::Tar,
    &deflate::Deflate,
    &unsupported_archive::UnsupportedArchive,
    // other binary content
    &wasm::Wasm,
    &png::Png,
    &jpeg::Jpeg,
    &utf16::Utf16,
    &utf16::Utf16Strings,
];

/// The names of the peelers that look into views of a kind.
pub(crate) fn names(kind: Kind) -> impl Iterator<Item = &'static str> {
    PEELERS.iter().filter(move |peeler| peeler.fits(kind)).map(|peeler| peeler.name())
}

/// The names of all peelers.
pub(crate) fn all_names() -> impl Iterator<Item = &'static str> {
    PEELERS.iter().map(|peeler| peeler.name())
}

/// Looks into a view with every peeler that knows its kind. `allowance` is how many bytes the views
/// may have together.
pub(crate) fn peel<'v>(
    view: &'v View<'_>,
    context: &'v Context<'v>,
    met: Met,
    allowance: usize,
) -> Peeled<'v> {
    let mut peeled = Peeled::new(context, met, allowance);
    if view.kind.is_compressed() && view.bytes.is_empty() {
        peeled.note(Reason::Empty, view);
        return peeled;
    }
    for peeler in PEELERS.iter().filter(|peeler| peeler.fits(view.kind)) {
        // the readers of formats are others' code: if one fails, the rest is searched all the same
        let peel = AssertUnwindSafe(|| peeler.peel(view, &mut peeled));
        if catch_unwind(peel).is_err() {
            peeled.note(Reason::InternalError, view);
        }
    }
    if view.trail.iter().any(Layer::is_bytes_as_text) {
        peeled.notes = peeled.notes.into_iter().map(Note::within_text).collect();
    }
    peeled
}
