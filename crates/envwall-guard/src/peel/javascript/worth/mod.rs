//! Whether parsing a program can tell more than its bytes do.
//!
//! A parser sees through escapes and evaluates what a program puts together. What comes of either
//! are the characters of constants, so a program can come to a needle only if the needle's pieces
//! stand in it ([`Traces`](crate::needle::Traces)), or if it computes characters from others
//! (`computing`). A program without either is read as text with its escapes undone.
//!
//! | module | holds |
//! |---|---|
//! | `levels` | a text with its escapes undone, again and again |
//! | `computing` | code that computes characters, and what it may compute them from |

mod computing;
mod levels;

use super::super::Context;
use crate::needle::Trail;

/// Pieces of fewer than eight characters count together if they stand in one block or in two that
/// follow one another.
const BLOCK: usize = 32 << 10;

/// What stands across the end of a block stands in the next one, too.
const OVERLAP: usize = 256;

/// What the bytes of a program say.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The parser may see what the bytes do not tell.
    Parse,
    /// There is nothing to see.
    PassOver {
        /// Whether something stands there that another script may go on with.
        may_export_a_piece: bool,
    },
}

/// Judges a program by its bytes.
pub(super) fn judge(text: &[u8], context: &Context<'_>) -> Verdict {
    let traces = context.needles.traces();
    if traces.are_blind() {
        return Verdict::Parse;
    }
    let mut trail = Trail::default();
    for start in (0..text.len()).step_by(BLOCK) {
        let block = &text[start..text.len().min(start + BLOCK + OVERLAP)];
        let Some(levels) = levels::of(block) else { return Verdict::Parse };
        for level in std::iter::once(block).chain(levels.iter().map(Vec::as_slice)) {
            if is_telling(level, context) {
                return Verdict::Parse;
            }
            traces.read(level, &mut trail);
            trail.has_a_piece |= context.needles.hand_on(level);
        }
        if traces.suffice(&mut trail) {
            return Verdict::Parse;
        }
    }
    Verdict::PassOver { may_export_a_piece: trail.has_a_piece && exports(text) }
}

/// Whether one reading of a block is enough for the parser to be asked.
fn is_telling(text: &[u8], context: &Context<'_>) -> bool {
    context.names.stand_in(text) || context.needles.stand_beside(text) || computing::is_likely(text)
}

/// Whether a script may export anything.
fn exports(text: &[u8]) -> bool {
    ["export", ".d("].iter().any(|word| memchr::memmem::find(text, word.as_bytes()).is_some())
}
