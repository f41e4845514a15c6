//! The ways in which a value may be spelled in a program, each byte with its place in the value.

use std::ops::Range;

use data_encoding::BASE64_NOPAD;
use envwall_core::guessability::words;

/// What a character counts that is not one of a word.
pub(super) const EFFORT: u16 = 16;

/// How a value is written, and so how long a run of it has to be to be rare.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Each character as itself.
    Plain,
    /// The same for digits, or those of hex.
    OfFew,
    Base64,
    Hex,
    /// The steps between characters, which a key that is the same for all of them does not change.
    Steps,
}

/// A byte of a form.
#[derive(Clone, Copy)]
pub(super) struct Letter {
    pub(super) byte: u8,
    /// The byte of the value that it spells.
    pub(super) place: u16,
    /// How rare it is there: those of a word count little.
    pub(super) effort: u16,
}

/// A value in one way.
pub(super) struct Form {
    pub(super) class: Class,
    pub(super) letters: Vec<Letter>,
}

/// Every way, forwards and backwards, and what comes of turning the value around first.
pub(super) fn of(value: &str) -> Vec<Form> {
    let plain = plain(value);
    let class = if is_of_few(value) { Class::OfFew } else { Class::Plain };
    let turned = backwards(&plain);
    let mut forms = vec![(class, plain.clone())];
    // words are put together with what is between them, and alone they are everywhere
    let joined: Vec<_> =
        plain.iter().copied().filter(|it| !it.byte.is_ascii_punctuation()).collect();
    if joined.len() < plain.len() && plain.iter().any(|it| it.effort < EFFORT / 2) {
        forms.push((class, joined));
    }
    for case in [u8::to_ascii_lowercase, u8::to_ascii_uppercase] {
        let cased: Vec<Letter> =
            plain.iter().map(|it| Letter { byte: case(&it.byte), ..*it }).collect();
        if cased.iter().zip(&plain).any(|(a, b)| a.byte != b.byte) {
            forms.push((class, cased));
        }
    }
    for letters in [&plain, &turned] {
        forms.extend((0..3).map(|skip| (Class::Base64, base64(letters, skip))));
    }
    for digits in [b"0123456789abcdef", b"0123456789ABCDEF"] {
        let digit = |half: u8, of: &Letter| Letter { byte: digits[usize::from(half)], ..*of };
        let pair = |it: &Letter| [digit(it.byte >> 4, it), digit(it.byte & 15, it)];
        forms.push((Class::Hex, plain.iter().flat_map(pair).collect()));
        forms.push((Class::Hex, turned.iter().flat_map(pair).collect()));
    }
    let backwards: Vec<_> =
        forms.iter().map(|(class, letters)| (*class, backwards(letters))).collect();
    let all = forms.into_iter().chain(backwards);
    all.map(|(class, letters)| Form { class, letters }).collect()
}

/// Programs turn around characters, not bytes.
fn backwards(letters: &[Letter]) -> Vec<Letter> {
    let goes_on = |letter: &Letter| letter.byte & 0b1100_0000 == 0b1000_0000;
    letters.chunk_by(|_, next| goes_on(next)).rev().flatten().copied().collect()
}

/// The steps between the characters of a value, by exclusive or and by difference, both ways.
pub(super) fn steps_of(value: &str) -> Vec<Form> {
    let plain = plain(value);
    let base64 = (0..3).map(|skip| base64(&plain, skip));
    let both_ways = std::iter::once(plain.clone()).chain(base64).flat_map(|letters| {
        let turned: Vec<_> = letters.iter().rev().copied().collect();
        [letters, turned]
    });
    let steps = both_ways.flat_map(|letters| {
        STEPS.map(|step| {
            let steps = letters.windows(2).map(|pair| {
                let byte = step(pair[0].byte, pair[1].byte);
                // characters that repeat say nothing
                let effort = if byte == 0 { 0 } else { EFFORT };
                Letter { byte, place: pair[0].place, effort }
            });
            Form { class: Class::Steps, letters: steps.collect() }
        })
    });
    steps.collect()
}

