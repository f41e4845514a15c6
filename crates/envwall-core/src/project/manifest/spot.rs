//! A value and its place in the manifest.

use super::at::At;
use crate::source::Span;

/// A value and its span in the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot<T> {
    /// The value.
    pub value: T,
    /// Bytes of the manifest.
    pub span: Span,
}

impl<T: Clone> Spot<T> {
    pub(super) fn of(at: &At<T>) -> Self {
        Self { value: (**at).clone(), span: at.span() }
    }
}
