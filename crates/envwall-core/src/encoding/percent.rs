//! Percent-encoding: what each writer of URLs and forms keeps.

use super::hex::Case;

/// The bytes that a writer keeps: letters, digits, and some signs.
#[derive(Debug)]
pub struct Kept([bool; 256]);

impl Kept {
    const fn and(signs: &[u8]) -> Self {
        let mut kept = [false; 256];
        let mut byte = 0u8;
        while byte < 128 {
            kept[byte as usize] = byte.is_ascii_alphanumeric();
            byte += 1;
        }
        let mut at = 0;
        while at < signs.len() {
            kept[signs[at] as usize] = true;
            at += 1;
        }
        Self(kept)
    }

    /// Whether a byte is written as it is.
    pub fn contains(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }
}

/// What never needs it (RFC 3986, 2.3).
pub static UNRESERVED: Kept = Kept::and(b"-._~");

/// What Python's `quote` keeps: the slashes of a path, too.
pub static PATH: Kept = Kept::and(b"-._~/");

/// What `encodeURIComponent` keeps (ECMA-262, 19.2.6).
pub static COMPONENT: Kept = Kept::and(b"-._~!*'()");

/// What `encodeURI` keeps.
pub static URI: Kept = Kept::and(b"-._~!*'();/?:@&=+$,#");

/// What `application/x-www-form-urlencoded` keeps (URL Standard, 5.2).
pub static FORM: Kept = Kept::and(b"*-._");

/// What JavaScript's `escape` keeps (ECMA-262, B.2.1.1), which encodes units of UTF-16.
pub static ESCAPE: Kept = Kept::and(b"@*_+-./");

/// A text with everything encoded that is not kept.
///
/// ```
/// use envwall_core::encoding::{hex::Case, percent};
/// assert_eq!(percent::encode("a/ä".as_bytes(), &percent::COMPONENT, Case::Upper), "a%2F%C3%A4");
/// ```
pub fn encode(text: &[u8], kept: &Kept, case: Case) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text {
        if kept.contains(*byte) {
            encoded.push(char::from(*byte));
        } else {
            encoded.push('%');
            encoded.extend(case.pair(*byte).map(char::from));
        }
    }
    encoded
}

/// The same with a plus sign for each blank, as browsers send forms.
pub fn encode_form(text: &str, kept: &Kept, case: Case) -> String {
    let words = text.split(' ').map(|word| encode(word.as_bytes(), kept, case));
    words.collect::<Vec<_>>().join("+")
}

/// A text with its percent signs decoded. A percent sign before anything else is itself.
pub fn decode(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((first, others)) = rest.split_first() {
        let byte = others.first_chunk().filter(|_| *first == b'%').and_then(|pair| byte_of(*pair));
        decoded.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &others[2..] } else { others };
    }
    decoded
}

fn byte_of(pair: [u8; 2]) -> Option<u8> {
    let [high, low] = pair.map(|digit| char::from(digit).to_digit(16));
    u8::try_from(high? << 4 | low?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_sign_alone_is_itself() {
        for (text, value) in [("a%2Fb%c3%A9", "a/bé"), ("50%,%2", "50%,%2"), ("%", "%")] {
            assert_eq!(String::from_utf8_lossy(&decode(text.as_bytes())), value);
        }
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded_again(text in "\\PC{0,20}") {
            for kept in [&UNRESERVED, &PATH, &COMPONENT, &FORM] {
                for case in Case::BOTH {
                    let encoded = encode(text.as_bytes(), kept, case);
                    prop_assert_eq!(decode(encoded.as_bytes()), text.as_bytes());
                }
            }
        }
    }
}
