//! JSON with the keys of other JSON.

use serde_json::{Map, Value};

use super::draw::{Alphabet, Draw, MIN_MARK};
use super::settings::{is_of_credential, is_setting, is_time};

/// JSON with the same keys, or any JSON if the text is not JSON.
pub(super) fn json_or_any(real: Option<&str>, draw: &mut Draw) -> String {
    let like = real.and_then(|real| json(real, draw));
    like.unwrap_or_else(|| format!(r#"{{"placeholder":"{}"}}"#, draw.hex(32)))
}

/// JSON with the same keys, if the text is an object or an array.
pub(super) fn json(real: &str, draw: &mut Draw) -> Option<String> {
    if !real.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut value: Value = serde_json::from_str(real).ok()?;
    let marks = draw.marks();
    replace(&mut value, "", draw);
    if draw.marks() == marks {
        extend(&mut value, draw);
    }
    Some(value.to_string())
}

/// Adds a text where there is none: `[]`, `{"a":1}`.
fn extend(value: &mut Value, draw: &mut Draw) {
    let text = Value::from(draw.hex(32));
    match value {
        Value::Array(items) => items.push(text),
        Value::Object(fields) => drop(fields.insert("placeholder".to_owned(), text)),
        _ => {}
    }
}

/// Replaces every text and longer number in the field of a name, but for settings.
pub(super) fn replace(value: &mut Value, name: &str, draw: &mut Draw) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => match self::number(number, name, draw) {
            Some(drawn) => *number = drawn.into(),
            None => draw.keep(number.to_string()),
        },
        Value::String(text) if is_setting(name, text) => draw.keep(text.as_str()),
        Value::String(text) => {
            *text = draw.like(text).unwrap_or_default();
        }
        Value::Array(items) if is_bytes(items) => replace_bytes(items, draw),
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, name, draw)),
        Value::Object(fields) => replace_fields(fields, draw),
    }
}

fn replace_fields(fields: &mut Map<String, Value>, draw: &mut Draw) {
    for (name, field) in fields {
        draw.keep(Value::from(name.as_str()).to_string() + ":");
        replace(field, name, draw);
    }
}

/// A number with as many digits as one that may be secret.
fn number(real: &serde_json::Number, name: &str, draw: &mut Draw) -> Option<u64> {
    const FEW_DIGITS: usize = 6;
    let digits = real.to_string().len();
    let is_setting = digits <= FEW_DIGITS && !is_of_credential(name);
    if is_setting || is_time(name) || !(4..=15).contains(&digits) {
        return None;
    }
    format!("1{}", draw.text(Alphabet::Digits, digits - 1)).parse().ok()
}

/// Whether a list is the bytes of a key, as Solana's tools write it.
fn is_bytes(items: &[Value]) -> bool {
    items.len() >= MIN_MARK && items.iter().all(|it| it.as_u64().is_some_and(|it| it < 256))
}

fn replace_bytes(items: &mut [Value], draw: &mut Draw) {
    let bytes = draw.bytes(items.len());
    draw.mark(&bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(","));
    for (item, byte) in items.iter_mut().zip(bytes) {
        *item = byte.into();
    }
}
