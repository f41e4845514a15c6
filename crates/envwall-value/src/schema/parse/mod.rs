//! Parses the keywords of a schema, and reports every error with its place at once.
//!
//! `reference` expands references; `satisfiable` finds constraints that no value can meet.

mod reference;
mod satisfiable;

use std::fmt;

use serde_json::{Map, Value};

use super::{Counts, JsonSchema, JsonType, Numbers, Property};
use super::{json_lint, json_value};

/// Keywords that constrain nothing.
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

/// Keywords allowed only at the top of a schema.
const ROOT_KEYWORDS: &[&str] = &["$schema", "$id", "$defs", "definitions"];

/// Keywords that constrain a value, and the types that each applies to (all if empty).
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

/// Maximum number of schemas in one, with references expanded: more are a mistake or an attack.
const MAX_SCHEMAS: usize = 10_000;

/// Maximum depth of nested schemas.
const MAX_DEPTH: usize = 100;

/// A part of a schema that is wrong or not supported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError {
    /// Its place in the schema.
    pub place: Vec<Step>,
    /// Its byte offset in the text, if the place is ambiguous: one of two fields with the same name.
    pub offset: Option<usize>,
    /// What is wrong. It quotes nothing of the schema but names of keywords and properties.
    pub message: String,
    /// The keyword at that place, if it is not supported.
    pub unknown: Option<String>,
}

/// A step of a path into a schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The value of this name.
    Name(String),
    /// The item with this index.
    Item(usize),
}

/// As a segment of a JSON Pointer.
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
    /// Every supported keyword, including those that constrain nothing.
    pub fn keywords() -> impl Iterator<Item = &'static str> {
        let assertions = ASSERTIONS.iter().map(|(keyword, _)| *keyword);
        assertions
            .chain(["$ref"])
            .chain(ROOT_KEYWORDS.iter().copied())
            .chain(ANNOTATIONS.iter().copied())
    }

    /// Parses the text of a schema.
    ///
    /// # Errors
    /// Everything that is wrong or not supported.
    pub fn parse(text: &str) -> Result<Self, Vec<SchemaError>> {
        let mut errors = json_lint::lint_text(text);
        let schema = json_value::parse(text).map(|value| Self::of(&value));
        match schema {
            Some(Ok(schema)) if errors.is_empty() => return Ok(schema),
            Some(Err(more)) => errors.extend(more),
            None if errors.is_empty() => errors.push(SchemaError {
                place: Vec::new(),
                offset: None,
                message: "expected valid JSON".to_owned(),
                unknown: None,
            }),
            _ => {}
        }
        Err(errors)
    }

    /// Parses a schema.
    ///
    /// # Errors
    /// Everything that is wrong or not supported.
    ///
    /// ```
    /// use envwall_value::JsonSchema;
    /// let errors = JsonSchema::parse(r#"{ "type": "string", "pattern": "^a" }"#).unwrap_err();
    /// assert_eq!(errors[0].to_string(), "/pattern: unsupported keyword `pattern`");
    /// ```
    pub fn of(root: &Value) -> Result<Self, Vec<SchemaError>> {
        let mut parser = Parser {
            root,
            place: Vec::new(),
            errors: json_lint::lint_value(root),
            open: Vec::new(),
            unresolvable: None,
            is_depth_reported: false,
            schemas: 0,
            depth: 0,
        };
        parser.definitions();
        let schema = parser.schema(root);
        // a schema that is too deep may be counted many times
        if parser.schemas > MAX_SCHEMAS && !parser.is_depth_reported {
            parser.place.clear();
            parser.error("this schema is too large once its references are expanded");
        }
        if parser.errors.is_empty() { Ok(schema) } else { Err(parser.errors) }
    }
}

/// Why a reference cannot be expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unresolvable {
    Cycle,
    TooDeep,
}

