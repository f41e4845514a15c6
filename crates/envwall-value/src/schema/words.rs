//! A schema as a phrase, and as JSON Schema again.

use serde_json::{Map, Number, Value, json};

use super::{Counts, JsonSchema, JsonType, Property};
use crate::expected::sized;

impl JsonSchema {
    /// What a value has to be, without a look inside: `a whole number from 0 to 10`.
    pub fn phrase(&self) -> String {
        if let Some(values) = &self.values {
            let values: Vec<_> = values.iter().map(|value| written(value).to_string()).collect();
            let values = values.join(", ");
            return if values.contains(", ") { format!("one of {values}") } else { values };
        }
        match &self.types {
            Some(types) if types.is_empty() => "nothing".to_owned(),
            Some(types) => {
                types.iter().map(|one| self.of_type(*one)).collect::<Vec<_>>().join(" or ")
            }
            None => self.alternatives(self.any_of.is_some()),
        }
    }

    /// What a value has to be, with the names of its properties.
    pub fn in_words(&self) -> String {
        let names =
            self.properties.iter().map(
                |Property { name, required, .. }| {
                    if *required { name.clone() } else { format!("{name}?") }
                },
            );
        let names = names.collect::<Vec<_>>().join(", ");
        if names.is_empty() { self.phrase() } else { format!("{} with {names}", self.phrase()) }
    }

    /// What the value's properties may be.
    pub fn no_others(&self) -> String {
        let known: Vec<_> = self.properties.iter().map(|known| known.name.as_str()).collect();
        if known.is_empty() {
            return "no property".to_owned();
        }
        format!("no property but {}", known.join(", "))
    }

    /// What is told where none of the alternatives fits, or more than the one that should.
    pub fn alternatives(&self, of_any: bool) -> String {
        let (some, head) = match (&self.any_of, &self.one_of) {
            (Some(some), _) if of_any => (some, ""),
            (_, Some(some)) => (some, "exactly one of: "),
            _ => return "a JSON value".to_owned(),
        };
        let phrases: Vec<_> = some.iter().map(Self::in_words).collect();
        format!("{head}{}", phrases.join(" or "))
    }

    fn of_type(&self, of_type: JsonType) -> String {
        match of_type {
            JsonType::Null => "null".to_owned(),
            JsonType::Boolean => "true or false".to_owned(),
            JsonType::Integer => self.ranged("a whole number"),
            JsonType::Number => self.ranged("a number"),
            JsonType::String => counted("a text", self.length, "characters"),
            JsonType::Array => counted("a list", self.count, "items"),
            JsonType::Object => "an object".to_owned(),
        }
    }

    fn ranged(&self, what: &str) -> String {
        let numbers = &self.numbers;
        let bounds = [
            numbers.minimum.map(|minimum| format!("of {minimum} or more")),
            numbers.above.map(|above| format!("above {above}")),
            numbers.maximum.map(|maximum| format!("of {maximum} or less")),
            numbers.below.map(|below| format!("below {below}")),
        ];
        if let (Some(minimum), Some(maximum), None, None) =
            (numbers.minimum, numbers.maximum, numbers.above, numbers.below)
        {
            return format!("{what} from {minimum} to {maximum}");
        }
        let bounds: Vec<_> = bounds.into_iter().flatten().collect();
        let blank = if bounds.is_empty() { "" } else { " " };
        format!("{what}{blank}{}", bounds.join(" and "))
    }

    /// The same as JSON Schema, without references and annotations. What it reads as is this again.
    pub fn to_json(&self) -> Value {
        if self.types.as_ref().is_some_and(Vec::is_empty) {
            return false.into();
        }
        let mut schema = Map::new();
        let mut put = |keyword: &str, value: Option<Value>| {
            if let Some(value) = value {
                schema.insert(keyword.to_owned(), value);
            }
        };
        let number = |number: Option<f64>| number.map(|it| written(&json!(it)));
        let all = |some: &Vec<Self>| some.iter().map(Self::to_json).collect::<Value>();
        let nested = |schema: &Option<Box<Self>>| schema.as_deref().map(Self::to_json);
        put("type", self.types.as_deref().map(type_names));
        put("enum", self.values.as_ref().map(|values| values.iter().map(written).collect()));
        put("minimum", number(self.numbers.minimum));
        put("maximum", number(self.numbers.maximum));
        put("exclusiveMinimum", number(self.numbers.above));
        put("exclusiveMaximum", number(self.numbers.below));
        put("minLength", least(self.length));
        put("maxLength", self.length.max.map(Value::from));
        put("minItems", least(self.count));
        put("maxItems", self.count.max.map(Value::from));
        put("prefixItems", Some(&self.first).filter(|first| !first.is_empty()).map(all));
        put("items", nested(&self.items));
        put("properties", self.known());
        put("required", self.required());
        put("additionalProperties", nested(&self.others));
        put("anyOf", self.any_of.as_ref().map(all));
        put("oneOf", self.one_of.as_ref().map(all));
        schema.into()
    }

