//! The forms in which a text stands in bytes: one encoding deep. What is encoded twice is decoded
//! by the peelers, and so are escapes, whose writers differ in what they escape.

use std::ops::Range;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE, HEXUPPER};
use unicode_normalization::UnicodeNormalization;

/// A text in one encoding.
pub(super) struct Encoded {
    pub(super) bytes: Vec<u8>,
    /// The encoding; `None` is the text itself.
    pub(super) layer: Option<&'static str>,
}

/// Every form of a text. Forms that keep little of it are for texts that are `strong`.
pub(super) fn forms(text: &str, strong: bool) -> Vec<Encoded> {
    let mut forms = vec![Encoded { bytes: text.into(), layer: None }];
    let mut add = |layer, bytes: Vec<u8>| {
        if bytes != text.as_bytes() {
            forms.push(Encoded { bytes, layer: Some(layer) });
        }
    };
    for skip in 0..3 {
        for alphabet in [BASE64_NOPAD, BASE64URL_NOPAD] {
            add("base64", base64_at(text.as_bytes(), skip, &alphabet));
        }
    }
    add("hex", HEXLOWER.encode(text.as_bytes()).into());
    add("hex", HEXUPPER.encode(text.as_bytes()).into());
    for kept in [COMPONENT, ADDRESS, UNRESERVED] {
        for digits in [UPPER, LOWER] {
            let once = percent(text.as_bytes(), kept, digits);
            add("percent-encoding", percent(&once, kept, digits));
            add("percent-encoding", once);
        }
        if text.contains(' ') {
            add("form encoding", form(text, kept));
        }
    }
    if text.contains('\n') {
        add("line breaks", text.replace("\r\n", "\n").into());
        add("line breaks", text.replace("\r\n", "\n").replace('\n', "\r\n").into());
    }
    if !text.is_ascii() {
        add("NFC", text.nfc().collect::<String>().into());
        add("NFD", text.nfd().collect::<String>().into());
    }
    if text.contains("  ") {
        let words: Vec<_> = text.split(' ').filter(|word| !word.is_empty()).collect();
        add("blanks", words.join(" ").into());
    }
    if strong {
        add("reversed", text.chars().rev().collect::<String>().into());
        add("lower case", text.to_lowercase().into());
        add("upper case", text.to_uppercase().into());
    }
    forms
}

/// A generated value stands for bytes as a rule: they are written as they are, or in the other
/// alphabet. What they are is text is a part of the value instead.
pub(super) fn written_otherwise(text: &str) -> Vec<Encoded> {
    let mut forms = Vec::new();
    let mut add = |layer, bytes: Vec<u8>| {
        if bytes != text.as_bytes() {
            forms.push(Encoded { bytes, layer: Some(layer) });
        }
    };
    let digits: String = text.chars().filter(|char| *char != '-').collect();
    let is_uuid = digits.len() == UUID && text.len() == UUID + 4;
    if is_uuid {
        add("no hyphens", digits.to_uppercase().into());
        add("no hyphens", digits.clone().into());
    }
    let bytes = bytes_of(if is_uuid { &digits } else { text });
    if let Some(bytes) = bytes.filter(|bytes| std::str::from_utf8(bytes).is_err()) {
        for skip in 0..3 {
            for alphabet in [BASE64_NOPAD, BASE64URL_NOPAD] {
                add("base64", base64_at(&bytes, skip, &alphabet));
            }
        }
        add("hex", HEXLOWER.encode(&bytes).into());
        add("hex", HEXUPPER.encode(&bytes).into());
        add(RAW, bytes);
    }
    forms
}

/// The layer of the bytes that a value is the hex or base64 of.
pub(super) const RAW: &str = "raw bytes";

/// Hex digits of a UUID (RFC 9562).
const UUID: usize = 32;

/// What a text is the hex or base64 of, if that is enough to be a secret.
fn bytes_of(text: &str) -> Option<Vec<u8>> {
    const FEWEST: usize = 12;
    let plain = text.trim_end_matches('=').as_bytes();
    let alphabets = [HEXLOWER_PERMISSIVE, BASE64_NOPAD, BASE64URL_NOPAD];
    let bytes = alphabets.iter().find_map(|alphabet| alphabet.decode(plain).ok());
    bytes.filter(|bytes| bytes.len() >= FEWEST)
}

/// The characters of base64 that a text fills alone, where `skip` bytes stand before it in the
/// first group of three.
fn base64_at(text: &[u8], skip: usize, alphabet: &data_encoding::Encoding) -> Vec<u8> {
    let padded = [&[0; 2][..skip.min(2)], text].concat();
    let encoded = alphabet.encode(&padded).into_bytes();
    let start = [0, 2, 3][skip];
    let whole = padded.len() / 3 * 4 + [0, 1, 2][padded.len() % 3];
    encoded.get(start..whole).unwrap_or_default().to_vec()
}

type Kept = fn(u8) -> bool;

/// What `encodeURIComponent` leaves (ECMA-262, 19.2.6).
const COMPONENT: Kept = |byte| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte);

/// What `encodeURI` leaves.
const ADDRESS: Kept = |byte| COMPONENT(byte) || b";/?:@&=+$,#".contains(&byte);

/// What RFC 3986 says never needs it.
const UNRESERVED: Kept = |byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);

const UPPER: &[u8; 16] = b"0123456789ABCDEF";
const LOWER: &[u8; 16] = b"0123456789abcdef";

fn percent(text: &[u8], kept: Kept, digits: &[u8; 16]) -> Vec<u8> {
    let mut encoded = Vec::with_capacity(text.len());
    for byte in text {
        if kept(*byte) {
            encoded.push(*byte);
        } else {
            let digit = |half: u8| digits[usize::from(half)];
            encoded.extend([b'%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    encoded
}

/// As browsers send forms (URL Standard, 5.2).
fn form(text: &str, kept: Kept) -> Vec<u8> {
    let words: Vec<_> = text.split(' ').map(|word| percent(word.as_bytes(), kept, UPPER)).collect();
    words.join(&b'+')
}

/// The whole of what an occurrence is a part of, so that nothing around it is shown: what can be
/// decoded is as good as the value.
pub(super) fn around(text: &[u8], span: Range<usize>, layer: &str) -> Range<usize> {
    const FARTHEST: usize = 4096;
    let belongs: fn(&u8) -> bool = match layer {
        "base64" => |byte| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte),
        "hex" => u8::is_ascii_hexdigit,
        _ => return span,
    };
    let before = text[..span.start].iter().rev().take(FARTHEST).take_while(|byte| belongs(byte));
    let after = text[span.end..].iter().take(FARTHEST).take_while(|byte| belongs(byte));
    span.start - before.count()..span.end + after.count()
}

#[cfg(test)]
mod tests {
    use data_encoding::{BASE64, BASE64URL};
    use proptest::prelude::*;

    use super::*;

    fn holds(text: &[u8], secret: &str) -> bool {
        forms(secret, true).iter().any(|form| memchr::memmem::find(text, &form.bytes).is_some())
    }

    proptest! {
        #[test]
        fn base64_is_known_at_every_alignment(
            before in "\\PC{0,5}", secret in "\\PC{8,30}", after in "\\PC{0,5}"
        ) {
            let whole = format!("{before}{secret}{after}");
            prop_assert!(holds(BASE64.encode(whole.as_bytes()).as_bytes(), &secret));
            prop_assert!(holds(BASE64URL.encode(whole.as_bytes()).as_bytes(), &secret));
            let hex = HEXUPPER.encode(whole.as_bytes());
            prop_assert!(holds(hex.as_bytes(), &secret));
        }
    }
}
