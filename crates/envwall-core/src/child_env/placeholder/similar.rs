//! Other characters of the same alphabet: what validators of texts without a known structure check.
//!
//! What is between letters and digits stays. A word, a number, or a word with a number behind it
//! keeps its kinds of characters in their order. All else, which a generator made, only keeps which
//! kinds it has and the kind of its first character: the order would give away bits of the value.

use super::draw::{Draw, MIN_MARK};
use crate::encoding::base64;
use crate::guessability::SEARCHABLE_BITS;

/// So many changes between kinds of characters are a format: `AB123456`, `user42`.
const FEW_CHANGES: usize = 2;

/// So many draws of a run, until it has every kind of character.
const TRIES: usize = 32;

/// What is between the items of lists and the values of settings.
const BETWEEN_ITEMS: &[char] = &[',', ';', ':', '=', '|', '&', '\n', '\t', ' '];

/// Letters that alphabets leave out because they look like others (Crockford's base32, base58).
const MISREAD: &[u8] = b"iloILOuU";

/// Digits that base32 (RFC 4648) lacks.
const NOT_BASE32: &[u8] = b"0189";

/// The last digits of base64 whose unused bits are zero (RFC 4648, 3.5).
const BASE64_ENDS: &[u8] = b"AEIMQUYcgkosw048";

/// A text with the alphabet of another one.
pub(super) struct Similar {
    /// Each character, with the bits that are random in it.
    chars: Vec<(char, f64)>,
}

/// The characters that a value may have, by kind.
struct Alphabets([Vec<u8>; 4]);

impl Similar {
    /// A text like the real one. The signs of base64 are drawn as its letters are.
    pub(super) fn new(real: &str, draw: &mut Draw) -> Self {
        let alphabets = Alphabets::of(real);
        let mut chars: Vec<(char, f64)> = Vec::new();
        let mut run: Vec<usize> = Vec::new();
        for char in real.chars() {
            if let Some(kind) = alphabets.kind(char) {
                run.push(kind);
                continue;
            }
            chars.extend(alphabets.draw(&run, draw));
            run.clear();
            chars.push((char, 0.0));
        }
        chars.extend(alphabets.draw(&run, draw));
        let mut similar = Self { chars };
        similar.begin_as_number(real, draw);
        similar.end_as_base64(real, draw);
        similar
    }

    pub(super) fn text(&self) -> String {
        self.chars.iter().map(|(char, _)| char).collect()
    }

    /// Whether no file contains it by chance.
    pub(super) fn is_unmistakable(&self) -> bool {
        is_unmistakable(&self.chars)
    }

    /// Records the marks of it: all of it, and each item in it.
    pub(super) fn mark(&self, draw: &mut Draw) {
        let items = self.chars.split(|(char, _)| BETWEEN_ITEMS.contains(char));
        for item in items.chain([self.chars.as_slice()]).filter(|item| is_unmistakable(item)) {
            draw.mark(&item.iter().map(|(char, _)| char).collect::<String>());
        }
    }

    /// A number has no leading zero, and begins with a smaller digit if it can: the real one may be
    /// one of the largest that JavaScript represents exactly.
    fn begin_as_number(&mut self, real: &str, draw: &mut Draw) {
        let first = real.chars().next().and_then(|first| first.to_digit(10)).unwrap_or_default();
        let is_number = first > 0 && real.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(start) = self.chars.first_mut().filter(|_| is_number) {
            let limit = u64::from(first - 1).max(1);
            let digit = u32::try_from(draw.below(limit) + 1).unwrap_or(1);
            *start = (char::from_digit(digit, 10).unwrap_or('1'), 0.0);
        }
    }

    /// The last digit of base64 has bits that must be zero.
    fn end_as_base64(&mut self, real: &str, draw: &mut Draw) {
        let Some(at) = self.chars.iter().rposition(|(char, _)| *char != '=') else { return };
        if base64::decode(real).is_none() || base64::decode(&self.text()).is_some() {
            return;
        }
        let text: String = self.chars.iter().take(at).map(|(char, _)| char).collect();
        let fits = |end: &u8| base64::decode(&format!("{text}{}", char::from(*end))).is_some();
        let ends: Vec<u8> = BASE64_ENDS.iter().copied().filter(fits).collect();
        let used = |end: &u8| real.bytes().any(|byte| kind(byte) == kind(*end));
        let of_real: Vec<u8> = ends.iter().copied().filter(used).collect();
        let end = draw.one_of(if of_real.is_empty() { &ends } else { &of_real });
        if let Some(last) = self.chars.get_mut(at) {
            *last = (end, 0.0);
        }
    }
}

