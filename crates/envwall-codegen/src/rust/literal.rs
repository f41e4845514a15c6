//! Values and types as expressions of Rust.

use std::fmt::Debug;
use std::time::Duration;

use envwall_core::{ValueType, parse_duration};

use crate::Variable;
use crate::identifier::camel_case;

/// A constant's type and the expression of a public value.
pub(super) fn constant(variable: &Variable, value: &str) -> (String, String) {
    let text = || ("&str".to_owned(), format!("{value:?}"));
    match &variable.value_type {
        ValueType::Enum { .. } => {
            let name = camel_case(&variable.name);
            let expression = format!("{name}::{}", camel_case(value));
            (name, expression)
        }
        ValueType::List { items, .. } => list(items, variable, value),
        value_type => scalar(value_type, value).unwrap_or_else(text),
    }
}

/// What is no text.
fn scalar(value_type: &ValueType, value: &str) -> Option<(String, String)> {
    let number = |name: &str, number: String| Some((name.to_owned(), number));
    match value_type {
        ValueType::Bool => number("bool", matches!(value, "true" | "1").to_string()),
        ValueType::Int { .. } => number("i64", value.parse::<i64>().ok()?.to_string()),
        ValueType::Float { .. } => number("f64", format!("{:?}", value.parse::<f64>().ok()?)),
        ValueType::Port => number("u16", value.parse::<u16>().ok()?.to_string()),
        ValueType::Duration { .. } => {
            number("::std::time::Duration", duration(&parse_duration(value)?))
        }
        _ => None,
    }
}

fn list(items: &ValueType, variable: &Variable, value: &str) -> (String, String) {
    let parts = variable.value_type.items(value);
    let typed = |part: &&str| match items {
        ValueType::Duration { .. } => None,
        items => scalar(items, part),
    };
    let typed: Option<Vec<_>> = parts.iter().map(typed).collect();
    let (name, parts) = match typed.filter(|typed| !typed.is_empty()) {
        Some(typed) => (typed[0].0.clone(), typed.into_iter().map(|(_, part)| part).collect()),
        None => {
            ("&str".to_owned(), parts.iter().map(|part| format!("{part:?}")).collect::<Vec<_>>())
        }
    };
    (format!("&[{name}]"), format!("&[{}]", parts.join(", ")))
}

/// A value that no one could mistake for a constant's name, as the runtime reads it.
pub(super) fn text(value: &str) -> String {
    format!("{value:?}")
}

/// The expression of a type, for the runtime.
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
            option(prefix.as_ref(), owned),
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
        ValueType::Pem { label } => format!("Pem {{ label: {} }}", option(label.as_ref(), owned)),
    };
    format!("{name}{fields}")
}

fn duration(duration: &Duration) -> String {
    format!("::std::time::Duration::new({}, {})", duration.as_secs(), duration.subsec_nanos())
}

fn shown<T: Debug>(value: &T) -> String {
    format!("{value:?}")
}

fn owned(text: &String) -> String {
    format!("{text:?}.to_owned()")
}

fn strings(texts: &[String]) -> String {
    format!("::std::vec![{}]", texts.iter().map(owned).collect::<Vec<_>>().join(", "))
}

fn option<T>(value: Option<&T>, show: impl Fn(&T) -> String) -> String {
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
