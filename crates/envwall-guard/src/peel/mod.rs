//! What turns one view into the views inside it: one format, one peeler, one file.

mod css;
pub(crate) mod escape;
mod flight;
mod html;
mod javascript;
pub(crate) mod source_map;
mod text;
mod xml;

use std::ops::Range;

use crate::view::{Kind, Layer, View};

/// Knows one format.
pub(crate) trait Peeler: Sync {
    /// Whether it looks into views of this kind.
    fn fits(&self, kind: Kind) -> bool;

    /// Looks into a view.
    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>);
}

/// Every peeler. A new format is a new file and a line here.
const PEELERS: &[&dyn Peeler] = &[
    &javascript::JavaScript,
    &html::Html,
    &xml::Xml,
    &css::Css,
    &text::Text,
    &source_map::SourceMap,
    &source_map::Inline,
];

/// What could not be looked into, in a few words that go on from the file's name: "it does not
/// parse as JavaScript".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Note {
    /// It is not what it claims to be; its bytes were searched all the same.
    NotParsed(String),
    /// Something inside was not looked at at all: damaged, or beyond the budget.
    NotLookedAt(String),
}

/// What a peeler found in a view.
pub(crate) struct Peeled<'v> {
    /// Content that a search of the view's own bytes cannot see.
    pub(crate) views: Vec<View<'v>>,
    /// What could not be looked into.
    pub(crate) notes: Vec<Note>,
    /// How many bytes the views may still have together: a container that holds more is cut
    /// there and noted.
    pub(crate) allowance: usize,
    /// Where needles stand in the view's own bytes, in order.
    places: Vec<Range<usize>>,
    /// For each of them the innermost construct around it, as far as a peeler knows.
    pub(crate) layers: Vec<Option<Layer>>,
}

impl<'v> Peeled<'v> {
    /// Adds a view, as long as the budget lasts.
    pub(crate) fn add(&mut self, view: View<'v>) {
        if view.bytes.len() > self.allowance {
            let layer = view.trail.last().map_or("", |layer| layer);
            let note = format!("it holds more than can be looked at ({layer})");
            self.notes.push(Note::NotLookedAt(note));
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
        let first = self.places.partition_point(|place| place.start < span.start);
        for (place, around) in self.places.iter().zip(&mut self.layers).skip(first) {
            if place.start >= span.end {
                break;
            }
            if place.end <= span.end {
                *around = Some(layer.clone());
            }
        }
    }
}

/// Looks into a view with every peeler that knows its kind. `places` are where needles stand in
/// the view's own bytes, in order; `allowance` is how many bytes the views may have together.
pub(crate) fn peel<'v>(
    view: &'v View<'_>,
    places: impl Iterator<Item = Range<usize>>,
    allowance: usize,
) -> Peeled<'v> {
    let places: Vec<_> = places.collect();
    let layers = vec![None; places.len()];
    let mut peeled = Peeled { views: Vec::new(), notes: Vec::new(), allowance, places, layers };
    for peeler in PEELERS.iter().filter(|peeler| peeler.fits(view.kind)) {
        peeler.peel(view, &mut peeled);
    }
    peeled
}
