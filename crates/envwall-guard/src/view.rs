//! A piece of content that is searched: an artifact, or what was found inside one.

use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::rc::Rc;

use crate::magic;
use crate::peel::escape::Unescaped;

/// What kind of content a view is: decides which peelers look into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// JavaScript, script or module.
    JavaScript,
    /// Code before it is built, in a language that is not parsed, or of a third party.
    Source,
    /// What looks like JavaScript or TypeScript: parsed as such if it is.
    Code,
    /// A page, or a piece of one.
    Html,
    /// XML, SVG, feeds.
    Xml,
    /// A style sheet, or the value of a `style` attribute.
    Css,
    /// JSON, whole or in lines, and everything that holds JSON strings.
    Json,
    /// A source map.
    SourceMap,
    /// The value of a string in code or data.
    Text,
    /// Text that is searched and no more: it is looked into where it was put together from.
    Plain,
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
    /// Packed in a format of this name, which nobody here opens.
    Packed(&'static str),
    /// Anything that no peeler knows.
    Bytes,
}

impl Kind {
    /// The kind by the first bytes if they tell, else by the name.
    pub(crate) fn of(name: &str, bytes: &[u8]) -> Self {
        match magic::kind(bytes).unwrap_or_else(|| Self::of_name(name)) {
            Self::Bytes if magic::is_text(bytes) => Self::Text,
            kind if kind.is_compressed() && is_surely_text(bytes) => Self::misnamed(name, bytes),
            kind => kind,
        }
    }

    /// Whether it is a container by its bytes or by its name alone.
    pub(crate) fn is_compressed(self) -> bool {
        matches!(self, Self::Gzip | Self::Brotli | Self::Zstd | Self::Zip | Self::Tar)
    }

    /// Text that is called a container: what it would be without that, or what it looks like.
    fn misnamed(name: &str, bytes: &[u8]) -> Self {
        match Self::of_name(name.rsplit_once('.').map_or("", |(name, _)| name)) {
            kind if kind.is_compressed() || kind == Self::Bytes => Self::of_text(bytes),
            kind => kind,
        }
    }

    /// The kind by what a server or a `data:` URL would call it.
    pub(crate) fn of_media_type(name: &str) -> Option<Self> {
        let name = name.split(';').next()?.trim().to_ascii_lowercase();
        match name.rsplit(['/', '+']).next()? {
            "javascript" | "ecmascript" | "x-javascript" => Some(Self::JavaScript),
            "html" => Some(Self::Html),
            "xml" => Some(Self::Xml),
            "css" => Some(Self::Css),
            "json" => Some(Self::Json),
            _ => None,
        }
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
            Some("ts" | "tsx" | "jsx" | "mts" | "cts") => Self::Code,
            Some("vue" | "svelte" | "astro") => Self::Source,
            Some("html" | "htm" | "shtml") => Self::Html,
            Some("xml" | "svg" | "xhtml" | "rss" | "atom" | "xsl" | "xslt") => Self::Xml,
            Some("css") => Self::Css,
            // what frameworks write beside their pages: flight rows, turbo-stream, route bodies
            Some(
                "json" | "jsonl" | "ndjson" | "webmanifest" | "geojson" | "rsc" | "data" | "body"
                | "meta" | "cache" | "txt",
            ) => Self::Json,
            Some("map") => Self::SourceMap,
            _ => Self::Bytes,
        }
    }

    /// What the value of a string looks like.
    pub(crate) fn of_text(text: &[u8]) -> Self {
        match text.trim_ascii_start() {
            [b'{', rest @ ..] if is_block(rest) && looks_like_code(text) => Self::Code,
            [b'{' | b'[', ..] => Self::Json,
            [b'<', next, ..] if next.is_ascii_alphabetic() || *next == b'!' => Self::Html,
            _ if memchr::memmem::find(text, b"</").is_some() => Self::Html,
            _ if looks_like_code(text) => Self::Code,
            _ => Self::Text,
        }
    }
}

/// Whether bytes are no container, whatever the name says: a few may be the start of one.
fn is_surely_text(bytes: &[u8]) -> bool {
    const TELLING: usize = 8;
    bytes.len() >= TELLING && magic::is_text(bytes)
}

/// Whether what follows a brace is a statement, and no object in JSON.
fn is_block(rest: &[u8]) -> bool {
    !matches!(rest.trim_ascii_start(), [b'"' | b'}', ..])
}

/// Whether a text may be a program that puts a value together: `eval`, workers and development
/// builds have programs in strings.
pub(crate) fn looks_like_code(text: &[u8]) -> bool {
    const SHORTEST: usize = 24;
    const STATEMENTS: &[&[u8]] =
        &[b"=>", b"function", b"return", b"var ", b"const ", b"let ", b"__webpack_", b");"];
    text.len() >= SHORTEST
        && memchr::memchr3(b'"', b'\'', b'`', text).is_some()
        && memchr::memchr2(b'(', b'=', text).is_some()
        && STATEMENTS.iter().any(|part| memchr::memmem::find(text, part).is_some())
}

