//! Describes a type in a phrase, for messages and tables.

use std::fmt::Display;

use crate::duration::show;
use crate::{Mismatch, ValueType};

impl ValueType {
    /// The mismatch of a value of another type.
    pub fn mismatch(&self) -> Mismatch {
        Mismatch::new(self.expected())
    }

    /// Describes a valid value: `a whole number from 0 to 22`.
    ///
    /// ```
    /// use envwall_value::ValueType;
    /// let key = ValueType::String { min_length: 20, max_length: None, prefix: Some("sk_".into()) };
    /// assert_eq!(key.expected(), "a string of at least 20 characters that starts with `sk_`");
    /// ```
    pub fn expected(&self) -> String {
        match self {
            Self::String { min_length, max_length, prefix } => {
                let length = match (min_length, max_length) {
                    (0 | 1, None) => String::new(),
                    _ => sized(*min_length, *max_length, "characters"),
                };
                let start = prefix.as_ref().map(|prefix| format!(" that starts with `{prefix}`"));
                format!("a string{length}{}", start.unwrap_or_default())
            }
            Self::Bool => "true or false".to_owned(),
            Self::Int { min, max } => ranged("a whole number", min.as_ref(), max.as_ref()),
            Self::Float { min, max } => ranged("a number", min.as_ref(), max.as_ref()),
            Self::Url { schemes } if schemes.is_empty() => {
                "an absolute URL such as https://example.com".to_owned()
            }
            Self::Url { schemes } => format!("a URL with the scheme {}", schemes.join(" or ")),
            Self::Port => "a port from 1 to 65535".to_owned(),
            Self::Email => "an email address".to_owned(),
            Self::Enum { values } => format!("one of {}", values.join(", ")),
            Self::List { items, min_length, max_length, .. } => {
                let length = match (min_length, max_length) {
                    (0, None) => String::new(),
                    _ => sized(*min_length, *max_length, "items"),
                };
                format!("a list{length}, each {}", items.expected())
            }
            Self::Json { schema: None } => "valid JSON".to_owned(),
            Self::Json { schema: Some(schema) } => {
                format!("JSON: {}", schema.phrase_with_properties())
            }
            Self::Duration { min: None, max: None } => "a duration such as 1h30m".to_owned(),
            Self::Duration { min, max } => {
                let shown = [min, max].map(|bound| bound.map(show));
                ranged("a duration", shown[0].as_ref(), shown[1].as_ref())
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
    format!(" of {}", amount(min, max, unit))
}

/// `at least 20 characters`
pub(crate) fn amount(min: usize, max: Option<usize>, unit: &str) -> String {
    let singular = |count: usize| if count == 1 { unit.trim_end_matches('s') } else { unit };
    match max {
        Some(max) if max == min => format!("exactly {min} {}", singular(min)),
        Some(max) if min == 0 => format!("at most {max} {}", singular(max)),
        Some(max) => format!("{min} to {max} {unit}"),
        None => format!("at least {min} {}", singular(min)),
    }
}

fn bytes(encoding: &str, min: usize, max: Option<usize>) -> String {
    match (min, max) {
        (0 | 1, None) => encoding.to_owned(),
        _ => format!("{encoding}{}", sized(min, max, "bytes")),
    }
}
