//! Keywords to a schema. What is wrong, or not understood, is told with its place, all of it at once.
//!
//! `reference` puts definitions in place of references, `sense` says whether some value fits.

mod reference;
mod sense;

use std::fmt;

use serde_json::{Map, Value};

use super::{Counts, JsonSchema, JsonType, Numbers, Property};
use super::{document, faults};

/// Keywords that say something to people.
const ANNOTATIONS: &[&str] = &[
    "$comment",
    "title",
    "description",
    "default",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
];

/// Keywords of the whole.
const OF_ROOT: &[&str] = &["$schema", "$id", "$defs", "definitions"];

/// Keywords that a value is held to, and the types that each is for.
const ASSERTIONS: &[(&str, &[JsonType])] = &[
    ("type", &[]),
    ("enum", &[]),
    ("const", &[]),
    ("anyOf", &[]),
    ("oneOf", &[]),
    ("minimum", &[JsonType::Number, JsonType::Integer]),
    ("maximum", &[JsonType::Number, JsonType::Integer]),
    ("exclusiveMinimum", &[JsonType::Number, JsonType::Integer]),
    ("exclusiveMaximum", &[JsonType::Number, JsonType::Integer]),
    ("minLength", &[JsonType::String]),
    ("maxLength", &[JsonType::String]),
    ("items", &[JsonType::Array]),
    ("prefixItems", &[JsonType::Array]),
    ("minItems", &[JsonType::Array]),
    ("maxItems", &[JsonType::Array]),
    ("properties", &[JsonType::Object]),
    ("required", &[JsonType::Object]),
    ("additionalProperties", &[JsonType::Object]),
];

const TYPES: [JsonType; 7] = [
    JsonType::Null,
    JsonType::Boolean,
    JsonType::Integer,
    JsonType::Number,
    JsonType::String,
    JsonType::Array,
    JsonType::Object,
];

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Schemas in one, references put in place: more are a mistake, or an attack on the reader.
const MOST_SCHEMAS: usize = 10_000;

/// Schemas within one another.
const DEEPEST: usize = 100;

/// A part of a schema that is wrong, or not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError {
    /// Where it stands in the schema.
    pub place: Vec<Step>,
    /// The byte of its text, where the place alone does not tell: of two fields of one name.
    pub offset: Option<usize>,
    /// What is wrong. It repeats nothing of the schema but the names of keywords and properties.
    pub message: String,
    /// The keyword at that place, if it is one that is not understood.
    pub unknown: Option<String>,
}

/// A step into a schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// To the value of a name.
    Name(String),
    /// To an item of a list.
    Item(usize),
}

/// A JSON Pointer.
impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "/{}", name.replace('~', "~0").replace('/', "~1")),
            Self::Item(at) => write!(f, "/{at}"),
        }
    }
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.place.iter().try_for_each(|step| write!(f, "{step}"))?;
        write!(f, "{}{}", if self.place.is_empty() { "" } else { ": " }, self.message)
    }
}

impl std::error::Error for SchemaError {}

impl JsonSchema {
    /// Every keyword that is understood, and every one that is passed over since it says something to
    /// people only.
    pub fn keywords() -> impl Iterator<Item = &'static str> {
        let assertions = ASSERTIONS.iter().map(|(keyword, _)| *keyword);
        assertions.chain(["$ref"]).chain(OF_ROOT.iter().copied()).chain(ANNOTATIONS.iter().copied())
    }

    /// Reads the text of a schema.
    ///
    /// # Errors
    /// Everything that is wrong or not understood.
    pub fn parse(text: &str) -> Result<Self, Vec<SchemaError>> {
        let mut errors = faults::of_text(text);
        let schema = document::parse(text).map(|value| Self::of(&value));
        match schema {
            Some(Ok(schema)) if errors.is_empty() => return Ok(schema),
            Some(Err(more)) => errors.extend(more),
            None if errors.is_empty() => errors.push(SchemaError {
                place: Vec::new(),
                offset: None,
                message: "expected a JSON text".to_owned(),
                unknown: None,
            }),
            _ => {}
        }
        Err(errors)
    }

    /// Reads a schema.
    ///
    /// # Errors
    /// Everything that is wrong or not understood.
    ///
    /// ```
    /// use envwall_value::JsonSchema;
    /// let errors = JsonSchema::parse(r#"{ "type": "string", "pattern": "^a" }"#).unwrap_err();
    /// assert_eq!(errors[0].to_string(), "/pattern: the keyword `pattern` is not understood");
    /// ```
    pub fn of(root: &Value) -> Result<Self, Vec<SchemaError>> {
        let mut reader = Reader {
            root,
            place: Vec::new(),
            errors: faults::of_value(root),
            open: Vec::new(),
            endless: None,
            is_depth_told: false,
            schemas: 0,
            depth: 0,
        };
        reader.definitions();
        let schema = reader.schema(root);
        // what is too deep may be counted many times
        if reader.schemas > MOST_SCHEMAS && !reader.is_depth_told {
            reader.place.clear();
            reader.wrong("this schema is too large once its references are put in place");
        }
        if reader.errors.is_empty() { Ok(schema) } else { Err(reader.errors) }
    }
}