/// Where the bytes of a view stand in its document.
#[derive(Debug, Clone)]
pub(crate) enum Anchor {
    /// Byte `n` of the view is byte `base + n` of the document.
    Exact(usize),
    /// The whole view was made from these bytes of the document.
    Within(Range<usize>),
    /// The view was decoded, and from each of these bytes of it (first of a pair) on it was copied
    /// from the document as it stands (second). The first pair is for byte 0.
    Mapped(Rc<[(usize, usize)]>),
}

impl Anchor {
    /// The bytes of the document that bytes of the view came from.
    pub(crate) fn resolve(&self, span: Range<usize>) -> Range<usize> {
        match self {
            Self::Exact(base) => base + span.start..base + span.end,
            Self::Within(outer) => outer.clone(),
            Self::Mapped(jumps) => {
                let start = mapped(jumps, span.start);
                start..mapped(jumps, span.end.saturating_sub(1)).max(start) + 1
            }
        }
    }
}

fn mapped(jumps: &[(usize, usize)], at: usize) -> usize {
    mapped_before(jumps, jumps.partition_point(|(view, _)| *view <= at), at)
}

/// The same where it is known which jump comes next.
fn mapped_before(jumps: &[(usize, usize)], next: usize, at: usize) -> usize {
    let copied = |(view, document): &(usize, usize)| document + (at - view);
    let here = next.checked_sub(1).and_then(|index| jumps.get(index)).map_or(at, copied);
    // what an escape stands for may be longer than what comes before the next piece
    jumps.get(next).map_or(here, |(_, document)| here.min(document.saturating_sub(1)))
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

/// The jumps of some bytes of a view, counted from the first of them.
fn part(jumps: &[(usize, usize)], span: &Range<usize>) -> Rc<[(usize, usize)]> {
    let inside = jumps.iter().filter(|(view, _)| span.contains(view));
    let inside = inside.map(|(view, document)| (view - span.start, *document));
    std::iter::once((0, mapped(jumps, span.start))).chain(inside).collect()
}

/// The jumps of a text that was unescaped from a view, which was unescaped itself: where either
/// jumps. The text begins at byte `base` of the view.
fn composed(text: &Unescaped, base: usize, outer: &[(usize, usize)]) -> Rc<[(usize, usize)]> {
    let mut jumps = Vec::with_capacity(text.jumps.len());
    let ends = text.jumps.iter().skip(1).map(|(to, _)| *to).chain([text.bytes.len()]);
    // both go forwards, so each outer jump is passed once
    let mut next = outer.partition_point(|(view, _)| *view <= base);
    for (&(to, from), end) in text.jumps.iter().zip(ends) {
        let from = base + from;
        while outer.get(next).is_some_and(|(view, _)| *view <= from) {
            next += 1;
        }
        jumps.push((to, mapped_before(outer, next, from)));
        let inside = outer.get(next..).unwrap_or_default().iter();
        let inside = inside.take_while(|(view, _)| view - from < end.saturating_sub(to));
        jumps.extend(inside.map(|(view, document)| (to + (view - from), *document)));
    }
    jumps.into()
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
            Anchor::Mapped(jumps) => Anchor::Mapped(part(jumps, &span)),
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
            Anchor::Mapped(outer) => Anchor::Mapped(composed(&text, from.start, outer)),
        };
        let document = self.document.clone();
        let bytes = Content::Owned(text.bytes);
        View { bytes, kind, anchor, document, trail: self.below(layer), name: None }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::peel::escape::unescape;

    #[test]
    fn places_are_exact_through_two_layers() {
        let text = br"x\u0026y\\u0026z\\\\key";
        let whole = View::artifact(text, Kind::Json);
        let once = unescape(text);
        let once = whole.unescaped(&(0..text.len()), "a".into(), Kind::Text, once);
        assert_eq!(&*once.bytes, br"x&y\u0026z\\key");
        assert_eq!(once.anchor.resolve(12..15), 20..23);
        let twice = unescape(&once.bytes[1..]);
        let twice = once.unescaped(&(1..once.bytes.len()), "b".into(), Kind::Text, twice);
        assert_eq!(&*twice.bytes, br"&y&z\key");
        for (at, place) in [(0, 1), (1, 7), (2, 8), (3, 15), (5, 20)] {
            assert_eq!(twice.anchor.resolve(at..at + 1).start, place, "{at}");
        }
        let part = twice.slice(4..8, "c".into(), Kind::Text);
        assert_eq!(part.anchor.resolve(1..4), 20..23);
    }
}
