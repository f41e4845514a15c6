//! Whether a value fits a schema. The interpreter in generated TypeScript says the same, word for word.

use serde_json::{Map, Value};

use super::{Counts, JsonSchema, JsonType, Numbers, Property, document};

/// So much of a value is shown.
const LONGEST_SHOWN: usize = 40;

impl JsonSchema {
    /// What is wrong with a text, with its place in the value. Nothing in it is of the value, unless
    /// `shown` says that it may be.
    pub(crate) fn misfit(&self, text: &str, shown: bool) -> Option<String> {
        match document::parse(text) {
            Some(value) => Look { shown, place: String::new() }.at(self, &value),
            None => Some("expected a JSON text".to_owned()),
        }
    }

    pub(super) fn fits(&self, value: &Value) -> bool {
        Look { shown: false, place: String::new() }.at(self, value).is_none()
    }
}

/// A look at a value, somewhere in it.
struct Look {
    shown: bool,
    place: String,
}

impl Look {
    fn at(&mut self, schema: &JsonSchema, value: &Value) -> Option<String> {
        if !is_of(schema, value) {
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
                None if *required => Some(self.say(&format!("expected the property {name}"))),
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
        self.say(&if self.shown { format!("{expected}, found {}", short(&name)) } else { expected })
    }

    fn items(&mut self, schema: &JsonSchema, items: &[Value]) -> Option<String> {
        items.iter().enumerate().find_map(|(at, item)| {
            let schema = schema.first.get(at).or(schema.items.as_deref())?;
            self.inside(&format!("[{at}]"), schema, item)
        })
    }

    fn alternatives(&mut self, schema: &JsonSchema, value: &Value) -> Option<String> {
        let fitting = |some: &Vec<JsonSchema>| some.iter().filter(|one| one.fits(value)).count();
        let any = schema.any_of.as_ref().is_none_or(|some| fitting(some) > 0);
        let one = schema.one_of.as_ref().is_none_or(|some| fitting(some) == 1);
        (!any || !one).then(|| self.expected(&schema.alternatives(!any), value))
    }

    fn inside(&mut self, segment: &str, schema: &JsonSchema, value: &Value) -> Option<String> {
        let outside = self.place.len();
        self.place += segment;
        let misfit = self.at(schema, value);
        self.place.truncate(outside);
        misfit
    }

    fn expected(&self, phrase: &str, value: &Value) -> String {
        let found = if self.shown {
            format!(", found {}", short(&value_in_words(value)))
        } else {
            String::new()
        };
        self.say(&format!("expected {phrase}{found}"))
    }

    fn say(&self, what: &str) -> String {
        if self.place.is_empty() { what.to_owned() } else { format!("{}: {what}", self.place) }
    }
}

fn value_in_words(value: &Value) -> String {
    match value {
        Value::Number(number) => number.as_f64().unwrap_or_default().to_string(),
        Value::Array(items) => format!("a list of {} items", items.len()),
        Value::Object(_) => "an object".to_owned(),
        other => other.to_string(),
    }
}

fn short(text: &str) -> String {
    match text.char_indices().nth(LONGEST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// `.max`, or `["two words"]`.
pub(super) fn property(name: &str) -> String {
    let letter = |char: char| char.is_ascii_alphanumeric() || "_$-".contains(char);
    let is_plain = !name.is_empty() && name.chars().all(letter);
    if is_plain { format!(".{name}") } else { format!("[{}]", Value::from(name)) }
}

/// What can be said without a look inside.
fn is_of(schema: &JsonSchema, value: &Value) -> bool {
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

fn is_type(of: JsonType, value: &Value) -> bool {
    match of {
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
    fn what_does_not_fit_is_told_with_its_place() {
        let schema = JsonSchema::parse(
            r#"{ "type": "object", "additionalProperties": false, "required": ["limits"], "properties": {
                "limits": { "type": "object", "properties": { "max": { "type": "integer", "maximum": 10 } } },
                "by name": { "type": "object", "additionalProperties": { "type": "array", "items": { "const": 1 } } }
            } }"#,
        )
        .expect("a schema");
        for (text, told, shown) in [
            (
                r#"{ "limits": { "max": 12 } }"#,
                ".limits.max: expected a whole number of 10 or less",
                ", found 12",
            ),
            ("{}", "expected the property limits", ""),
            (
                r#"{ "limits": {}, "more": 1 }"#,
                "expected no property but by name, limits",
                ", found \"more\"",
            ),
            ("[]", "expected an object", ", found a list of 0 items"),
            ("{", "expected a JSON text", ""),
        ] {
            assert_eq!(schema.misfit(text, false).as_deref(), Some(told));
            assert_eq!(schema.misfit(text, true), Some(format!("{told}{shown}")));
        }
        let inside = r#"{ "limits": {}, "by name": { "hunter2": [1, "hunter2"] } }"#;
        let told = schema.misfit(inside, false).expect("it does not fit");
        assert_eq!(told, "[\"by name\"].*[1]: expected 1");
        let shown = schema.misfit(inside, true).expect("it does not fit");
        assert_eq!(shown, "[\"by name\"].hunter2[1]: expected 1, found \"hunter2\"");
    }
}
