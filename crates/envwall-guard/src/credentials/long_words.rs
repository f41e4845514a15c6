//! Long runs of the characters that tokens are made of. Most of a text is never touched.

use std::ops::Range;

/// Characters in a row that nearly every credential has.
pub(super) const MIN_LENGTH: usize = 15;

/// Whether a character is one that tokens are made of.
#[inline]
pub(super) fn is_of_word(byte: u8) -> bool {
    OF_WORD[usize::from(byte)]
}

static OF_WORD: [bool; 256] = {
    let (mut table, mut byte) = ([false; 256], 0u8);
    while byte < 128 {
        table[byte as usize] =
            byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+' | b'/' | b'=');
        byte += 1;
    }
    table
};

/// Every run of such characters that is long enough, in its order.
pub(super) fn long_words(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        // read backwards: the last other character says where a run can begin
        while let Some(word) = text.get(start..start + MIN_LENGTH) {
            if let Some(other) = word.iter().rposition(|byte| !is_of_word(*byte)) {
                start += other + 1;
                continue;
            }
            let rest = text[start + MIN_LENGTH..].iter();
            let end = start + MIN_LENGTH + rest.take_while(|byte| is_of_word(**byte)).count();
            let word = start..end;
            start = end + 1;
            return Some(word);
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn they_are_those_that_a_split_finds(text in "([ab./+]{0,12}[a-z ]{0,20}){0,8}") {
            let mut at = 0;
            let split = text.split(|char: char| !is_of_word(char as u8)).map(|word| {
                let start = at;
                at += word.len() + 1;
                start..start + word.len()
            });
            let split: Vec<_> = split.filter(|word| word.len() >= MIN_LENGTH).collect();
            prop_assert_eq!(long_words(text.as_bytes()).collect::<Vec<_>>(), split);
        }
    }
}
