//! Describes a schema in a phrase.

use super::to_json::without_fractions;
use super::{Counts, JsonSchema, JsonType, Property};
use crate::expected::sized;

impl JsonSchema {
    /// Describes a value without its properties or items: `a whole number from 0 to 10`.
    pub fn phrase(&self) -> String {
        if let Some(values) = &self.values {
            let values: Vec<_> =
                values.iter().map(|value| without_fractions(value).to_string()).collect();
            let values = values.join(", ");
            return if values.contains(", ") { format!("one of {values}") } else { values };
        }
        match &self.types {
            Some(types) if types.is_empty() => "nothing".to_owned(),
            Some(types) => {
                types.iter().map(|one| self.type_phrase(*one)).collect::<Vec<_>>().join(" or ")
            }
            None => self.alternatives(self.any_of.is_some()),
        }
    }

    /// Describes a value with the names of its properties.
    pub fn phrase_with_properties(&self) -> String {
        let names =
            self.properties.iter().map(
                |Property { name, required, .. }| {
                    if *required { name.clone() } else { format!("{name}?") }
                },
            );
        let names = names.collect::<Vec<_>>().join(", ");
        if names.is_empty() { self.phrase() } else { format!("{} with {names}", self.phrase()) }
    }

    /// Describes which properties are allowed, if no others are.
    pub fn no_others(&self) -> String {
        let known: Vec<_> = self.properties.iter().map(|known| known.name.as_str()).collect();
        if known.is_empty() {
            return "no properties".to_owned();
        }
        format!("no properties other than {}", known.join(", "))
    }

    /// Describes the alternatives, for a value that matches none or too many of them.
    pub fn alternatives(&self, of_any: bool) -> String {
        let (some, head) = match (&self.any_of, &self.one_of) {
            (Some(some), _) if of_any => (some, ""),
            (_, Some(some)) => (some, "exactly one of: "),
            _ => return "a JSON value".to_owned(),
        };
        let phrases: Vec<_> = some.iter().map(Self::phrase_with_properties).collect();
        format!("{head}{}", phrases.join(" or "))
    }

    fn type_phrase(&self, json_type: JsonType) -> String {
        match json_type {
            JsonType::Null => "null".to_owned(),
            JsonType::Boolean => "true or false".to_owned(),
            JsonType::Integer => self.ranged("a whole number"),
            JsonType::Number => self.ranged("a number"),
            JsonType::String => counted("a string", self.length, "characters"),
            JsonType::Array => counted("a list", self.count, "items"),
            JsonType::Object => "an object".to_owned(),
        }
    }

    fn ranged(&self, what: &str) -> String {
        let numbers = &self.numbers;
        let bounds = [
            numbers.minimum.map(|minimum| format!("of {minimum} or more")),
            numbers.above.map(|above| format!("greater than {above}")),
            numbers.maximum.map(|maximum| format!("of {maximum} or less")),
            numbers.below.map(|below| format!("less than {below}")),
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
}

fn counted(what: &str, counts: Counts, unit: &str) -> String {
    match counts {
        Counts { min: 0, max: None } => what.to_owned(),
        Counts { min, max } => format!("{what}{}", sized(min, max, unit)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_names_bounds() {
        let phrase =
            |text: &str| JsonSchema::parse(text).expect("a schema").phrase_with_properties();
        for (schema, expected) in [
            (r#"{ "type": "integer", "minimum": 1, "maximum": 9 }"#, "a whole number from 1 to 9"),
            (r#"{ "type": "number", "exclusiveMinimum": 0.5 }"#, "a number greater than 0.5"),
            (r#"{ "type": "string", "minLength": 2 }"#, "a string of at least 2 characters"),
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
