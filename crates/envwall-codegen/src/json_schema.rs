//! Generates a JSON Schema of the environment, for editors and other tools.

use envwall_core::{JsonSchema, ValueType};
use serde_json::{Map, Value, json};

use crate::{Config, GENERATED, Variable};

/// Generates a JSON Schema (2020-12) of the environment as an object of strings. Constraints that no
/// pattern can express, such as a minimum, are in the description.
pub fn json_schema(config: &Config) -> String {
    let all = || config.public().iter().chain(config.server());
    let properties: Map<_, _> = all().map(|it| (it.name.clone(), property(it))).collect();
    let required: Vec<_> = all().filter(|it| it.is_needed()).map(|it| &it.name).collect();
    let schema = json!({
        "$comment": GENERATED,
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": properties,
        "required": required,
    });
    // a JSON value can always be serialized
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}

fn property(variable: &Variable) -> Value {
    let description = variable.description.iter().map(String::as_str);
    let expected = variable.value_type.expected();
    let description: Vec<_> = description.chain([expected.as_str()]).collect();
    let mut property = constraints(&variable.value_type);
    property.insert("type".to_owned(), "string".into());
    property.insert("description".to_owned(), description.join("\n").into());
    if let Some(default) = &variable.default {
        property.insert("default".to_owned(), default.as_str().into());
    }
    if variable.sensitive {
        property.insert("writeOnly".to_owned(), true.into());
    }
    property.into()
}

fn constraints(value_type: &ValueType) -> Map<String, Value> {
    let schema = match value_type {
        ValueType::String { min_length, max_length, prefix } => {
            let pattern = prefix.as_ref().map(|prefix| format!("^{}", escape_pattern(prefix)));
            json!({ "minLength": min_length, "maxLength": max_length, "pattern": pattern })
        }
        ValueType::Bool => json!({ "enum": ["true", "false", "1", "0"] }),
        ValueType::Int { .. } => json!({ "pattern": "^-?[0-9]+$" }),
        ValueType::Port => json!({ "pattern": "^0*[1-9][0-9]{0,4}$" }),
        ValueType::Float { .. } => {
            json!({ "pattern": "^[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?$" })
        }
        ValueType::Url { .. } => json!({ "format": "uri" }),
        ValueType::Email => json!({ "format": "email" }),
        ValueType::Enum { values } => json!({ "enum": values }),
        ValueType::Json { schema } => {
            let schema = schema.as_deref().map(JsonSchema::to_json);
            json!({ "contentMediaType": "application/json", "contentSchema": schema })
        }
        ValueType::Uuid => json!({ "format": "uuid" }),
        ValueType::Base64 { .. } => json!({ "contentEncoding": "base64" }),
        ValueType::Hex { .. } => json!({ "pattern": "^([0-9a-fA-F]{2})*$" }),
        ValueType::List { .. } | ValueType::Duration { .. } | ValueType::Pem { .. } => json!({}),
    };
    let Value::Object(mut schema) = schema else { return Map::new() };
    schema.retain(|_, value| !value.is_null());
    schema
}

/// Escapes a string for use in a pattern (ECMA-262, `SyntaxCharacter`).
fn escape_pattern(text: &str) -> String {
    let escaped = |char: char| match char {
        '^' | '$' | '\\' | '.' | '*' | '+' | '?' | '(' | ')' | '[' | ']' | '{' | '}' | '|'
        | '/' => {
            format!("\\{char}")
        }
        char => char.to_string(),
    };
    text.chars().map(escaped).collect()
}
