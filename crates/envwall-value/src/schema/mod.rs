//! JSON schemas: the subset of JSON Schema 2020-12 that Rust and generated TypeScript check alike.
//!
//! | module | holds |
//! |---|---|
//! | `parse` | parses keywords into a [`JsonSchema`], and reports every error at once |
//! | `json_value` | parses JSON as every language does |
//! | `json_lint` | finds JSON that some parser rejects or changes |
//! | `check` | checks a value, and reports the path of the first mismatch |
//! | `phrase` | describes a schema in a phrase |
//! | `to_json` | writes a schema as JSON Schema again |
//!
//! An unsupported keyword is an error, never ignored. References are expanded, so a schema is a tree
//! and every check ends.

mod check;
mod json_lint;
mod json_value;
mod parse;
mod phrase;
mod to_json;

use serde_json::Value;

pub use parse::{SchemaError, Step};

/// Constraints on a JSON value. The default schema accepts everything.
///
/// ```
/// use envwall_value::ValueType;
/// let text = r#"{ "type": "object", "properties": { "max": { "type": "integer", "maximum": 10 } } }"#;
/// let limits = ValueType::json(text);
/// assert!(limits.check(r#"{"max": 10}"#).is_ok());
/// let error = limits.check(r#"{"max": 12}"#).unwrap_err();
/// assert_eq!(error.to_string(), ".max: expected a whole number of 10 or less");
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct JsonSchema {
    /// Allowed types: any if absent, none if empty.
    pub types: Option<Vec<JsonType>>,
    /// Allowed values (`enum`, `const`), all of which meet the other constraints. Numbers are `f64`.
    pub values: Option<Vec<Value>>,
    /// Bounds of a number.
    pub numbers: Numbers,
    /// Minimum and maximum number of Unicode characters in a string.
    pub length: Counts,
    /// Minimum and maximum number of items in a list.
    pub count: Counts,
    /// Schemas of the first items (`prefixItems`).
    pub first: Vec<JsonSchema>,
    /// Schema of the other items.
    pub items: Option<Box<JsonSchema>>,
    /// Named properties of an object, in the order of the schema.
    pub properties: Vec<Property>,
    /// Schema of other properties (`additionalProperties`).
    pub others: Option<Box<JsonSchema>>,
    /// At least one of these must match.
    pub any_of: Option<Vec<JsonSchema>>,
    /// Exactly one of these must match.
    pub one_of: Option<Vec<JsonSchema>>,
}

/// A type of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JsonType {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction, including `1.0`.
    Integer,
    /// Any number.
    Number,
    /// A string.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
}

/// Bounds of a number.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Numbers {
    /// Inclusive minimum.
    pub minimum: Option<f64>,
    /// Inclusive maximum.
    pub maximum: Option<f64>,
    /// Exclusive minimum.
    pub above: Option<f64>,
    /// Exclusive maximum.
    pub below: Option<f64>,
}

/// A range of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Minimum.
    pub min: usize,
    /// Maximum.
    pub max: Option<usize>,
}

/// A property of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// Its schema.
    pub schema: JsonSchema,
    /// Whether it is required.
    pub required: bool,
}

impl JsonType {
    /// The name in JSON Schema.
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

impl JsonSchema {
    /// A schema that accepts nothing.
    pub fn never() -> Self {
        Self { types: Some(Vec::new()), ..Self::default() }
    }

    /// Names of all properties at every depth, with duplicates.
    pub fn property_names(&self) -> Vec<&str> {
        let own = self.properties.iter().map(|property| property.name.as_str());
        let of_properties = self.properties.iter().map(|property| &property.schema);
        let lists = [&self.any_of, &self.one_of].into_iter().flatten().flatten();
        let single = [&self.items, &self.others].into_iter().flatten().map(AsRef::as_ref);
        let inner = of_properties.chain(&self.first).chain(lists).chain(single);
        own.chain(inner.flat_map(Self::property_names)).collect()
    }

    /// Whether every value is accepted.
    pub fn is_any(&self) -> bool {
        *self == Self::default()
    }
}
