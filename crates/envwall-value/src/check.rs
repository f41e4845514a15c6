//! Checks a value against its type. A mismatch is reported without the value.

use std::fmt::Display;

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};
use serde::de::IgnoredAny;

use crate::expected::amount;
use crate::{ValueType, parse_duration, pem};

/// Why a value is invalid: a phrase such as "expected a whole number from 0 to 22".
///
/// It is derived from the type, never from the value, so it is safe to show (except for that of
/// [`ValueType::check_shown`]).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Mismatch(String);

impl Mismatch {
    pub(super) fn new(expected: impl Display) -> Self {
        Self(format!("expected {expected}"))
    }
}

impl ValueType {
    /// Splits a list into its items. Returns nothing for any other type.
    pub fn items<'a>(&self, value: &'a str) -> Vec<&'a str> {
        match self {
            Self::List { separator, .. } => split_list(value, separator),
            _ => Vec::new(),
        }
    }

    /// Checks a value.
    ///
    /// # Errors
    /// Describes what is expected, and nothing about the value.
    ///
    /// ```
    /// use envwall_value::ValueType;
    /// let zoom = ValueType::Int { min: Some(0), max: Some(22) };
    /// assert!(zoom.check("4").is_ok());
    /// let error = zoom.check("23").unwrap_err();
    /// assert_eq!(error.to_string(), "expected a whole number from 0 to 22");
    /// ```
    pub fn check(&self, value: &str) -> Result<(), Mismatch> {
        let is_valid = match self {
            Self::String { min_length, max_length, prefix } => {
                return string(value, *min_length, *max_length, prefix.as_deref());
            }
            Self::List { items, separator, min_length, max_length } => {
                return list(value, items, separator, *min_length, *max_length);
            }
            Self::Json { schema: Some(schema) } => {
                return schema.mismatch(value, false).map_or(Ok(()), |why| Err(Mismatch(why)));
            }
            Self::Base64 { min_length, max_length } => {
                return byte_count(base64(value), *min_length, *max_length, "base64");
            }
            Self::Hex { min_length, max_length } => {
                return byte_count(hex(value), *min_length, *max_length, "hex");
            }
            Self::Int { .. } if is_too_long(value) => return Err(too_long()),
            Self::Pem { .. } if pem::has_escaped_breaks(value) => return Err(escaped_breaks()),
            Self::Bool => matches!(value, "true" | "false" | "1" | "0"),
            Self::Int { min, max } => in_range(whole(value), min.as_ref(), max.as_ref()),
            Self::Float { min, max } => in_range(decimal(value), min.as_ref(), max.as_ref()),
            Self::Url { schemes } => is_url(value, schemes),
            Self::Port => whole(value).is_some_and(|port| (1..=65_535).contains(&port)),
            Self::Email => is_email(value),
            Self::Enum { values } => values.iter().any(|allowed| allowed == value),
            Self::Json { schema: None } => serde_json::from_str::<IgnoredAny>(value).is_ok(),
            Self::Duration { min, max } => {
                in_range(parse_duration(value), min.as_ref(), max.as_ref())
            }
            Self::Uuid => is_uuid(value),
            Self::Pem { label } => pem::is_valid(value, label.as_deref()),
        };
        if is_valid { Ok(()) } else { Err(self.mismatch()) }
    }

    /// Checks a value that is not secret: a mismatch also says what was found inside JSON.
    ///
    /// # Errors
    /// Describes what is expected, and what was found.
    ///
    /// ```
    /// use envwall_value::ValueType;
    /// let limits = ValueType::json(r#"{"type":"array","items":{"type":"integer","minimum":1}}"#);
    /// let error = limits.check_shown("[5, 0]").unwrap_err();
    /// assert_eq!(error.to_string(), "[1]: expected a whole number of 1 or more, found 0");
    /// ```
    pub fn check_shown(&self, value: &str) -> Result<(), Mismatch> {
        match self {
            Self::Json { schema: Some(schema) } => {
                schema.mismatch(value, true).map_or(Ok(()), |why| Err(Mismatch(why)))
            }
            _ => self.check(value),
        }
    }
}

fn string(
    value: &str,
    min: usize,
    max: Option<usize>,
    prefix: Option<&str>,
) -> Result<(), Mismatch> {
    if let Some(prefix) = prefix.filter(|prefix| !value.starts_with(prefix)) {
        return Err(Mismatch::new(format_args!("a string that starts with `{prefix}`")));
    }
    let length = value.chars().count();
    if is_within(length, min, max) {
        return Ok(());
    }
    Err(match (min, max) {
        (1, None) => Mismatch::new("a non-empty value"),
        _ => wrong_amount(length, min, max, "characters"),
    })
}

