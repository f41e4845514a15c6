//! What a reader found in one file, before any expansion. No `Debug`: it is full of values.

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
    /// Whether quotes stood around the value and were taken off.
    pub(super) quoted: bool,
    /// An opening quote that nothing closes on its line.
    pub(super) open_quote: Option<usize>,
}

/// What one grammar made of a file.
#[derive(Default)]
pub(super) struct Reading {
    pub(super) entries: Vec<Entry>,
    /// Text that is neither an assignment nor a comment.
    pub(super) skipped: Vec<Skipped>,
    /// Where reading ended before the file did, because values grew beyond all measure.
    pub(super) cut_off: Option<usize>,
}

/// Text that a reader passed over.
pub(super) struct Skipped {
    pub(super) span: Span,
    /// The quote that swallowed it, if one did.
    pub(super) open_quote: Option<usize>,
}
