//! A text as a value, where every language reads the same: numbers are what JavaScript makes of them,
//! and what some reader refuses (half a surrogate pair, numbers beyond all bounds, thousands of levels)
//! is refused.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};

/// The levels that `serde_json` reads, which is what a server's value becomes.
pub(super) const MOST_LEVELS: usize = 127;

/// The value of a text; numbers are of type `f64`, rounded once. `None` where it is no JSON.
pub(super) fn parse(text: &str) -> Option<Value> {
    value(serde_json::from_str::<&RawValue>(text).ok()?, MOST_LEVELS)
}

fn value(raw: &RawValue, levels: usize) -> Option<Value> {
    let text = raw.get();
    match text.as_bytes().first()? {
        b'{' => {
            let levels = levels.checked_sub(1)?;
            let fields: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
            let fields = fields.into_iter().map(|(name, raw)| Some((name, value(raw, levels)?)));
            fields.collect::<Option<Map<_, _>>>().map(Value::Object)
        }
        b'[' => {
            let levels = levels.checked_sub(1)?;
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            items.into_iter().map(|raw| value(raw, levels)).collect::<Option<_>>().map(Value::Array)
        }
        // `serde_json` rounds long fractions twice
        b'-' | b'0'..=b'9' => Number::from_f64(text.parse().ok()?).map(Value::Number),
        _ => serde_json::from_str(text).ok(),
    }
}

/// The same value with numbers as [`parse`] has them.
pub(super) fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => {
            let number = number.as_f64().and_then(Number::from_f64);
            number.map_or(Value::Null, Value::Number)
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, field)| (name.clone(), plain(field))).collect()
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is taken for a value becomes one in a server, too.
    #[test]
    fn levels_end_where_those_of_the_reader_end() {
        for (levels, fits) in [(MOST_LEVELS, true), (MOST_LEVELS + 1, false)] {
            let text = "[".repeat(levels) + &"]".repeat(levels);
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
    fn of_names_that_are_the_same_the_last_counts() {
        assert_eq!(parse("{\"a\":1,\"a\":2}"), parse("{\"a\":2}"));
    }
}