fn wrong_amount(found: usize, min: usize, max: Option<usize>, unit: &str) -> Mismatch {
    Mismatch::new(format_args!("{}, found {found}", amount(min, max, unit)))
}

fn too_long() -> Mismatch {
    Mismatch::new(format_args!(
        "a whole number up to {MAX_SAFE_INTEGER} (use type `string` for longer ones)"
    ))
}

fn escaped_breaks() -> Mismatch {
    Mismatch::new("a PEM block with line breaks, found the two characters \\n instead")
}

fn is_within(count: usize, min: usize, max: Option<usize>) -> bool {
    count >= min && max.is_none_or(|max| count <= max)
}

/// Largest integer that JavaScript represents exactly: 2⁵³ − 1 (ECMA-262, `Number.MAX_SAFE_INTEGER`).
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// Parses digits with an optional `-`: no blanks, no `+`, no exponent, so that every language agrees.
pub(crate) fn whole(value: &str) -> Option<i64> {
    let number: i64 = is_whole(value).then(|| value.parse().ok())??;
    (number.unsigned_abs() <= MAX_SAFE_INTEGER).then_some(number)
}

fn is_whole(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_too_long(value: &str) -> bool {
    is_whole(value) && whole(value).is_none()
}

pub(crate) fn decimal(value: &str) -> Option<f64> {
    let plain = value.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    plain.then(|| value.parse().ok())?.filter(|number: &f64| number.is_finite())
}

fn in_range<T: PartialOrd>(value: Option<T>, min: Option<&T>, max: Option<&T>) -> bool {
    value.is_some_and(|value| {
        min.is_none_or(|min| value >= *min) && max.is_none_or(|max| value <= *max)
    })
}

fn is_url(value: &str, schemes: &[String]) -> bool {
    // the standard accepts `postgres:x`, but it is never meant
    let url = url::Url::parse(value).ok().filter(|url| url.has_host() || !url.cannot_be_a_base());
    url.is_some_and(|url| {
        schemes.is_empty() || schemes.iter().any(|scheme| scheme.eq_ignore_ascii_case(url.scheme()))
    })
}

fn list(
    value: &str,
    items: &ValueType,
    separator: &str,
    min: usize,
    max: Option<usize>,
) -> Result<(), Mismatch> {
    let parts = split_list(value, separator);
    if !is_within(parts.len(), min, max) {
        return Err(wrong_amount(parts.len(), min, max, "items"));
    }
    for (index, part) in parts.into_iter().enumerate() {
        items
            .check(part)
            .map_err(|Mismatch(why)| Mismatch(format!("item {}: {why}", index + 1)))?;
    }
    Ok(())
}

/// Splits a list into trimmed items; an empty string has none. Trims only ASCII whitespace, as every
/// language does.
pub(crate) fn split_list<'a>(value: &'a str, separator: &str) -> Vec<&'a str> {
    let trim = |text: &'a str| text.trim_matches([' ', '\t', '\r', '\n']);
    if trim(value).is_empty() {
        return Vec::new();
    }
    value.split(separator).map(trim).collect()
}

/// Accepts what browsers accept in `<input type="email">` (WHATWG HTML, "valid e-mail address"):
/// stricter than RFC 5322, and the same in every language.
fn is_email(value: &str) -> bool {
    let Some((local, domain)) = value.split_once('@') else { return false };
    let in_local =
        |byte: u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&byte);
    let is_label = |label: &str| {
        let inside = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        let hyphen_at_end = label.starts_with('-') || label.ends_with('-');
        (1..=63).contains(&label.len()) && label.bytes().all(inside) && !hyphen_at_end
    };
    !local.is_empty() && local.bytes().all(in_local) && domain.split('.').all(is_label)
}

fn is_uuid(value: &str) -> bool {
    value.len() == 36
        && value.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// Decodes base64, standard or URL-safe, padded or not.
pub(crate) fn base64(value: &str) -> Option<Vec<u8>> {
    let alphabets = [BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD];
    alphabets.iter().find_map(|alphabet| alphabet.decode(value.as_bytes()).ok())
}

/// Decodes hexadecimal digits.
pub(crate) fn hex(value: &str) -> Option<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(value.as_bytes()).ok()
}

