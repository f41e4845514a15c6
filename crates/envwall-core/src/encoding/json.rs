//! Escapes in strings of JSON.

use super::hex::Case;

/// What a writer of JSON escapes beyond what it must, and how.
#[derive(Debug)]
pub struct Style {
    /// Characters that it writes as `\u`, too.
    escapes: fn(char) -> bool,
    /// Whether it writes `\/`.
    slash: bool,
    /// The case of the digits behind `\u`.
    case: Case,
}

/// JavaScript; Go and Rails, which think of HTML; PHP; Python, which writes ASCII only.
pub const STYLES: &[Style] = &[
    Style { escapes: |_| false, slash: false, case: Case::Lower },
    Style { escapes: |char| "<>&\u{2028}\u{2029}".contains(char), slash: false, case: Case::Lower },
    Style { escapes: |char| "<>&'\"".contains(char), slash: true, case: Case::Upper },
    Style { escapes: |char| !char.is_ascii(), slash: true, case: Case::Lower },
    Style { escapes: |char| !char.is_ascii(), slash: false, case: Case::Lower },
    Style { escapes: |char| !char.is_ascii(), slash: false, case: Case::Upper },
];

/// A text as it is written in a string.
pub fn escape(text: &str, style: &Style) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match (short(char), (style.escapes)(char)) {
            (Some(letter), false) if char != '/' || style.slash => {
                escaped.extend(['\\', letter]);
            }
            (None, false) if !char.is_ascii_control() => escaped.push(char),
            (Some(_), false) => escaped.push(char),
            _ => push_units(char, style.case, &mut escaped),
        }
    }
    escaped
}

/// What follows the backslash where a character has an escape of its own.
fn short(char: char) -> Option<char> {
    Some(match char {
        '"' | '\\' | '/' => char,
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        _ => return None,
    })
}

/// `\u00e9`, or a pair of these.
fn push_units(char: char, case: Case, escaped: &mut String) {
    for unit in char.encode_utf16(&mut [0; 2]) {
        escaped.push_str("\\u");
        let digits = unit.to_be_bytes().into_iter().flat_map(|byte| case.pair(byte));
        escaped.extend(digits.map(char::from));
    }
}

/// What a text says where its escapes are read. It need not be JSON: some reader takes more than
/// others do.
pub fn unescape(text: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text.chars();
    while let Some(char) = rest.next() {
        let escaped = if char == '\\' { rest.next() } else { None };
        let unit = match escaped {
            Some('u') => match hex_unit(rest.as_str()) {
                Some((unit, after)) => {
                    rest = after.chars();
                    units.push(unit);
                    continue;
                }
                None => 'u',
            },
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some(other) => other,
            None => char,
        };
        units.extend_from_slice(unit.encode_utf16(&mut [0; 2]));
    }
    String::from_utf16_lossy(&units)
}

/// The four digits behind `\u` as a number, and the rest.
fn hex_unit(text: &str) -> Option<(u16, &str)> {
    let (digits, after) = text.split_at_checked(4)?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten().map(|unit| (unit, after))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_any_writer_escapes_is_read_again(text in "\\PC{0,9}|[\"\\\\/\n\r\t\u{8}\u{c}\u{1}<é😀]{0,9}") {
            for style in STYLES {
                let escaped = escape(&text, style);
                prop_assert_eq!(&unescape(&escaped), &text);
                let read: Option<String> = serde_json::from_str(&format!("\"{escaped}\"")).ok();
                prop_assert_eq!(read.as_ref(), Some(&text));
            }
        }
    }
}
