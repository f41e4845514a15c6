//! The forms of a text in bytes: one encoding deep. What is encoded twice is decoded by the
//! peelers, and so are escapes, whose writers differ in what they escape.

use std::ops::Range;

use envwall_core::encoding::hex::Case;
use envwall_core::encoding::{base64, hex, percent};
use unicode_normalization::UnicodeNormalization;

use crate::text::encoding::Encoding;

/// A text in one encoding.
pub(crate) struct Encoded {
    pub(crate) bytes: Vec<u8>,
    /// `None` is the text itself.
    pub(crate) encoding: Option<Encoding>,
}

/// Every form of a text. Forms that keep little of it are for texts that are `strong`.
pub(crate) fn forms(text: &str, strong: bool) -> Vec<Encoded> {
    let mut forms = vec![Encoded { bytes: text.into(), encoding: None }];
    let mut add = |encoding, bytes: Vec<u8>| {
        if bytes != text.as_bytes() {
            forms.push(Encoded { bytes, encoding: Some(encoding) });
        }
    };
    encoded(text.as_bytes(), &mut add);
    for kept in [&percent::COMPONENT, &percent::URI, &percent::UNRESERVED] {
        for case in [Case::Upper, Case::Lower] {
            let once = percent::encode(text.as_bytes(), kept, case);
            add(Encoding::Percent, percent::encode(once.as_bytes(), kept, case).into());
            add(Encoding::Percent, once.into());
        }
        if text.contains(' ') {
            add(Encoding::Form, percent::encode_form(text, kept, Case::Upper).into());
        }
    }
    if text.contains('\n') {
        add(Encoding::LineBreaks, text.replace("\r\n", "\n").into());
        add(Encoding::LineBreaks, text.replace("\r\n", "\n").replace('\n', "\r\n").into());
    }
    if !text.is_ascii() {
        add(Encoding::Nfc, text.nfc().collect::<String>().into());
        add(Encoding::Nfd, text.nfd().collect::<String>().into());
    }
    if text.contains("  ") {
        let words: Vec<_> = text.split(' ').filter(|word| !word.is_empty()).collect();
        add(Encoding::Blanks, words.join(" ").into());
    }
    if strong {
        add(Encoding::Reversed, text.chars().rev().collect::<String>().into());
        add(Encoding::LowerCase, text.to_lowercase().into());
        add(Encoding::UpperCase, text.to_uppercase().into());
    }
    forms
}

/// The forms of the bytes that a generated value is the base64 or hex of. Where they are text, that
/// is a part of the value instead.
pub(super) fn written_otherwise(text: &str) -> Vec<Encoded> {
    let mut forms = Vec::new();
    let mut add = |encoding, bytes: Vec<u8>| {
        if bytes != text.as_bytes() {
            forms.push(Encoded { bytes, encoding: Some(encoding) });
        }
    };
    let digits: String = text.chars().filter(|char| *char != '-').collect();
    let is_uuid = digits.len() == UUID && text.len() == UUID + 4;
    if is_uuid {
        add(Encoding::NoHyphens, digits.to_uppercase().into());
        add(Encoding::NoHyphens, digits.clone().into());
    }
    let bytes = bytes_of(if is_uuid { &digits } else { text });
    if let Some(bytes) = bytes.filter(|bytes| std::str::from_utf8(bytes).is_err()) {
        encoded(&bytes, &mut add);
        add(Encoding::RawBytes, bytes);
    }
    forms
}

/// Hex digits of a UUID (RFC 9562).
const UUID: usize = 32;

/// Base64 at every alignment, and hex.
fn encoded(bytes: &[u8], add: &mut impl FnMut(Encoding, Vec<u8>)) {
    for digits in (0..3).flat_map(|before| base64::aligned(bytes, before)) {
        add(Encoding::Base64, digits.into());
    }
    for digits in hex::encode(bytes) {
        add(Encoding::Hex, digits.into());
    }
}

/// What a text is the hex or base64 of, if that is enough to be a secret.
fn bytes_of(text: &str) -> Option<Vec<u8>> {
    const MIN_LENGTH: usize = 12;
    let bytes = hex::decode(text.trim_end_matches('=')).or_else(|| base64::decode(text));
    bytes.filter(|bytes| bytes.len() >= MIN_LENGTH)
}

/// The whole run of digits that an occurrence is a part of, so that an excerpt masks all of it: what
/// can be decoded is as good as the value.
pub(super) fn around(text: &[u8], span: Range<usize>, encoding: Encoding) -> Range<usize> {
    const MAX_DISTANCE: usize = 4096;
    let belongs: fn(&u8) -> bool = match encoding {
        Encoding::Base64 => |byte| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte),
        Encoding::Hex => u8::is_ascii_hexdigit,
        _ => return span,
    };
    let before =
        text[..span.start].iter().rev().take(MAX_DISTANCE).take_while(|byte| belongs(byte));
    let after = text[span.end..].iter().take(MAX_DISTANCE).take_while(|byte| belongs(byte));
    span.start - before.count()..span.end + after.count()
}

#[cfg(test)]
mod tests {
    use data_encoding::{BASE64, BASE64URL, HEXUPPER};
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
