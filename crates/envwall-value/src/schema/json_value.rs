//! Parses JSON as every language does: numbers as JavaScript reads them, and input that some parser
//! rejects (unpaired surrogates, out-of-range numbers, deep nesting) is rejected.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};

/// Maximum depth of nesting, which is that of `serde_json`: a server parses the value with it.
pub(super) const MAX_DEPTH: usize = 127;

/// Parses a text; numbers are `f64`, rounded once. `None` if it is not JSON.
pub(super) fn parse(text: &str) -> Option<Value> {
    value(serde_json::from_str::<&RawValue>(text).ok()?, MAX_DEPTH)
}

fn value(raw: &RawValue, depth: usize) -> Option<Value> {
    let text = raw.get();
    match text.as_bytes().first()? {
        b'{' => {
            let depth = depth.checked_sub(1)?;
            let fields: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
            let fields = fields.into_iter().map(|(name, raw)| Some((name, value(raw, depth)?)));
            fields.collect::<Option<Map<_, _>>>().map(Value::Object)
        }
        b'[' => {
            let depth = depth.checked_sub(1)?;
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            items.into_iter().map(|raw| value(raw, depth)).collect::<Option<_>>().map(Value::Array)
        }
        // `serde_json` rounds long fractions twice
        b'-' | b'0'..=b'9' => Number::from_f64(text.parse().ok()?).map(Value::Number),
        _ => serde_json::from_str(text).ok(),
    }
}

/// Converts all numbers to `f64`, as [`parse`] does.
pub(super) fn normalize(value: &Value) -> Value {
    match value {
        Value::Number(number) => {
            let number = number.as_f64().and_then(Number::from_f64);
            number.map_or(Value::Null, Value::Number)
        }
        Value::Array(items) => items.iter().map(normalize).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, field)| (name.clone(), normalize(field))).collect()
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that uses `serde_json` accepts what is accepted here.
    #[test]
    fn the_maximum_depth_is_that_of_serde_json() {
        for (depth, fits) in [(MAX_DEPTH, true), (MAX_DEPTH + 1, false)] {
            let text = "[".repeat(depth) + &"]".repeat(depth);
            assert_eq!(parse(&text).is_some(), fits);
            assert_eq!(serde_json::from_str::<Value>(&text).is_ok(), fits);
        }
        assert_eq!(parse(&"[".repeat(200_000)), None);
    }

    #[test]
    fn numbers_are_rounded_once() {
        for text in ["0.1", "1e-1", "9007199254740993", "2.2250738585072011e-308", "-0", "1E400"] {
            let own = text.parse::<f64>().expect("a number");
            let read = parse(text).and_then(|value| value.as_f64());
            assert_eq!(read, Some(own).filter(|number| number.is_finite()), "{text}");
        }
        assert_eq!(parse("1"), parse("1.0"));
        for text in ["", "01", "+1", "\"\\ud800\"", "{\"\\udfff\":1}", "{} {}", "\u{feff}1", "NaN"]
        {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_last_duplicate_name_counts() {
        assert_eq!(parse("{\"a\":1,\"a\":2}"), parse("{\"a\":2}"));
    }
}