/// Why a reference leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Endless {
    Cycle,
    TooDeep,
}

struct Reader<'a> {
    root: &'a Value,
    place: Vec<Step>,
    errors: Vec<SchemaError>,
    /// The definitions that are being read.
    open: Vec<String>,
    /// Why the one that is read leads nowhere: one of them was met in itself, or too far down.
    endless: Option<Endless>,
    /// Of each reference to what is too deep it would be said again.
    is_depth_told: bool,
    schemas: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn wrong(&mut self, message: impl Into<String>) {
        let (place, message) = (self.place.clone(), message.into());
        self.errors.push(SchemaError { place, offset: None, message, unknown: None });
    }

    fn within<T>(&mut self, step: Step, inside: impl FnOnce(&mut Self) -> T) -> T {
        self.place.push(step);
        let result = inside(self);
        self.place.pop();
        result
    }

    fn named<T>(&mut self, name: &str, inside: impl FnOnce(&mut Self) -> T) -> T {
        self.within(Step::Name(name.to_owned()), inside)
    }

    fn schema(&mut self, value: &'a Value) -> JsonSchema {
        self.schemas += 1;
        if self.schemas > MOST_SCHEMAS {
            return JsonSchema::never();
        }
        if self.depth == DEEPEST {
            self.endless = (!self.is_loud()).then_some(Endless::TooDeep);
            self.wrong("this schema is too deep");
            return JsonSchema::never();
        }
        self.depth += 1;
        let schema = match value {
            Value::Bool(true) => JsonSchema::default(),
            Value::Bool(false) => JsonSchema::never(),
            Value::Object(keywords) => self.keywords(keywords),
            _ => {
                self.wrong("expected a schema: an object, true or false");
                JsonSchema::never()
            }
        };
        self.depth -= 1;
        schema
    }

    fn keywords(&mut self, keywords: &'a Map<String, Value>) -> JsonSchema {
        self.known(keywords);
        if let Some(reference) = keywords.get("$ref") {
            return self.reference(keywords, reference);
        }
        let mut schema = JsonSchema {
            types: keywords.get("type").map(|value| self.named("type", |it| it.types(value))),
            numbers: Numbers {
                minimum: self.number(keywords, "minimum"),
                maximum: self.number(keywords, "maximum"),
                above: self.number(keywords, "exclusiveMinimum"),
                below: self.number(keywords, "exclusiveMaximum"),
            },
            length: self.counts(keywords, "minLength", "maxLength"),
            count: self.counts(keywords, "minItems", "maxItems"),
            first: self.list(keywords, "prefixItems").unwrap_or_default(),
            items: self.nested(keywords, "items"),
            properties: Vec::new(),
            others: self.nested(keywords, "additionalProperties"),
            any_of: self.list(keywords, "anyOf"),
            one_of: self.list(keywords, "oneOf"),
            values: None,
        };
        schema.properties = self.properties(keywords, schema.others.as_deref());
        self.applies(keywords, schema.types.as_deref());
        self.has_room(&schema);
        schema.values = self.values(keywords, &schema);
        schema
    }

    /// What is not understood is an error.
    fn known(&mut self, keywords: &Map<String, Value>) {
        for (keyword, value) in keywords {
            let of_root = OF_ROOT.contains(&keyword.as_str());
            let is_known = JsonSchema::keywords().any(|known| known == keyword);
            let message = match keyword.as_str() {
                "$schema"
                    if value.as_str().is_none_or(|it| it.trim_end_matches('#') != DIALECT) =>
                {
                    format!("expected the dialect 2020-12: {DIALECT}")
                }
                _ if of_root && !self.place.is_empty() => {
                    format!("`{keyword}` is for the whole schema: it stands at its top")
                }
                _ if is_known => continue,
                _ => format!("the keyword `{keyword}` is not understood"),
            };
            let unknown = Some(keyword.clone()).filter(|_| !is_known);
            let place = [&self.place[..], &[Step::Name(keyword.clone())]].concat();
            self.errors.push(SchemaError { place, offset: None, message, unknown });
        }
    }

    fn types(&mut self, value: &Value) -> Vec<JsonType> {
        let names = match value {
            Value::Array(names) if !names.is_empty() => names.as_slice(),
            one => std::slice::from_ref(one),
        };
        let of = |name: &Value| TYPES.into_iter().find(|one| name.as_str() == Some(one.name()));
        let types: Option<Vec<_>> = names.iter().map(of).collect();
        if let Some(at) = (1..names.len()).find(|at| names[..*at].contains(&names[*at])) {
            self.within(Step::Item(at), |reader| reader.wrong("this type is there already"));
        }
        types.unwrap_or_else(|| {
            let known: Vec<_> = TYPES.iter().map(|one| one.name()).collect();
            self.wrong(format!("expected a type, or a list of some: {}", known.join(", ")));
            TYPES.to_vec()
        })
    }

    fn number(&mut self, keywords: &Map<String, Value>, keyword: &str) -> Option<f64> {
        let value = keywords.get(keyword)?;
        let number = value.as_f64();
        if number.is_none() {
            self.named(keyword, |reader| reader.wrong("expected a number"));
        }
        number
    }

    fn counts(&mut self, keywords: &Map<String, Value>, min: &str, max: &str) -> Counts {
        let mut count = |keyword: &str| {
            let value = keywords.get(keyword)?;
            let count = value.as_f64().and_then(whole);
            if count.is_none() {
                self.named(keyword, |reader| reader.wrong("expected a whole number from 0"));
            }
            count
        };
        Counts { min: count(min).unwrap_or_default(), max: count(max) }
    }

    fn nested(
        &mut self,
        keywords: &'a Map<String, Value>,
        keyword: &str,
    ) -> Option<Box<JsonSchema>> {
        let value = keywords.get(keyword)?;
        Some(Box::new(self.named(keyword, |reader| reader.schema(value))))
    }

    fn list(&mut self, keywords: &'a Map<String, Value>, keyword: &str) -> Option<Vec<JsonSchema>> {
        let value = keywords.get(keyword)?;
        self.named(keyword, |reader| {
            let Some(schemas) = value.as_array().filter(|schemas| !schemas.is_empty()) else {
                reader.wrong("expected a list of schemas");
                return None;
            };
            let schemas = schemas.iter().enumerate();
            Some(
                schemas
                    .map(|(at, schema)| {
                        reader.within(Step::Item(at), |reader| reader.schema(schema))
                    })
                    .collect(),
            )
        })
    }

    fn properties(
        &mut self,
        keywords: &'a Map<String, Value>,
        others: Option<&JsonSchema>,
    ) -> Vec<Property> {
        let required = self.required(keywords);
        let known = keywords.get("properties").and_then(Value::as_object);
        if known.is_none() && keywords.contains_key("properties") {
            self.named("properties", |reader| reader.wrong("expected an object of schemas"));
        }
        let mut properties: Vec<Property> = self.named("properties", |reader| {
            let known = known.into_iter().flatten();
            known
                .map(|(name, value)| Property {
                    name: name.clone(),
                    schema: reader.named(name, |reader| reader.schema(value)),
                    required: required.contains(&name.as_str()),
                })
                .collect()
        });
        for name in required {
            if !properties.iter().any(|known| known.name == name) {
                let schema = others.cloned().unwrap_or_default();
                properties.push(Property { name: name.to_owned(), schema, required: true });
            }
        }
        properties
    }

    fn required<'v>(&mut self, keywords: &'v Map<String, Value>) -> Vec<&'v str> {
        let Some(value) = keywords.get("required") else { return Vec::new() };
        let names = value.as_array().and_then(|names| names.iter().map(Value::as_str).collect());
        names.unwrap_or_else(|| {
            self.named("required", |reader| reader.wrong("expected a list of names"));
            Vec::new()
        })
    }
}

/// A count, which JSON Schema lets be written as `3.0`.
fn whole(number: f64) -> Option<usize> {
    const MOST: f64 = u32::MAX as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, and within the range"
    )]
    let count = number as usize;
    (number.fract() == 0.0 && (0.0..=MOST).contains(&number)).then_some(count)
}

#[cfg(test)]
mod tests;
