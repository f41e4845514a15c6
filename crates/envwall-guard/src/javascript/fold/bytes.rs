//! `Uint8Array`, `Buffer` and what turns text into bytes and back.

use std::rc::Rc;

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};

use super::evaluate::Evaluator;
use super::table::builtins;
use super::value::{Text, Value, integer};

/// `bytes[name]`
pub(super) fn get<'a>(bytes: &[u8], name: &Text) -> Value<'a> {
    let name = name.to_rust();
    if name == "length" || name == "byteLength" {
        #[expect(clippy::cast_precision_loss, reason = "no array is that long")]
        return Value::Number(bytes.len() as f64);
    }
    let byte = name.parse::<usize>().ok().and_then(|index| bytes.get(index));
    byte.map_or(Value::Unknown, |byte| Value::Number(f64::from(*byte)))
}

builtins! {
    /// `bytes.name(arguments)`
    fn call(_evaluator, arguments, bytes: &[u8]) {
        "toString" => to_string(bytes, arguments),
        "toHex" => Value::text(HEXLOWER.encode(bytes)),
        "toBase64" => Value::text(BASE64.encode(bytes)),
        "reverse" | "toReversed" => Value::Bytes(Rc::new(bytes.iter().rev().copied().collect())),
        "slice" | "subarray" => slice(bytes, arguments),
    }
}

fn to_string<'a>(bytes: &[u8], arguments: &[Value<'a>]) -> Value<'a> {
    let encoding = arguments.first().and_then(Value::known_text).map(|text| text.to_rust());
    decoded(bytes, encoding.as_deref().unwrap_or("utf8"))
}

fn slice<'a>(bytes: &[u8], arguments: &[Value<'a>]) -> Value<'a> {
    let end = |index: usize, otherwise: usize| {
        let at = arguments.get(index).and_then(Value::to_number).map(integer);
        at.map_or(Some(otherwise), |at| usize::try_from(at).ok())
    };
    let range = end(0, 0).zip(end(1, bytes.len()));
    let part = range.and_then(|(start, end)| bytes.get(start..end.min(bytes.len())));
    part.map_or(Value::Unknown, |part| Value::Bytes(Rc::new(part.to_vec())))
}

/// Bytes as text, in an encoding that Node's `Buffer` knows.
fn decoded<'a>(bytes: &[u8], encoding: &str) -> Value<'a> {
    match encoding.to_ascii_lowercase().as_str() {
        "utf8" | "utf-8" => Value::text(String::from_utf8_lossy(bytes)),
        "latin1" | "binary" | "ascii" => latin1(bytes),
        "hex" => Value::text(HEXLOWER.encode(bytes)),
        "base64" => Value::text(BASE64.encode(bytes)),
        "base64url" => Value::text(BASE64URL_NOPAD.encode(bytes)),
        _ => Value::Unknown,
    }
}

/// One character for each byte.
pub(super) fn latin1<'a>(bytes: &[u8]) -> Value<'a> {
    Value::Text(Text::new(bytes.iter().map(|byte| u16::from(*byte)).collect()))
}

/// Text as bytes, in an encoding that Node's `Buffer` knows.
pub(super) fn encoded(text: &str, encoding: &str) -> Option<Vec<u8>> {
    match encoding.to_ascii_lowercase().as_str() {
        "utf8" | "utf-8" => Some(text.as_bytes().to_vec()),
        "hex" => HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok(),
        "base64" | "base64url" => from_base64(text),
        "latin1" | "binary" | "ascii" => {
            text.chars().map(|char| u8::try_from(u32::from(char)).ok()).collect()
        }
        _ => None,
    }
}

/// Base64 as browsers and Node read it: either alphabet, blanks and padding do not matter.
pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let plain: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace() && *byte != b'=')
        .map(|byte| match byte {
            b'-' => b'+',
            b'_' => b'/',
            byte => byte,
        })
        .collect();
    let mut lenient = BASE64_NOPAD.specification();
    lenient.check_trailing_bits = false;
    lenient.encoding().ok()?.decode(&plain).ok()
}

/// Numbers as bytes, modulo 256.
pub(super) fn of_numbers(items: &[Value<'_>]) -> Option<Vec<u8>> {
    let byte = |item: &Value<'_>| {
        let number = integer(item.to_number()?);
        u8::try_from(number.rem_euclid(256)).ok()
    };
    items.iter().map(byte).collect()
}
