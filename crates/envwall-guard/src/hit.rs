//! Occurrences of needles in an artifact, each once.

use std::ops::Range;
use std::rc::Rc;

use crate::needle::{Match, Needles, PieceId, SecretId};
use crate::peel::FOLDED;
use crate::view::{Document, Layer, View};

/// A needle met in a view.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) secret: SecretId,
    pub(crate) piece: PieceId,
    /// What of the value it is; `None` is all of it.
    pub(crate) part: Option<&'static str>,
    /// What `span` counts in; `None` is the artifact.
    pub(crate) document: Option<Rc<Document>>,
    /// Bytes of the document.
    pub(crate) span: Range<usize>,
    /// Layers between the artifact and the needle, outermost first.
    pub(crate) trail: Vec<Layer>,
}

impl Hit {
    /// `around` is the construct in which the needle stands, where a peeler knows it.
    pub(crate) fn new(view: &View<'_>, found: Match, around: Option<Layer>) -> Self {
        let Match { secret, piece, part, layer, span } = found;
        let span = view.anchor.resolve(span);
        let layers = around.into_iter().chain(layer.map(Layer::Borrowed));
        let trail = view.trail.iter().cloned().chain(layers).collect();
        Self { secret, piece, part, document: view.document.clone(), span, trail }
    }

    /// Whether it stands in a document of its own below a view.
    pub(crate) fn is_inside(&self, view: &View<'_>) -> bool {
        let address = |document: &Option<Rc<Document>>| document.as_ref().map(Rc::as_ptr);
        address(&self.document) != address(&view.document)
    }

    /// Whether a program puts it together there.
    pub(crate) fn is_folded(&self) -> bool {
        self.trail.iter().any(|layer| layer == FOLDED)
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.span.start < other.span.end && other.span.start < self.span.end
    }

    /// One place seen twice: keeps the whole rather than a part of it, the tighter span and the
    /// longer trail.
    fn join(&mut self, other: Self) {
        match (self.part, other.part) {
            (Some(_), None) => return *self = other,
            (None, Some(_)) => return,
            _ => {}
        }
        if other.span.len() < self.span.len() {
            self.span = other.span;
        }
        if other.trail.len() > self.trail.len() {
            self.trail = other.trail;
        }
    }
}

/// Each place of one document once, in its order.
pub(crate) fn distinct(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by(|a, b| {
        (a.secret, a.span.start, a.span.end).cmp(&(b.secret, b.span.start, b.span.end))
    });
    let mut joined: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        match joined.last_mut() {
            Some(last) if last.secret == hit.secret && last.overlaps(&hit) => last.join(hit),
            _ => joined.push(hit),
        }
    }
    joined.sort_by_key(|hit| (hit.span.start, std::cmp::Reverse(hit.span.end)));
    joined
}

/// Without the hits that are a part of what another variable's hit tells of at the same place:
/// the address of a database holds its password. What is excused tells of nothing.
pub(crate) fn most_specific(
    hits: Vec<Hit>,
    needles: &Needles,
    excused: impl Fn(&Hit) -> bool,
) -> Vec<Hit> {
    let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
    // the wider one comes first where two begin alike
    for hit in hits {
        let around = |other: &&Hit| {
            other.secret != hit.secret
                && other.span.start <= hit.span.start
                && hit.span.end <= other.span.end
                && needles.holds(other.piece, hit.piece)
                && !excused(other)
        };
        if !kept.iter().rev().take(MOST_AT_ONE_PLACE).any(|other| around(&other)) {
            kept.push(hit);
        }
    }
    kept
}

/// So many hits before one are asked whether it is a part of them.
const MOST_AT_ONE_PLACE: usize = 64;
