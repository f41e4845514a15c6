//! Base64 (RFC 4648): both alphabets, without padding, at every alignment.

use std::ops::Range;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, Encoding};

/// The standard alphabet and the one for URLs.
const ALPHABETS: [&Encoding; 2] = [&BASE64_NOPAD, &BASE64URL_NOPAD];

/// All of some bytes in both alphabets.
pub fn encode(bytes: &[u8]) -> [String; 2] {
    ALPHABETS.map(|alphabet| alphabet.encode(bytes))
}

/// The digits that do not depend on what surrounds some bytes, in both alphabets, where `before`
/// bytes (0, 1 or 2) precede them in the first group of three.
///
/// ```
/// use envwall_core::encoding::base64;
/// assert_eq!(base64::aligned(b"key", 0)[0], "a2V5");
/// // of `xkey` the first two digits contain bits of `x`
/// assert_eq!(base64::aligned(b"key", 1)[0], "tle");
/// ```
pub fn aligned(bytes: &[u8], before: usize) -> [String; 2] {
    let padded = [&[0; 2][..before.min(2)], bytes].concat();
    let own = own_digits(bytes.len(), before);
    encode(&padded).map(|digits| digits.get(own.clone()).unwrap_or_default().to_owned())
}

/// Which digits some bytes fill alone, where `before` bytes precede them: those that no neighbour
/// has bits in.
pub fn own_digits(length: usize, before: usize) -> Range<usize> {
    let first = (before * 8).div_ceil(6);
    first..((before + length) * 8 / 6).max(first)
}

/// What a text is the base64 of, in either alphabet, with or without padding.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=').as_bytes();
    ALPHABETS.iter().find_map(|alphabet| alphabet.decode(digits).ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_has_its_own_digits_wherever_it_is(
            before in "\\PC{0,5}", text in "\\PC{1,30}", after in "\\PC{0,5}"
        ) {
            let whole = encode(format!("{before}{text}{after}").as_bytes());
            let own = aligned(text.as_bytes(), before.len() % 3);
            for (whole, own) in whole.iter().zip(own) {
                prop_assert!(whole.contains(&own));
            }
            prop_assert_eq!(decode(&encode(text.as_bytes())[1]), Some(text.into_bytes()));
        }
    }
}
