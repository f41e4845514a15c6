//! A piece of content that is searched: an artifact, or what was found inside one.

use std::cell::OnceCell;
use std::ops::{Deref, Range};
use std::rc::Rc;

use super::anchor::{self, Anchor};
use super::document::{Document, DocumentId};
use super::kind::Kind;
use super::layer::Layer;
use super::source_map::{Source, spans};
use crate::text::escape::Unescaped;
use crate::text::token_runs::token_runs;

/// A view's bytes.
#[derive(Debug)]
pub(crate) enum Content<'a> {
    Borrowed(&'a [u8]),
    Owned(Vec<u8>),
    /// All of a document.
    Document(Rc<Document>),
}

impl Deref for Content<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Borrowed(bytes) => bytes,
            Self::Owned(bytes) => bytes,
            Self::Document(document) => &document.bytes,
        }
    }
}

/// A piece of content.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub(crate) bytes: Content<'a>,
    pub(crate) kind: Kind,
    pub(crate) anchor: Anchor,
    /// What positions count in; `None` is the artifact.
    pub(crate) document: Option<Rc<Document>>,
    /// The layers between the artifact and this, outermost first.
    pub(crate) trail: Vec<Layer>,
    /// What it is called, as far as that is known: a file's or a zip member's name.
    name: Option<Rc<str>>,
    /// If it is a source map, the sources in it, and whether all of it could be read.
    sources: OnceCell<(Vec<Source>, bool)>,
    token_runs: OnceCell<Vec<Range<usize>>>,
}

impl<'a> View<'a> {
    /// A whole artifact.
    pub(crate) fn artifact(bytes: &'a [u8], kind: Kind) -> Self {
        let bytes = Content::Borrowed(bytes);
        Self {
            bytes,
            kind,
            anchor: Anchor::Exact(0),
            document: None,
            trail: Vec::new(),
            name: None,
            sources: OnceCell::new(),
            token_runs: OnceCell::new(),
        }
    }

    /// Says what it is called.
    pub(crate) fn named(self, name: &str) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// The sources in a source map, in order, and whether all of it could be read.
    pub(crate) fn sources(&self) -> &(Vec<Source>, bool) {
        self.sources.get_or_init(|| spans(&self.bytes))
    }

    /// The long runs in it of what tokens are made of.
    pub(crate) fn token_runs(&self) -> &[Range<usize>] {
        self.token_runs.get_or_init(|| token_runs(&self.bytes))
    }

    /// The parts of its bytes that are in no document inside: of a source map what is not in a source.
    pub(crate) fn own_parts(&self) -> Vec<Range<usize>> {
        let (mut parts, mut from) = (Vec::new(), 0);
        if self.kind == Kind::SourceMap {
            for source in &self.sources().0 {
                parts.push(from..source.span.start.max(from));
                from = from.max(source.span.end);
            }
        }
        parts.push(from..self.bytes.len());
        parts
    }

    /// Whether its bytes are, as they are, bytes of the view that it is in.
    pub(crate) fn is_part(&self) -> bool {
        matches!(self.bytes, Content::Borrowed(_)) && !self.trail.is_empty()
    }

    /// Whether it is all of a document.
    pub(crate) fn is_document(&self) -> bool {
        matches!(self.bytes, Content::Document(_))
    }

    /// What it is called, or nothing.
    pub(crate) fn name(&self) -> &str {
        self.name.as_deref().unwrap_or_default()
    }

    /// Bytes of this view that are content of another kind: a script in a page.
    pub(crate) fn slice(&self, span: Range<usize>, layer: Layer, kind: Kind) -> View<'_> {
        let anchor = match &self.anchor {
            Anchor::Exact(base) => Anchor::Exact(base + span.start),
            Anchor::Within(outer) => Anchor::Within(outer.clone()),
            Anchor::Mapped(jumps) => Anchor::Mapped(anchor::part(jumps, &span)),
        };
        let bytes = Content::Borrowed(&self.bytes[span]);
        self.inner(bytes, kind, anchor, self.document.clone(), layer)
    }

    /// Content that was decoded from some bytes of this view: a string with its escapes undone.
    pub(crate) fn decoded<'v>(
        &self,
        from: Range<usize>,
        layer: Layer,
        kind: Kind,
        bytes: Vec<u8>,
    ) -> View<'v> {
        let anchor = Anchor::Within(self.anchor.resolve(from));
        self.inner(Content::Owned(bytes), kind, anchor, self.document.clone(), layer)
    }

    /// Content that was unescaped from some bytes of this view, with each byte's place.
    pub(crate) fn unescaped<'v>(
        &self,
        from: &Range<usize>,
        layer: Layer,
        kind: Kind,
        text: Unescaped,
    ) -> View<'v> {
        let anchor = match &self.anchor {
            Anchor::Within(outer) => Anchor::Within(outer.clone()),
            Anchor::Exact(base) => {
                let base = base + from.start;
                Anchor::Mapped(text.jumps.iter().map(|(to, from)| (*to, base + from)).collect())
            }
            Anchor::Mapped(outer) => Anchor::Mapped(anchor::composed(&text, from.start, outer)),
        };
        let document = self.document.clone();
        let bytes = Content::Owned(text.bytes);
        self.inner(bytes, kind, anchor, document, layer)
    }

    /// Content with lines and columns of its own that was found in some bytes of this view.
    pub(crate) fn document<'v>(
        &self,
        id: DocumentId,
        from: Range<usize>,
        layer: Layer,
        kind: Kind,
        bytes: Vec<u8>,
        source: Option<String>,
    ) -> View<'v> {
        let found_at = self.anchor.resolve(from);
        let parent = self.document.clone();
        let document = Rc::new(Document { id, bytes, source, found_at, parent });
        let bytes = Content::Document(Rc::clone(&document));
        self.inner(bytes, kind, Anchor::Exact(0), Some(document), layer)
    }

    fn inner<'v>(
        &self,
        bytes: Content<'v>,
        kind: Kind,
        anchor: Anchor,
        document: Option<Rc<Document>>,
        layer: Layer,
    ) -> View<'v> {
        let trail = self.trail.iter().cloned().chain([layer]).collect();
        let (sources, token_runs) = (OnceCell::new(), OnceCell::new());
        View { bytes, kind, anchor, document, trail, name: None, sources, token_runs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::escape::unescape;

    #[test]
    fn places_are_exact_through_two_layers() {
        let text = br"x\u0026y\\u0026z\\\\key";
        let whole = View::artifact(text, Kind::Json);
        let once = unescape(text);
        let once = whole.unescaped(&(0..text.len()), Layer::String, Kind::Text, once);
        assert_eq!(&*once.bytes, br"x&y\u0026z\\key");
        assert_eq!(once.anchor.resolve(12..15), 20..23);
        let twice = unescape(&once.bytes[1..]);
        let twice = once.unescaped(&(1..once.bytes.len()), Layer::String, Kind::Text, twice);
        assert_eq!(&*twice.bytes, br"&y&z\key");
        for (at, place) in [(0, 1), (1, 7), (2, 8), (3, 15), (5, 20)] {
            assert_eq!(twice.anchor.resolve(at..at + 1).start, place, "{at}");
        }
        let part = twice.slice(4..8, Layer::String, Kind::Text);
        assert_eq!(part.anchor.resolve(1..4), 20..23);
    }
}
