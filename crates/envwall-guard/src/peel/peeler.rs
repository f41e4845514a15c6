//! What a peeler is: it knows one format, and adds the views inside a view of that format.

use std::ops::Range;

use crate::content::document::{DocumentId, DocumentIds};
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::note::{Note, Reason};
use crate::content::view::View;
use crate::indicators::{NameId, ServerNames};
use crate::javascript::Trials;
use crate::javascript::module_graph::{Imports, Links};
use crate::prefilter::Prefilter;
use crate::report::Parsing;

/// Knows one format.
pub(crate) trait Peeler: Sync {
    /// What a receipt calls it. Fixed: receipts are compared.
    fn name(&self) -> &'static str;

    /// Whether it looks into views of this kind.
    fn fits(&self, kind: Kind) -> bool;

    /// Looks into a view.
    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>);
}

/// What peelers know beforehand.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// Names of server variables.
    pub(crate) names: &'a ServerNames,
    /// Decides which programs are parsed; `None` parses all.
    pub(crate) prefilter: Option<&'a Prefilter<'a>>,
    /// What other scripts give to those of this artifact.
    pub(crate) imports: Imports<'a>,
    /// Who tries what may crash the parser.
    pub(crate) trials: Trials<'a>,
    /// The ids of the artifact's documents.
    pub(crate) documents: &'a DocumentIds,
}

/// What was met in a view's own bytes.
pub(crate) struct Met {
    /// Where needles are, in order.
    pub(crate) needles: Vec<Range<usize>>,
    /// Where names are with which a program may put their values together.
    pub(crate) composed_names: Vec<usize>,
}

/// What a peeler found in a view.
pub(crate) struct Peeled<'v> {
    /// Content that a search of the view's own bytes cannot see.
    pub(crate) views: Vec<View<'v>>,
    /// What could not be looked into.
    pub(crate) notes: Vec<Note>,
    /// What is known beforehand.
    pub(crate) context: &'v Context<'v>,
    /// Where a program reads a server variable.
    pub(crate) reads: Vec<(Range<usize>, NameId)>,
    /// What the artifact's scripts export and import.
    pub(crate) links: Vec<Links>,
    /// That scripts of the artifact itself were not parsed, and whether one of them may export a
    /// piece of a needle.
    pub(crate) skipped: Option<bool>,
    /// How much of the programs was parsed.
    pub(crate) parsing: Parsing,
    /// How many bytes the views may still have together: a container that holds more is cut
    /// there and noted.
    pub(crate) allowance: usize,
    /// What was met in the view's own bytes.
    pub(crate) met: Met,
    /// For each of them the innermost construct around it, as far as a peeler knows.
    pub(crate) layers: Vec<Option<Layer>>,
    /// For each of them whether a document was made of the bytes around it.
    pub(crate) in_document: Vec<bool>,
}

impl<'v> Peeled<'v> {
    /// Nothing yet.
    pub(super) fn new(context: &'v Context<'v>, met: Met, allowance: usize) -> Self {
        let count = met.needles.len();
        let (layers, in_document) = (vec![None; count], vec![false; count]);
        Self {
            views: Vec::new(),
            notes: Vec::new(),
            context,
            reads: Vec::new(),
            links: Vec::new(),
            skipped: None,
            parsing: Parsing::default(),
            allowance,
            met,
            layers,
            in_document,
        }
    }

    /// Adds a view, as long as the budget lasts.
    pub(crate) fn add(&mut self, view: View<'v>) {
        if view.bytes.len() > self.allowance {
            self.notes.push(Note::new(Reason::TooLarge, &view.trail));
            return;
        }
        self.allowance -= view.bytes.len();
        self.views.push(view);
    }

    /// Notes what could not be looked into in a view.
    pub(crate) fn note(&mut self, reason: Reason, view: &View<'_>) {
        self.notes.push(Note::new(reason, &view.trail));
    }

    /// The id of the artifact's next document.
    pub(crate) fn document_id(&self) -> DocumentId {
        self.context.documents.next()
    }

    /// Says in what construct the needles in `span` are.
    pub(crate) fn describe(&mut self, span: &Range<usize>, layer: &Layer) {
        if self.met.needles.is_empty() {
            return;
        }
        for place in self.places_in(span) {
            self.layers[place] = Some(layer.clone());
        }
    }

    /// Says that a document was made from `span`: what is found there is not reported here, too.
    pub(crate) fn covered_by_document(&mut self, span: &Range<usize>) {
        for place in self.places_in(span) {
            self.in_document[place] = true;
        }
    }

    /// Where needles begin in the view's own bytes, in order.
    pub(crate) fn needle_offsets(&self) -> Vec<usize> {
        self.met.needles.iter().map(|place| place.start).collect()
    }

    fn places_in(&self, span: &Range<usize>) -> Vec<usize> {
        let first = self.met.needles.partition_point(|place| place.start < span.start);
        let places = self.met.needles.iter().enumerate().skip(first);
        let begin_in = places.take_while(|(_, place)| place.start < span.end);
        begin_in.filter(|(_, place)| place.end <= span.end).map(|(index, _)| index).collect()
    }
}
