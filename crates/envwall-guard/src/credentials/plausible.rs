//! Whether the random part of a credential was made by a generator. Documentation, tests and
//! validators have samples, placeholders and alphabets in its place.

use std::collections::BTreeSet;

use envwall_core::guessability::{is_random, is_searchable};

/// Words of samples. In a random text of 40 letters and digits one of them occurs once in ten
/// thousand.
const WORDS: &[&str] = &[
    "example",
    "sample",
    "dummy",
    "placeholder",
    "redacted",
    "changeme",
    "replace",
    "secret",
    "password",
    "token",
    "insert",
    "foobar",
    "xxxx",
    "your",
    "fake",
];

/// Parts of samples that look as if a generator had made them: of Azurite's account, Stripe's and
/// `SendGrid`'s documentation.
const SAMPLES: &[&str] = &[
    "Eby8vdM02xNOcqFlqUwJPL",
    "4eC39HqLyjWDarjtT1zdp7dc",
    "BQokikJOvBiI2HlWgH4olfQ2",
    "ngeVfQFYQlKU0ufo8x5d1A",
];

/// Longer texts hold such words by chance.
const MAX_WITH_WORDS: usize = 200;

/// So many characters that follow one another in an alphabet, or are the same, are no chance.
const MAX_SEQUENCE: usize = 6;

/// A random text of some length has more different characters than these.
const MIN_DISTINCT: usize = 8;

/// Whether nobody wrote a text by hand.
pub(super) fn is_plausible(text: &str) -> bool {
    let distinct = text.bytes().collect::<BTreeSet<_>>().len();
    distinct >= MIN_DISTINCT.min(text.len() / 2 + 1)
        && !has_sequence(text.as_bytes())
        && !(text.len() <= MAX_WITH_WORDS && has_word(text))
        && (is_random(text) || !text.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        && is_searchable(text)
}

fn has_word(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
        || SAMPLES.iter().any(|sample| text.contains(sample))
}

/// Whether characters go up, down or stay the same for too long: `abcdef`, `654321`, `000000`.
fn has_sequence(text: &[u8]) -> bool {
    [-1, 0, 1].into_iter().any(|step: i16| {
        let follows = |pair: &[u8]| i16::from(pair[0]) + step == i16::from(pair[1]);
        let runs = text.windows(2).scan(1, |run, pair| {
            *run = if follows(pair) { *run + 1 } else { 1 };
            Some(*run)
        });
        runs.max().is_some_and(|longest| longest >= MAX_SEQUENCE)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_generator_makes_is_plausible() {
        for text in [
            "q7WzXe81Kp0v4TzVd83kPqz7",
            "0f8fad5bd9cb469fa16570867728950e",
            "IQ7WZXE2KP4VTZDB",
            "q7Wz_Xe81-Kp0v4TzVd83k",
            "Tr!ub@dor&xYzQwPl",
        ] {
            assert!(is_plausible(text), "{text}");
        }
    }

    #[test]
    fn samples_are_not() {
        for text in [
            "xxxxxxxxxxxxxxxxxxxxxxxx",
            "IOSFODNN7EXAMPLE",
            "your_key_here_12345678",
            "abcdefghijklmnopqrstuvwxyz0123456789",
            "q7WzXe123456Kp0v4TzVd8",
            "q7WzXe81000000v4TzVd83k",
            "aaaabbbbccccdddd11112222",
            "password",
            "localhostDatabaseAdmin",
        ] {
            assert!(!is_plausible(text), "{text}");
        }
    }
}
