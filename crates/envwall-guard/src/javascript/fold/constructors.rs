//! What `new` makes of the language's own classes, and what instances of them do.

use std::rc::Rc;

use super::bytes::of_numbers;
use super::value::Value;

/// Every class that is evaluated.
pub(super) const NAMES: &[&str] =
    &["Array", "Buffer", "String", "TextDecoder", "TextEncoder", "Uint8Array", "Uint8ClampedArray"];

/// Methods of instances that are known by the name of their class: `new TextDecoder().decode(…)`.
pub(super) const METHODS: &[&str] = &["TextDecoder.decode", "TextEncoder.encode"];

/// `new path(arguments)`
pub(super) fn construct<'a>(path: &str, arguments: &[Value<'a>]) -> Value<'a> {
    match path {
        "TextDecoder" | "TextEncoder" => Value::Global(Rc::from(path)),
        "Uint8Array" | "Uint8ClampedArray" | "Buffer" => byte_array(arguments),
        "Array" => Value::array(arguments.to_vec()),
        "String" => {
            arguments.first().map_or_else(|| Value::text(""), |value| Value::Text(value.to_text()))
        }
        _ => Value::Unknown,
    }
}

/// A method of an instance, by its path.
pub(super) fn method<'a>(path: &str, arguments: &[Value<'a>]) -> Value<'a> {
    match (path, arguments.first()) {
        ("TextDecoder.decode", Some(Value::Bytes(bytes))) => {
            Value::text(String::from_utf8_lossy(bytes))
        }
        ("TextEncoder.encode", Some(value)) => {
            let text = value.known_text().map(|text| text.to_rust());
            text.map_or(Value::Unknown, |text| Value::Bytes(Rc::new(text.into_bytes())))
        }
        _ => Value::Unknown,
    }
}

/// Bytes of a list of numbers.
pub(super) fn byte_array<'a>(arguments: &[Value<'a>]) -> Value<'a> {
    let items = arguments.first().and_then(Value::items);
    let bytes = items.and_then(|items| of_numbers(&items));
    bytes.map_or(Value::Unknown, |bytes| Value::Bytes(Rc::new(bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_in_the_list_is_constructed() {
        for name in NAMES {
            let arguments = [Value::array(vec![Value::Number(113.0)])];
            assert!(!matches!(construct(name, &arguments), Value::Unknown), "{name}");
        }
    }
}
