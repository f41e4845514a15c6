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
    let t = std::time::Instant::now();
    let (v, why) = judge2(text, context);
    if std::env::var_os("EW_TRACE").is_some() { eprintln!("{why}\t{}\t{}\t{v:?}", text.len(), t.elapsed().as_micros()); }
    if std::env::var_os("EW_DRY").is_some() { return Verdict::PassOver { may_export_a_piece: false }; }
    v
}
fn judge2(text: &[u8], context: &Context<'_>) -> (Verdict, &'static str) {
    let traces = context.needles.traces();
    if traces.are_blind() {
        return (Verdict::Parse, "blind");
    }
    let mut trail = Trail::default();
    for start in (0..text.len()).step_by(BLOCK) {
        let block = &text[start..text.len().min(start + BLOCK + OVERLAP)];
        let Some(levels) = levels::of(block) else { return (Verdict::Parse, "levels") };
        for level in std::iter::once(block).chain(levels.iter().map(Vec::as_slice)) {
            if context.names.stand_in(level) || context.needles.stand_beside(level) {
                return (Verdict::Parse, "names");
            }
            traces.read(level, &mut trail);
            if computing::picks(level) { return (Verdict::Parse, "picks"); }
            if computing::is_likely(level) { return (Verdict::Parse, "computes"); }
            trail.has_a_piece |= context.needles.hand_on(level);
        }
        if traces.suffice(&mut trail) { return (Verdict::Parse, "pieces"); }
    }
    (Verdict::PassOver { may_export_a_piece: trail.has_a_piece && exports(text) }, if trail.has_a_piece { "skip-piece" } else { "skip" })
}

/// Whether a script may export anything.
fn exports(text: &[u8]) -> bool {
    ["export", ".d("].iter().any(|word| memchr::memmem::find(text, word.as_bytes()).is_some())
}
