//! Finds JSON in the text of a schema that some parser rejects, or that parsers read differently.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::json_value::MAX_DEPTH;
use super::{SchemaError, Step};

const INEXACT: &str = "JavaScript cannot represent this number exactly: use one that it can";

const TOO_LARGE: &str = "this number is too large for JavaScript";

const TOO_DEEP: &str = "more than 127 levels of nesting: some JSON parsers reject this";

const DUPLICATE: &str = "duplicate name: JSON parsers disagree on which one counts";

const UNPAIRED: &str = "unpaired surrogate: write both halves of the pair";

/// Lints a text. Returns nothing if it is not JSON at all.
pub(super) fn lint_text(text: &str) -> Vec<SchemaError> {
    let mut linter = Linter { text, place: Vec::new(), errors: Vec::new() };
    if let Ok(raw) = serde_json::from_str::<&RawValue>(text) {
        linter.value(raw.get(), MAX_DEPTH);
    }
    linter.errors
}

/// Lints a parsed value whose numbers are as they were written.
pub(super) fn lint_value(value: &Value) -> Vec<SchemaError> {
    let mut linter = Linter { text: "", place: Vec::new(), errors: Vec::new() };
    linter.numbers(value);
    linter.errors
}

/// Collects errors, and tracks the place in the text.
struct Linter<'a> {
    text: &'a str,
    place: Vec<Step>,
    errors: Vec<SchemaError>,
}

impl<'a> Linter<'a> {
    fn value(&mut self, raw: &'a str, depth: usize) {
        let error = match (raw.as_bytes().first(), depth.checked_sub(1)) {
            (Some(b'{' | b'['), None) => Some(TOO_DEEP),
            (Some(b'{'), Some(depth)) => {
                self.fields(raw, depth);
                None
            }
            (Some(b'['), Some(depth)) => {
                self.items(raw, depth);
                None
            }
            (Some(b'"'), _) => string_error(raw),
            (Some(b'-' | b'0'..=b'9'), _) => number_error(raw),
            _ => None,
        };
        if let Some(error) = error {
            self.error(raw, error);
        }
    }

    fn fields(&mut self, raw: &'a str, depth: usize) {
        let Ok(Fields(fields)) = serde_json::from_str::<Fields<'a>>(raw) else { return };
        let mut known = BTreeSet::new();
        for (key, value) in fields {
            let name = serde_json::from_str::<String>(key.get());
            self.place.push(Step::Name(name.as_ref().cloned().unwrap_or_default()));
            match name {
                Ok(name) if known.insert(name.clone()) => {}
                Ok(_) => self.error(key.get(), DUPLICATE),
                Err(_) => self.error(key.get(), UNPAIRED),
            }
            self.value(value.get(), depth);
            self.place.pop();
        }
    }

    fn items(&mut self, raw: &'a str, depth: usize) {
        let items: Vec<&RawValue> = serde_json::from_str(raw).unwrap_or_default();
        for (at, item) in items.into_iter().enumerate() {
            self.place.push(Step::Item(at));
            self.value(item.get(), depth);
            self.place.pop();
        }
    }

    fn numbers(&mut self, value: &Value) {
        match value {
            Value::Number(number)
                if !number.is_f64() && number_error(&number.to_string()).is_some() =>
            {
                self.error("", INEXACT);
            }
            Value::Array(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.inside(Step::Item(at), item);
                }
            }
            Value::Object(fields) => {
                for (name, field) in fields {
                    self.inside(Step::Name(name.clone()), field);
                }
            }
            _ => {}
        }
    }

    fn inside(&mut self, step: Step, value: &Value) {
        self.place.push(step);
        self.numbers(value);
        self.place.pop();
    }

    fn error(&mut self, at: &str, message: &str) {
        let offset = at.as_ptr().addr().checked_sub(self.text.as_ptr().addr());
        self.errors.push(SchemaError {
            place: self.place.clone(),
            offset: offset.filter(|offset| *offset < self.text.len()),
            message: message.to_owned(),
            unknown: None,
        });
    }
}

fn string_error(raw: &str) -> Option<&'static str> {
    serde_json::from_str::<String>(raw).is_err().then_some(UNPAIRED)
}

/// Why JavaScript would read a different number.
fn number_error(raw: &str) -> Option<&'static str> {
    let Some(number) = raw.parse::<f64>().ok().filter(|number| number.is_finite()) else {
        return Some(TOO_LARGE);
    };
    let written = digits(raw);
    // the shortest representation, or all digits
    let is_same =
        written == digits(&format!("{number:e}")) || written == digits(&format!("{number:.0}"));
    (!is_same).then_some(INEXACT)
}

/// The significant digits of a number, and the power of ten of the last one.
fn digits(number: &str) -> (String, i64) {
    let number = number.trim_start_matches('-');
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let plain = all.trim_end_matches('0');
    let count = |text: &str| i64::try_from(text.len()).unwrap_or(i64::MAX);
    let exponent = exponent.parse::<i64>().unwrap_or(i64::MAX);
    let power = exponent.saturating_sub(count(fraction)).saturating_add(count(&all) - count(plain));
    let plain = plain.trim_start_matches('0');
    (plain.to_owned(), if plain.is_empty() { 0 } else { power })
}

/// The fields of an object as written, including duplicates.
struct Fields<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            fields.push(entry);
        }
        Ok(Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_reported_with_their_places() {
        let deep = "[".repeat(140) + &"]".repeat(140);
        for (text, at, expected) in [
            (r#"{"a": 1e400}"#, 6, "/a: this number is too large"),
            (r#"{"a": [0, "\ud800"]}"#, 10, "/a/1: unpaired surrogate"),
            (r#"{"a": {"\udfff": 1}}"#, 7, "/a/: unpaired surrogate"),
            (r#"{"a": 1, "\u0061": 2}"#, 9, "/a: duplicate name"),
            ("[9007199254740993]", 1, "/0: JavaScript cannot represent"),
            (&deep, 127, "/0/0/0/0"),
        ] {
            let errors = lint_text(text);
            assert_eq!(errors.len(), 1, "{text}: {errors:?}");
            assert_eq!(errors[0].offset, Some(at), "{text}");
            assert!(errors[0].to_string().starts_with(expected), "{text}: {}", errors[0]);
        }
        for text in ["", "{", r#"{"a": [1, 2.50, null, "\ud83d\ude00", {"a": {}}], "b": true}"#] {
            assert_eq!(lint_text(text), [], "{text}");
        }
    }

    #[test]
    fn numbers_that_javascript_would_change_are_reported() {
        for number in [
            "0",
            "-0",
            "0.0",
            "0e9",
            "1",
            "10",
            "-10.50",
            "0.1",
            "1e23",
            "1E+3",
            "1e-7",
            "100e-2",
            "9007199254740992",
            "18446744073709551616",
            "5e-324",
            "1.7976931348623157e308",
            "123456789.125",
        ] {
            assert_eq!(number_error(number), None, "{number}");
        }
        for number in [
            "9007199254740993",
            "-9007199254740993",
            "9007199254740993.0",
            "0.10000000000000000001",
            "1e-400",
            "18446744073709551615",
            "1e99999999999999999999",
        ] {
            assert!(number_error(number).is_some(), "{number}");
        }
        let inline = serde_json::json!({ "enum": [1, 2.5, 9_007_199_254_740_993_i64] });
        let errors: Vec<_> = lint_value(&inline).iter().map(SchemaError::to_string).collect();
        assert_eq!(errors, [format!("/enum/2: {INEXACT}")]);
    }
}
