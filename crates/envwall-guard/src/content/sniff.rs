//! Kinds of content, by what the bytes themselves look like.

use super::kind::Kind;
use super::magic;
use crate::text::code::looks_like_code;

impl Kind {
    /// The kind by the first bytes if they are decisive, else by the name.
    pub(crate) fn of(name: &str, bytes: &[u8]) -> Self {
        match magic::kind(bytes).unwrap_or_else(|| Self::of_name(name)) {
            // a page or a script without the usual extension: `about`, `index.android.bundle`
            Self::Bytes if magic::is_text(bytes) => match Self::of_text(bytes) {
                kind @ (Self::Code | Self::Html) => kind,
                _ => Self::Text,
            },
            kind if kind.is_compressed() && is_surely_text(bytes) => Self::misnamed(name, bytes),
            kind => kind,
        }
    }

    /// Text that is called a container: what it would be without that, or what it looks like.
    fn misnamed(name: &str, bytes: &[u8]) -> Self {
        match Self::of_name(name.rsplit_once('.').map_or("", |(name, _)| name)) {
            kind if kind.is_compressed() || kind == Self::Bytes => Self::of_text(bytes),
            kind => kind,
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
