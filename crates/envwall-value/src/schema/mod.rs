//! A schema of JSON values: the part of JSON Schema (2020-12) that every side reads the same.
//!
//! | module | holds |
//! |---|---|
//! | `read` | keywords to a [`JsonSchema`], with everything that is wrong or not understood |
//! | `document` | a text as a value, where every language reads the same |
//! | `faults` | what in the text of a schema some reader refuses or changes |
//! | `check` | whether a value fits, and where in it something does not |
//! | `words` | a schema as a phrase, and as JSON Schema again |
//!
//! What is not understood is an error, never passed over. References are put in place of themselves, so
//! a schema is a tree, and looking at a value ends where the tree does.

mod check;
mod document;
mod faults;
mod read;
mod words;

use serde_json::Value;

pub use read::{SchemaError, Step};

/// What a JSON value has to be. A value that is empty asks for nothing.
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
    /// The types it may have; any when absent, and with none nothing fits.
    pub types: Option<Vec<JsonType>>,
    /// The values it may be (`enum`, `const`); all of them fit the rest. Numbers are of type `f64`.
    pub values: Option<Vec<Value>>,
    /// What a number has to be.
    pub numbers: Numbers,
    /// Fewest and most Unicode characters of a text.
    pub length: Counts,
    /// Fewest and most items of a list.
    pub count: Counts,
    /// What the first items have to be (`prefixItems`).
    pub first: Vec<JsonSchema>,
    /// What the other items have to be.
    pub items: Option<Box<JsonSchema>>,
    /// Properties of an object that are known by name, in the order written.
    pub properties: Vec<Property>,
    /// What other properties have to be (`additionalProperties`).
    pub others: Option<Box<JsonSchema>>,
    /// Of these at least one has to fit.
    pub any_of: Option<Vec<JsonSchema>>,
    /// Of these exactly one has to fit.
    pub one_of: Option<Vec<JsonSchema>>,
}

/// A type of JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum JsonType {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction, however it is written: `1.0` is one.
    Integer,
    /// Any number.
    Number,
    /// A text.
    String,
    /// A list.
    Array,
    /// An object.
    Object,
}

/// Bounds of a number.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Numbers {
    /// Smallest.
    pub minimum: Option<f64>,
    /// Largest.
    pub maximum: Option<f64>,
    /// Larger than this.
    pub above: Option<f64>,
    /// Smaller than this.
    pub below: Option<f64>,
}

/// Fewest and most of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Fewest.
    pub min: usize,
    /// Most.
    pub max: Option<usize>,
}

/// A property of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Property {
    /// Its name.
    pub name: String,
    /// What it has to be.
    pub schema: JsonSchema,
    /// Whether it has to be there.
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
    /// Nothing fits.
    pub fn never() -> Self {
        Self { types: Some(Vec::new()), ..Self::default() }
    }

    /// The names of the properties that it knows, however deep; some of them more than once.
    pub fn property_names(&self) -> Vec<&str> {
        let own = self.properties.iter().map(|property| property.name.as_str());
        let of_properties = self.properties.iter().map(|property| &property.schema);
        let lists = [&self.any_of, &self.one_of].into_iter().flatten().flatten();
        let single = [&self.items, &self.others].into_iter().flatten().map(AsRef::as_ref);
        let inner = of_properties.chain(&self.first).chain(lists).chain(single);
        own.chain(inner.flat_map(Self::property_names)).collect()
    }

    /// Whether everything fits.
    pub fn is_any(&self) -> bool {
        *self == Self::default()
    }
}
