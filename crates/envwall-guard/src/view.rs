//! A piece of content that is searched: an artifact, or what was found inside one.

use std::borrow::Cow;
use std::ops::Range;

/// What kind of content a view is: decides which peelers look into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// JavaScript, script or module.
    JavaScript,
    /// The value of a string in code or data.
    Text,
    /// Anything that no peeler knows.
    Bytes,
}

impl Kind {
    /// The kind that a file's name promises.
    pub(crate) fn of_name(name: &str) -> Self {
        let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        match extension.as_deref() {
            Some("js" | "mjs" | "cjs") => Self::JavaScript,
            _ => Self::Bytes,
        }
    }
}

/// Where the bytes of a view stand in the artifact.
#[derive(Debug, Clone)]
pub(crate) enum Anchor {
    /// Byte `n` of the view is byte `base + n` of the artifact.
    Exact(usize),
    /// The whole view was made from these bytes of the artifact.
    Within(Range<usize>),
}

impl Anchor {
    /// The bytes of the artifact that bytes of the view came from.
    pub(crate) fn resolve(&self, span: Range<usize>) -> Range<usize> {
        match self {
            Self::Exact(base) => base + span.start..base + span.end,
            Self::Within(outer) => outer.clone(),
        }
    }
}

/// A layer that was peeled off, as people call it: `string`, `template`, `brotli`.
pub(crate) type Layer = &'static str;

/// A piece of content.
#[derive(Debug)]
pub(crate) struct View<'a> {
    pub(crate) bytes: Cow<'a, [u8]>,
    pub(crate) kind: Kind,
    pub(crate) anchor: Anchor,
    /// The layers between the artifact and this, outermost first.
    pub(crate) trail: Vec<Layer>,
}

impl<'a> View<'a> {
    /// A whole artifact.
    pub(crate) fn artifact(bytes: &'a [u8], kind: Kind) -> Self {
        Self { bytes: Cow::Borrowed(bytes), kind, anchor: Anchor::Exact(0), trail: Vec::new() }
    }

    /// Content that was decoded from some bytes of this view.
    pub(crate) fn decoded(
        &self,
        from: Range<usize>,
        layer: Layer,
        kind: Kind,
        bytes: Vec<u8>,
    ) -> View<'static> {
        let trail = self.trail.iter().copied().chain([layer]).collect();
        let anchor = Anchor::Within(self.anchor.resolve(from));
        View { bytes: Cow::Owned(bytes), kind, anchor, trail }
    }
}
