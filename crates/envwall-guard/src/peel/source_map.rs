//! Source maps: every source that is in one is a document with lines of its own.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::encoded::Encoded;
use super::peeler::{Peeled, Peeler};
use super::text::strings;
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::note::Reason;
use crate::content::source_map::{
    REFERENCE, Source, address_length, decode_address, unescape_json,
};
use crate::content::view::View;
use crate::text::path::{is_third_party, tidy};

/// The peeler for source maps.
pub(crate) struct SourceMap;

impl Peeler for SourceMap {
    fn name(&self) -> &'static str {
        "sourcemap"
    }

    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::SourceMap
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let (sources, complete) = view.sources();
        if !*complete {
            peeled.note(Reason::NoSourceMap, view);
        }
        let mut at = 0;
        for source in sources {
            strings(view, at..source.span.start, &Layer::JsonString, peeled);
            at = source.span.end;
            let document = document(view, source, peeled);
            peeled.add(document);
        }
        strings(view, at..view.bytes.len(), &Layer::JsonString, peeled);
    }
}

/// Made once: there are many small views.
static REFERENCES: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(REFERENCE));

/// The peeler for maps that are part of a script, a style sheet, or what holds one.
pub(crate) struct Inline;

impl Peeler for Inline {
    fn name(&self) -> &'static str {
        "inline source map"
    }

    fn fits(&self, kind: Kind) -> bool {
        Encoded.fits(kind)
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        // an address has nothing to escape: it was met in the text around a string
        let is_string = matches!(
            view.trail.last(),
            Some(Layer::String | Layer::Template | Layer::Escaped | Layer::JsonString)
        );
        if is_string && !matches!(view.kind, Kind::JavaScript | Kind::Css) {
            return;
        }
        for found in REFERENCES.find_iter(&view.bytes) {
            let start = found + REFERENCE.len();
            let length = address_length(&view.bytes[start..]);
            let span = start..start + length;
            match decode_address(&view.bytes[span.clone()]) {
                None => {}
                Some(Ok(map)) => {
                    peeled.add(view.decoded(span, Layer::InlineSourceMap, Kind::SourceMap, map));
                }
                Some(Err(_)) => peeled.note(Reason::BrokenInlineMap, view),
            }
        }
    }
}

fn document<'v>(view: &View<'_>, source: &Source, peeled: &Peeled<'_>) -> View<'v> {
    let name = source.name.as_deref().unwrap_or("(no name)");
    let (id, layer) = (peeled.document_id(), Layer::source(tidy(name)));
    let text = unescape_json(&view.bytes, source.span.clone());
    view.document(id, source.span.clone(), layer, source_kind(name), text, Some(name.to_owned()))
}

/// Third-party code is scanned without parsing: no value of this project is written in it, and what
/// a build put into it is parsed where it was built.
fn source_kind(name: &str) -> Kind {
    let name = name.split('?').next().unwrap_or(name);
    match Kind::of_name(name) {
        _ if is_third_party(name) => Kind::Source,
        Kind::JavaScript => Kind::Code,
        Kind::Source => Kind::Html,
        Kind::Bytes | Kind::SourceMap => Kind::Source,
        kind => kind,
    }
}
