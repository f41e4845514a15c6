//! What is wrong with the text of a schema as JSON: what some reader refuses, reads otherwise than another
//! one, or changes in silence.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::document::MOST_LEVELS;
use super::{SchemaError, Step};

const INEXACT: &str = "JavaScript does not hold this number exactly: write one that it holds";

/// Everything that is wrong with a text; nothing where it is no JSON at all.
pub(super) fn of_text(text: &str) -> Vec<SchemaError> {
    let mut look = Look { text, place: Vec::new(), errors: Vec::new() };
    if let Ok(raw) = serde_json::from_str::<&RawValue>(text) {
        look.at(raw.get(), MOST_LEVELS);
    }
    look.errors
}

/// The same for a value whose numbers are as they were written.
pub(super) fn of_value(value: &Value) -> Vec<SchemaError> {
    let mut look = Look { text: "", place: Vec::new(), errors: Vec::new() };
    look.numbers(value);
    look.errors
}

/// A look at a text, somewhere in it.
struct Look<'a> {
    text: &'a str,
    place: Vec<Step>,
    errors: Vec<SchemaError>,
}

impl<'a> Look<'a> {
    fn at(&mut self, raw: &'a str, levels: usize) {
        let wrong = match (raw.as_bytes().first(), levels.checked_sub(1)) {
            (Some(b'{' | b'['), None) => Some("more than 127 levels: some reader refuses them"),
            (Some(b'{'), Some(levels)) => {
                self.fields(raw, levels);
                None
            }
            (Some(b'['), Some(levels)) => {
                self.items(raw, levels);
                None
            }
            (Some(b'"'), _) => unreadable(raw),
            (Some(b'-' | b'0'..=b'9'), _) => changed(raw),
            _ => None,
        };
        if let Some(wrong) = wrong {
            self.wrong(raw, wrong);
        }
    }

    fn fields(&mut self, raw: &'a str, levels: usize) {
        let Ok(Fields(fields)) = serde_json::from_str::<Fields<'a>>(raw) else { return };
        let mut known = BTreeSet::new();
        for (key, value) in fields {
            let name = serde_json::from_str::<String>(key.get());
            self.place.push(Step::Name(name.as_ref().cloned().unwrap_or_default()));
            match name {
                Ok(name) if known.insert(name.clone()) => {}
                Ok(_) => {
                    let twice = "this name stands there twice: readers differ in which one counts";
                    self.wrong(key.get(), twice);
                }
                Err(_) => self.wrong(key.get(), HALF),
            }
            self.at(value.get(), levels);
            self.place.pop();
        }
    }

    fn items(&mut self, raw: &'a str, levels: usize) {
        let items: Vec<&RawValue> = serde_json::from_str(raw).unwrap_or_default();
        for (at, item) in items.into_iter().enumerate() {
            self.place.push(Step::Item(at));
            self.at(item.get(), levels);
            self.place.pop();
        }
    }

    fn numbers(&mut self, value: &Value) {
        match value {
            Value::Number(number) if !number.is_f64() && changed(&number.to_string()).is_some() => {
                self.wrong("", INEXACT);
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

    fn wrong(&mut self, at: &str, message: &str) {
        let offset = at.as_ptr().addr().checked_sub(self.text.as_ptr().addr());
        self.errors.push(SchemaError {
            place: self.place.clone(),
            offset: offset.filter(|offset| *offset < self.text.len()),
            message: message.to_owned(),
            unknown: None,
        });
    }
}

const HALF: &str = "half a surrogate pair is no text: write both halves";

fn unreadable(raw: &str) -> Option<&'static str> {
    serde_json::from_str::<String>(raw).is_err().then_some(HALF)
}

/// Whether a number is another one once JavaScript has read it.
fn changed(raw: &str) -> Option<&'static str> {
    let Some(number) = raw.parse::<f64>().ok().filter(|number| number.is_finite()) else {
        return Some("this number is beyond what JavaScript holds");
    };
    let written = digits(raw);
    // what it is said as, or all of its digits
    let is_same =
        written == digits(&format!("{number:e}")) || written == digits(&format!("{number:.0}"));
    (!is_same).then_some(INEXACT)
}

/// The digits of a number without zeros around them, and the power of ten of the last.
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

/// The fields of an object as they are written, with names that are there twice.
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
    fn causes_are_told_with_their_places() {
        let deep = "[".repeat(140) + &"]".repeat(140);
        for (text, at, told) in [
            (r#"{"a": 1e400}"#, 6, "/a: this number is beyond"),
            (r#"{"a": [0, "\ud800"]}"#, 10, "/a/1: half a surrogate pair"),
            (r#"{"a": {"\udfff": 1}}"#, 7, "/a/: half a surrogate pair"),
            (r#"{"a": 1, "\u0061": 2}"#, 9, "/a: this name stands there twice"),
            ("[9007199254740993]", 1, "/0: JavaScript does not hold"),
            (&deep, 127, "/0/0/0/0"),
        ] {
            let errors = of_text(text);
            assert_eq!(errors.len(), 1, "{text}: {errors:?}");
            assert_eq!(errors[0].offset, Some(at), "{text}");
            assert!(errors[0].to_string().starts_with(told), "{text}: {}", errors[0]);
        }
        for text in ["", "{", r#"{"a": [1, 2.50, null, "\ud83d\ude00", {"a": {}}], "b": true}"#] {
            assert_eq!(of_text(text), [], "{text}");
        }
    }

    #[test]
    fn numbers_that_change_are_told() {
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
            assert_eq!(changed(number), None, "{number}");
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
            assert!(changed(number).is_some(), "{number}");
        }
        let inline = serde_json::json!({ "enum": [1, 2.5, 9_007_199_254_740_993_i64] });
        let errors: Vec<_> = of_value(&inline).iter().map(SchemaError::to_string).collect();
        assert_eq!(errors, [format!("/enum/2: {INEXACT}")]);
    }
}
