//! The TypeScript type of the values that match a JSON schema.

use envwall_core::{JsonSchema, JsonType, Property};
use serde_json::Value;

use super::syntax::{array, literal, parenthesized, union};

/// The type of any JSON value, which `parseJson` returns.
pub(super) const JSON_VALUE: &str = "JsonValue";

/// The type of the values that match a schema. If an object allows other properties, the type has only
/// the named ones.
pub(super) fn type_of(schema: &JsonSchema) -> String {
    if let Some(values) = &schema.values {
        return union(values.iter().map(literal_type));
    }
    let alternatives = [&schema.any_of, &schema.one_of].into_iter().flatten();
    let mut parts: Vec<String> = alternatives.map(|some| union(some.iter().map(type_of))).collect();
    match &schema.types {
        Some(types) if types.is_empty() => return "never".to_owned(),
        Some(types) => parts.insert(0, union(types.iter().map(|one| of_json_type(*one, schema)))),
        None if parts.is_empty() => return JSON_VALUE.to_owned(),
        None => {}
    }
    match &parts[..] {
        [one] => one.clone(),
        parts => parts.iter().map(|one| parenthesized(one)).collect::<Vec<_>>().join(" & "),
    }
}

fn of_json_type(json_type: JsonType, schema: &JsonSchema) -> String {
    match json_type {
        JsonType::Null => "null".to_owned(),
        JsonType::Boolean => "boolean".to_owned(),
        JsonType::Integer | JsonType::Number => "number".to_owned(),
        JsonType::String => "string".to_owned(),
        JsonType::Array if schema.first.is_empty() => {
            let item = schema.items.as_deref().map_or_else(|| JSON_VALUE.to_owned(), type_of);
            format!("readonly {}", array(&item))
        }
        JsonType::Array => tuple(schema),
        JsonType::Object => object(schema),
    }
}

fn tuple(schema: &JsonSchema) -> String {
    let max = schema.count.max.unwrap_or(usize::MAX);
    let first = schema.first.iter().take(max).enumerate().map(|(at, item)| {
        let mark = if at < schema.count.min { "" } else { "?" };
        format!("{}{mark}", parenthesized(&type_of(item)))
    });
    let rest = schema.items.as_deref().map_or_else(|| JSON_VALUE.to_owned(), type_of);
    let has_rest = max > schema.first.len() && rest != "never";
    let rest = has_rest.then(|| format!("...{}", array(&rest)));
    format!("readonly [{}]", first.chain(rest).collect::<Vec<_>>().join(", "))
}

fn object(schema: &JsonSchema) -> String {
    let property = |Property { name, schema, required }: &Property| {
        let mark = if *required { "" } else { "?" };
        format!("readonly {}{mark}: {}", key(name), type_of(schema))
    };
    let mut entries: Vec<_> = schema.properties.iter().map(property).collect();
    let others = match schema.others.as_deref().map(type_of) {
        // without named properties, any are allowed
        None if entries.is_empty() => Some(JSON_VALUE.to_owned()),
        Some(never) if never == "never" && !entries.is_empty() => None,
        others => others,
    };
    if let Some(others) = others {
        // an index signature also applies to the named properties
        let known = schema.properties.iter().map(|known| type_of(&known.schema));
        let optional = schema.properties.iter().any(|known| !known.required);
        let absent = optional.then(|| "undefined".to_owned());
        let any = union([others].into_iter().chain(known).chain(absent));
        entries.push(format!("readonly [key: string]: {any}"));
    }
    format!("{{ {} }}", entries.join("; "))
}

/// The literal type of a value.
fn literal_type(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(literal_type).collect();
            format!("readonly [{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| {
                format!("readonly {}: {}", key(name), literal_type(value))
            };
            let fields: Vec<_> = fields.iter().map(field).collect();
            format!("{{ {} }}", fields.join("; "))
        }
        scalar => scalar_literal(scalar),
    }
}

fn key(name: &str) -> String {
    let first = |char: char| char.is_ascii_alphabetic() || char == '_';
    let plain = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let is_plain = name.starts_with(first) && name.chars().all(plain);
    if is_plain { name.to_owned() } else { literal(name) }
}

/// Writes a value that is neither a list nor an object.
pub(super) fn scalar_literal(value: &Value) -> String {
    match value {
        Value::String(text) => literal(text),
        Value::Number(number) => number_literal(number.as_f64().unwrap_or_default()),
        other => other.to_string(),
    }
}

/// Writes the shortest literal that parses as this number.
pub(super) fn number_literal(number: f64) -> String {
    let text = format!("{number:?}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}
