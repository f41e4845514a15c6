//! Writes values and types as Rust expressions.

use std::fmt::Debug;
use std::time::Duration;

use envwall_core::{ValueType, parse_duration};

use super::types;
use crate::Variable;
use crate::identifier::camel_case;

/// The type of a constant. It does not depend on the value: code that compiles in one environment
/// compiles in all.
pub(super) fn constant_type(variable: &Variable) -> String {
    match &variable.value_type {
        ValueType::Enum { .. } => types::enum_name(&variable.name),
        ValueType::List { items, .. } => format!("&[{}]", item_type(items).unwrap_or("&str")),
        value_type => scalar_type(value_type).unwrap_or("&str").to_owned(),
    }
}

/// Writes a public value as an expression.
pub(super) fn constant(variable: &Variable, value: &str) -> String {
    match &variable.value_type {
        ValueType::Enum { .. } => {
            format!("{}::{}", types::enum_name(&variable.name), camel_case(value))
        }
        ValueType::List { items, .. } => {
            let item = |part: &&str| match item_type(items) {
                Some(_) => scalar(items, part),
                None => string(part),
            };
            let parts: Vec<_> = variable.value_type.items(value).iter().map(item).collect();
            format!("&[{}]", parts.join(", "))
        }
        value_type => scalar(value_type, value),
    }
}

/// The type of a value that is not a string.
fn scalar_type(value_type: &ValueType) -> Option<&'static str> {
    Some(match value_type {
        ValueType::Bool => "bool",
        ValueType::Int { .. } => "i64",
        ValueType::Float { .. } => "f64",
        ValueType::Port => "u16",
        ValueType::Duration { .. } => "::std::time::Duration",
        _ => return None,
    })
}

/// Durations in lists stay strings.
fn item_type(items: &ValueType) -> Option<&'static str> {
    match items {
        ValueType::Duration { .. } => None,
        items => scalar_type(items),
    }
}

fn scalar(value_type: &ValueType, value: &str) -> String {
    let of_type = match value_type {
        ValueType::Bool => Some(matches!(value, "true" | "1").to_string()),
        ValueType::Int { .. } => value.parse().ok().map(|number: i64| number.to_string()),
        ValueType::Float { .. } => value.parse().ok().map(|number: f64| format!("{number:?}")),
        ValueType::Port => value.parse().ok().map(|port: u16| port.to_string()),
        ValueType::Duration { .. } => parse_duration(value).as_ref().map(duration),
        _ => None,
    };
    of_type.unwrap_or_else(|| string(value))
}

/// Writes a string literal.
pub(super) fn string(value: &str) -> String {
    format!("{value:?}")
}

/// Writes a type as an expression, for the runtime.
pub(super) fn value_type(value_type: &ValueType) -> String {
    let name = "::envwall::ValueType::";
    let fields = match value_type {
        ValueType::Bool => return format!("{name}Bool"),
        ValueType::Port => return format!("{name}Port"),
        ValueType::Email => return format!("{name}Email"),
        ValueType::Json { schema: Some(schema) } => {
            return format!("{name}json({:?})", schema.to_json().to_string());
        }
        ValueType::Json { schema: None } => {
            "Json { schema: ::std::option::Option::None }".to_owned()
        }
        ValueType::Uuid => return format!("{name}Uuid"),
        ValueType::String { min_length, max_length, prefix } => format!(
            "String {{ min_length: {min_length}, max_length: {}, prefix: {} }}",
            option(max_length.as_ref(), usize::to_string),
            option(prefix.as_deref(), owned),
        ),
        ValueType::Int { min, max } => {
            format!("Int {{ {} }}", bounds(min.as_ref(), max.as_ref(), shown))
        }
        ValueType::Float { min, max } => {
            format!("Float {{ {} }}", bounds(min.as_ref(), max.as_ref(), shown))
        }
        ValueType::Duration { min, max } => {
            format!("Duration {{ {} }}", bounds(min.as_ref(), max.as_ref(), duration))
        }
        ValueType::Url { schemes } => format!("Url {{ schemes: {} }}", strings(schemes)),
        ValueType::Enum { values } => format!("Enum {{ values: {} }}", strings(values)),
        ValueType::List { items, separator, min_length, max_length } => format!(
            "List {{ items: ::std::boxed::Box::new({}), separator: {}, {} }}",
            self::value_type(items),
            owned(separator),
            lengths(*min_length, *max_length),
        ),
        ValueType::Base64 { min_length, max_length } => {
            format!("Base64 {{ {} }}", lengths(*min_length, *max_length))
        }
        ValueType::Hex { min_length, max_length } => {
            format!("Hex {{ {} }}", lengths(*min_length, *max_length))
        }
        ValueType::Pem { label } => format!("Pem {{ label: {} }}", option(label.as_deref(), owned)),
    };
    format!("{name}{fields}")
}

fn duration(duration: &Duration) -> String {
    format!("::std::time::Duration::new({}, {})", duration.as_secs(), duration.subsec_nanos())
}

fn shown<T: Debug>(value: &T) -> String {
    format!("{value:?}")
}

fn owned(text: &str) -> String {
    match text {
        "" => "::std::string::String::new()".to_owned(),
        text => format!("::std::string::String::from({text:?})"),
    }
}

fn strings(texts: &[String]) -> String {
    format!("::std::vec![{}]", texts.iter().map(|text| owned(text)).collect::<Vec<_>>().join(", "))
}

pub(super) fn option<T: ?Sized>(value: Option<&T>, show: impl Fn(&T) -> String) -> String {
    match value {
        Some(value) => format!("::std::option::Option::Some({})", show(value)),
        None => "::std::option::Option::None".to_owned(),
    }
}

fn bounds<T>(min: Option<&T>, max: Option<&T>, show: impl Fn(&T) -> String) -> String {
    format!("min: {}, max: {}", option(min, &show), option(max, &show))
}

fn lengths(min: usize, max: Option<usize>) -> String {
    format!("min_length: {min}, max_length: {}", option(max.as_ref(), usize::to_string))
}
