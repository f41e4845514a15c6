//! Whether a text may be a piece of a value: scripts hand each other pieces.

use rustc_hash::FxHashSet;

use super::Piece;
use super::encode::forms;
use super::strength::bits;

/// A shorter piece stands in every value.
const SHORTEST: usize = 5;

/// So many bits a common run of characters has to have: words and schemes of addresses have less.
const TELLING: f64 = 16.0;

/// A literal has to have more for a script to be parsed because of it, as bits or as characters:
/// seven hexadecimal digits of some value stand in every large table of such.
const PARSED: (f64, usize) = (32.0, 10);

/// Every run of a few characters of the values, in every encoding.
pub(super) struct Shares(FxHashSet<[u8; SHORTEST]>);

impl Shares {
    pub(super) fn new(pieces: &[Piece]) -> Self {
        let mut runs = FxHashSet::default();
        for piece in pieces {
            for form in forms(piece.text.expose(), piece.strong) {
                runs.extend(
                    form.bytes.windows(SHORTEST).filter_map(|run| run.first_chunk().copied()),
                );
            }
        }
        Self(runs)
    }

    /// Whether a literal begins or ends with a piece.
    pub(super) fn with_a_literal(&self, text: &[u8]) -> bool {
        const LONGEST: usize = 256;
        let known = |run: Option<&[u8; SHORTEST]>| run.is_some_and(|run| self.0.contains(run));
        let tells = |part: &[u8]| self.clearly_with(&String::from_utf8_lossy(part));
        memchr::memchr3_iter(b'"', b'\'', b'`', text).any(|at| {
            let (before, after) = (&text[at.saturating_sub(LONGEST)..at], &text[at + 1..]);
            let after = &after[..after.len().min(LONGEST)];
            known(after.first_chunk()) && tells(after)
                || known(before.last_chunk()) && tells(before)
        })
    }

    pub(super) fn with(&self, text: &str) -> bool {
        self.shared(text, (TELLING, usize::MAX))
    }

    /// Whether more is shared than by chance.
    pub(super) fn clearly_with(&self, text: &str) -> bool {
        self.shared(text, PARSED)
    }

    fn shared(&self, text: &str, (telling, long): (f64, usize)) -> bool {
        let known = |run: &[u8]| run.first_chunk().is_some_and(|run| self.0.contains(run));
        let mut common = 0..0;
        for (at, run) in text.as_bytes().windows(SHORTEST).enumerate() {
            if !known(run) {
                continue;
            }
            let goes_on = common.end == at + SHORTEST - 1;
            common = if goes_on { common.start..at + SHORTEST } else { at..at + SHORTEST };
            let tells = |common: &str| common.len() >= long || bits(common) >= telling;
            if text.get(common.clone()).is_some_and(tells) {
                return true;
            }
        }
        false
    }
}
