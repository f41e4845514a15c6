//! How generated code reads a value: what `ValueType::check` accepts, and nothing else.

use std::collections::BTreeSet;

use envwall_core::ValueType;

use super::{literal, schema, types};
use crate::Variable;

/// The functions that the types need, in a stable order.
pub(super) fn functions<'a>(types: impl IntoIterator<Item = &'a ValueType>) -> Vec<&'static str> {
    let mut needed = BTreeSet::new();
    for value_type in types {
        needed.insert(function(value_type));
        if let ValueType::List { items, .. } = value_type {
            needed.insert(function(items));
        }
        if types::of(value_type).contains(schema::ANY) {
            needed.insert(JSON_VALUE);
        }
    }
    needed.into_iter().collect()
}

fn function(value_type: &ValueType) -> &'static str {
    match value_type {
        ValueType::String { .. } => include_str!("parse/string.ts"),
        ValueType::Bool => include_str!("parse/bool.ts"),
        ValueType::Int { .. } | ValueType::Port => include_str!("parse/int.ts"),
        ValueType::Float { .. } => include_str!("parse/float.ts"),
        ValueType::Url { .. } => include_str!("parse/url.ts"),
        ValueType::Email => include_str!("parse/email.ts"),
        ValueType::Enum { .. } => include_str!("parse/enum.ts"),
        ValueType::List { .. } => include_str!("parse/list.ts"),
        ValueType::Json { schema: None } => include_str!("parse/json.ts"),
        ValueType::Json { schema: Some(_) } => include_str!("parse/shape.ts"),
        ValueType::Duration { .. } => include_str!("parse/duration.ts"),
        ValueType::Uuid => include_str!("parse/uuid.ts"),
        ValueType::Base64 { .. } => include_str!("parse/base64.ts"),
        ValueType::Hex { .. } => include_str!("parse/hex.ts"),
        ValueType::Pem { .. } => include_str!("parse/pem.ts"),
    }
}

/// The type of any JSON value.
pub(super) const JSON_VALUE: &str = include_str!("parse/json_value.ts");

/// The call that reads a variable's text, and what is said of one that does not fit.
pub(super) fn of(variable: &Variable) -> (String, String) {
    if schema::of(&variable.value_type).is_some() {
        let shape = schema::shape_name(variable);
        return (format!("parseShaped(text, {shape})"), format!("(text) => whyNot(text, {shape})"));
    }
    (call(&variable.value_type, "text"), literal(&variable.value_type.expected()))
}

/// The call that reads what the variable `text` of the generated code holds.
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
