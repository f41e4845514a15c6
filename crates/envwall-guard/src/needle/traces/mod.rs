//! Whether the pieces of a needle stand in a text, in any order and encoding. What a program puts
//! together from constants leaves such traces; a text without them needs no parser.
//!
//! | module | holds |
//! |---|---|
//! | `spelled` | the ways in which a value may be spelled, each character with its place in it |
//! | `pool` | every short run of them, to be looked up |
//! | `seen` | which bytes of which needle were seen, and whether they are enough |
//! | `letters` | the letters and digits of a text, and its short literals |
//! | `numbers` | texts that are written as numbers |
//! | `blobs` | texts that are encoded more than once |

mod blobs;
mod letters;
mod numbers;
mod pool;
mod seen;
mod spelled;

use self::pool::Pool;
use self::seen::Seen;
use super::Piece;

/// What is looked for in texts.
pub(crate) struct Traces {
    pool: Pool,
}

/// What was seen so far of one text, which is read in blocks.
#[derive(Default)]
pub(crate) struct Trail {
    /// In the block before this one, and in this one.
    before: Seen,
    here: Seen,
    /// Runs that are long enough to count wherever they stand.
    long: Seen,
    /// A piece as modules hand them to each other.
    pub(crate) has_a_piece: bool,
}

impl Traces {
    pub(super) fn new(pieces: &[Piece]) -> Self {
        Self { pool: Pool::new(pieces) }
    }

    /// Whether a needle is of a kind that leaves no traces: then every program has to be parsed.
    pub(crate) fn are_blind(&self) -> bool {
        self.pool.is_blind()
    }

    /// Reads one reading of a block.
    pub(crate) fn read(&self, text: &[u8], trail: &mut Trail) {
        letters::read(text, &self.pool, &mut trail.here, &mut trail.long);
        let mut numbers = Seen::default();
        numbers::read(text, &self.pool, &mut numbers);
        trail.has_a_piece |= numbers.has_a_run();
        trail.here.merge(&numbers);
        blobs::read(text, &self.pool, &mut trail.here);
    }

    /// Whether numbers spell a piece as modules hand them to each other.
    pub(crate) fn spell_a_piece(&self, numbers: &str) -> bool {
        let mut seen = Seen::default();
        numbers::read(numbers.as_bytes(), &self.pool, &mut seen);
        self.pool.is_blind() || seen.has_a_run()
    }

    /// Ends a block: whether a needle may be put together from what stands in it, in the one
    /// before, and from the long runs of all.
    pub(crate) fn suffice(&self, trail: &mut Trail) -> bool {
        let wanted = self.pool.wanted();
        let here = std::mem::take(&mut trail.here);
        trail.before.merge(&here);
        trail.before.merge(&trail.long);
        let suffice = trail.before.suffice(wanted);
        trail.before = here;
        suffice
    }
}

#[cfg(test)]
mod tests {
    use envwall_core::SecretValue;

    use crate::needle::{Needles, Secret};

    use super::Trail;

    fn suffices(text: &str) -> bool {
        let secret = Secret::new("KEY", SecretValue::from("q7WzXe81-made-up-Kp0v4T"));
        let needles = Needles::new(&[secret], &[]);
        let mut trail = Trail::default();
        needles.traces().read(text.as_bytes(), &mut trail);
        needles.traces().suffice(&mut trail)
    }

    #[test]
    fn pieces_are_seen_in_any_order_and_encoding() {
        for text in [
            "f('q7WzXe81' + '-made-up-Kp0v4T')",
            "a='up-Kp0v4T';b='q7Wz';c='Xe81-mad'",
            "['q','7','W','z','X','e','8','1','-','m','a','d','e','-','u','p','-','K','p']",
            "q#7#W#z#X#e#8#1#-#m#a#d#e#-#u#p#-#K#p#0#v",
            "'T4v0pK-pu-edam-18eXzW7q'",
            "'Q7WZXE81'.toLowerCase()+'MADE-UP-KP'",
            "[113,55,87,122,88,101,56,49,45,109,97,100,101,45,117,112]",
            "[91,29,125,80,114,79,18,27,7,71,75,78,79,7,95,90]", // XOR 42
            "atob('cTdXelhl')+atob('ODEtbWFkZS11cA==')",
            "'cTdXelhlODEtbWFkZS11cC1LcDB2NFQ='",
            "'71377' + '57a58653831' + '2d6d6164652d7570'",
            "'Y1RkWGVsaGxPREV0YldGa1pTMTFjQzFMY0RCMk5GUT0='", // base64 twice
        ] {
            assert!(suffices(text), "{text}");
        }
        for text in ["f('q7WzXe81')", "made up", "'made-up-'+x", "q7Wz…0v4T"] {
            assert!(!suffices(text), "{text}");
        }
    }
}
