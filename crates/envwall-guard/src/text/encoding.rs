//! The encodings in which a text is searched for.

use std::fmt;

/// An encoding of a text, without the text itself.
///
/// Where one run of bytes is several encodings of a text, the first of them names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Encoding {
    Nfc,
    Nfd,
    Base64,
    Blanks,
    Form,
    Hex,
    LineBreaks,
    LowerCase,
    NoHyphens,
    Percent,
    RawBytes,
    Reversed,
    UpperCase,
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nfc => "NFC",
            Self::Nfd => "NFD",
            Self::Base64 => "base64",
            Self::Blanks => "blanks",
            Self::Form => "form encoding",
            Self::Hex => "hex",
            Self::LineBreaks => "line breaks",
            Self::LowerCase => "lower case",
            Self::NoHyphens => "no hyphens",
            Self::Percent => "percent-encoding",
            Self::RawBytes => "raw bytes",
            Self::Reversed => "reversed",
            Self::UpperCase => "upper case",
        })
    }
}
