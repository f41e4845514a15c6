//! Occurrences of needles in an artifact, each once.

use std::cmp::Reverse;
use std::ops::Range;
use std::rc::Rc;

use crate::content::document::{Document, DocumentId, id_of};
use crate::content::layer::Layer;
use crate::content::view::View;
use crate::needle::{Match, Needles, Part, PieceId, SecretId};

/// A needle found in a view.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) secret: SecretId,
    /// The piece; `None` for a guessable value next to its variable's name.
    pub(crate) piece: Option<PieceId>,
    /// What of the value it is; `None` is all of it.
    pub(crate) part: Option<Part>,
    /// What `span` counts in; `None` is the artifact.
    pub(crate) document: Option<Rc<Document>>,
    /// Bytes of the document.
    pub(crate) span: Range<usize>,
    /// Layers between the artifact and the needle, outermost first.
    pub(crate) trail: Vec<Layer>,
}

impl Hit {
    /// `around` is the construct that holds the needle, where a peeler knows it.
    pub(crate) fn new(view: &View<'_>, found: Match, around: Option<Layer>) -> Self {
        let Match { secret, piece, part, encoding, span } = found;
        let span = view.anchor.resolve(span);
        let layers = around.into_iter().chain(encoding.map(Layer::Encoding));
        let trail = view.trail.iter().cloned().chain(layers).collect();
        Self { secret, piece, part, document: view.document.clone(), span, trail }
    }

    /// The document that it is in.
    pub(crate) fn document_id(&self) -> Option<DocumentId> {
        id_of(self.document.as_ref())
    }

    /// Whether all of the value was found.
    pub(crate) fn is_whole(&self) -> bool {
        self.part.is_none()
    }

    /// Whether it is a run of the value, and no part with a name.
    pub(crate) fn is_run(&self) -> bool {
        self.part == Some(Part::Run)
    }

    /// Whether a program composes it there.
    pub(crate) fn is_folded(&self) -> bool {
        self.trail.contains(&Layer::FoldedString)
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.span.start < other.span.end && other.span.start < self.span.end
    }

    /// One place seen twice: keeps the whole rather than a part of it, the trail that tells more
    /// and the tighter span, or both spans of what is written there in one way.
    fn join(&mut self, other: Self) {
        match (self.part, other.part) {
            (Some(_), None) => return *self = other,
            (None, Some(_)) => return,
            _ => {}
        }
        if other.trail == self.trail && !self.is_folded() {
            if other.span.len() > self.span.len() {
                (self.piece, self.part) = (other.piece, other.part);
            }
            self.span = self.span.start..self.span.end.max(other.span.end);
        } else if other.span.len() < self.span.len() {
            self.span = other.span;
        }
        if telling(&other.trail) > telling(&self.trail) {
            self.trail = other.trail;
        }
    }
}

/// The order of trails to one place: a longer one tells more, but what stands there as it is was not
/// decoded, even if it can be.
fn telling(trail: &[Layer]) -> impl Ord + use<> {
    let decoded = trail.iter().filter(|layer| layer.is_decoding()).count();
    (Reverse(decoded), trail.len())
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
    joined.sort_by_key(|hit| (hit.span.start, Reverse(hit.span.end)));
    joined
}

/// Maximum number of hits before one that are asked whether it is a part of them.
const MAX_AT_ONE_PLACE: usize = 64;

/// Without the hits that are a part of another variable's hit at the same place: the URL of a
/// database contains its password. What is excused hides nothing.
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
                && other.piece.zip(hit.piece).is_some_and(|(a, b)| needles.contains(a, b))
                && !excused(other)
        };
        if !kept.iter().rev().take(MAX_AT_ONE_PLACE).any(|other| around(&other)) {
            kept.push(hit);
        }
    }
    kept
}
