//! What zxcvbn knows of a text's pieces, and how rare all else in it is.
//!
//! zxcvbn (Wheeler, USENIX Security 2016) tells which pieces of a value are words, dates, walks
//! on the keyboard or repetitions, and how guessable those are. It rates all other text at ten
//! guesses a character, which is too little for what a generator made and too much for words
//! that its lists lack; so those pieces are rated here.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::{LazyLock, Mutex};

use zxcvbn::matching::patterns::MatchPattern;

/// Text with so many bits is not in a bundle by chance: 389 MB of published bundles have less than
/// 2^29 places.
pub const SEARCHABLE_BITS: f64 = 36.0;

/// Text with so many bits was made by a generator: a part of it, or it reversed, says as much.
pub const STRONG_BITS: f64 = 60.0;

/// What configurations are made of.
const COMMON: &[&str] = &[
    "localhost",
    "http",
    "https",
    "postgres",
    "postgresql",
    "mysql",
    "redis",
    "mongodb",
    "example",
    "127.0.0.1",
    "0.0.0.0",
    "east",
    "west",
    "central",
    "north",
    "south",
    "production",
    "development",
    "staging",
    "database",
    "internal",
    "smtp",
    "mail",
    "info",
    "api",
    "www",
    "com",
    "org",
    "net",
    "io",
    "dev",
    "app",
    "true",
    "false",
    "null",
    "undefined",
    "enabled",
    "disabled",
    "children",
    "default",
    "function",
    "return",
    "server",
    "client",
    "2525",
    "3000",
    "3306",
    "5173",
    "5432",
    "6379",
    "8000",
    "8080",
    "8443",
    "27017",
];

/// What is asked of zxcvbn at most, in characters: its cost grows with the square of them. It
/// looks at no more itself; a secret that long is beyond doubt.
const LONGEST: usize = 100;

/// A beginning is asked for that has so many times the bits that are enough, if it is random:
/// some of it may look like a word.
const MARGIN: f64 = 1.15;

/// A beginning with so many bits more than enough settles it: where it is cut, it may cut a word,
/// and four letters of a word may seem rarer than all of it.
const RESERVE: f64 = 12.0;

/// The bits of a text whatever its words are known for.
pub(super) fn rated_alone(text: &str) -> f64 {
    rated(text, STRONG_BITS)
}

/// The bits of a text, of which no more is looked at than shows that they are enough.
pub(super) fn rated(text: &str, enough: f64) -> f64 {
    let wanted = enough + RESERVE;
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).take(LONGEST + 1).collect();
    let beginning = |length: usize| &text[..ends.get(length).copied().unwrap_or(text.len())];
    let random = (1..ends.len()).find(|length| unknown(beginning(*length)) >= wanted * MARGIN);
    let mut length = random.unwrap_or(LONGEST);
    loop {
        let bits = asked(beginning(length));
        if bits >= wanted || length >= LONGEST || length >= ends.len() {
            return bits;
        }
        length = (length * 3 / 2).min(LONGEST);
    }
}

/// The common words that a text may hold, also where digits and signs stand for letters as zxcvbn
/// takes them: it looks each of them up for every way to read the text.
fn common_in(text: &str) -> Vec<&'static str> {
    const SIGNS: [(&str, char); 10] = [
        ("4@", 'a'),
        ("8", 'b'),
        ("([{<", 'c'),
        ("3", 'e'),
        ("69", 'g'),
        ("1!|", 'i'),
        ("0", 'o'),
        ("$5", 's'),
        ("+7", 't'),
        ("2", 'z'),
    ];
    let plain = text.to_lowercase();
    let read = |char| SIGNS.iter().find(|(signs, _)| signs.contains(char)).map_or(char, |it| it.1);
    let letters: String = plain.chars().map(read).collect();
    // `1` and `7` may be an `l`, too
    let other: String =
        plain.chars().map(|char| if "1|7".contains(char) { 'l' } else { read(char) }).collect();
    let backwards: String = plain.chars().rev().collect();
    let texts = [plain, letters, other, backwards];
    let held = |word: &&&str| texts.iter().any(|text| text.contains(**word));
    COMMON.iter().filter(held).copied().collect()
}

/// What was asked of zxcvbn in this process, by a hash of the text with a key of its own: the same
/// values are rated when they are classified, resolved and searched for.
static ASKED: LazyLock<Mutex<HashMap<u64, f64>>> = LazyLock::new(Mutex::default);

/// So many answers are kept.
const MAX_KEPT: usize = 1 << 16;

/// The bits of a text as zxcvbn divides it.
fn asked(text: &str) -> f64 {
    let Ok(known) = ASKED.lock() else { return asked_anew(text) };
    let key = known.hasher().hash_one(text);
    if let Some(bits) = known.get(&key) {
        return *bits;
    }
    drop(known);
    let bits = asked_anew(text);
    if let Ok(mut known) = ASKED.lock()
        && known.len() < MAX_KEPT
    {
        known.insert(key, bits);
    }
    bits
}

