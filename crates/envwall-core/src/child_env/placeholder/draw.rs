//! Random characters, with a record of the marks that identify the placeholder.

use std::collections::HashSet;

use super::runs::{content, runs};

/// Minimum length of a run of random characters that no file contains by chance: 48 bits in
/// hexadecimal.
pub(super) const MIN_MARK: usize = 12;

/// Minimum length of a fixed text that is exempt from the comparison with the real value.
const MIN_KEPT: usize = 4;

/// How a text inside of another is drawn; `None` where that is not possible.
type DrawText = fn(&str, &mut Draw) -> Option<String>;

/// What draws texts of any kind: a text has others in it, which may be of any kind again.
#[derive(Clone, Copy)]
pub(super) struct Kinds {
    /// A text like the real one.
    pub(super) like: DrawText,
    /// The same if the real one has a structure.
    pub(super) shaped: DrawText,
}

/// One attempt at a placeholder.
pub(super) struct Draw {
    kinds: Kinds,
    random: blake3::OutputReader,
    marks: Vec<String>,
    shape: Vec<String>,
    attempt: u8,
}

/// The characters of a text.
#[derive(Clone, Copy)]
pub(super) enum Alphabet {
    Hex,
    Digits,
    /// Upper case and digits that are both hexadecimal and base32.
    Base32,
}

impl Draw {
    pub(super) fn new(seed: &[u8; 32], name: &str, attempt: u8, kinds: Kinds) -> Self {
        let mut hasher = blake3::Hasher::new_keyed(seed);
        hasher.update(name.as_bytes()).update(&[0, attempt]);
        Self { kinds, random: hasher.finalize_xof(), marks: Vec::new(), shape: Vec::new(), attempt }
    }

    /// A text like the real one, of any kind.
    pub(super) fn like(&mut self, real: &str) -> Option<String> {
        (self.kinds.like)(real, self)
    }

    /// The same if the real one has a structure.
    pub(super) fn shaped(&mut self, real: &str) -> Option<String> {
        (self.kinds.shaped)(real, self)
    }

    /// Whether a placeholder contains eight consecutive characters of a real value outside its fixed
    /// parts.
    pub(super) fn shares(&self, placeholder: &str, real: &str) -> bool {
        let drawn = self.without_shape(&content(placeholder));
        let drawn: HashSet<&str> = runs(&drawn).collect();
        let inner = content(real);
        [real, &inner].iter().any(|real| runs(real).any(|run| drawn.contains(run)))
    }

    /// Number of the attempt, from 0: a format may vary with it.
    pub(super) fn attempt(&self) -> u8 {
        self.attempt
    }

    /// Random lower-case hexadecimal digits.
    pub(super) fn hex(&mut self, length: usize) -> String {
        self.text(Alphabet::Hex, length)
    }

    /// Random characters, recorded as a mark if they are long enough.
    pub(super) fn text(&mut self, alphabet: Alphabet, length: usize) -> String {
        let characters: &[u8] = match alphabet {
            Alphabet::Hex => b"0123456789abcdef",
            Alphabet::Digits => b"0123456789",
            Alphabet::Base32 => b"234567ABCDEF",
        };
        let text: String = (0..length).map(|_| self.one_of(characters)).collect();
        self.mark(&text);
        text
    }

    /// One of the given ASCII characters.
    pub(super) fn one_of(&mut self, characters: &[u8]) -> char {
        let at = self.below(characters.len() as u64);
        usize::try_from(at)
            .ok()
            .and_then(|at| characters.get(at))
            .map_or('0', |char| (*char).into())
    }

    /// A number from 0 up to, but not including, the limit, which is at least 1.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        let mut bytes = [0; 16];
        self.random.fill(&mut bytes);
        // 128 bits, so that the bias is negligible
        u64::try_from(u128::from_le_bytes(bytes) % u128::from(limit.max(1))).unwrap_or(0)
    }

    /// Random bytes.
    pub(super) fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.random.fill(&mut bytes);
        bytes
    }

    /// Records a text as a mark if it is long enough.
    pub(super) fn mark(&mut self, text: &str) {
        if text.len() < MIN_MARK {
            return;
        }
        // code that changes the case of a value prefers lower case
        let lower = text.to_lowercase();
        let is_mixed = lower != text && text.contains(|char: char| char.is_ascii_lowercase());
        for mark in [Some(text), is_mixed.then_some(lower.as_str())].into_iter().flatten() {
            if !self.marks.iter().any(|known| known == mark) {
                self.marks.push(mark.to_owned());
            }
        }
    }

    /// Forgets what was recorded if nothing comes of it.
    pub(super) fn if_any<T>(&mut self, draw: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let (marks, shape) = (self.marks.len(), self.shape.len());
        let drawn = draw(self);
        if drawn.is_none() {
            self.marks.truncate(marks);
            self.shape.truncate(shape);
        }
        drawn
    }

    /// How many marks there are.
    pub(super) fn marks(&self) -> usize {
        self.marks.len()
    }

    /// Records a fixed text that may also be in the real value.
    pub(super) fn keep(&mut self, text: impl Into<String>) {
        self.shape.push(text.into());
    }

    /// Records what an encoded placeholder has in common with the encoded value. Whether the texts
    /// in them may have that in common has been checked already.
    pub(super) fn keep_common(&mut self, placeholder: &str, real: &str) {
        let common = runs(placeholder).filter(|run| real.contains(run));
        self.shape.extend(common.map(str::to_owned));
    }

    /// The placeholder without its fixed texts. Very short ones remain: to remove a letter wherever
    /// it is would hide everything that has it.
    pub(super) fn without_shape(&self, placeholder: &str) -> String {
        let mut kept: Vec<&str> = self.shape.iter().map(String::as_str).collect();
        kept.retain(|kept| kept.len() >= MIN_KEPT);
        kept.sort_unstable_by_key(|kept| std::cmp::Reverse(kept.len()));
        kept.dedup();
        kept.into_iter().fold(placeholder.to_owned(), |text, kept| text.replace(kept, "\0"))
    }

    pub(super) fn is_unmistakable(&self) -> bool {
        !self.marks.is_empty()
    }

    pub(super) fn into_marks(self) -> Vec<String> {
        self.marks
    }
}
