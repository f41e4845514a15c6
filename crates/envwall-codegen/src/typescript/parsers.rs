//! Generated code that parses a value. It accepts exactly what `ValueType::check` accepts.

use std::collections::BTreeSet;

use envwall_core::ValueType;

use super::syntax::literal;
use super::{schema_type, shape, types};
use crate::Variable;

/// The functions that the given types need, in a stable order.
pub(super) fn functions<'a>(types: impl IntoIterator<Item = &'a ValueType>) -> Vec<&'static str> {
    let mut needed = BTreeSet::new();
    for value_type in types {
        needed.insert(function(value_type));
        if let ValueType::List { items, .. } = value_type {
            needed.insert(function(items));
        }
        if types::parsed(value_type).contains(schema_type::JSON_VALUE) {
            needed.insert(JSON_VALUE);
        }
    }
    needed.into_iter().collect()
}

fn function(value_type: &ValueType) -> &'static str {
    match value_type {
        ValueType::String { .. } => include_str!("parsers/string.ts"),
        ValueType::Bool => include_str!("parsers/bool.ts"),
        ValueType::Int { .. } | ValueType::Port => include_str!("parsers/int.ts"),
        ValueType::Float { .. } => include_str!("parsers/float.ts"),
        ValueType::Url { .. } => include_str!("parsers/url.ts"),
        ValueType::Email => include_str!("parsers/email.ts"),
        ValueType::Enum { .. } => include_str!("parsers/enum.ts"),
        ValueType::List { .. } => include_str!("parsers/list.ts"),
        ValueType::Json { schema: None } => include_str!("parsers/json.ts"),
        ValueType::Json { schema: Some(_) } => include_str!("parsers/shape.ts"),
        ValueType::Duration { .. } => include_str!("parsers/duration.ts"),
        ValueType::Uuid => include_str!("parsers/uuid.ts"),
        ValueType::Base64 { .. } => include_str!("parsers/base64.ts"),
        ValueType::Hex { .. } => include_str!("parsers/hex.ts"),
        ValueType::Pem { .. } => include_str!("parsers/pem.ts"),
    }
}

/// The declaration of the type of any JSON value.
pub(super) const JSON_VALUE: &str = include_str!("parsers/json_value.ts");

/// The call that parses a variable, and the description of a valid value.
pub(super) fn of(variable: &Variable) -> (String, String) {
    if shape::schema_of(&variable.value_type).is_some() {
        let shape = shape::name(variable);
        let describe = format!("(text) => describeMismatch(text, {shape})");
        return (format!("parseShape(text, {shape})"), describe);
    }
    (call(&variable.value_type, "text"), literal(&variable.value_type.expected()))
}

/// The call that parses the variable named `text` of the generated code.
fn call(value_type: &ValueType, text: &str) -> String {
    match value_type {
        ValueType::String { min_length, max_length, prefix } => {
            let prefix = literal(prefix.as_deref().unwrap_or_default());
            format!("parseString({text}, {}, {prefix})", lengths(*min_length, *max_length))
        }
        ValueType::Bool => format!("parseBool({text})"),
        ValueType::Int { min, max } => {
            format!("parseInteger({text}, {})", bounds(min.as_ref(), max.as_ref(), i64::to_string))
        }
        ValueType::Port => format!("parseInteger({text}, 1, 65535)"),
        ValueType::Float { min, max } => {
            let shown = |bound: &f64| format!("{bound:?}");
            format!("parseDecimal({text}, {})", bounds(min.as_ref(), max.as_ref(), shown))
        }
        ValueType::Duration { min, max } => {
            let shown = |bound: &std::time::Duration| bound.as_millis().to_string();
            format!("parseDuration({text}, {})", bounds(min.as_ref(), max.as_ref(), shown))
        }
        ValueType::Url { schemes } => {
            let lower: Vec<_> = schemes.iter().map(|scheme| scheme.to_lowercase()).collect();
            format!("parseUrl({text}, {})", texts(&lower))
        }
        ValueType::Email => format!("parseEmail({text})"),
        ValueType::Enum { values } => format!("parseEnum({text}, {})", texts(values)),
        ValueType::List { items, separator, min_length, max_length } => format!(
            "parseList({text}, {}, {}, (item) => {})",
            literal(separator),
            lengths(*min_length, *max_length),
            call(items, "item"),
        ),
        ValueType::Json { .. } => format!("parseJson({text})"),
        ValueType::Uuid => format!("parseUuid({text})"),
        ValueType::Base64 { min_length, max_length } => {
            format!("parseBase64({text}, {})", lengths(*min_length, *max_length))
        }
        ValueType::Hex { min_length, max_length } => {
            format!("parseHex({text}, {})", lengths(*min_length, *max_length))
        }
        ValueType::Pem { label } => {
            format!("parsePem({text}, {})", literal(label.as_deref().unwrap_or_default()))
        }
    }
}

fn texts(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| literal(text)).collect::<Vec<_>>().join(", "))
}

fn lengths(min: usize, max: Option<usize>) -> String {
    bounds(Some(&min), max.as_ref(), usize::to_string)
}

fn bounds<T>(min: Option<&T>, max: Option<&T>, show: impl Fn(&T) -> String) -> String {
    let min = min.map_or_else(|| "-Infinity".to_owned(), &show);
    let max = max.map_or_else(|| "Infinity".to_owned(), &show);
    format!("{min}, {max}")
}
