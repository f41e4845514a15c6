//! Kinds of content, by what names and media types promise.

use crate::decompress::{self, Compression};

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
    /// Text that is searched and no more: it is looked into where it was composed from.
    VisibleText,
    /// A file compressed as a whole.
    Compressed(Compression),
    Zip,
    Tar,
    Wasm,
    Png,
    Jpeg,
    Utf16,
    /// An archive in a format of this name, which Envwall does not open.
    UnsupportedArchive(&'static str),
    /// Anything that no peeler knows.
    Bytes,
}

impl Kind {
    /// Whether it is a container, by its bytes or by its name alone.
    pub(crate) fn is_compressed(self) -> bool {
        matches!(self, Self::Compressed(_) | Self::Zip | Self::Tar)
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
            // React Native and Expo: `main.jsbundle`
            Some("js" | "mjs" | "cjs" | "jsbundle") => Self::JavaScript,
            Some("zip") => Self::Zip,
            Some("tar") => Self::Tar,
            Some("ts" | "tsx" | "jsx" | "mts" | "cts") => Self::Code,
            Some("vue" | "svelte" | "astro") => Self::Source,
            Some("html" | "htm" | "shtml") => Self::Html,
            Some("xml" | "svg" | "xhtml" | "rss" | "atom" | "xsl" | "xslt") => Self::Xml,
            Some("css") => Self::Css,
            // what frameworks write next to their pages: flight rows, turbo-stream, route bodies
            Some(
                "json" | "jsonl" | "ndjson" | "webmanifest" | "geojson" | "rsc" | "data" | "body"
                | "meta" | "cache" | "txt",
            ) => Self::Json,
            Some("map") => Self::SourceMap,
            Some(other) => decompress::by_extension(other).map_or(Self::Bytes, Self::Compressed),
            None => Self::Bytes,
        }
    }
}
