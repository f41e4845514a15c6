//! Layers: what is peeled off on the way from an artifact to a value. Their texts make the trail of
//! a finding, and its fingerprint: changing one renews every baseline.

use std::fmt;
use std::rc::Rc;

use crate::text::encoding::Encoding;

/// Declares the layers that have no name of their own, each with its text.
macro_rules! layers {
    ($($layer:ident = $text:literal,)*) => {
        /// A layer of content, as people call it: `string`, `script #2`, `brotli`.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(crate) enum Layer {
            $($layer,)*
            /// The script of this number in a page.
            Script(usize),
            /// The style sheet of this number in a page.
            Style(usize),
            /// An element of a page that holds a page.
            Element(Rc<str>),
            /// An attribute with a name that is fit to be shown.
            AttributeNamed(Rc<str>),
            /// The encoding of a needle.
            Encoding(Encoding),
            /// A compressed file.
            Compressed(&'static str),
            /// What follows compressed data in the same file.
            AfterCompressed(&'static str),
            ZipMember(Rc<str>),
            TarMember(Rc<str>),
            WasmSection(Rc<str>),
            /// A source in a source map, by its path.
            Source(Rc<str>),
        }

        impl fmt::Display for Layer {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$layer => f.write_str($text),)*
                    Self::Script(number) => write!(f, "script #{number}"),
                    Self::Style(number) => write!(f, "style #{number}"),
                    Self::Element(name) => f.write_str(name),
                    Self::AttributeNamed(name) => write!(f, "attribute {name}"),
                    Self::Encoding(encoding) => encoding.fmt(f),
                    Self::Compressed(name) => f.write_str(name),
                    Self::AfterCompressed(name) => write!(f, "after the {name} data"),
                    Self::ZipMember(name) => write!(f, "zip member {name}"),
                    Self::TarMember(name) => write!(f, "tar member {name}"),
                    Self::WasmSection(name) => write!(f, "wasm section {name}"),
                    Self::Source(path) => write!(f, "source {path}"),
                }
            }
        }
    };
}

layers! {
    // programs
    String = "string",
    Template = "template",
    FoldedString = "folded string",
    ProgramInString = "code in a string",
    Escaped = "escaped",
    // documents
    Attribute = "attribute",
    Srcdoc = "srcdoc",
    UnnamedElement = "element",
    Text = "text",
    VisibleText = "visible text",
    Comment = "comment",
    Cdata = "cdata",
    Entities = "entities",
    CssUrl = "url",
    CssValue = "value",
    JsonString = "json string",
    InlineSourceMap = "inline source map",
    RscFlight = "RSC flight",
    // encodings
    Base64 = "base64",
    Hex = "hex",
    ByteList = "numbers",
    PercentEncoding = "percent-encoding",
    FormEncoding = "form encoding",
    DataUrl = "data: URL",
    Utf16 = "UTF-16",
    Utf32 = "UTF-32",
    Zlib = "zlib",
    Deflate = "deflate",
    // binary content
    WasmData = "wasm data",
    WasmImports = "wasm imports",
    WasmExports = "wasm exports",
    JpegComment = "jpeg comment",
    JpegXmp = "jpeg xmp",
    JpegColorProfile = "jpeg color profile",
    JpegMetadata = "jpeg metadata",
    PngText = "png text",
    PngColorProfile = "png color profile",
    PngExif = "png exif",
}

impl Layer {
    /// Whether bytes were written as text: what is there may be a sample of a format.
    pub(crate) fn is_bytes_as_text(&self) -> bool {
        matches!(self, Self::Base64 | Self::Hex | Self::ByteList)
    }

    /// Whether characters were turned into others.
    pub(crate) fn is_decoding(&self) -> bool {
        self.is_bytes_as_text()
            || matches!(self, Self::PercentEncoding | Self::FormEncoding | Self::Encoding(_))
    }

    /// A layer that needs a name of its own, from what is known of it.
    pub(crate) fn source(path: &str) -> Self {
        Self::Source(path.into())
    }
}

/// The trail as a report shows it, outermost layer first.
pub(crate) fn texts(trail: &[Layer]) -> Vec<String> {
    trail.iter().map(ToString::to_string).collect()
}
