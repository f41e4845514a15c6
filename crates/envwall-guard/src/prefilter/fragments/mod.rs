//! The fragment index: whether pieces of a needle are in a text, in any order and encoding. What a
//! program composes from constants leaves such fragments; a text without them needs no parser.
//!
//! | module | holds |
//! |---|---|
//! | `spellings` | how a value may be spelled, each character with its place in it |
//! | `ngrams` | every short run of them, to be looked up |
//! | `coverage` | which bytes of which needle were seen, and whether they are enough |
//! | `literals` | the letters and digits of a text, and its short literals |
//! | `numbers` | texts that are written as numbers |
//! | `encoded_blobs` | texts that are encoded more than once |

mod coverage;
mod encoded_blobs;
mod literals;
mod ngrams;
mod numbers;
mod spellings;

use self::coverage::Coverage;
use self::ngrams::NgramIndex;
use crate::needle::Piece;

/// What is looked for in texts.
pub(super) struct FragmentIndex {
    index: NgramIndex,
}

/// What was seen so far of one text, which is read in blocks.
#[derive(Default)]
pub(super) struct Progress {
    /// In the block before this one, and in this one.
    before: Coverage,
    here: Coverage,
    /// Runs that are long enough to count wherever they are.
    long: Coverage,
    /// A piece as modules hand them to each other.
    pub(super) has_a_piece: bool,
}

impl FragmentIndex {
    pub(super) fn new(pieces: &[Piece]) -> Self {
        Self { index: NgramIndex::new(pieces) }
    }

    /// Whether a needle is of a kind that leaves no fragments, or there are too many for an index: then
    /// every program has to be parsed.
    pub(super) fn is_blind(&self) -> bool {
        self.index.is_blind()
    }

    /// Reads one reading of a block.
    pub(super) fn read(&self, text: &[u8], progress: &mut Progress) {
        literals::read(text, &self.index, &mut progress.here, &mut progress.long);
        let mut numbers = Coverage::default();
        numbers::read(text, &self.index, &mut numbers);
        progress.has_a_piece |= numbers.has_a_run();
        progress.here.merge(&numbers);
        encoded_blobs::read(text, &self.index, &mut progress.here);
    }

    /// Whether numbers spell a piece as modules hand them to each other.
    pub(super) fn spell_a_piece(&self, numbers: &str) -> bool {
        let mut coverage = Coverage::default();
        numbers::read(numbers.as_bytes(), &self.index, &mut coverage);
        self.index.is_blind() || coverage.has_a_run()
    }

    /// Ends a block: whether a needle may be put together from what is in it, in the one
    /// before, and from the long runs of all.
    pub(super) fn suffice(&self, progress: &mut Progress) -> bool {
        let wanted = self.index.wanted();
        let here = std::mem::take(&mut progress.here);
        progress.before.merge(&here);
        progress.before.merge(&progress.long);
        let suffice = progress.before.suffice(wanted);
        progress.before = here;
        suffice
    }
}

#[cfg(test)]
mod tests {
    use envwall_core::SecretValue;

    use super::{FragmentIndex, Progress};
    use crate::needle::{Needles, Secret, Secrets};

    fn index(values: impl IntoIterator<Item = String>) -> FragmentIndex {
        let secret = |value: String| Secret::new("KEY", SecretValue::from(value));
        let secrets = Secrets::new(values.into_iter().map(secret));
        FragmentIndex::new(Needles::new(&secrets, &[]).pieces())
    }

    fn suffices(text: &str) -> bool {
        let mut progress = Progress::default();
        let index = index(["q7WzXe81-made-up-Kp0v4T".to_owned()]);
        index.read(text.as_bytes(), &mut progress);
        index.suffice(&mut progress)
    }

    #[test]
    fn more_characters_than_an_index_is_made_for_are_left_to_the_parser() {
        let values = |count| (0..count).map(|at| format!("q7WzXe81-made-up-Kp0v4T-{at:08}"));
        assert!(!index(values(256)).is_blind(), "256 values of 32 characters");
        assert!(index(values(257)).is_blind());
        assert!(!index(values(256)).spell_a_piece("[]") && index(values(257)).spell_a_piece("[]"));
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
