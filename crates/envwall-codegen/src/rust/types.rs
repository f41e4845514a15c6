//! The Rust type of a variable.

use envwall_core::ValueType;

use super::items::{SERDE, doc, escape_markdown};
use crate::Variable;
use crate::identifier::camel_case;
use crate::writer::Writer;

/// The type of a field. A secret of a type that cannot be zeroized stays a string.
pub(super) fn owned(variable: &Variable) -> String {
    let inner = match (&variable.value_type, variable.sensitive) {
        (ValueType::Enum { .. } | ValueType::Json { .. } | ValueType::Duration { .. }, true) => {
            "::std::string::String".to_owned()
        }
        (ValueType::Enum { .. }, false) => enum_name(&variable.name),
        (value_type, _) => plain(value_type),
    };
    let field = if variable.sensitive { format!("::envwall::Secret<{inner}>") } else { inner };
    if variable.is_optional_at_run_time() {
        format!("::std::option::Option<{field}>")
    } else {
        field
    }
}

/// The name of a variable's enum, such as `ViteTheme`, distinct from those of the structs.
pub(super) fn enum_name(variable: &str) -> String {
    match camel_case(variable) {
        name if name == "Public" || name == "ServerConfig" => format!("{name}_"),
        name => name,
    }
}

/// The values of a variable that becomes a Rust enum.
pub(super) fn enum_values(variable: &Variable) -> Option<&[String]> {
    match &variable.value_type {
        ValueType::Enum { values } if !variable.sensitive => Some(values),
        _ => None,
    }
}

fn plain(value_type: &ValueType) -> String {
    match value_type {
        ValueType::Bool => "bool".to_owned(),
        ValueType::Int { .. } => "i64".to_owned(),
        ValueType::Float { .. } => "f64".to_owned(),
        ValueType::Port => "u16".to_owned(),
        ValueType::Duration { .. } => "::std::time::Duration".to_owned(),
        ValueType::Base64 { .. } | ValueType::Hex { .. } => "::std::vec::Vec<u8>".to_owned(),
        ValueType::Json { .. } => "::envwall::serde_json::Value".to_owned(),
        ValueType::List { items, .. } => match **items {
            // items of these types stay strings
            ValueType::Duration { .. } | ValueType::Json { .. } => {
                "::std::vec::Vec<::std::string::String>".to_owned()
            }
            _ => format!("::std::vec::Vec<{}>", plain(items)),
        },
        _ => "::std::string::String".to_owned(),
    }
}

/// Writes an enum and its `as_str`.
pub(super) fn enumeration(code: &mut Writer, variable: &Variable) {
    let Some(values) = enum_values(variable) else { return };
    let name = enum_name(&variable.name);
    doc(code, variable);
    code.line(format_args!(
        "#[derive(Debug, Clone, Copy, PartialEq, Eq, {SERDE}::Serialize, {SERDE}::Deserialize)]"
    ));
    code.line(format_args!("#[serde(crate = \"{SERDE}\")]"));
    code.block(format_args!("pub enum {name} {{"), "}", |code| {
        for value in values {
            code.line(format_args!("/// {}", in_code(value)));
            code.line(format_args!("#[serde(rename = {value:?})]"));
            code.line(format_args!("{},", camel_case(value)));
        }
    });
    code.blank();
    code.block(format_args!("impl {name} {{"), "}", |code| {
        code.line("/// The value as a string.");
        code.line("#[must_use]");
        code.block("pub const fn as_str(self) -> &'static str {", "}", |code| {
            code.block("match self {", "}", |code| {
                for value in values {
                    code.line(format_args!("Self::{} => {value:?},", camel_case(value)));
                }
            });
        });
    });
    code.blank();
}

/// Formats a value as Markdown code, or as text if a backtick would end it.
fn in_code(value: &str) -> String {
    if value.contains('`') || value.is_empty() {
        escape_markdown(&format!("{value:?}"))
    } else {
        format!("`{}`", value.escape_debug())
    }
}

/// Writes how an enum is parsed. Only the server module needs it.
pub(super) fn from_value(code: &mut Writer, variable: &Variable, module: &str) {
    let Some(values) = enum_values(variable) else { return };
    let name = enum_name(&variable.name);
    let head = format!("impl ::envwall::FromValue for {module}{name} {{");
    let function =
        "fn from_value(value: &str, _: &::envwall::ValueType) -> ::std::option::Option<Self> {";
    code.block(head, "}", |code| {
        code.block(function, "}", |code| {
            code.block("match value {", "}", |code| {
                for value in values {
                    let variant = camel_case(value);
                    code.line(format_args!(
                        "{value:?} => ::std::option::Option::Some(Self::{variant}),"
                    ));
                }
                code.line("_ => ::std::option::Option::None,");
            });
        });
    });
    code.blank();
}
