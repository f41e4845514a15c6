//! Writes a schema as JSON Schema.

use serde_json::{Map, Number, Value, json};

use super::{Counts, JsonSchema, JsonType};

impl JsonSchema {
    /// Writes the schema without references and annotations; parsing it yields the same schema.
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
        let number = |number: Option<f64>| number.map(|it| without_fractions(&json!(it)));
        let all = |some: &Vec<Self>| some.iter().map(Self::to_json).collect::<Value>();
        let nested = |schema: &Option<Box<Self>>| schema.as_deref().map(Self::to_json);
        put("type", self.types.as_deref().map(type_names));
        put(
            "enum",
            self.values.as_ref().map(|values| values.iter().map(without_fractions).collect()),
        );
        put("minimum", number(self.numbers.minimum));
        put("maximum", number(self.numbers.maximum));
        put("exclusiveMinimum", number(self.numbers.above));
        put("exclusiveMaximum", number(self.numbers.below));
        put("minLength", minimum(self.length));
        put("maxLength", self.length.max.map(Value::from));
        put("minItems", minimum(self.count));
        put("maxItems", self.count.max.map(Value::from));
        put("prefixItems", Some(&self.first).filter(|first| !first.is_empty()).map(all));
        put("items", nested(&self.items));
        put("properties", self.named_properties());
        put("required", self.required());
        put("additionalProperties", nested(&self.others));
        put("anyOf", self.any_of.as_ref().map(all));
        put("oneOf", self.one_of.as_ref().map(all));
        schema.into()
    }

    fn named_properties(&self) -> Option<Value> {
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

fn minimum(counts: Counts) -> Option<Value> {
    (counts.min > 0).then(|| counts.min.into())
}

/// Writes whole numbers without a fraction: `10` instead of `10.0`.
pub(super) fn without_fractions(value: &Value) -> Value {
    match value {
        Value::Number(number) => whole(number).map_or_else(|| value.clone(), Value::from),
        Value::Array(items) => items.iter().map(without_fractions).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(name, field)| (name.clone(), without_fractions(field))).collect()
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
    fn a_written_schema_parses_as_the_same_schema() {
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
}
