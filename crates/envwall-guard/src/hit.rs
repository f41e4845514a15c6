//! Occurrences of needles in an artifact, each once.

use std::ops::Range;
use std::rc::Rc;

use crate::needle::{Match, SecretId};
use crate::view::{Document, Layer, View};

/// A needle met in a view.
#[derive(Debug, Clone)]
pub(crate) struct Hit {
    pub(crate) secret: SecretId,
    /// What `span` counts in; `None` is the artifact.
    pub(crate) document: Option<Rc<Document>>,
    /// Bytes of the document.
    pub(crate) span: Range<usize>,
    /// Layers between the artifact and the needle, outermost first.
    pub(crate) trail: Vec<Layer>,
}

impl Hit {
    pub(crate) fn new(view: &View<'_>, found: Match) -> Self {
        let span = view.anchor.resolve(found.span);
        let document = view.document.clone();
        Self { secret: found.secret, document, span, trail: view.trail.clone() }
    }

    /// Whether it stands in a document of its own below a view.
    pub(crate) fn is_inside(&self, view: &View<'_>) -> bool {
        let address = |document: &Option<Rc<Document>>| document.as_ref().map(Rc::as_ptr);
        address(&self.document) != address(&view.document)
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.span.start < other.span.end && other.span.start < self.span.end
    }

    /// One place seen twice: keeps the tighter span and the longer trail.
    fn join(&mut self, other: Self) {
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
