//! A placeholder of each type, like the real value if there is one.

use std::time::Duration;

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};

use super::draw::{Draw, MIN_MARK};
use super::similar::Similar;
use super::{by_schema, encoded, json, pem, structured, text, url};
use crate::ValueType;

/// The largest integer that JavaScript represents exactly: 2⁵³ − 1.
const MAX_SAFE_INTEGER: i64 = (1 << 53) - 1;

/// Smallest placeholder of a number: from here on, numbers have at least thirteen digits.
const MIN_WHOLE: i64 = 1_000_000_000_000;

/// Length of a key in bytes if nothing else sets it.
const KEY_BYTES: usize = 32;

/// A value of the type, or `None` if the type has no room for a placeholder.
pub(super) fn draw(value_type: &ValueType, real: Option<&str>, draw: &mut Draw) -> Option<String> {
    match value_type {
        ValueType::Bool | ValueType::Enum { .. } | ValueType::Port => None,
        ValueType::String { min_length, max_length, prefix } => {
            let size = text::Size { min: *min_length, max: *max_length };
            text::like(real, size, prefix.as_deref(), draw)
        }
        ValueType::Int { min, max } => whole(*min, *max, draw).map(|number| number.to_string()),
        ValueType::Float { min, max } => decimal(*min, *max, draw),
        ValueType::Duration { min, max } => {
            let limit = |limit: &Option<Duration>| limit.map(milliseconds);
            whole(limit(min), limit(max), draw).map(|number| format!("{number}ms"))
        }
        ValueType::Url { schemes } => Some(url::url(real, schemes, draw)),
        ValueType::Email => Some(structured::email(draw)),
        ValueType::List { items, separator, min_length, .. } => {
            let real = real.map(|real| value_type.items(real)).unwrap_or_default();
            list(items, separator, &real, *min_length, draw)
        }
        ValueType::Json { schema: None } => Some(json::json_or_any(real, draw)),
        ValueType::Json { schema: Some(schema) } => by_schema::json(schema, real, draw),
        ValueType::Uuid => Some(structured::uuid(draw)),
        ValueType::Base64 { min_length, max_length } => {
            base64(real, *min_length, *max_length, draw)
        }
        ValueType::Hex { min_length, max_length } => hex(real, *min_length, *max_length, draw),
        ValueType::Pem { label } => Some(pem::pem(real, label.as_deref(), draw)),
    }
}

/// A large number, if the range has room for one that identifies the placeholder.
fn whole(min: Option<i64>, max: Option<i64>, draw: &mut Draw) -> Option<i64> {
    let least = min.unwrap_or(MIN_WHOLE).max(MIN_WHOLE);
    let most = max.unwrap_or(MAX_SAFE_INTEGER).min(MAX_SAFE_INTEGER);
    let room = most.checked_sub(least).filter(|room| *room >= MIN_WHOLE)?;
    let number = least.checked_add_unsigned(draw.below(room.unsigned_abs()))?;
    draw.mark(&number.to_string());
    Some(number)
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// A number with many digits after the decimal point.
fn decimal(min: Option<f64>, max: Option<f64>, draw: &mut Draw) -> Option<String> {
    let least = min.or(max.map(|max| max - 1.0)).unwrap_or(0.0);
    let most = max.unwrap_or(least + 1.0);
    let digits = u32::try_from(draw.below(u64::from(u32::MAX))).ok()?;
    let more = u32::try_from(draw.below(1 << 21)).ok()?;
    let part = (f64::from(digits) * f64::from(1 << 21) + f64::from(more)) / 2_f64.powi(53);
    let number = (least + (most - least) * part).to_string();
    let fraction = number.split_once('.').map_or("", |(_, fraction)| fraction);
    draw.mark(fraction);
    Some(number)
}

fn list(
    items: &ValueType,
    separator: &str,
    real: &[&str],
    min: usize,
    draw: &mut Draw,
) -> Option<String> {
    let count = real.len().max(min).max(1);
    let drawn = (0..count).map(|at| self::draw(items, real.get(at).copied(), draw));
    Some(drawn.collect::<Option<Vec<_>>>()?.join(separator))
}

/// As many bytes as the value has, within the bounds, if there is room for a placeholder.
fn bytes(real: Option<usize>, least: usize, min: usize, max: Option<usize>) -> Option<usize> {
    let (least, most) = (least.max(min), max.unwrap_or(usize::MAX));
    (least <= most).then(|| real.unwrap_or(KEY_BYTES).clamp(least, most))
}

fn hex(real: Option<&str>, min: usize, max: Option<usize>, draw: &mut Draw) -> Option<String> {
    let decoded = real.and_then(|real| HEXLOWER_PERMISSIVE.decode(real.as_bytes()).ok());
    let count = bytes(decoded.map(|bytes| bytes.len()), MIN_MARK / 2, min, max)?;
    let similar = real.filter(|real| real.len() == count * 2).map(|real| Similar::new(real, draw));
    let Some(similar) = similar.filter(Similar::is_unmistakable) else {
        return Some(draw.hex(count * 2));
    };
    similar.mark(draw);
    Some(similar.text())
}

/// Base64 of a text like the real one, or text that consists of lower-case hexadecimal digits.
fn base64(real: Option<&str>, min: usize, max: Option<usize>, draw: &mut Draw) -> Option<String> {
    if let Some(encoded) = real.and_then(|real| draw.if_any(|draw| encoded::encoded(real, draw))) {
        return Some(encoded);
    }
    let plain = real.map(|real| real.trim_end_matches('='));
    let decode = |text: &str| {
        let alphabets = [BASE64_NOPAD, BASE64URL_NOPAD];
        alphabets.iter().find_map(|alphabet| alphabet.decode(text.as_bytes()).ok())
    };
    let count = plain.and_then(decode).map(|bytes| bytes.len());
    let count = bytes(count, MIN_MARK / 4 * 3, min, max)?;
    let mut text = draw.hex(count / 3 * 4);
    // the last character encodes only some bits of a byte; its other bits must be zero
    match count % 3 {
        1 => text.extend([draw.one_of(b"0123456789abcdef"), draw.one_of(b"gw")]),
        2 => {
            let mut hex = || draw.one_of(b"0123456789abcdef");
            text.extend([hex(), hex(), draw.one_of(b"048c")]);
        }
        _ => {}
    }
    if plain.is_none_or(|plain| Some(plain) != real) {
        text.push_str(&"=".repeat((4 - text.len() % 4) % 4));
    }
    Some(text)
}
