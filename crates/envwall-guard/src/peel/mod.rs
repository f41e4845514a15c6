//! What turns one view into the views inside it: one format, one peeler, one file.

pub(crate) mod brotli;
mod css;
mod deflate;
mod encoded;
pub(crate) mod escape;
mod fields;
mod flight;
pub(crate) mod gzip;
mod html;
mod javascript;
mod jpeg;
mod packed;
mod plain;
mod png;
pub(crate) mod source_map;
mod tar;
mod text;
mod unpack;
mod utf16;
mod wasm;
mod xml;
mod zip;
pub(crate) mod zstd;

use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub(crate) use deflate::begins_like_zlib;
pub(crate) use unpack::{End, Unpacked};

use crate::links::{Imports, Links};
use crate::needle::Needles;
use crate::sign::{NameId, ServerNames};
use crate::view::{Kind, Layer, View};

/// The layer of what a program puts together.
pub(crate) const FOLDED: &str = "folded string";

/// Knows one format.
pub(crate) trait Peeler: Sync {
    /// What a receipt calls it: the type's name in lower case.
    fn name(&self) -> String {
        let path = std::any::type_name::<Self>();
        path.rsplit("::").next().unwrap_or(path).to_lowercase()
    }

    /// Whether it looks into views of this kind.
    fn fits(&self, kind: Kind) -> bool;

    /// Looks into a view.
    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>);
}

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
    &gzip::Gzip,
    &brotli::Brotli,
    &zstd::Zstd,
    &zip::Zip,
    &tar::Tar,
    &deflate::Deflate,
    &packed::Packed,
    // other binary content
    &wasm::Wasm,
    &png::Png,
    &jpeg::Jpeg,
    &utf16::Utf16,
    &utf16::WideTexts,
];

/// What could not be looked into, in a few words that go on from the file's name: "it does not
/// parse as JavaScript".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Note {
    /// It is not what it claims to be; its bytes were searched all the same.
    NotParsed(String),
    /// It is a script of the output by its name or place, and was searched as text.
    BrokenScript(String),
    /// Something inside was not looked at at all: damaged, or beyond the budget.
    NotLookedAt(String),
}

impl Note {
    /// That something was not looked at, and below which layers.
    pub(crate) fn not_looked_at(why: &str, trail: &[Layer]) -> Self {
        Self::NotLookedAt(below(why, trail))
    }

    /// What is damaged inside an encoding in text may be a sample of a format and no more: its
    /// first bytes say so by chance, or somebody shows them.
    fn within_text(self) -> Self {
        match self {
            Self::NotLookedAt(why) if why.contains("damaged") => Self::NotParsed(why),
            note => note,
        }
    }

    /// That something is not what it claims to be, and below which layers.
    pub(crate) fn not_parsed(why: &str, trail: &[Layer]) -> Self {
        Self::NotParsed(below(why, trail))
    }

    /// That a script of the output is none that parses, and below which layers.
    pub(crate) fn broken_script(why: &str, trail: &[Layer]) -> Self {
        Self::BrokenScript(below(why, trail))
    }
}

fn below(why: &str, trail: &[Layer]) -> String {
    match trail {
        [] => why.to_owned(),
        _ => format!("{why} ({})", trail.join(" → ")),
    }
}

/// What peelers know beforehand.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// Names of server variables.
    pub(crate) names: &'a ServerNames,
    /// What is searched for.
    pub(crate) needles: &'a Needles,
    /// Whether every program is parsed, worth it or not.
    pub(crate) exhaustive: bool,
    /// What other scripts give to those of this artifact.
    pub(crate) imports: Imports<'a>,
}

