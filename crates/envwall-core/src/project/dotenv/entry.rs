//! What a grammar reads from one file, before expansion. There is no `Debug`, since it contains
//! values.

use crate::source::Span;

/// One assignment. Spans are bytes of the source file.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    /// The value after quotes and escapes, before expansion (`dotenvy` does both at once).
    pub(super) value: String,
    pub(super) name_span: Span,
    /// From after the separator to the end of the value.
    pub(super) value_span: Span,
    /// Whether the value was quoted; the quotes are removed.
    pub(super) quoted: bool,
    /// An opening quote that is not closed on its line.
    pub(super) open_quote: Option<usize>,
}

/// A file as one grammar reads it.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) entries: Vec<Entry>,
    /// Text that is neither an assignment nor a comment.
    pub(super) skipped: Vec<Skipped>,
    /// Where reading stopped early because values grew beyond the limit.
    pub(super) cut_off: Option<usize>,
}

/// Text that a grammar skips.
pub(super) struct Skipped {
    pub(super) span: Span,
    /// The unclosed quote that includes it, if any.
    pub(super) open_quote: Option<usize>,
}
