//! Keywords to a schema. What is wrong, or not understood, is told with its place, all of it at once.

use std::fmt;

use serde_json::{Map, Value};

use super::document::{self, plain};
use super::{Counts, JsonSchema, JsonType, Numbers, Property};

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
        match document::parse(text) {
            Some(value) => Self::of(&value),
            None => Err(vec![SchemaError {
                place: Vec::new(),
                message: "expected a JSON text".to_owned(),
                unknown: None,
            }]),
        }
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
            errors: Vec::new(),
            open: Vec::new(),
            is_endless: false,
            schemas: 0,
            depth: 0,
        };
        reader.definitions();
        let schema = reader.schema(root);
        if reader.schemas > MOST_SCHEMAS {
            reader.place.clear();
            reader.wrong("this schema is too large once its references are put in place");
        }
        if reader.errors.is_empty() { Ok(schema) } else { Err(reader.errors) }
    }
}

struct Reader<'a> {
    root: &'a Value,
    place: Vec<Step>,
    errors: Vec<SchemaError>,
    /// The definitions that are being read.
    open: Vec<String>,
    /// Whether one of them was met in itself, or too far down.
    is_endless: bool,
    schemas: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn wrong(&mut self, message: impl Into<String>) {
        let (place, message) = (self.place.clone(), message.into());
        self.errors.push(SchemaError { place, message, unknown: None });
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

    /// Each by itself, so that what is wrong in one that nobody refers to is told as well.
    fn definitions(&mut self) {
        for keyword in ["$defs", "definitions"] {
            let Some(definitions) = self.root.get(keyword) else { continue };
            self.named(keyword, |reader| {
                let Some(definitions) = definitions.as_object() else {
                    return reader.wrong("expected an object of schemas");
                };
                for (name, definition) in definitions {
                    reader.open.push(pointer(keyword, name));
                    reader.named(name, |reader| reader.schema(definition));
                    reader.open.pop();
                }
            });
        }
    }

    fn schema(&mut self, value: &'a Value) -> JsonSchema {
        self.schemas += 1;
        if self.schemas > MOST_SCHEMAS {
            return JsonSchema::never();
        }
        if self.depth == DEEPEST {
            self.is_endless = !self.is_loud();
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
            self.errors.push(SchemaError { place, message, unknown });
        }
    }

    /// A definition in place of the reference to it.
    fn reference(&mut self, keywords: &Map<String, Value>, reference: &Value) -> JsonSchema {
        let beside = keywords.keys().find(|keyword| ASSERTIONS.iter().any(|it| it.0 == **keyword));
        if let Some(beside) = beside {
            let message = format!("`{beside}` beside `$ref`: put it into what is referred to");
            self.named(beside, |reader| reader.wrong(message));
        }
        let found = reference.as_str().and_then(|reference| self.definition(reference));
        let Some((name, definition)) = found else {
            self.named("$ref", |reader| {
                reader.wrong("expected a reference to a definition of this schema: #/$defs/NAME");
            });
            return JsonSchema::never();
        };
        let schema = self.referred_to(name, definition);
        if !self.is_endless {
            return schema;
        }
        self.is_endless = !self.is_loud();
        self.named("$ref", |reader| reader.wrong("this reference leads on without end"));
        JsonSchema::never()
    }

    /// What is wrong in a definition is told there, and not once more for each reference.
    fn referred_to(&mut self, name: String, definition: &'a Value) -> JsonSchema {
        if self.open.contains(&name) {
            self.is_endless = true;
            return JsonSchema::never();
        }
        let (errors, outside) = (self.errors.len(), self.open.len());
        self.open.push(name);
        let schema = self.schema(definition);
        self.open.truncate(outside);
        self.errors.truncate(errors);
        schema
    }

    /// Whether this is the text itself, and not what a reference in it leads to.
    fn is_loud(&self) -> bool {
        let is_definition = |step: &Step| matches!(step, Step::Name(name) if matches!(name.as_str(), "$defs" | "definitions"));
        self.open.len() == usize::from(self.place.first().is_some_and(is_definition))
    }

    fn definition(&self, reference: &str) -> Option<(String, &'a Value)> {
        let (keyword, name) = reference.strip_prefix("#/")?.split_once('/')?;
        let is_plain = !name.contains(['/', '%']) && matches!(keyword, "$defs" | "definitions");
        let name = name.replace("~1", "/").replace("~0", "~");
        let definition = self.root.get(keyword)?.get(&name).filter(|_| is_plain)?;
        Some((pointer(keyword, &name), definition))
    }

    fn types(&mut self, value: &Value) -> Vec<JsonType> {
        let names = match value {
            Value::Array(names) if !names.is_empty() => names.as_slice(),
            one => std::slice::from_ref(one),
        };
        let of = |name: &Value| TYPES.into_iter().find(|one| name.as_str() == Some(one.name()));
        let types: Option<Vec<_>> = names.iter().map(of).collect();
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

    /// A constraint without its type would hold back nothing of other types: surely not what is meant.
    fn applies(&mut self, keywords: &Map<String, Value>, types: Option<&[JsonType]>) {
        for (keyword, needed) in ASSERTIONS {
            let has = |types: &[JsonType]| types.iter().any(|one| needed.contains(one));
            if needed.is_empty() || !keywords.contains_key(*keyword) || types.is_some_and(has) {
                continue;
            }
            let name = needed[0].name();
            let message = match types {
                None => format!("`{keyword}` needs the type beside it: \"type\": \"{name}\""),
                Some(_) => format!("`{keyword}` is for the type `{name}`, and `type` has none"),
            };
            self.named(keyword, |reader| reader.wrong(message));
        }
    }

    /// Bounds that leave nothing between them.
    fn has_room(&mut self, schema: &JsonSchema) {
        let Numbers { minimum, maximum, above, below } = schema.numbers;
        let crossed = |low: Option<f64>, high: Option<f64>, equal: bool| {
            low.zip(high).is_some_and(|(low, high)| low > high || low >= high && !equal)
        };
        let counts = |counts: Counts| counts.max.is_some_and(|max| counts.min > max);
        let numbers = crossed(minimum, maximum, true)
            || crossed(minimum, below, false)
            || crossed(above, maximum, false)
            || crossed(above, below, false);
        if numbers || counts(schema.length) || counts(schema.count) {
            self.wrong("no value fits: the largest is smaller than the smallest");
        }
        let never = |known: &&Property| {
            known.required && known.schema.types.as_ref().is_some_and(Vec::is_empty)
        };
        if let Some(known) = schema.properties.iter().find(never).filter(|_| self.errors.is_empty())
        {
            let message = format!("`{}` is required, and no value of it fits", known.name);
            self.wrong(message);
        }
    }

    /// The values of `enum` and `const` that fit the rest.
    fn values(&mut self, keywords: &Map<String, Value>, schema: &JsonSchema) -> Option<Vec<Value>> {
        let mut values: Option<Vec<Value>> = None;
        if let Some(value) = keywords.get("enum") {
            let Some(some) = value.as_array().filter(|values| !values.is_empty()) else {
                self.named("enum", |reader| reader.wrong("expected a list of values"));
                return None;
            };
            values = Some(some.iter().map(plain).collect());
        }
        if let Some(one) = keywords.get("const").map(plain) {
            let some = values.unwrap_or_else(|| vec![one.clone()]);
            values = Some(some.into_iter().filter(|value| *value == one).collect());
        }
        let mut values = values?;
        let is_right = self.errors.is_empty();
        values.retain(|value| !is_right || schema.fits(value));
        if values.is_empty() {
            self.wrong("no value fits: none of those allowed fits the rest");
        }
        Some(values)
    }
}

fn pointer(keyword: &str, name: &str) -> String {
    format!("{keyword}/{name}")
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
mod tests {
    use super::*;

    fn wrong(text: &str) -> Vec<String> {
        let errors = JsonSchema::parse(text).err().unwrap_or_default();
        errors.iter().map(SchemaError::to_string).collect()
    }

    #[test]
    fn what_is_not_understood_is_told_and_nothing_else() {
        for keyword in
            ["pattern", "format", "allOf", "not", "if", "$dynamicRef", "multipleOf", "x-y"]
        {
            let told = wrong(&format!(r#"{{ "items": {{ "{keyword}": 1 }}, "type": "array" }}"#));
            assert_eq!(
                told,
                [format!("/items/{keyword}: the keyword `{keyword}` is not understood")]
            );
        }
        let all = r#"{ "$comment": 1, "title": 1, "description": 1, "default": 1, "examples": 1, "deprecated": 1,
            "readOnly": 1, "writeOnly": 1, "$id": "x", "$defs": {}, "definitions": {} }"#;
        assert_eq!(wrong(all), Vec::<String>::new());
        assert!(JsonSchema::parse(all).expect("a schema").is_any());
    }

    #[test]
    fn wrong_kinds_are_told_where_they_stand() {
        for (schema, told) in [
            ("1", "expected a schema: an object, true or false"),
            (r#"{ "type": [] }"#, "/type: expected a type, or a list of some"),
            (r#"{ "type": "number", "minimum": "1" }"#, "/minimum: expected a number"),
            (
                r#"{ "type": "string", "minLength": -1 }"#,
                "/minLength: expected a whole number from 0",
            ),
            (
                r#"{ "type": "string", "maxLength": 1.5 }"#,
                "/maxLength: expected a whole number from 0",
            ),
            (
                r#"{ "type": "array", "prefixItems": {} }"#,
                "/prefixItems: expected a list of schemas",
            ),
            (r#"{ "anyOf": [] }"#, "/anyOf: expected a list of schemas"),
            (
                r#"{ "anyOf": [{ "$defs": {} }] }"#,
                "/anyOf/0/$defs: `$defs` is for the whole schema",
            ),
            (
                r#"{ "type": "object", "properties": [] }"#,
                "/properties: expected an object of schemas",
            ),
            (r#"{ "type": "object", "required": "a" }"#, "/required: expected a list of names"),
            (
                r#"{ "type": "object", "required": ["a"], "additionalProperties": false }"#,
                "`a` is required, and",
            ),
            (r#"{ "enum": [] }"#, "/enum: expected a list of values"),
            (r#"{ "enum": [1], "const": 2 }"#, "no value fits: none of those"),
            (
                r#"{ "type": "integer", "minimum": 1, "exclusiveMaximum": 1 }"#,
                "no value fits: the largest",
            ),
            (r##"{ "$ref": "#/properties/a" }"##, "/$ref: expected a reference to a definition"),
            (
                r##"{ "$ref": "#/$defs/a", "$defs": {} }"##,
                "/$ref: expected a reference to a definition",
            ),
            (
                r##"{ "$ref": "#/$defs/a", "type": "null", "$defs": { "a": {} } }"##,
                "/type: `type` beside `$ref`",
            ),
            (
                r##"{ "$defs": { "a": { "$ref": "#/$defs/a" } } }"##,
                "/$defs/a/$ref: this reference leads on",
            ),
            (r#"{ "$defs": { "a": { "nope": 1 } } }"#, "/$defs/a/nope: the keyword `nope`"),
        ] {
            let all = wrong(schema);
            assert!(all.len() == 1 && all[0].starts_with(told), "{schema}: {all:?}");
        }
    }

    #[test]
    fn references_end_somewhere() {
        let pointer = r##"{ "$ref": "#/$defs/a~1b", "$defs": { "a/b": { "type": "null" } } }"##;
        let types = JsonSchema::parse(pointer).expect("a schema").types;
        assert_eq!(types, Some(vec![JsonType::Null]));
        // what is small as a text, and large once all is in place
        let twice = |at: usize| {
            let next = format!(r##"{{ "$ref": "#/$defs/d{}" }}"##, at + 1);
            format!(r#""d{at}": {{ "anyOf": [{next}, {next}] }}"#)
        };
        let all: Vec<_> = (0..40).map(twice).collect();
        let large = format!(
            r##"{{ "$ref": "#/$defs/d0", "$defs": {{ {}, "d40": true }} }}"##,
            all.join(", ")
        );
        assert_eq!(
            wrong(&large),
            ["this schema is too large once its references are put in place"]
        );
        let chain = |at: usize| format!(r##""d{at}": {{ "$ref": "#/$defs/d{}" }}"##, at + 1);
        let all: Vec<_> = (0..5000).map(chain).collect();
        let deep = format!(r#"{{ "$defs": {{ {}, "d5000": true }} }}"#, all.join(", "));
        assert!(wrong(&deep).iter().any(|told| told.ends_with("leads on without end")));
    }
}
