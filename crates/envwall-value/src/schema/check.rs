//! Checks a value against a schema. Generated TypeScript reports the same, word for word.

use serde_json::{Map, Value};

use super::{Counts, JsonSchema, JsonType, Numbers, Property, json_value};

/// Maximum number of characters of a value in a message.
const MAX_SHOWN_CHARS: usize = 40;

impl JsonSchema {
    /// Reports the first mismatch with its path. The report contains nothing of the value, unless
    /// `shown` allows it.
    pub(crate) fn mismatch(&self, text: &str, shown: bool) -> Option<String> {
        match json_value::parse(text) {
            Some(value) => Checker { shown, path: String::new() }.check(self, &value),
            None => Some("expected valid JSON".to_owned()),
        }
    }

    pub(super) fn accepts(&self, value: &Value) -> bool {
        Checker { shown: false, path: String::new() }.check(self, value).is_none()
    }
}

/// Checks a value, and tracks the path into it.
struct Checker {
    shown: bool,
    path: String,
}

impl Checker {
    fn check(&mut self, schema: &JsonSchema, value: &Value) -> Option<String> {
        if !matches_itself(schema, value) {
            return Some(self.expected(&schema.phrase(), value));
        }
        let inside = match value {
            Value::Object(fields) => self.object(schema, fields),
            Value::Array(items) => self.items(schema, items),
            _ => None,
        };
        inside.or_else(|| self.alternatives(schema, value))
    }

    fn object(&mut self, schema: &JsonSchema, fields: &Map<String, Value>) -> Option<String> {
        for Property { name, schema, required } in &schema.properties {
            let inside = match fields.get(name) {
                Some(field) => self.inside(&property(name), schema, field),
                None if *required => Some(self.at_path(&format!("expected the property {name}"))),
                None => None,
            };
            if inside.is_some() {
                return inside;
            }
        }
        let others = schema.others.as_deref()?;
        let is_known = |name: &String| schema.properties.iter().any(|known| known.name == *name);
        fields.iter().filter(|(name, _)| !is_known(name)).find_map(|(name, field)| {
            if others.types.as_ref().is_some_and(Vec::is_empty) {
                return Some(self.no_others(schema, name));
            }
            let segment = if self.shown { property(name) } else { ".*".to_owned() };
            self.inside(&segment, others, field)
        })
    }

    fn no_others(&self, schema: &JsonSchema, name: &str) -> String {
        let expected = format!("expected {}", schema.no_others());
        let name = Value::from(name).to_string();
        self.at_path(&if self.shown {
            format!("{expected}, found {}", truncated(&name))
        } else {
            expected
        })
    }

    fn items(&mut self, schema: &JsonSchema, items: &[Value]) -> Option<String> {
        items.iter().enumerate().find_map(|(at, item)| {
            let schema = schema.first.get(at).or(schema.items.as_deref())?;
            self.inside(&format!("[{at}]"), schema, item)
        })
    }

    fn alternatives(&mut self, schema: &JsonSchema, value: &Value) -> Option<String> {
        let matching =
            |some: &Vec<JsonSchema>| some.iter().filter(|one| one.accepts(value)).count();
        let any = schema.any_of.as_ref().is_none_or(|some| matching(some) > 0);
        let one = schema.one_of.as_ref().is_none_or(|some| matching(some) == 1);
        (!any || !one).then(|| self.expected(&schema.alternatives(!any), value))
    }

    fn inside(&mut self, segment: &str, schema: &JsonSchema, value: &Value) -> Option<String> {
        let outside = self.path.len();
        self.path += segment;
        let mismatch = self.check(schema, value);
        self.path.truncate(outside);
        mismatch
    }

    fn expected(&self, phrase: &str, value: &Value) -> String {
        let found = if self.shown {
            format!(", found {}", truncated(&describe(value)))
        } else {
            String::new()
        };
        self.at_path(&format!("expected {phrase}{found}"))
    }

