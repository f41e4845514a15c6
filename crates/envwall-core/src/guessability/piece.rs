//! A piece of a text.

use std::ops::Range;

/// What a piece of a text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// A word of the lists.
    Word,
    /// Characters in an order that anybody knows: a sequence, a walk on the keyboard, a date.
    Run,
    /// So many characters again and again.
    Repetition(usize),
    /// Anything else.
    Unknown,
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Where it is, in characters.
    pub at: Range<usize>,
    pub kind: Kind,
    /// How many guesses it takes, as a power of two.
    pub bits: f64,
}