struct Parser<'a> {
    root: &'a Value,
    place: Vec<Step>,
    errors: Vec<SchemaError>,
    /// Definitions that are being expanded.
    open: Vec<String>,
    /// Why the current one cannot be expanded.
    unresolvable: Option<Unresolvable>,
    /// Whether a schema that is too deep was reported: once is enough.
    is_depth_reported: bool,
    schemas: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    fn error(&mut self, message: impl Into<String>) {
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
        if self.schemas > MAX_SCHEMAS {
            return JsonSchema::never();
        }
        if self.depth == MAX_DEPTH {
            self.unresolvable = (!self.is_in_text()).then_some(Unresolvable::TooDeep);
            self.error("this schema is nested too deeply");
            return JsonSchema::never();
        }
        self.depth += 1;
        let schema = match value {
            Value::Bool(true) => JsonSchema::default(),
            Value::Bool(false) => JsonSchema::never(),
            Value::Object(keywords) => self.keywords(keywords),
            _ => {
                self.error("expected a schema: an object, true or false");
                JsonSchema::never()
            }
        };
        self.depth -= 1;
        schema
    }

    fn keywords(&mut self, keywords: &'a Map<String, Value>) -> JsonSchema {
        self.check_known(keywords);
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
        self.check_types(keywords, schema.types.as_deref());
        self.check_bounds(&schema);
        schema.values = self.values(keywords, &schema);
        schema
    }

    /// Reports unsupported keywords.
    fn check_known(&mut self, keywords: &Map<String, Value>) {
        for (keyword, value) in keywords {
            let is_root_keyword = ROOT_KEYWORDS.contains(&keyword.as_str());
            let is_known = JsonSchema::keywords().any(|known| known == keyword);
            let message = match keyword.as_str() {
                "$schema"
                    if value.as_str().is_none_or(|it| it.trim_end_matches('#') != DIALECT) =>
                {
                    format!("expected the dialect 2020-12: {DIALECT}")
                }
                _ if is_root_keyword && !self.place.is_empty() => {
                    format!("`{keyword}` is only allowed at the top of the schema")
                }
                _ if is_known => continue,
                _ => format!("unsupported keyword `{keyword}`"),
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
        let json_type =
            |name: &Value| TYPES.into_iter().find(|one| name.as_str() == Some(one.name()));
        let types: Option<Vec<_>> = names.iter().map(json_type).collect();
        if let Some(at) = (1..names.len()).find(|at| names[..*at].contains(&names[*at])) {
            self.within(Step::Item(at), |parser| parser.error("duplicate type"));
        }
        types.unwrap_or_else(|| {
            let known: Vec<_> = TYPES.iter().map(|one| one.name()).collect();
            self.error(format!("expected a type or a list of types: {}", known.join(", ")));
            TYPES.to_vec()
        })
    }

    fn number(&mut self, keywords: &Map<String, Value>, keyword: &str) -> Option<f64> {
        let value = keywords.get(keyword)?;
        let number = value.as_f64();
        if number.is_none() {
            self.named(keyword, |parser| parser.error("expected a number"));
        }
        number
    }

    fn counts(&mut self, keywords: &Map<String, Value>, min: &str, max: &str) -> Counts {
        let mut count = |keyword: &str| {
            let value = keywords.get(keyword)?;
            let count = value.as_f64().and_then(whole);
            if count.is_none() {
                self.named(keyword, |parser| parser.error("expected a whole number of 0 or more"));
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
        Some(Box::new(self.named(keyword, |parser| parser.schema(value))))
    }

    fn list(&mut self, keywords: &'a Map<String, Value>, keyword: &str) -> Option<Vec<JsonSchema>> {
        let value = keywords.get(keyword)?;
        self.named(keyword, |parser| {
            let Some(schemas) = value.as_array().filter(|schemas| !schemas.is_empty()) else {
                parser.error("expected a list of schemas");
                return None;
            };
            let schemas = schemas.iter().enumerate();
            Some(
                schemas
                    .map(|(at, schema)| {
                        parser.within(Step::Item(at), |parser| parser.schema(schema))
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
            self.named("properties", |parser| parser.error("expected an object of schemas"));
        }
        let mut properties: Vec<Property> = self.named("properties", |parser| {
            let known = known.into_iter().flatten();
            known
                .map(|(name, value)| Property {
                    name: name.clone(),
                    schema: parser.named(name, |parser| parser.schema(value)),
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
            self.named("required", |parser| parser.error("expected a list of names"));
            Vec::new()
        })
    }
}

/// Converts a count, which JSON Schema also allows as `3.0`.
fn whole(number: f64) -> Option<usize> {
    const MAX: f64 = u32::MAX as f64;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "whole, and within the range"
    )]
    let count = number as usize;
    (number.fract() == 0.0 && (0.0..=MAX).contains(&number)).then_some(count)
}

#[cfg(test)]
mod tests;