/// What a key leaves as it is that every character is changed with.
pub(super) const STEPS: [fn(u8, u8) -> u8; 2] = [|a, b| a ^ b, |a, b| b.wrapping_sub(a)];

fn plain(value: &str) -> Vec<Letter> {
    let sign = EFFORT / 2;
    let effort = |byte: u8| if byte.is_ascii_punctuation() { sign } else { EFFORT };
    let letters = value.bytes().zip(0..);
    let letters = letters.map(|(byte, place)| Letter { byte, place, effort: effort(byte) });
    let mut letters: Vec<_> = letters.collect();
    for word in words(value).into_iter().chain(sequences(value.as_bytes())) {
        let effort = 2 * EFFORT / u16::try_from(word.len()).unwrap_or(EFFORT);
        letters[word].iter_mut().for_each(|letter| letter.effort = effort.min(EFFORT));
    }
    letters
}

/// Where characters follow the alphabet, whatever their case, or every second does: `WxYz`, `a1b2c3`.
fn sequences(value: &[u8]) -> Vec<Range<usize>> {
    const FEWEST: usize = 2;
    let mut found = Vec::new();
    for period in 1..=2 {
        let step = |at: usize| {
            let [from, to] = [value[at], value[at + period]].map(|byte| byte.to_ascii_lowercase());
            from.is_ascii_alphanumeric() && to.is_ascii_alphanumeric() && to.abs_diff(from) == 1
        };
        let follows: Vec<bool> = (0..value.len().saturating_sub(period)).map(step).collect();
        let mut start = 0;
        for same in follows.chunk_by(|a, b| a == b) {
            let end = start + same.len();
            if same[0] && same.len() >= FEWEST * period {
                found.push(start..end + period);
            }
            start = end;
        }
    }
    found
}

/// Whether its characters are few: digits, or those of hex.
fn is_of_few(value: &str) -> bool {
    let letters = || value.bytes().filter(u8::is_ascii_alphanumeric);
    let has = |kind: fn(&u8) -> bool| letters().any(|byte| kind(&byte));
    letters().all(|byte| byte.is_ascii_hexdigit())
        && !(has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase))
}

/// The digits of base64 that a value fills alone, where `skip` bytes stand before it.
fn base64(value: &[Letter], skip: usize) -> Vec<Letter> {
    let bytes = value.iter().map(|letter| letter.byte);
    let padded: Vec<u8> = [0; 2].into_iter().take(skip).chain(bytes).collect();
    let digits = BASE64_NOPAD.encode(&padded).into_bytes();
    let whole = padded.len() / 3 * 4 + padded.len() % 3;
    let spelled = |at: usize| value.get((at * 3 / 4).saturating_sub(skip)).or(value.last());
    let placed = digits.into_iter().enumerate();
    let placed = placed.filter_map(|(at, byte)| Some(Letter { byte, ..*spelled(at)? }));
    placed.take(whole).skip([0, 2, 3][skip]).collect()
}

impl Class {
    /// A literal of so many characters is a piece if it is one as a whole.
    pub(super) fn whole(self) -> usize {
        self.of([3, 4, 4, 6, 6])
    }

    /// So many characters inside a literal are a piece.
    pub(super) fn inside(self) -> usize {
        self.of([6, 8, 7, 10, 6])
    }

    /// So many characters of neighbouring literals are one together.
    pub(super) fn joined(self) -> usize {
        self.of([5, 6, 6, 8, 6])
    }

    /// So many characters count for all of the program.
    pub(super) fn far(self) -> usize {
        self.of([8, 10, 9, 14, 10])
    }

    fn of(self, each: [usize; 5]) -> usize {
        each[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_alphabet_is_predictable() {
        for (value, part) in [
            ("q7WzXe81Kp0v4TbN", None),
            ("q7-WxYz-81", Some(3..7)),
            ("k9-a1b2c3-7q", Some(3..9)),
            ("ab-12-ace-1a2b", None),
        ] {
            let parts: Vec<_> = part.into_iter().collect();
            assert_eq!(sequences(value.as_bytes()), parts, "{value}");
        }
    }
}
