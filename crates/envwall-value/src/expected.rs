//! A type in words, for messages and tables.

use std::fmt::Display;

use crate::duration::show;
use crate::{Mismatch, ValueType};

impl ValueType {
    /// What is said of a value that does not fit.
    pub fn mismatch(&self) -> Mismatch {
        Mismatch::new(self.expected())
    }

    /// What a value has to be, as a phrase: `a whole number from 0 to 22`.
    ///
    /// ```
    /// use envwall_value::ValueType;
    /// let key = ValueType::String { min_length: 20, max_length: None, prefix: Some("sk_".into()) };
    /// assert_eq!(key.expected(), "a text of at least 20 characters that starts with `sk_`");
    /// ```
    pub fn expected(&self) -> String {
        match self {
            Self::String { min_length, max_length, prefix } => {
                let length = match (min_length, max_length) {
                    (0 | 1, None) => String::new(),
                    _ => sized(*min_length, *max_length, "characters"),
                };
                let start = prefix.as_ref().map(|prefix| format!(" that starts with `{prefix}`"));
                format!("a text{length}{}", start.unwrap_or_default())
            }
            Self::Bool => "true or false".to_owned(),
            Self::Int { min, max } => ranged("a whole number", min.as_ref(), max.as_ref()),
            Self::Float { min, max } => ranged("a number", min.as_ref(), max.as_ref()),
            Self::Url { schemes } if schemes.is_empty() => "an absolute URL".to_owned(),
            Self::Url { schemes } => format!("a URL with the scheme {}", schemes.join(" or ")),
            Self::Port => "a port from 1 to 65535".to_owned(),
            Self::Email => "an e-mail address".to_owned(),
            Self::Enum { values } => format!("one of {}", values.join(", ")),
            Self::List { items, min_length, max_length, .. } => {
                let length = match (min_length, max_length) {
                    (0, None) => String::new(),
                    _ => sized(*min_length, *max_length, "items"),
                };
                format!("a list{length}, each {}", items.expected())
            }
            Self::Json { schema: None } => "a JSON text".to_owned(),
            Self::Json { schema: Some(schema) } => format!("JSON: {}", schema.in_words()),
            Self::Duration { min, max } => {
                let shown = [min, max].map(|bound| bound.map(show));
                ranged("a length of time such as 1h30m", shown[0].as_ref(), shown[1].as_ref())
            }
            Self::Uuid => "a UUID".to_owned(),
            Self::Base64 { min_length, max_length } => bytes("base64", *min_length, *max_length),
            Self::Hex { min_length, max_length } => bytes("hex", *min_length, *max_length),
            Self::Pem { label: Some(label) } => format!("a PEM block -----BEGIN {label}-----"),
            Self::Pem { label: None } => "a PEM block with its BEGIN and END lines".to_owned(),
        }
    }
}

fn ranged<T: Display>(what: &str, min: Option<&T>, max: Option<&T>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("{what} from {min} to {max}"),
        (Some(min), None) => format!("{what} of {min} or more"),
        (None, Some(max)) => format!("{what} of {max} or less"),
        (None, None) => what.to_owned(),
    }
}

/// ` of at least 20 characters`
pub(crate) fn sized(min: usize, max: Option<usize>, unit: &str) -> String {
    match max {
        Some(max) if max == min => format!(" of exactly {min} {unit}"),
        Some(max) if min == 0 => format!(" of at most {max} {unit}"),
        Some(max) => format!(" of {min} to {max} {unit}"),
        None => format!(" of at least {min} {unit}"),
    }
}

fn bytes(encoding: &str, min: usize, max: Option<usize>) -> String {
    match (min, max) {
        (0 | 1, None) => encoding.to_owned(),
        _ => format!("{encoding}{}", sized(min, max, "bytes")),
    }
}