    fn known(&self) -> Option<Value> {
        let known = self.properties.iter().map(|it| (it.name.clone(), it.schema.to_json()));
        Some(known.collect::<Value>()).filter(|_| !self.properties.is_empty())
    }

    fn required(&self) -> Option<Value> {
        let required = self.properties.iter().filter(|it| it.required).map(|it| it.name.as_str());
        let required: Vec<_> = required.collect();
        Some(required).filter(|names| !names.is_empty()).map(Value::from)
    }
}

fn type_names(types: &[JsonType]) -> Value {
    match types {
        [one] => one.name().into(),
        types => types.iter().map(|one| one.name()).collect(),
    }
}

fn least(counts: Counts) -> Option<Value> {
    (counts.min > 0).then(|| counts.min.into())
}

fn counted(what: &str, counts: Counts, unit: &str) -> String {
    match counts {
        Counts { min: 0, max: None } => what.to_owned(),
        Counts { min, max } => format!("{what}{}", sized(min, max, unit)),
    }
}

/// A value with whole numbers as people write them: `10`, and not `10.0`.
fn written(value: &Value) -> Value {
    match value {
        Value::Number(number) => whole(number).map_or_else(|| value.clone(), Value::from),
        Value::Array(items) => items.iter().map(written).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, field)| (name.clone(), written(field))).collect()
        }
        other => other.clone(),
    }
}

fn whole(number: &Number) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let number = number.as_f64()?;
    let is_whole = number.fract() == 0.0 && number.abs() < EXACT;
    #[expect(clippy::cast_possible_truncation, reason = "whole, and within the range")]
    is_whole.then_some(number as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_as_the_same() {
        let text = r##"{
            "type": ["object", "null"], "properties": { "a": { "$ref": "#/$defs/a" }, "b": false }, "required": ["c"],
            "additionalProperties": { "anyOf": [{ "const": 1.0 }, { "enum": ["x", { "y": [0.5] }] }] },
            "oneOf": [true, { "type": "array", "prefixItems": [{}], "items": false, "minItems": 1, "maxItems": 3 }],
            "$defs": { "a": { "type": ["integer", "string"], "minimum": -1, "exclusiveMaximum": 2.5, "maxLength": 9 } }
        }"##;
        let schema = JsonSchema::parse(text).expect("a schema");
        assert_eq!(JsonSchema::of(&schema.to_json()).expect("a schema"), schema);
        assert_eq!(JsonSchema::of(&JsonSchema::never().to_json()), Ok(JsonSchema::never()));
    }

    #[test]
    fn a_phrase_names_bounds() {
        let phrase = |text: &str| JsonSchema::parse(text).expect("a schema").in_words();
        for (schema, expected) in [
            (r#"{ "type": "integer", "minimum": 1, "maximum": 9 }"#, "a whole number from 1 to 9"),
            (r#"{ "type": "number", "exclusiveMinimum": 0.5 }"#, "a number above 0.5"),
            (r#"{ "type": "string", "minLength": 2 }"#, "a text of at least 2 characters"),
            (
                r#"{ "type": ["array", "null"], "maxItems": 3 }"#,
                "a list of at most 3 items or null",
            ),
            (
                r#"{ "type": "object", "properties": { "a": {} }, "required": ["b"] }"#,
                "an object with a?, b",
            ),
            (r#"{ "enum": [1.0, "a"] }"#, "one of 1, \"a\""),
            (r#"{ "anyOf": [{ "type": "null" }, { "const": "x" }] }"#, "null or \"x\""),
            ("{}", "a JSON value"),
        ] {
            assert_eq!(phrase(schema), expected);
        }
    }
}
