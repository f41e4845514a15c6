//! The prefilter in front of the parser: whether parsing a program can tell more than its bytes do.
//!
//! A parser sees through escapes and evaluates what a program composes. What comes of either are
//! the characters of literals, so a program can come to a needle only if pieces of the needle are
//! literals, or in literals or numbers of it, or if it computes characters from others
//! (`computed_characters`). A program without either is read as text with its escapes undone.
//!
//! | module | holds |
//! |---|---|
//! | `forms`, `index` | every way in which needles may be spelled, to be looked up |
//! | `reader` | where pieces are looked for: `chain`, `encoded`, `numbers` |
//! | `evidence` | what was met, and whether it is enough |
//! | `variable_reads` | names that are read as variables |
//! | `regions` | the parts of a program around some places |
//! | `computed_characters` | code that computes characters |
//!
//! What each rule is for: how many are lost without it, of 1,000 random programs of
//! `tests/guard/prefilter.rs` and of 3,000 of `tests/forms/chains.mjs`, or else which test fails
//! without it. Pieces have none of 171 MB of published scripts parsed; code that computes
//! characters 1.7 MB, the parts of it that are there for one rule alone are the last column.
//!
//! | rule | programs | chains | test | MB |
//! |---|---|---|---|---|
//! | numbers as characters | 94 | 25 | | |
//! | neighbouring literals together | 81 | 2 | | |
//! | separators left out | 57 | 0 | | |
//! | pieces inside literals | 50 | 192 | | |
//! | programs in literals | 37 | 10 | | |
//! | hex | 16 | 37 | | |
//! | base64 | 15 | 25 | | |
//! | backwards | 14 | 50 | | |
//! | percent signs between literals | 3 | 0 | | |
//! | long pieces wherever they are | 2 | 0 | | |
//! | base64 and hex in literals | 0 | 9 | | |
//! | percent signs in literals | 0 | 5 | | |
//! | turned around, then hex or base64 | 0 | 4 | `each_spelling_is_looked_up` | |
//! | shorter pieces that are a literal | 0 | 3 | | |
//! | steps between numbers, upper and lower case, references, numbers in a literal | 0 | 0 | the same | |
//! | escapes in literals | 0 | 0 | `what_frameworks_write` | |
//! | values of words without their signs | 0 | 0 | `values_of_words_are_put_together_again` | |
//! | `fromCharCode` | 3 | 23 | `decoders_are_parsed` | 0.43 |
//! | `charCodeAt` | 0 | 0 | `every_form_is_reported_alike` | 0.21 |
//! | `^` | 0 | 0 | `decoders_are_parsed` | 0.34 |
//! | `.filter(` | 0 | 0 | the same | 0.25 |
//! | characters by their indices | 0 | 0 | the same | 0.42 |

mod chain;
mod computed_characters;
mod encoded;
mod evidence;
mod forms;
mod index;
mod numbers;
mod reader;
mod regions;
mod variable_reads;

use std::ops::Range;

use self::reader::{Indexes, Reader};
use crate::indicators::ServerNames;
use crate::needle::Needles;

/// Whether a program is parsed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ParseDecision {
    /// The parser may see what the bytes do not tell.
    Parse,
    /// It may see that in these parts alone; there may be none.
    Parts {
        parts: Vec<Range<usize>>,
        /// Whether another script may go on with something that is there.
        may_export_a_piece: bool,
    },
}

/// Decides about programs.
pub(crate) struct Prefilter<'n> {
    names: &'n ServerNames,
    indexes: Indexes<'n>,
}

impl<'n> Prefilter<'n> {
    pub(crate) fn new(needles: &'n Needles, names: &'n ServerNames) -> Self {
        Self { names, indexes: Indexes::new(needles.pieces()) }
    }

    /// Decides about a program by its bytes. `composed_names` are places that have to be parsed;
    /// where it reads server variables matters if it `may_read` any.
    pub(crate) fn decide(
        &self,
        text: &[u8],
        composed_names: &[usize],
        may_read: bool,
    ) -> ParseDecision {
        let names = if may_read { self.names.places(text) } else { Vec::new() };
        let Some(reads) = variable_reads::places(text, names) else { return ParseDecision::Parse };
        let mut reader = Reader::new(&self.indexes);
        reader.program(text);
        let may_export_a_piece = reader.evidence.has_a_piece() && exports(text);
        if reader.evidence.suffices(&self.indexes.forms().wanted) {
            return ParseDecision::Parse;
        }
        let mut places = computed_characters::places(text);
        places.extend(composed_names);
        places.extend(reads);
        places.sort_unstable();
        let parts = if places.is_empty() { Vec::new() } else { regions::around(text, &places) };
        ParseDecision::Parts { parts, may_export_a_piece }
    }

    /// Whether a text that a script exports may be a piece of a needle.
    pub(crate) fn may_be_a_piece(&self, text: &[u8]) -> bool {
        let mut reader = Reader::new(&self.indexes);
        reader.literal(text, 0);
        !reader.evidence.is_empty()
    }

    /// Builds what it needs later than the rest.
    pub(crate) fn prepare(&self) {
        self.indexes.steps();
    }
}

/// Whether a script may export anything.
fn exports(text: &[u8]) -> bool {
    ["export", ".d("].iter().any(|word| memchr::memmem::find(text, word.as_bytes()).is_some())
}
