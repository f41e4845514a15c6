//! Values too short for runs of eight bytes: hidden where they are a word.

use memchr::memmem::Finder;

/// Number of bytes that are examined before a word, to see whether it begins there.
pub(super) const BEFORE: usize = 32;

/// The words that must not be shown.
#[derive(Default)]
pub(super) struct Words {
    words: Vec<Finder<'static>>,
    longest: usize,
}

impl Words {
    pub(super) fn of(mut words: Vec<Vec<u8>>) -> Self {
        words.sort_unstable();
        words.dedup();
        let longest = words.iter().map(Vec::len).max().unwrap_or(0);
        let words = words.iter().map(|word| Finder::new(word).into_owned()).collect();
        Self { words, longest }
    }

    /// The length of the longest word.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// Calls back with start and end of every word in the text; `ended` if nothing follows.
    pub(super) fn find(&self, text: &[u8], ended: bool, mut found: impl FnMut(usize, usize)) {
        for word in &self.words {
            let mut from = 0;
            while let Some(at) = word.find(&text[from..]).map(|at| from + at) {
                let end = at + word.needle().len();
                let follows = text.get(end).map_or(ended, |byte| !byte.is_ascii_alphanumeric());
                if follows && begins_word(text, at) {
                    found(at, end);
                }
                from = at + 1;
            }
        }
    }

    /// The length of the longest end of the text that may become a word.
    pub(super) fn begun(&self, text: &[u8]) -> usize {
        let begun = self.words.iter().map(|word| {
            let max = word.needle().len().min(text.len());
            let begins = |length: &usize| {
                let at = text.len() - length;
                text[at..] == word.needle()[..*length] && begins_word(text, at)
            };
            (1..=max).rev().find(begins).unwrap_or(0)
        });
        begun.max().unwrap_or(0)
    }
}

/// Whether a word may begin here. A byte beyond ASCII counts as no letter, which hides more.
fn begins_word(text: &[u8], at: usize) -> bool {
    let before = &text[at.saturating_sub(BEFORE)..at];
    let Some(last) = before.last() else { return true };
    !last.is_ascii_alphanumeric() || ends_with_colour(before) || ends_with_escape(before)
}

/// Whether a terminal's control sequence ends here, such as `ESC [ 1 ; 32 m` (ECMA-48, 5.4).
fn ends_with_colour(text: &[u8]) -> bool {
    let Some((b'@'..=b'~', rest)) = text.split_last() else { return false };
    let parameters = rest.iter().rev().take_while(|byte| (b' '..=b'?').contains(byte)).count();
    rest[..rest.len() - parameters].ends_with(b"\x1b[")
}

/// Whether `\n` of a string, or `%3D` of an address, ends here.
fn ends_with_escape(text: &[u8]) -> bool {
    match text {
        [.., b'\\', letter] => b"bfnrt".contains(letter),
        [.., b'%', high, low] => high.is_ascii_hexdigit() && low.is_ascii_hexdigit(),
        _ => false,
    }
}
