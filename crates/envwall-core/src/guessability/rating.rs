//! How rare a text is: the sum of what is known of its pieces.
//!
//! What no list holds is rated here. zxcvbn takes ten guesses for each character of it, which is
//! too little for what a generator made and too much for words that its lists lack.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::ops::Range;
use std::sync::{LazyLock, Mutex, PoisonError};

use super::division::divide;
use super::piece::Kind;

/// Text with so many bits is not in a bundle by chance: 389 MB of published bundles have less than
/// 2^29 places.
pub const SEARCHABLE_BITS: f64 = 36.0;

/// Text with so many bits was made by a generator: a part of it, or it reversed, says as much.
pub const STRONG_BITS: f64 = 60.0;

/// So many characters are rated together: what is longer is as rare as its rarest part, so that a
/// long padding hides no key.
const LONGEST: usize = 64;

/// What was rated before, by a hash: a value is rated to be classified, to be searched for, and for each
/// of its parts.
static RATED: LazyLock<(RandomState, Mutex<HashMap<u64, f64>>)> = LazyLock::new(Default::default);

/// So many ratings are kept.
const MOST_RATED: usize = 1 << 12;

/// The bits of a text whatever its words are known for.
pub(super) fn rated(text: &str) -> f64 {
    let (hasher, rated) = &*RATED;
    let rated = || rated.lock().unwrap_or_else(PoisonError::into_inner);
    let key = hasher.hash_one(text);
    if let Some(bits) = rated().get(&key) {
        return *bits;
    }
    let bits = rated_in_parts(text);
    let mut rated = rated();
    if rated.len() == MOST_RATED {
        rated.clear();
    }
    rated.insert(key, bits);
    bits
}

fn rated_in_parts(text: &str) -> f64 {
    let chars: Vec<char> = text.chars().collect();
    let mut rarest = 0.0;
    for start in (0..chars.len()).step_by(LONGEST / 2) {
        let end = chars.len().min(start + LONGEST);
        rarest = f64::max(rarest, rated_chars(&chars[start..end]));
        if end == chars.len() || rarest >= STRONG_BITS {
            break;
        }
    }
    rarest
}

fn rated_chars(text: &[char]) -> f64 {
    let (pieces, _) = divide(text);
    let bits = pieces.iter().map(|piece| {
        let chars = &text[piece.at.clone()];
        let known = match piece.kind {
            Kind::Unknown => f64::INFINITY,
            Kind::Repetition(period) => {
                #[expect(clippy::cast_precision_loss, reason = "64 times at most")]
                let times = (chars.len() / period) as f64;
                rated_chars(&chars[..period]) + times.log2()
            }
            Kind::Word | Kind::Run => piece.bits,
        };
        known.min(unknown(chars))
    });
    bits.sum()
}

/// A shorter word may be a part of anything.
const MIN_WORD: usize = 4;

/// Where words of the lists are in ASCII letters.
pub(super) fn words(letters: &str) -> impl Iterator<Item = Range<usize>> {
    let letters: Vec<char> = letters.chars().collect();
    let parts = letters.chunks(LONGEST).map(divide).zip((0..).step_by(LONGEST));
    let pieces = parts.flat_map(|((pieces, _), start)| {
        let words =
            pieces.into_iter().filter(|it| it.kind == Kind::Word && it.at.len() >= MIN_WORD);
        words.map(move |word| start + word.at.start..start + word.at.end)
    });
    pieces.collect::<Vec<_>>().into_iter()
}

/// Bits of text that no list holds: letters alone may be a word all the same, and what stands
/// between words tells little.
#[expect(clippy::cast_precision_loss, reason = "an estimate")]
pub(super) fn unknown(text: &[char]) -> f64 {
    let letters: Vec<char> = text.iter().copied().filter(|char| char.is_alphabetic()).collect();
    let digits = text.iter().filter(|char| char.is_ascii_digit()).count();
    let others = text.len() - letters.len() - digits;
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
