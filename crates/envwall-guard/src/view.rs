//! A piece of content that is searched: an artifact, or what was found inside one.

use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::rc::Rc;

use crate::magic;

/// What kind of content a view is: decides which peelers look into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// JavaScript, script or module.
    JavaScript,
    /// The value of a string in code or data.
    Text,
    /// Compressed, packed or written in a way that hides what is inside.
    #[rustfmt::skip]
    Gzip,
    Brotli,
    Zstd,
    Zip,
    Tar,
    Wasm,
    Png,
    Jpeg,
    Utf16,
    /// Anything that no peeler knows.
    Bytes,
}

impl Kind {
    /// The kind by the first bytes if they tell, else by the name.
    pub(crate) fn of(name: &str, bytes: &[u8]) -> Self {
        magic::kind(bytes).unwrap_or_else(|| Self::of_name(name))
    }

    /// The kind that a file's name promises.
    pub(crate) fn of_name(name: &str) -> Self {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        match extension.as_deref() {
            Some("js" | "mjs" | "cjs") => Self::JavaScript,
            Some("gz" | "gzip" | "tgz" | "svgz") => Self::Gzip,
            Some("br") => Self::Brotli,
            Some("zst" | "zstd" | "tzst") => Self::Zstd,
            Some("zip") => Self::Zip,
            Some("tar") => Self::Tar,
            _ => Self::Bytes,
        }
    }
}

/// Where the bytes of a view stand in its document.
#[derive(Debug, Clone)]
pub(crate) enum Anchor {
    /// Byte `n` of the view is byte `base + n` of the document.
    Exact(usize),
    /// The whole view was made from these bytes of the document.
    Within(Range<usize>),
}

impl Anchor {
    /// The bytes of the document that bytes of the view came from.
    pub(crate) fn resolve(&self, span: Range<usize>) -> Range<usize> {
        match self {
            Self::Exact(base) => base + span.start..base + span.end,
            Self::Within(outer) => outer.clone(),
        }
    }
}

/// A layer that was peeled off, as people call it: `string`, `script #2`, `brotli`.
pub(crate) type Layer = Cow<'static, str>;

/// Content with lines and columns of its own: what was inside a container, or a source in a map.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) bytes: Vec<u8>,
    /// The original source's path, where this is one of a source map.
    pub(crate) source: Option<String>,
    /// Where it was found: bytes of the document around it.
    pub(crate) found_at: Range<usize>,
    /// The document around it; `None` is the artifact.
    pub(crate) parent: Option<Rc<Document>>,
}

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
        }
    }

    /// Says what it is called.
    pub(crate) fn named(self, name: &str) -> Self {
        Self { name: Some(name.into()), ..self }
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
        };
        let bytes = Content::Borrowed(&self.bytes[span]);
        View {
            bytes,
            kind,
            anchor,
            document: self.document.clone(),
            trail: self.below(layer),
            name: None,
        }
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
        let document = self.document.clone();
        View {
            bytes: Content::Owned(bytes),
            kind,
            anchor,
            document,
            trail: self.below(layer),
            name: None,
        }
    }

    /// Content with lines and columns of its own that was found in some bytes of this view.
    pub(crate) fn document<'v>(
        &self,
        from: Range<usize>,
        layer: Layer,
        kind: Kind,
        bytes: Vec<u8>,
        source: Option<String>,
    ) -> View<'v> {
        let found_at = self.anchor.resolve(from);
        let parent = self.document.clone();
        let document = Rc::new(Document { bytes, source, found_at, parent });
        View {
            bytes: Content::Document(Rc::clone(&document)),
            kind,
            anchor: Anchor::Exact(0),
            document: Some(document),
            trail: self.below(layer),
            name: None,
        }
    }

    fn below(&self, layer: Layer) -> Vec<Layer> {
        self.trail.iter().cloned().chain([layer]).collect()
    }
}
