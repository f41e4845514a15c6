//! Whether a value fits its type. What is wrong is said without the value.

use std::fmt::Display;
use std::time::Duration;

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD, HEXLOWER_PERMISSIVE};
use serde::de::IgnoredAny;

use crate::{ValueType, parse_duration, pem};

/// Why a value does not fit: a phrase such as "expected a whole number from 0 to 22".
///
/// It is made from the type, never from the value, so it can be shown whatever the value is
/// (but for what [`ValueType::check_shown`] says).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Mismatch(String);

impl Mismatch {
    pub(super) fn new(expected: impl Display) -> Self {
        Self(format!("expected {expected}"))
    }
}

impl ValueType {
    /// The items of a list's value; nothing for any other type.
    pub fn items<'a>(&self, value: &'a str) -> Vec<&'a str> {
        match self {
            Self::List { separator, .. } => split_list(value, separator),
            _ => Vec::new(),
        }
    }

    /// Checks a value.
    ///
    /// # Errors
    /// Says what is expected, and nothing about the value.
    ///
    /// ```
    /// use envwall_value::ValueType;
    /// let zoom = ValueType::Int { min: Some(0), max: Some(22) };
    /// assert!(zoom.check("4").is_ok());
    /// let error = zoom.check("23").unwrap_err();
    /// assert_eq!(error.to_string(), "expected a whole number from 0 to 22");
    /// ```
    pub fn check(&self, value: &str) -> Result<(), Mismatch> {
        match self {
            Self::String { min_length, max_length, prefix } => {
                text(value, *min_length, *max_length, prefix.as_deref())
            }
            Self::Bool => one_of(matches!(value, "true" | "false" | "1" | "0"), "true or false"),
            Self::Int { .. } if is_too_long(value) => Err(Mismatch::new(format_args!(
                "a whole number up to {LARGEST_WHOLE}, or the type `string` for longer ones"
            ))),
            Self::Int { min, max } => {
                in_range(whole(value), min.as_ref(), max.as_ref(), "a whole number", i64::to_string)
            }
            Self::Float { min, max } => {
                in_range(decimal(value), min.as_ref(), max.as_ref(), "a number", f64::to_string)
            }
            Self::Url { schemes } => absolute_url(value, schemes),
            Self::Port => {
                let port = whole(value).is_some_and(|port| (1..=65_535).contains(&port));
                one_of(port, "a port from 1 to 65535")
            }
            Self::Email => one_of(is_email(value), "an e-mail address"),
            Self::Enum { values } => {
                let found = values.iter().any(|allowed| allowed == value);
                found.then_some(()).ok_or_else(|| Mismatch::new(alternatives(values)))
            }
            Self::List { items, separator, min_length, max_length } => {
                list(value, items, separator, *min_length, *max_length)
            }
            Self::Json { schema: None } => {
                one_of(serde_json::from_str::<IgnoredAny>(value).is_ok(), "a JSON text")
            }
            Self::Json { schema: Some(schema) } => {
                schema.misfit(value, false).map_or(Ok(()), |why| Err(Mismatch(why)))
            }
            Self::Duration { min, max } => {
                let what = match (min, max) {
                    (None, None) => "a length of time such as 90d or 1h30m",
                    _ => "a length of time",
                };
                in_range(parse_duration(value), min.as_ref(), max.as_ref(), what, show_duration)
            }
            Self::Uuid => one_of(is_uuid(value), "a UUID"),
            Self::Base64 { min_length, max_length } => {
                byte_count(base64(value), *min_length, *max_length, "base64")
            }
            Self::Hex { min_length, max_length } => {
                byte_count(hex(value), *min_length, *max_length, "hex")
            }
            Self::Pem { label } => pem::check(value, label.as_deref()),
        }
    }
}

impl ValueType {
    /// The same for a value that everyone may see: where the type looks into it, it is said what was
    /// found there.
    ///
    /// # Errors
    /// Says what is expected, and what was found.
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
                schema.misfit(value, true).map_or(Ok(()), |why| Err(Mismatch(why)))
            }
            _ => self.check(value),
        }
    }
}

fn one_of(fits: bool, expected: &str) -> Result<(), Mismatch> {
    fits.then_some(()).ok_or_else(|| Mismatch::new(expected))
}

fn text(value: &str, min: usize, max: Option<usize>, prefix: Option<&str>) -> Result<(), Mismatch> {
    if prefix.is_some_and(|prefix| !value.starts_with(prefix)) {
        return Err(Mismatch::new(format_args!(
            "a text that starts with `{}`",
            prefix.unwrap_or("")
        )));
    }
    let length = value.chars().count();
    count(length, min, max).map_err(|range| match (min, max) {
        (1, None) => Mismatch::new("a value, found an empty one"),
        _ => Mismatch::new(format_args!("{range} characters, found {length}")),
    })
}

/// Says the allowed range when a count is outside it.
fn count(count: usize, min: usize, max: Option<usize>) -> Result<(), String> {
    if count >= min && max.is_none_or(|max| count <= max) {
        return Ok(());
    }
    Err(match max {
        Some(max) if max == min => format!("exactly {min}"),
        Some(max) if min == 0 => format!("at most {max}"),
        Some(max) => format!("{min} to {max}"),
        None => format!("at least {min}"),
    })
}