/// zxcvbn counts to 2^64: beyond that all divisions are the same to it, and it names any of them. A
/// text that is beyond it is asked for in two halves.
fn asked_anew(text: &str) -> f64 {
    #[cfg(test)]
    tests::COST.with(|cost| cost.set(cost.get() + text.len().pow(2)));
    let estimate = zxcvbn::zxcvbn(text, &common_in(text));
    if estimate.guesses() == u64::MAX
        && let Some((left, right)) = halves(text)
    {
        return asked_anew(left) + asked_anew(right);
    }
    let of_piece = |piece: &zxcvbn::Match| match piece.pattern {
        MatchPattern::BruteForce => unknown(&piece.token),
        _ => piece.guesses.map_or(0.0, |guesses| log2(guesses).min(unknown(&piece.token))),
    };
    estimate.sequence().iter().map(of_piece).sum()
}

/// A shorter word may be a part of anything.
const MIN_WORD: usize = 4;

/// Where words of the lists are in letters.
pub(super) fn words(letters: &str) -> Vec<Range<usize>> {
    let mut end = 0;
    let estimate = zxcvbn::zxcvbn(letters, &common_in(letters));
    let pieces = estimate.sequence().iter().map(|piece| {
        end += piece.token.len();
        (matches!(piece.pattern, MatchPattern::Dictionary(_)), end - piece.token.len()..end)
    });
    pieces.filter(|(is_word, at)| *is_word && at.len() >= MIN_WORD).map(|(_, at)| at).collect()
}

/// A text in two, where a word ends in its middle half, if there is such a place.
fn halves(text: &str) -> Option<(&str, &str)> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let middle = chars.len() / 2;
    let ends = |at: &usize| {
        let (before, after) = (chars[at - 1].1, chars[*at].1);
        before.is_alphanumeric() != after.is_alphanumeric()
            || before.is_lowercase() && after.is_uppercase()
    };
    let near = (middle - middle / 2).max(1)..middle + middle / 2;
    let place = near.filter(ends).min_by_key(|at| at.abs_diff(middle)).unwrap_or(middle);
    (place > 0).then(|| text.split_at(chars[place].0))
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn log2(guesses: u64) -> f64 {
    (guesses.max(1) as f64).log2()
}

/// Bits of text that no list holds: letters alone may be a word all the same, and what stands
/// between words tells little.
#[expect(clippy::cast_precision_loss, reason = "an estimate")]
pub(super) fn unknown(text: &str) -> f64 {
    let letters: Vec<char> = text.chars().filter(|char| char.is_alphabetic()).collect();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let others = text.chars().count() - letters.len() - digits;
    let has = |kind: fn(&char) -> bool| letters.iter().any(kind);
    let cases = letters.windows(2).filter(|pair| pair[0].is_uppercase() != pair[1].is_uppercase());
    let mixed = cases.count() * 3 > letters.len();
    let hex = letters.iter().all(char::is_ascii_hexdigit);
    let both = has(|char| char.is_lowercase()) && has(|char| char.is_uppercase());
    let per_letter = match () {
        () if letters.is_empty() || (digits > 0 && hex && !both) => 4.0,
        () if digits > 0 && both => 5.95,
        () if digits > 0 => 5.17,
        () if mixed => 5.7,
        () => 2.5,
    };
    let per_digit = if letters.is_empty() { 3.32 } else { per_letter };
    letters.len() as f64 * per_letter + digits as f64 * per_digit + others as f64 * 2.0
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    thread_local! {
        /// The squares of the lengths of all that zxcvbn was asked for.
        pub(super) static COST: Cell<usize> = const { Cell::new(0) };
    }

    /// zxcvbn hashes with other keys each time.
    #[test]
    fn a_text_has_the_same_bits_each_time() {
        for text in [
            "velvet.walrus.ledger.orbit",
            "velvet-walrus-ledger-orbit-tulip-anchor-meadow",
            "acme_web_frontend_prod_eu_west_shard_a1",
            "correcthorsebatterystapleagain",
            "q7WzXe81Kp0v4TbN2mLs9RgY5hQd3JcF",
        ] {
            let first = asked_anew(text);
            for _ in 0..50 {
                let again = asked_anew(text);
                assert!((again - first).abs() < 1e-9, "{text}: {first}, {again}");
            }
        }
    }

    #[test]
    fn a_random_value_costs_little() {
        for seed in 0..200_u32 {
            rated_alone(&blake3::hash(&seed.to_le_bytes()).to_hex());
        }
        let cost = COST.with(Cell::get) / 200;
        // a beginning is enough: to ask for all of it once is 64² = 4096
        assert!(cost < 64 * 64 / 3, "{cost} for each value");
    }
}
