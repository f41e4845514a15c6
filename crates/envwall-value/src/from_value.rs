//! Parses values into Rust types.

use std::time::Duration;

use crate::check::{base64, decimal, hex, split_list, whole};
use crate::{ValueType, parse_duration};

/// A Rust type that a valid value can be parsed into.
///
/// | manifest type | Rust type |
/// |---|---|
/// | string, url, email, uuid, pem, and any other | `String` |
/// | bool | `bool` |
/// | int | `i64` |
/// | float | `f64` |
/// | port | `u16` |
/// | duration | [`Duration`] |
/// | base64, hex | `Vec<u8>` |
/// | json | [`serde_json::Value`] |
/// | list | `Vec` of the items' type |
///
/// ```
/// use envwall_value::{FromValue, ValueType};
/// assert_eq!(u16::from_value("8080", &ValueType::Port), Some(8080));
/// assert_eq!(bool::from_value("1", &ValueType::Bool), Some(true));
/// ```
pub trait FromValue: Sized {
    /// Parses a value. `None` if it is invalid: [`ValueType::check`] says why.
    fn from_value(value: &str, value_type: &ValueType) -> Option<Self>;
}

impl FromValue for String {
    fn from_value(value: &str, _: &ValueType) -> Option<Self> {
        Some(value.to_owned())
    }
}

impl FromValue for bool {
    fn from_value(value: &str, _: &ValueType) -> Option<Self> {
        match value {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => None,
        }
    }
}

impl FromValue for i64 {
    fn from_value(value: &str, _: &ValueType) -> Option<Self> {
        whole(value)
    }
}

impl FromValue for f64 {
    fn from_value(value: &str, _: &ValueType) -> Option<Self> {
        decimal(value)
    }
}

impl FromValue for u16 {
    fn from_value(value: &str, _: &ValueType) -> Option<Self> {
        whole(value).and_then(|number| Self::try_from(number).ok())
    }
}

impl FromValue for Duration {
    fn from_value(value: &str, _: &ValueType) -> Option<Self> {
        parse_duration(value)
    }
}

impl FromValue for serde_json::Value {
    fn from_value(value: &str, _: &ValueType) -> Option<Self> {
        serde_json::from_str(value).ok()
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: &str, value_type: &ValueType) -> Option<Self> {
        match value_type {
            ValueType::Base64 { .. } => base64(value),
            ValueType::Hex { .. } => hex(value),
            _ => None,
        }
    }
}

impl<T: FromValue> FromValue for Vec<T> {
    fn from_value(value: &str, value_type: &ValueType) -> Option<Self> {
        let ValueType::List { items, separator, .. } = value_type else { return None };
        split_list(value, separator).into_iter().map(|item| T::from_value(item, items)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_and_lists_are_both_vectors() {
        let base64 = ValueType::Base64 { min_length: 1, max_length: None };
        assert_eq!(Vec::<u8>::from_value("YWI", &base64), Some(b"ab".to_vec()));
        let items = Box::new(ValueType::Port);
        let list =
            ValueType::List { items, separator: ",".to_owned(), min_length: 0, max_length: None };
        assert_eq!(Vec::<u16>::from_value("80, 443", &list), Some(vec![80, 443]));
        assert_eq!(Vec::<u16>::from_value("", &list), Some(vec![]));
        assert_eq!(Vec::<u8>::from_value("80", &list), None);
    }
}