/// The largest that JavaScript holds exactly: 2⁵³ − 1 (ECMA-262, `Number.MAX_SAFE_INTEGER`).
const LARGEST_WHOLE: u64 = (1 << 53) - 1;

/// Digits with an optional sign: no blanks, no plus, no exponent, so that every language agrees.
pub(crate) fn whole(value: &str) -> Option<i64> {
    let number: i64 = is_whole(value).then(|| value.parse().ok())??;
    (number.unsigned_abs() <= LARGEST_WHOLE).then_some(number)
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

fn in_range<T: PartialOrd>(
    value: Option<T>,
    min: Option<&T>,
    max: Option<&T>,
    what: &str,
    show: impl Fn(&T) -> String,
) -> Result<(), Mismatch> {
    let fits = value.is_some_and(|value| {
        min.is_none_or(|min| value >= *min) && max.is_none_or(|max| value <= *max)
    });
    if fits {
        return Ok(());
    }
    Err(match (min, max) {
        (Some(min), Some(max)) => {
            Mismatch::new(format_args!("{what} from {} to {}", show(min), show(max)))
        }
        (Some(min), None) => Mismatch::new(format_args!("{what} of {} or more", show(min))),
        (None, Some(max)) => Mismatch::new(format_args!("{what} of {} or less", show(max))),
        (None, None) => Mismatch::new(what),
    })
}

fn show_duration(duration: &Duration) -> String {
    super::duration::show(*duration)
}

fn absolute_url(value: &str, schemes: &[String]) -> Result<(), Mismatch> {
    // `postgres:x` is a URL by the standard, but nobody means that
    let url = url::Url::parse(value).ok().filter(|url| url.has_host() || !url.cannot_be_a_base());
    let fits = url.is_some_and(|url| {
        schemes.is_empty() || schemes.iter().any(|scheme| scheme.eq_ignore_ascii_case(url.scheme()))
    });
    if fits {
        return Ok(());
    }
    Err(match schemes {
        [] => Mismatch::new("an absolute URL such as https://example.com"),
        schemes => Mismatch::new(format_args!("a URL with the scheme {}", schemes.join(" or "))),
    })
}

fn alternatives(values: &[String]) -> String {
    format!("one of {}", values.join(", "))
}

fn list(
    value: &str,
    items: &ValueType,
    separator: &str,
    min: usize,
    max: Option<usize>,
) -> Result<(), Mismatch> {
    let parts = split_list(value, separator);
    let length = parts.len();
    count(length, min, max)
        .map_err(|range| Mismatch::new(format_args!("{range} items, found {length}")))?;
    for (index, part) in parts.into_iter().enumerate() {
        items
            .check(part)
            .map_err(|Mismatch(why)| Mismatch(format!("item {}: {why}", index + 1)))?;
    }
    Ok(())
}

/// Items of a list; an empty text has none. Blanks are those that every language takes for some.
pub(crate) fn split_list<'a>(value: &'a str, separator: &str) -> Vec<&'a str> {
    let trim = |text: &'a str| text.trim_matches([' ', '\t', '\r', '\n']);
    if trim(value).is_empty() {
        return Vec::new();
    }
    value.split(separator).map(trim).collect()
}

/// What browsers take for an address in `<input type="email">` (WHATWG HTML, "valid e-mail address"):
/// stricter than RFC 5322 and the same in every language.
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

/// The bytes of base64, standard or URL-safe, padded or not.
pub(crate) fn base64(value: &str) -> Option<Vec<u8>> {
    let alphabets = [BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD];
    alphabets.iter().find_map(|alphabet| alphabet.decode(value.as_bytes()).ok())
}

/// The bytes of hexadecimal digits.
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
    count(bytes, min, max)
        .map_err(|range| Mismatch::new(format_args!("{range} bytes in {encoding}, found {bytes}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values that fit and values that do not, by type.
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
    fn values_fit_their_types_or_not() {
        for (value_type, fitting, others) in cases() {
            for value in fitting {
                assert_eq!(value_type.check(value), Ok(()), "{value_type}: {value:?}");
            }
            for value in others {
                assert!(value_type.check(value).is_err(), "{value_type}: {value:?}");
            }
        }
    }

    #[test]
    fn lists_name_the_item() {
        let items = Box::new(ValueType::Int { min: None, max: None });
        let list =
            ValueType::List { items, separator: ",".to_owned(), min_length: 1, max_length: None };
        assert!(list.check("1, 2,3").is_ok());
        let error = |value| list.check(value).map_err(|error| error.to_string());
        assert_eq!(error("1,x"), Err("item 2: expected a whole number".to_owned()));
        assert_eq!(error(""), Err("expected at least 1 items, found 0".to_owned()));
    }

    #[test]
    fn a_mismatch_never_tells_the_value() {
        let value = "zq81-hunter2-zq81";
        for (value_type, ..) in cases() {
            if let Err(error) = value_type.check(value) {
                assert!(!error.to_string().contains("hunter2"), "{value_type}");
            }
        }
    }
}
