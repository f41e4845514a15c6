//! Small values of the manifest that serde's types do not cover.

use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::value::Datetime;

use crate::date::Date;

/// A default, convertible to the text that an environment would contain.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(untagged))]
pub(crate) enum Scalar {
    /// A string.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Float(f64),
    /// A boolean.
    Bool(bool),
    /// Items of a list.
    List(Vec<String>),
}

impl Scalar {
    /// The text that an environment would contain.
    pub(crate) fn to_text(&self, separator: &str) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Float(number) => number.to_string(),
            Self::Bool(truth) => truth.to_string(),
            Self::List(items) => items.join(separator),
        }
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ScalarVisitor;

        impl<'de> Visitor<'de> for ScalarVisitor {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, a number, true, false or a list of strings")
            }

            fn visit_str<E>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(text.to_owned()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Scalar, E> {
                Ok(Scalar::Integer(number))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Scalar, E> {
                Ok(Scalar::Float(number))
            }

            fn visit_bool<E>(self, truth: bool) -> Result<Scalar, E> {
                Ok(Scalar::Bool(truth))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Scalar, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Scalar::List(list))
            }
        }

        deserializer.deserialize_any(ScalarVisitor)
    }
}

/// A bound: a number, or a text for types whose values are texts.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(untagged))]
pub(crate) enum Bound {
    /// A whole number.
    Integer(i64),
    /// A decimal number.
    Float(f64),
    /// A duration, such as `90d`.
    Text(String),
}

impl<'de> Deserialize<'de> for Bound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct BoundVisitor;

        impl Visitor<'_> for BoundVisitor {
            type Value = Bound;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, or a duration such as \"90d\"")
            }

            fn visit_str<E>(self, text: &str) -> Result<Bound, E> {
                Ok(Bound::Text(text.to_owned()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Bound, E> {
                Ok(Bound::Integer(number))
            }

            fn visit_f64<E>(self, number: f64) -> Result<Bound, E> {
                Ok(Bound::Float(number))
            }
        }

        deserializer.deserialize_any(BoundVisitor)
    }
}

/// A day, written as a TOML local date: `2026-10-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Day(pub(crate) Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let moment = Datetime::deserialize(deserializer)
            .map_err(|_| de::Error::custom("expected a date without quotes, such as 2026-10-01"))?;
        match (moment.date, moment.time) {
            (Some(date), None) => Ok(Self(Date::new(date.year, date.month, date.day))),
            _ => Err(de::Error::custom("expected a date without a time, such as 2026-10-01")),
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Day {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date" })
    }
}
