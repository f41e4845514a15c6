//! What turns one view into the views inside it: one format, one peeler, one file.

mod javascript;

use std::ops::Range;

use crate::view::{Kind, Layer, View};

/// Knows one format.
pub(crate) trait Peeler: Sync {
    /// Whether it looks into views of this kind.
    fn fits(&self, kind: Kind) -> bool;

    /// Looks into a view.
    fn peel(&self, view: &View<'_>, peeled: &mut Peeled);
}

/// Every peeler. A new format is a new file and a line here.
const PEELERS: &[&dyn Peeler] = &[&javascript::JavaScript];

/// What a peeler found in a view.
pub(crate) struct Peeled {
    /// Content that a search of the view's own bytes cannot see.
    pub(crate) views: Vec<View<'static>>,
    /// What could not be looked into, in a few words.
    pub(crate) notes: Vec<String>,
    /// Where needles stand in the view's own bytes, in order, each with the innermost construct
    /// around it as far as a peeler knows.
    places: Vec<(Range<usize>, Option<Layer>)>,
}

impl Peeled {
    /// Says in what construct the needles in `span` stand.
    pub(crate) fn describe(&mut self, span: &Range<usize>, layer: Layer) {
        let first = self.places.partition_point(|(place, _)| place.start < span.start);
        for (place, around) in &mut self.places[first..] {
            if place.start >= span.end {
                break;
            }
            if place.end <= span.end {
                *around = Some(layer);
            }
        }
    }

    /// The construct around each of the places, in the order they were given.
    pub(crate) fn layers(&self) -> impl Iterator<Item = Option<Layer>> + '_ {
        self.places.iter().map(|(_, layer)| *layer)
    }
}

/// Looks into a view with every peeler that knows its kind. `places` are where needles stand in
/// the view's own bytes, in order.
pub(crate) fn peel(view: &View<'_>, places: impl Iterator<Item = Range<usize>>) -> Peeled {
    let places = places.map(|place| (place, None)).collect();
    let mut peeled = Peeled { views: Vec::new(), notes: Vec::new(), places };
    for peeler in PEELERS.iter().filter(|peeler| peeler.fits(view.kind)) {
        peeler.peel(view, &mut peeled);
    }
    peeled
}