/// What a peeler found in a view.
pub(crate) struct Peeled<'v> {
    /// Content that a search of the view's own bytes cannot see.
    pub(crate) views: Vec<View<'v>>,
    /// What could not be looked into.
    pub(crate) notes: Vec<Note>,
    /// What is known beforehand.
    pub(crate) context: &'v Context<'v>,
    /// Where the program reads one of them.
    pub(crate) reads: Vec<(Range<usize>, NameId)>,
    /// What its scripts export and import.
    pub(crate) links: Vec<Links>,
    /// That scripts of the artifact itself were not parsed, and whether one of them may export a
    /// piece of a needle.
    pub(crate) passed_over: Option<bool>,
    /// How many bytes the views may still have together: a container that holds more is cut
    /// there and noted.
    pub(crate) allowance: usize,
    /// Where needles stand in the view's own bytes, in order.
    places: Vec<Range<usize>>,
    /// For each of them the innermost construct around it, as far as a peeler knows.
    pub(crate) layers: Vec<Option<Layer>>,
    /// For each of them whether a document was made of the bytes around it.
    pub(crate) inside: Vec<bool>,
}

impl<'v> Peeled<'v> {
    /// Adds a view, as long as the budget lasts.
    pub(crate) fn add(&mut self, view: View<'v>) {
        if view.bytes.len() > self.allowance {
            let why = "it holds more than can be looked at";
            self.notes.push(Note::not_looked_at(why, &view.trail));
            return;
        }
        self.allowance -= view.bytes.len();
        self.views.push(view);
    }

    /// Says in what construct the needles in `span` stand.
    pub(crate) fn describe(&mut self, span: &Range<usize>, layer: &Layer) {
        if self.places.is_empty() {
            return;
        }
        for place in self.places_in(span) {
            self.layers[place] = Some(layer.clone());
        }
    }

    /// Says that a document was made from `span`: a variable that it tells of is not told here.
    pub(crate) fn told_inside(&mut self, span: &Range<usize>) {
        for place in self.places_in(span) {
            self.inside[place] = true;
        }
    }

    /// Where needles begin in the view's own bytes, in order.
    pub(crate) fn starts(&self) -> impl Iterator<Item = usize> + '_ {
        self.places.iter().map(|place| place.start)
    }

    fn places_in(&self, span: &Range<usize>) -> Vec<usize> {
        let first = self.places.partition_point(|place| place.start < span.start);
        let places = self.places.iter().enumerate().skip(first);
        let begin_in = places.take_while(|(_, place)| place.start < span.end);
        begin_in.filter(|(_, place)| place.end <= span.end).map(|(index, _)| index).collect()
    }
}

/// The names of the peelers that look into views of a kind.
pub(crate) fn names(kind: Kind) -> impl Iterator<Item = String> {
    PEELERS.iter().filter(move |peeler| peeler.fits(kind)).map(|peeler| peeler.name())
}

/// Looks into a view with every peeler that knows its kind. `places` are where needles stand in
/// the view's own bytes, in order; `allowance` is how many bytes the views may have together.
pub(crate) fn peel<'v>(
    view: &'v View<'_>,
    context: &'v Context<'v>,
    places: impl Iterator<Item = Range<usize>>,
    allowance: usize,
) -> Peeled<'v> {
    let places: Vec<_> = places.collect();
    let layers = vec![None; places.len()];
    let inside = vec![false; places.len()];
    let (views, notes) = (Vec::new(), Vec::new());
    let (reads, links) = (Vec::new(), Vec::new());
    let passed_over = None;
    #[rustfmt::skip]
    let mut peeled =
        Peeled { views, notes, context, reads, links, passed_over, allowance, places, layers, inside };
    if view.kind.is_compressed() && view.bytes.is_empty() {
        peeled.notes.push(Note::not_parsed("it is empty, and no container", &view.trail));
        return peeled;
    }
    for peeler in PEELERS.iter().filter(|peeler| peeler.fits(view.kind)) {
        // the readers of formats are others' code: if one fails, the rest is searched all the same
        let looked = AssertUnwindSafe(|| peeler.peel(view, &mut peeled));
        if catch_unwind(looked).is_err() {
            let why = "looking into it failed, which is a fault of Envwall";
            peeled.notes.push(Note::not_looked_at(why, &view.trail));
        }
    }
    if view.trail.iter().any(|layer| encoded::LAYERS.contains(&&**layer)) {
        peeled.notes = peeled.notes.into_iter().map(Note::within_text).collect();
    }
    peeled
}
