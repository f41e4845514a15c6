//! The type of TypeScript that a variable gets, and a public value as an expression.

use envwall_core::{ValueType, parse_duration};
use serde_json::Value;

use super::{literal, schema};
use crate::Variable;

/// What is read from a value of a type.
pub(super) fn of(value_type: &ValueType) -> String {
    match value_type {
        ValueType::Bool => "boolean".to_owned(),
        ValueType::Int { .. }
        | ValueType::Float { .. }
        | ValueType::Port
        | ValueType::Duration { .. } => "number".to_owned(),
        ValueType::Enum { values } => union(values.iter().map(|value| literal(value))),
        ValueType::List { items, .. } => format!("readonly {}", array(&of(items))),
        ValueType::Json { schema: None } => schema::ANY.to_owned(),
        ValueType::Json { schema: Some(schema) } => schema::type_of(schema),
        _ => "string".to_owned(),
    }
}

/// What a variable's property holds.
pub(super) fn held(variable: &Variable) -> String {
    let plain = of(&variable.value_type);
    let held = if variable.sensitive { format!("Secret<{plain}>") } else { plain };
    or_undefined(held, variable)
}

/// The same where no value is kept back.
pub(super) fn read(variable: &Variable) -> String {
    or_undefined(of(&variable.value_type), variable)
}

fn or_undefined(of_type: String, variable: &Variable) -> String {
    if variable.is_optional_at_run_time() { format!("{of_type} | undefined") } else { of_type }
}

/// The text that a tool hands out: of an enum it is one of some.
pub(super) fn text(variable: &Variable) -> String {
    match &variable.value_type {
        value_type @ ValueType::Enum { .. } => of(value_type),
        _ => "string".to_owned(),
    }
}

/// The type of a known value: JSON without a schema has that of what it holds.
pub(super) fn known(value_type: &ValueType, value: &str) -> String {
    let json = || serde_json::from_str(value).ok().map(|value| json(&value));
    match value_type {
        ValueType::Json { schema: None } => json().unwrap_or_else(|| "unknown".to_owned()),
        ValueType::List { items, .. } => {
            let items: Vec<_> =
                value_type.items(value).into_iter().map(|it| known(items, it)).collect();
            match items[..] {
                [] => "readonly never[]".to_owned(),
                _ => format!("readonly {}", array(&union(items.into_iter()))),
            }
        }
        _ => of(value_type),
    }
}

fn json(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => "boolean".to_owned(),
        Value::Number(_) => "number".to_owned(),
        Value::String(_) => "string".to_owned(),
        Value::Array(items) if items.is_empty() => "readonly []".to_owned(),
        Value::Array(items) => format!("readonly {}", array(&union(items.iter().map(json)))),
        Value::Object(entries) => {
            let entry = |(name, value): (&String, &Value)| {
                format!("readonly {}: {}", literal(name), json(value))
            };
            let entries: Vec<_> = entries.iter().map(entry).collect();
            format!("{{ {} }}", entries.join("; "))
        }
    }
}

/// Each once, in the order in which they come.
pub(super) fn union(types: impl Iterator<Item = String>) -> String {
    let mut distinct: Vec<String> = Vec::new();
    for one in types {
        if !distinct.contains(&one) {
            distinct.push(one);
        }
    }
    distinct.join(" | ")
}

pub(super) fn array(item: &str) -> String {
    let is_simple = item.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_simple { format!("{item}[]") } else { format!("({item})[]") }
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
        ValueType::Json { .. } => format!("JSON.parse({})", literal(value)),
        _ => literal(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_the_type_of_what_it_holds() {
        let flags = r#"{"a":[1,"b",2],"c":{"d":null},"e":[]}"#;
        assert_eq!(
            known(&ValueType::Json { schema: None }, flags),
            "{ readonly \"a\": readonly (number | string)[]; readonly \"c\": { readonly \"d\": null }; \
             readonly \"e\": readonly [] }"
        );
    }
}