    fn at_path(&self, message: &str) -> String {
        if self.path.is_empty() { message.to_owned() } else { format!("{}: {message}", self.path) }
    }
}

fn describe(value: &Value) -> String {
    match value {
        Value::Number(number) => number.as_f64().unwrap_or_default().to_string(),
        Value::Array(items) => format!("a list of {} items", items.len()),
        Value::Object(_) => "an object".to_owned(),
        other => other.to_string(),
    }
}

fn truncated(text: &str) -> String {
    match text.char_indices().nth(MAX_SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// `.max`, or `["two words"]`.
pub(super) fn property(name: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || "_$-".contains(char);
    let is_plain = !name.is_empty() && name.chars().all(plain);
    if is_plain { format!(".{name}") } else { format!("[{}]", Value::from(name)) }
}

/// Whether a value has an allowed type, value and size, whatever is inside it.
fn matches_itself(schema: &JsonSchema, value: &Value) -> bool {
    let one = |types: &Vec<JsonType>| types.iter().any(|one| is_type(*one, value));
    schema.types.as_ref().is_none_or(one)
        && schema.values.as_ref().is_none_or(|values| values.contains(value))
        && match value {
            Value::Number(number) => {
                number.as_f64().is_some_and(|number| is_within(&schema.numbers, number))
            }
            Value::String(text) => holds(schema.length, text.chars().count()),
            Value::Array(items) => holds(schema.count, items.len()),
            _ => true,
        }
}

fn is_type(json_type: JsonType, value: &Value) -> bool {
    match json_type {
        JsonType::Null => value.is_null(),
        JsonType::Boolean => value.is_boolean(),
        JsonType::Integer => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        JsonType::Number => value.is_number(),
        JsonType::String => value.is_string(),
        JsonType::Array => value.is_array(),
        JsonType::Object => value.is_object(),
    }
}

fn is_within(numbers: &Numbers, number: f64) -> bool {
    numbers.minimum.is_none_or(|minimum| number >= minimum)
        && numbers.maximum.is_none_or(|maximum| number <= maximum)
        && numbers.above.is_none_or(|above| number > above)
        && numbers.below.is_none_or(|below| number < below)
}

fn holds(counts: Counts, count: usize) -> bool {
    count >= counts.min && counts.max.is_none_or(|max| count <= max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mismatch_is_reported_with_its_path() {
        let schema = JsonSchema::parse(
            r#"{ "type": "object", "additionalProperties": false, "required": ["limits"], "properties": {
                "limits": { "type": "object", "properties": { "max": { "type": "integer", "maximum": 10 } } },
                "by name": { "type": "object", "additionalProperties": { "type": "array", "items": { "const": 1 } } }
            } }"#,
        )
        .expect("a schema");
        for (text, expected, found) in [
            (
                r#"{ "limits": { "max": 12 } }"#,
                ".limits.max: expected a whole number of 10 or less",
                ", found 12",
            ),
            ("{}", "expected the property limits", ""),
            (
                r#"{ "limits": {}, "more": 1 }"#,
                "expected no properties other than by name, limits",
                ", found \"more\"",
            ),
            ("[]", "expected an object", ", found a list of 0 items"),
            ("{", "expected valid JSON", ""),
        ] {
            assert_eq!(schema.mismatch(text, false).as_deref(), Some(expected));
            assert_eq!(schema.mismatch(text, true), Some(format!("{expected}{found}")));
        }
        let inside = r#"{ "limits": {}, "by name": { "hunter2": [1, "hunter2"] } }"#;
        let hidden = schema.mismatch(inside, false).expect("a mismatch");
        assert_eq!(hidden, "[\"by name\"].*[1]: expected 1");
        let shown = schema.mismatch(inside, true).expect("a mismatch");
        assert_eq!(shown, "[\"by name\"].hunter2[1]: expected 1, found \"hunter2\"");
    }
}
