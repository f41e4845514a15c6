//! `encodeURIComponent`, `escape` and their inverses.

use std::fmt::Write;

use super::value::Text;

/// `decodeURIComponent`; `None` where it would throw.
pub(super) fn decode(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'%' {
            out.push(hex_byte(bytes.get(at + 1..at + 3)?)?);
            at += 3;
        } else {
            out.push(*byte);
            at += 1;
        }
    }
    String::from_utf8(out).ok()
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// What `encodeURI` keeps beyond `encodeURIComponent` (ECMA-262, 19.2.6.4).
pub(super) const RESERVED: &str = ";/?:@&=+$,#";

/// `encodeURIComponent`, or `encodeURI` when its reserved characters are kept.
pub(super) fn encode(text: &str, keep: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_ascii_alphanumeric() || "-_.!~*'()".contains(char) || keep.contains(char) {
            out.push(char);
        } else {
            let mut buffer = [0; 4];
            for byte in char.encode_utf8(&mut buffer).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// `unescape`: `%41` and `%u0041`.
pub(super) fn unescape(text: &Text) -> Text {
    let units = text.units();
    let hex = |from: usize, count: usize| {
        let digits = units.get(from..from + count)?;
        digits.iter().try_fold(0u16, |value, unit| {
            let digit = char::from_u32(u32::from(*unit))?.to_digit(16)?;
            Some(value << 4 | u16::try_from(digit).ok()?)
        })
    };
    let mut out = Vec::with_capacity(units.len());
    let mut at = 0;
    while let Some(unit) = units.get(at) {
        let percent = *unit == u16::from(b'%');
        let long = percent && units.get(at + 1) == Some(&u16::from(b'u'));
        let found = if long { hex(at + 2, 4).map(|unit| (unit, 6)) } else { None };
        let found = found.or_else(|| hex(at + 1, 2).filter(|_| percent).map(|unit| (unit, 3)));
        let (unit, width) = found.unwrap_or((*unit, 1));
        out.push(unit);
        at += width;
    }
    Text::new(out)
}

/// `escape`
pub(super) fn escape(text: &Text) -> String {
    let mut out = String::new();
    for unit in text.units() {
        let plain = u8::try_from(*unit)
            .ok()
            .filter(|byte| byte.is_ascii_alphanumeric() || b"@*_+-./".contains(byte));
        match plain {
            Some(byte) => out.push(char::from(byte)),
            None if *unit < 256 => drop(write!(out, "%{unit:02X}")),
            None => drop(write!(out, "%u{unit:04X}")),
        }
    }
    out
}
