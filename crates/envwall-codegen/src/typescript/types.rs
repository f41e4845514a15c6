//! The TypeScript type of a variable, and a public value as an expression.

use envwall_core::{ValueType, parse_duration};
use serde_json::Value;

use super::schema_type;
use super::syntax::{array, literal, union};
use crate::Variable;

/// The type of a parsed value.
pub(super) fn parsed(value_type: &ValueType) -> String {
    match value_type {
        ValueType::Bool => "boolean".to_owned(),
        ValueType::Int { .. }
        | ValueType::Float { .. }
        | ValueType::Port
        | ValueType::Duration { .. } => "number".to_owned(),
        ValueType::Enum { values } => union(values.iter().map(|value| literal(value))),
        ValueType::List { items, .. } => format!("readonly {}", array(&parsed(items))),
        ValueType::Json { schema: None } => schema_type::JSON_VALUE.to_owned(),
        ValueType::Json { schema: Some(schema) } => schema_type::type_of(schema),
        _ => "string".to_owned(),
    }
}

/// The type of a variable's property, a `Secret` if it is sensitive.
pub(super) fn property(variable: &Variable) -> String {
    let plain = parsed(&variable.value_type);
    let property = if variable.sensitive { format!("Secret<{plain}>") } else { plain };
    or_undefined(property, variable)
}

/// The type of a variable's plain value.
pub(super) fn plain(variable: &Variable) -> String {
    or_undefined(parsed(&variable.value_type), variable)
}

fn or_undefined(of_type: String, variable: &Variable) -> String {
    if variable.is_optional_at_run_time() { format!("{of_type} | undefined") } else { of_type }
}

/// The type of a variable's unparsed string, which is a union for an enum.
pub(super) fn unparsed(variable: &Variable) -> String {
    match &variable.value_type {
        value_type @ ValueType::Enum { .. } => parsed(value_type),
        _ => "string".to_owned(),
    }
}

/// The type of a known value: JSON without a schema gets the type of its content.
pub(super) fn of_value(value_type: &ValueType, value: &str) -> String {
    let json = || serde_json::from_str(value).ok().map(|value| of_json(&value));
    match value_type {
        ValueType::Json { schema: None } => json().unwrap_or_else(|| "unknown".to_owned()),
        ValueType::List { items, .. } => {
            let items: Vec<_> =
                value_type.items(value).into_iter().map(|it| of_value(items, it)).collect();
            match items[..] {
                [] => "readonly never[]".to_owned(),
                _ => format!("readonly {}", array(&union(items.into_iter()))),
            }
        }
        _ => parsed(value_type),
    }
}

fn of_json(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "boolean".to_owned(),
        Value::Number(_) => "number".to_owned(),
        Value::String(_) => "string".to_owned(),
        Value::Array(items) if items.is_empty() => "readonly []".to_owned(),
        Value::Array(items) => format!("readonly {}", array(&union(items.iter().map(of_json)))),
        Value::Object(entries) => {
            let entry = |(name, value): (&String, &Value)| {
                format!("readonly {}: {}", literal(name), of_json(value))
            };
            let entries: Vec<_> = entries.iter().map(entry).collect();
            format!("{{ {} }}", entries.join("; "))
        }
    }
}

/// Writes a valid value as an expression.
pub(super) fn expression(value_type: &ValueType, value: &str) -> String {
    match value_type {
        ValueType::Bool => matches!(value, "true" | "1").to_string(),
        ValueType::Int { .. } | ValueType::Port => {
            value.parse::<i64>().map_or_else(|_| literal(value), |number| number.to_string())
        }
        ValueType::Float { .. } => {
            value.parse::<f64>().map_or_else(|_| literal(value), |number| format!("{number:?}"))
        }
        ValueType::Duration { .. } => {
            let milliseconds =
                parse_duration(value).map(|duration| duration.as_millis().to_string());
            milliseconds.unwrap_or_else(|| literal(value))
        }
        ValueType::List { items, .. } => {
            let items = value_type.items(value).into_iter().map(|item| expression(items, item));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        ValueType::Json { .. } => format!("JSON.parse({})", literal(value)),
        _ => literal(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_the_type_of_its_content() {
        let flags = r#"{"a":[1,"b",2],"c":{"d":null},"e":[]}"#;
        assert_eq!(
            of_value(&ValueType::Json { schema: None }, flags),
            "{ readonly \"a\": readonly (number | string)[]; readonly \"c\": { readonly \"d\": null }; \
             readonly \"e\": readonly [] }"
        );
    }
}
