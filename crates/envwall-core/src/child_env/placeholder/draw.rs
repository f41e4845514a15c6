//! Random characters, with a record of the marks that identify the placeholder.

/// Minimum length of a run of random characters that no file contains by chance: 48 bits in
/// hexadecimal.
pub(super) const MIN_MARK: usize = 12;

/// One attempt at a placeholder.
pub(super) struct Draw {
    random: blake3::OutputReader,
    marks: Vec<String>,
    shape: Vec<String>,
    attempt: u8,
}

/// The characters of a text.
#[derive(Clone, Copy)]
pub(super) enum Alphabet {
    Hex,
    UpperHex,
    Digits,
    /// Upper case and digits that are both hexadecimal and base32.
    Base32,
}

impl Draw {
    pub(super) fn new(seed: &[u8; 32], name: &str, attempt: u8) -> Self {
        let mut hasher = blake3::Hasher::new_keyed(seed);
        hasher.update(name.as_bytes()).update(&[0, attempt]);
        Self { random: hasher.finalize_xof(), marks: Vec::new(), shape: Vec::new(), attempt }
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
            Alphabet::UpperHex => b"0123456789ABCDEF",
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

    /// Records a text as a mark if it is long enough.
    pub(super) fn mark(&mut self, text: &str) {
        if text.len() >= MIN_MARK {
            self.marks.push(text.to_owned());
        }
    }

    /// Records a fixed text that may also be in the real value.
    pub(super) fn keep(&mut self, text: impl Into<String>) {
        self.shape.push(text.into());
    }

    /// The placeholder without its fixed texts.
    pub(super) fn without_shape(&self, placeholder: &str) -> String {
        let kept = self.shape.iter().filter(|kept| !kept.is_empty());
        kept.fold(placeholder.to_owned(), |text, kept| text.replace(kept.as_str(), "\0"))
    }

    pub(super) fn is_unmistakable(&self) -> bool {
        !self.marks.is_empty()
    }

    pub(super) fn into_marks(self) -> Vec<String> {
        self.marks
    }
}
