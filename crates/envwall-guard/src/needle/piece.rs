//! The pieces of sensitive values that are searched for, and their occurrences.

use std::ops::Range;

use envwall_core::SecretValue;

use super::secret::{Part, SecretId};
use crate::text::encoding::Encoding;

/// Which of the pieces that are searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct PieceId(pub(super) usize);

/// A value, or a part of one.
pub(crate) struct Piece {
    pub(crate) secret: SecretId,
    pub(crate) text: SecretValue,
    /// `None` is the value itself.
    pub(crate) part: Option<Part>,
    /// Where in the value the part is, as a hash: its place has names that the value holds.
    pub(crate) place: Option<String>,
    /// How many bytes in a row are an occurrence.
    pub(crate) min_run: usize,
    /// Whether nobody writes it by chance, however much is written.
    pub(crate) strong: bool,
}

/// An occurrence of a needle.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    pub(crate) secret: SecretId,
    /// The piece; `None` for a guessable value that was found next to its variable's name.
    pub(crate) piece: Option<PieceId>,
    /// What of the value it is; `None` is all of it.
    pub(crate) part: Option<Part>,
    /// The encoding in which it was found.
    pub(crate) encoding: Option<Encoding>,
    pub(crate) span: Range<usize>,
}

impl Match {
    /// The same where the text that was searched begins at a byte of another.
    pub(crate) fn moved(self, start: usize) -> Self {
        Self { span: start + self.span.start..start + self.span.end, ..self }
    }
}
