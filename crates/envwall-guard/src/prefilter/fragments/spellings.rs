//! The ways in which a value may be spelled, each character with its place in the value.

use data_encoding::BASE64_NOPAD;

/// A character and the byte of the value that it belongs to.
pub(super) type Letter = (u8, u16);

/// How a value is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Each character as itself.
    Plain,
    Base64,
    Hex,
}

/// A value in one way.
pub(super) struct Spelled {
    pub(super) way: Way,
    pub(super) all: Vec<Letter>,
}

impl Spelled {
    /// Without what is between letters and digits.
    pub(super) fn letters(&self) -> impl Iterator<Item = Letter> + '_ {
        self.all.iter().copied().filter(|(byte, _)| byte.is_ascii_alphanumeric())
    }

    /// Whether its characters are few: digits, or those of hex.
    pub(super) fn is_of_few(&self) -> bool {
        let has = |kind: fn(&u8) -> bool| self.all.iter().any(|(byte, _)| kind(byte));
        self.letters().all(|(byte, _)| byte.is_ascii_hexdigit())
            && !(has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase))
    }
}

/// Every way, forwards and backwards, and what comes of turning the value around first.
pub(super) fn spellings(value: &str) -> Vec<Spelled> {
    let plain: Vec<Letter> = value.bytes().zip(0..).collect();
    let turned: Vec<Letter> = plain.iter().rev().copied().collect();
    let mut ways = vec![(Way::Plain, plain.clone())];
    for case in [u8::to_ascii_lowercase, u8::to_ascii_uppercase] {
        let cased: Vec<Letter> = plain.iter().map(|(byte, at)| (case(byte), *at)).collect();
        if cased != plain {
            ways.push((Way::Plain, cased));
        }
    }
    for letters in [&plain, &turned] {
        ways.extend((0..3).map(|skip| (Way::Base64, base64(letters, skip))));
    }
    for digits in [b"0123456789abcdef", b"0123456789ABCDEF"] {
        let digit = |half: u8| digits[usize::from(half)];
        let pair = |(byte, at): &Letter| [(digit(byte >> 4), *at), (digit(byte & 15), *at)];
        ways.push((Way::Hex, plain.iter().flat_map(pair).collect()));
        ways.push((Way::Hex, turned.iter().flat_map(pair).collect()));
    }
    let backwards = |(way, all): &(Way, Vec<Letter>)| (*way, all.iter().rev().copied().collect());
    let backwards: Vec<_> = ways.iter().map(backwards).collect();
    ways.into_iter().chain(backwards).map(|(way, all)| Spelled { way, all }).collect()
}

/// The digits of base64 that a value fills alone, where `skip` bytes stand before it.
fn base64(value: &[Letter], skip: usize) -> Vec<Letter> {
    let bytes = value.iter().map(|(byte, _)| *byte);
    let padded: Vec<u8> = [0; 2].into_iter().take(skip).chain(bytes).collect();
    let digits = BASE64_NOPAD.encode(&padded).into_bytes();
    let whole = padded.len() / 3 * 4 + padded.len() % 3;
    let place = |at: usize| value.get((at * 3 / 4).saturating_sub(skip)).map_or(0, |(_, at)| *at);
    let placed = digits.into_iter().enumerate().map(|(at, digit)| (digit, place(at)));
    placed.take(whole).skip([0, 2, 3][skip]).collect()
}