fn byte_count(
    bytes: Option<Vec<u8>>,
    min: usize,
    max: Option<usize>,
    encoding: &str,
) -> Result<(), Mismatch> {
    let Some(bytes) = bytes.map(|bytes| bytes.len()) else { return Err(Mismatch::new(encoding)) };
    if is_within(bytes, min, max) {
        return Ok(());
    }
    let amount = amount(min, max, "bytes");
    Err(Mismatch::new(format_args!("{amount} in {encoding}, found {bytes}")))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// Valid and invalid values by type.
    fn cases() -> Vec<(ValueType, &'static [&'static str], &'static [&'static str])> {
        let strings = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
        vec![
            (ValueType::ANY, &["x", " "], &[""]),
            (ValueType::Bool, &["true", "false", "1", "0"], &["", "yes", "TRUE", " true"]),
            (
                ValueType::Int { min: Some(-3), max: None },
                &["-3", "0", "007", "9007199254740991"],
                &["-4", "", "-", "+1", "1.0", "1e3", " 1", "9007199254740992", "٣"],
            ),
            (
                ValueType::Float { min: None, max: Some(1.5) },
                &["1.5", "-2", "1e-3", ".5"],
                &["1.6", "NaN", "inf", "-inf", "", "1,5", "0x1"],
            ),
            (
                ValueType::Url { schemes: strings(&["postgres"]) },
                &["postgres://u:p%40ss@h:5432/db?x=1", "POSTGRES://h/db"],
                &["https://h", "postgres:db", "h/db", ""],
            ),
            (
                ValueType::Url { schemes: Vec::new() },
                &["https://example.com", "http://localhost:3000/a?b#c", "file:///a"],
                &["example.com", "/path", "mailto:a@b.c", "https://", "http://[::1"],
            ),
            (ValueType::Port, &["1", "8080", "65535"], &["0", "65536", "-1", "http", ""]),
            (
                ValueType::Email,
                &["a@b.example", "a+b@c.de"],
                &["a", "a@", "@b.c", "a b@c.de", "a@b@c", "a@b..c", "a@-b.c", ""],
            ),
            (
                ValueType::Enum { values: strings(&["light", "dark"]) },
                &["light", "dark"],
                &["Light", "", "light "],
            ),
            (
                ValueType::Json { schema: None },
                &["{}", "[1, \"x\"]", "null"],
                &["", "{a:1}", "{} {}", "'x'"],
            ),
            (
                ValueType::Duration { min: Some(Duration::from_secs(60)), max: None },
                &["1m", "90d", "1h30m", "60000ms"],
                &["59s", "1", "", "d", "1 d", "1y", "30m1h", "99999999999999999999d"],
            ),
            (
                ValueType::Uuid,
                &["123e4567-e89b-12d3-a456-426614174000"],
                &["123e4567e89b12d3a456426614174000", "123e4567-e89b-12d3-a456-42661417400g", ""],
            ),
            (
                ValueType::Base64 { min_length: 2, max_length: Some(3) },
                &["YWI=", "YWI", "YWJj", "-_-_"],
                &["YQ==", "YWJjZA==", "!!!!", "", "YW I="],
            ),
            (
                ValueType::Hex { min_length: 2, max_length: Some(2) },
                &["00ff", "A0b1"],
                &["0", "00", "00ffaa", "00fg", ""],
            ),
        ]
    }

    #[test]
    fn valid_and_invalid_values() {
        for (value_type, valid, invalid) in cases() {
            for value in valid {
                assert_eq!(value_type.check(value), Ok(()), "{value_type}: {value:?}");
            }
            for value in invalid {
                assert!(value_type.check(value).is_err(), "{value_type}: {value:?}");
            }
        }
    }

    #[test]
    fn a_mismatch_in_a_list_names_the_item() {
        let items = Box::new(ValueType::Int { min: None, max: None });
        let list =
            ValueType::List { items, separator: ",".to_owned(), min_length: 1, max_length: None };
        assert!(list.check("1, 2,3").is_ok());
        let error = |value| list.check(value).map_err(|error| error.to_string());
        assert_eq!(error("1,x"), Err("item 2: expected a whole number".to_owned()));
        assert_eq!(error(""), Err("expected at least 1 item, found 0".to_owned()));
    }

    #[test]
    fn a_mismatch_never_contains_the_value() {
        let value = "zq81-hunter2-zq81";
        for (value_type, ..) in cases() {
            if let Err(error) = value_type.check(value) {
                assert!(!error.to_string().contains("hunter2"), "{value_type}");
            }
        }
    }
}
