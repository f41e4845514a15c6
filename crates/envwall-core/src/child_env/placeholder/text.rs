//! A text like another one, and JSON with such texts in it.

use serde_json::Value;

use super::draw::{Alphabet, Draw, MIN_MARK};
use super::structured;
use crate::classify::issuers::{Alphabet as RunAlphabet, random_runs, token_prefix};
use crate::guessability::is_searchable;

/// Allowed lengths in characters.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) min: usize,
    pub(super) max: Option<usize>,
}

/// Length of a text if nothing else sets it.
const DEFAULT_LENGTH: usize = 32;

/// Preferred number of random characters if there is room for them.
const PREFERRED_RANDOM: usize = 16;

/// A text like the real one, within the given lengths and with the given prefix.
pub(super) fn like(
    real: Option<&str>,
    size: Size,
    prefix: Option<&str>,
    draw: &mut Draw,
) -> Option<String> {
    let structured = real.filter(|_| prefix.is_none()).and_then(|real| shaped(real, draw));
    structured.or_else(|| plain(real, size, prefix, draw))
}

/// A text of the same kind if the real one has a structure.
fn shaped(real: &str, draw: &mut Draw) -> Option<String> {
    if structured::is_token(real) {
        return Some(structured::token(draw));
    }
    if real.trim_start().starts_with("-----BEGIN ") {
        return Some(structured::pem(Some(real), None, draw));
    }
    if let Some(credential) = credential(real, draw) {
        return Some(credential);
    }
    if structured::scheme(real).is_some() {
        return Some(structured::url(Some(real), &[], draw));
    }
    if structured::is_uuid(real) {
        return Some(structured::uuid(draw));
    }
    if structured::is_email(real) {
        return Some(structured::email(draw));
    }
    if let Some(mailbox) = structured::mailbox(real, draw) {
        return Some(mailbox);
    }
    if let Some(opaque) = structured::opaque_url(real, draw) {
        return Some(opaque);
    }
    json(real, draw)
}

/// A credential of the same format, of which everything random is drawn: `SG.`, a point in the right
/// place, the address of a webhook.
fn credential(real: &str, draw: &mut Draw) -> Option<String> {
    let runs = random_runs(real)?;
    if !runs.iter().any(|(_, run)| run.len() >= MIN_MARK) {
        return None;
    }
    let (mut text, mut end) = (String::new(), 0);
    for (alphabet, run) in runs {
        let fixed = real.get(end..run.start)?;
        draw.keep(fixed.to_owned());
        text.push_str(fixed);
        text.push_str(&match alphabet {
            RunAlphabet::Fixed => real.get(run.clone())?.to_owned(),
            RunAlphabet::Hex => draw.hex(run.len()),
            RunAlphabet::UpperHex => draw.text(Alphabet::UpperHex, run.len()),
            RunAlphabet::Digits => draw.text(Alphabet::Digits, run.len()),
            RunAlphabet::Base32 => draw.text(Alphabet::Base32, run.len()),
        });
        end = run.end;
    }
    let fixed = real.get(end..)?;
    draw.keep(fixed.to_owned());
    Some(text + fixed)
}

fn plain(real: Option<&str>, size: Size, prefix: Option<&str>, draw: &mut Draw) -> Option<String> {
    let prefix = prefix.or_else(|| real.and_then(known_prefix)).unwrap_or("");
    draw.keep(prefix);
    let taken = prefix.chars().count();
    let most =
        size.max.unwrap_or(usize::MAX).checked_sub(taken).filter(|most| *most >= MIN_MARK)?;
    let least = size.min.saturating_sub(taken).max(PREFERRED_RANDOM).min(most);
    let rest = real.map(|real| real.strip_prefix(prefix).unwrap_or(real));
    let length = rest.map_or(DEFAULT_LENGTH, |rest| rest.chars().count()).clamp(least, most);
    Some(format!("{prefix}{}", draw.text(rest.map_or(Alphabet::Hex, alphabet), length)))
}

fn known_prefix(real: &str) -> Option<&str> {
    token_prefix(real).map(|prefix| prefix.text).or_else(|| short_prefix(real))
}

/// A few letters and a separator before a part that is hard to guess: `wk-`, `acme_`.
fn short_prefix(real: &str) -> Option<&str> {
    let letters = real.bytes().take_while(u8::is_ascii_lowercase).count();
    let (prefix, rest) = real.split_at_checked(letters + 1)?;
    let short = (1..=5).contains(&letters) && prefix.ends_with(['_', '-']);
    (short && rest.len() >= PREFERRED_RANDOM && is_searchable(rest)).then_some(prefix)
}

fn alphabet(real: &str) -> Alphabet {
    if !real.is_empty() && real.bytes().all(|byte| byte.is_ascii_digit()) {
        return Alphabet::Digits;
    }
    hex_alphabet(real)
}

/// Upper case if the text has letters, but none in lower case.
pub(super) fn hex_alphabet(real: &str) -> Alphabet {
    let upper = real.contains(|char: char| char.is_ascii_uppercase());
    let lower = real.contains(|char: char| char.is_ascii_lowercase());
    if upper && !lower { Alphabet::UpperHex } else { Alphabet::Hex }
}

/// JSON with the same keys, or any JSON if the text is not JSON.
pub(super) fn json_or_any(real: Option<&str>, draw: &mut Draw) -> String {
    let like = real.and_then(|real| json(real, draw));
    like.unwrap_or_else(|| format!(r#"{{"placeholder":"{}"}}"#, draw.hex(32)))
}

/// JSON with the same keys, if the text is an object or an array.
fn json(real: &str, draw: &mut Draw) -> Option<String> {
    if !real.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let mut value: Value = serde_json::from_str(real).ok()?;
    replace(&mut value, draw);
    if !draw.is_unmistakable() {
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

/// Replaces every text and every longer number.
pub(super) fn replace(value: &mut Value, draw: &mut Draw) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => {
            let digits = number.to_string().len();
            if (4..=15).contains(&digits) {
                let drawn = draw.text(Alphabet::Digits, digits - 1);
                *number = format!("1{drawn}").parse::<u64>().unwrap_or(1).into();
            }
        }
        // a version or a kind, too short to be a secret
        Value::String(text) if text.len() < 4 => {}
        Value::String(text) => {
            let size = Size { min: 0, max: None };
            *text = like(Some(text), size, None, draw).unwrap_or_default();
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, draw)),
        Value::Object(fields) => {
            for (name, field) in fields {
                draw.keep(Value::from(name.as_str()).to_string());
                replace(field, draw);
            }
        }
    }
}
