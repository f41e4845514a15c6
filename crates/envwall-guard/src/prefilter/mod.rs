//! The prefilter in front of the parser: whether parsing a program can tell more than its bytes do.
//!
//! A parser sees through escapes and evaluates what a program composes. What comes of either are
//! the characters of literals, so a program can come to a needle only if fragments of the needle are
//! in it ([`FragmentIndex`]), or if it computes characters from others (`computed_characters`). A
//! program without either is read as text with its escapes undone.
//!
//! | module | holds |
//! |---|---|
//! | `fragments` | what fragments of needles a text holds, in any order and encoding |
//! | `shingles` | whether a text may be a piece of a needle |
//! | `unescaped_levels` | a text with its escapes undone, again and again |
//! | `computed_characters` | code that computes characters, and what it may compute them from |

mod computed_characters;
mod fragments;
mod shingles;
mod unescaped_levels;

use std::sync::OnceLock;

use self::fragments::{FragmentIndex, Progress};
use self::shingles::Shingles;
use crate::indicators::ServerNames;
use crate::needle::Needles;

/// Pieces of fewer than eight characters count together if they are in one block or in two that
/// follow one another.
const BLOCK: usize = 32 << 10;

/// What spans the end of a block is in the next one, too.
const OVERLAP: usize = 256;

/// Whether a program is parsed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum ParseDecision {
    /// The parser may see what the bytes do not tell.
    Parse,
    /// There is nothing that only a parser sees.
    Skip {
        /// Whether another script may go on with something that is there.
        may_export_a_piece: bool,
    },
}

/// Decides about programs. Its indexes are built when they are first needed: most outputs need none.
pub(crate) struct Prefilter<'n> {
    needles: &'n Needles,
    names: &'n ServerNames,
    fragments: OnceLock<FragmentIndex>,
    shingles: OnceLock<Shingles>,
}

impl<'n> Prefilter<'n> {
    pub(crate) fn new(needles: &'n Needles, names: &'n ServerNames) -> Self {
        Self { needles, names, fragments: OnceLock::new(), shingles: OnceLock::new() }
    }

    /// Decides about a program by its bytes.
    pub(crate) fn decide(&self, text: &[u8]) -> ParseDecision {
        let fragments = self.fragments();
        if fragments.is_blind() {
            return ParseDecision::Parse;
        }
        let mut progress = Progress::default();
        for start in (0..text.len()).step_by(BLOCK) {
            let block = &text[start..text.len().min(start + BLOCK + OVERLAP)];
            let Some(levels) = unescaped_levels::of(block) else { return ParseDecision::Parse };
            for level in std::iter::once(block).chain(levels.iter().map(Vec::as_slice)) {
                if self.is_decisive(level) {
                    return ParseDecision::Parse;
                }
                fragments.read(level, &mut progress);
                progress.has_a_piece |= self.shingles().has_a_literal_of(level);
            }
            if fragments.suffice(&mut progress) {
                return ParseDecision::Parse;
            }
        }
        ParseDecision::Skip { may_export_a_piece: progress.has_a_piece && exports(text) }
    }

    /// Whether one reading of a block is enough for the parser to be asked.
    fn is_decisive(&self, text: &[u8]) -> bool {
        self.names.occur_in(text)
            || self.needles.adjacent_names_occur_in(text)
            || computed_characters::are_likely(text)
    }

    /// Whether a text that a script exports may be a piece of a needle: any shared run if
    /// `exhaustive`, else only what a script would be parsed for.
    pub(crate) fn may_be_a_piece(&self, text: &str, exhaustive: bool) -> bool {
        let shingles = self.shingles();
        if exhaustive { shingles.share_a_run(text) } else { shingles.clearly_share_a_run(text) }
    }

    /// Whether numbers that a script exports may spell a piece of a needle.
    pub(crate) fn may_spell_a_piece(&self, numbers: &str) -> bool {
        self.fragments().spell_a_piece(numbers)
    }

    fn fragments(&self) -> &FragmentIndex {
        self.fragments.get_or_init(|| FragmentIndex::new(self.needles.pieces()))
    }

    fn shingles(&self) -> &Shingles {
        self.shingles.get_or_init(|| Shingles::new(self.needles.pieces()))
    }
}

/// Whether a script may export anything.
fn exports(text: &[u8]) -> bool {
    ["export", ".d("].iter().any(|word| memchr::memmem::find(text, word.as_bytes()).is_some())
}