fn is_unmistakable(chars: &[(char, f64)]) -> bool {
    let bits: f64 = chars.iter().map(|(_, bits)| bits).sum();
    chars.len() >= MIN_MARK && bits >= SEARCHABLE_BITS
}

/// 0 for lower case, 1 for upper case, 2 for digits, 3 for signs.
fn kind(byte: u8) -> usize {
    match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    }
}

impl Alphabets {
    fn of(real: &str) -> Self {
        let is_hex =
            real.bytes().all(|byte| !byte.is_ascii_alphabetic() || byte.is_ascii_hexdigit());
        let has = |byte: &u8| real.as_bytes().contains(byte);
        // what the value lacks, its alphabet may lack
        let of_real = |byte: &u8| !MISREAD.contains(byte) || has(byte);
        let letters = |range: std::ops::RangeInclusive<u8>| -> Vec<u8> {
            let range = if is_hex { *range.start()..=range.start() + 5 } else { range };
            range.filter(of_real).collect()
        };
        let digits = b"0123456789".iter().copied();
        let digits = digits.filter(|digit| is_hex || !NOT_BASE32.contains(digit) || has(digit));
        Self([letters(b'a'..=b'z'), letters(b'A'..=b'Z'), digits.collect(), base64_signs(real)])
    }

    /// The kind of a character; `None` if it stays.
    fn kind(&self, char: char) -> Option<usize> {
        if !char.is_ascii() {
            return char.is_alphanumeric().then_some(0);
        }
        let byte = u8::try_from(char).ok()?;
        (byte.is_ascii_alphanumeric() || self.0[3].contains(&byte)).then(|| kind(byte))
    }

    /// Characters for those of a run, of which the kinds are given.
    fn draw(&self, kinds: &[usize], draw: &mut Draw) -> Vec<(char, f64)> {
        let changes = kinds.windows(2).filter(|pair| pair[0] != pair[1]).count();
        let tries = if changes > FEW_CHANGES { TRIES } else { 0 };
        let mixed = (0..tries).find_map(|_| self.mixed(kinds, draw));
        mixed.unwrap_or_else(|| kinds.iter().map(|kind| one(&self.0[*kind], draw)).collect())
    }

    /// Characters of all kinds that a run has, if chance leaves none of them out.
    fn mixed(&self, kinds: &[usize], draw: &mut Draw) -> Option<Vec<(char, f64)>> {
        let used = |kind: &usize| kinds.contains(kind);
        let all: Vec<u8> =
            (0..self.0.len()).filter(used).flat_map(|kind| self.0[kind].clone()).collect();
        let first = kinds.iter().take(1).map(|kind| self.0[*kind].as_slice());
        let alphabets = first.chain(kinds.iter().skip(1).map(|_| all.as_slice()));
        let drawn: Vec<_> = alphabets.map(|alphabet| one(alphabet, draw)).collect();
        let has = |kind: &usize| drawn.iter().any(|(char, _)| self.kind(*char) == Some(*kind));
        // the signs of base64 are too rare to be insisted on
        kinds.iter().filter(|kind| **kind < 3).all(has).then_some(drawn)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a hundred at most")]
fn one(alphabet: &[u8], draw: &mut Draw) -> (char, f64) {
    (draw.one_of(alphabet), (alphabet.len().max(1) as f64).log2())
}

/// The signs of a text that is base64; none if they may separate something.
fn base64_signs(real: &str) -> Vec<u8> {
    const MIN_LENGTH: usize = 20;
    let digits = real.trim_end_matches('=');
    let signs: Vec<u8> =
        b"+/-_".iter().copied().filter(|it| digits.contains(char::from(*it))).collect();
    let count = digits.bytes().filter(|byte| signs.contains(byte)).count();
    let has = |kind_of: usize| digits.bytes().any(|byte| kind(byte) == kind_of);
    let is_random = (0..3).all(has) && count * 6 <= digits.len();
    let is_whole = digits.len() >= MIN_LENGTH && real.len().is_multiple_of(4);
    if is_random && is_whole && base64::decode(real).is_some() { signs } else { Vec::new() }
}
