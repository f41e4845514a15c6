//! Shingles: the short runs of characters that the needles consist of, to tell whether a text may be
//! a piece of one. Scripts hand each other pieces.

use envwall_core::guessability::bits;
use rustc_hash::FxHashSet;

use crate::needle::Piece;
use crate::needle::encode::forms;

/// Characters of a shingle: shorter pieces are in every value.
const LENGTH: usize = 5;

/// So many bits a common run of characters has to have: words and schemes of addresses have less.
const TELLING: f64 = 16.0;

/// A literal has to have more for a script to be parsed because of it, as bits or as characters:
/// seven hexadecimal digits of some value are in every large table of such.
const PARSED: (f64, usize) = (32.0, 10);

/// Every run of a few characters of the values, in every encoding.
pub(super) struct Shingles(FxHashSet<[u8; LENGTH]>);

impl Shingles {
    pub(super) fn new(pieces: &[Piece]) -> Self {
        let mut runs = FxHashSet::default();
        for piece in pieces {
            for form in forms(piece.text.expose(), piece.strong) {
                runs.extend(
                    form.bytes.windows(LENGTH).filter_map(|run| run.first_chunk().copied()),
                );
            }
        }
        Self(runs)
    }

    /// Whether a literal begins or ends with a piece.
    pub(super) fn has_a_literal_of(&self, text: &[u8]) -> bool {
        const MAX_LITERAL: usize = 256;
        let known = |run: Option<&[u8; LENGTH]>| run.is_some_and(|run| self.0.contains(run));
        let tells = |part: &[u8]| self.clearly_share_a_run(&String::from_utf8_lossy(part));
        memchr::memchr3_iter(b'"', b'\'', b'`', text).any(|at| {
            let (before, after) = (&text[at.saturating_sub(MAX_LITERAL)..at], &text[at + 1..]);
            let after = &after[..after.len().min(MAX_LITERAL)];
            known(after.first_chunk()) && tells(after)
                || known(before.last_chunk()) && tells(before)
        })
    }

    pub(super) fn share_a_run(&self, text: &str) -> bool {
        self.shared(text, (TELLING, usize::MAX))
    }

    /// Whether more is shared than by chance.
    pub(super) fn clearly_share_a_run(&self, text: &str) -> bool {
        self.shared(text, PARSED)
    }

    fn shared(&self, text: &str, (telling, long): (f64, usize)) -> bool {
        let known = |run: &[u8]| run.first_chunk().is_some_and(|run| self.0.contains(run));
        let mut common = 0..0;
        for (at, run) in text.as_bytes().windows(LENGTH).enumerate() {
            if !known(run) {
                continue;
            }
            let goes_on = common.end == at + LENGTH - 1;
            common = if goes_on { common.start..at + LENGTH } else { at..at + LENGTH };
            let tells = |common: &str| common.len() >= long || bits(common) >= telling;
            if text.get(common.clone()).is_some_and(tells) {
                return true;
            }
        }
        false
    }
}
