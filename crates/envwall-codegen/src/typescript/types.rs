//! The type of TypeScript that a variable gets, and a public value as an expression.

use envwall_core::{ValueType, parse_duration};

use super::literal;

/// What is read from a value of a type.
pub(super) fn of(value_type: &ValueType) -> String {
    match value_type {
        ValueType::Bool => "boolean".to_owned(),
        ValueType::Int { .. }
        | ValueType::Float { .. }
        | ValueType::Port
        | ValueType::Duration { .. } => "number".to_owned(),
        ValueType::Enum { values } => {
            values.iter().map(|value| literal(value)).collect::<Vec<_>>().join(" | ")
        }
        ValueType::List { items, .. } => format!("readonly {}[]", of(items)),
        ValueType::Json => "JsonValue".to_owned(),
        _ => "string".to_owned(),
    }
}

/// A value that fits its type.
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
            let milliseconds = parse_duration(value).map(|length| length.as_millis().to_string());
            milliseconds.unwrap_or_else(|| literal(value))
        }
        ValueType::List { items, .. } => {
            let items = value_type.items(value).into_iter().map(|item| expression(items, item));
            format!("[{}]", items.collect::<Vec<_>>().join(", "))
        }
        ValueType::Json => format!("JSON.parse({})", literal(value)),
        _ => literal(value),
    }
}
