//! A schema as written: the path of a file, or an inline table with spans.

use std::fmt;

use serde::de::{self, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Number, Value};

use super::at::At;

/// A JSON Schema (2020-12): the path of its file, relative to the manifest, or the schema itself.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(untagged))]
pub(crate) enum RawSchema {
    /// Path of a JSON file.
    File(String),
    /// The schema.
    Inline(Inline),
}

/// A JSON value, as written in TOML.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Inline {
    /// A value without children.
    Leaf(Value),
    /// A list.
    List(Vec<At<Inline>>),
    /// A table.
    Table(Vec<(At<String>, At<Inline>)>),
}

impl Inline {
    /// The value without spans.
    pub(crate) fn to_json(&self) -> Value {
        match self {
            Self::Leaf(value) => value.clone(),
            Self::List(items) => items.iter().map(|item| item.to_json()).collect(),
            Self::Table(entries) => {
                entries.iter().map(|(name, value)| ((**name).clone(), value.to_json())).collect()
            }
        }
    }
}

impl<'de> Deserialize<'de> for RawSchema {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Inline::deserialize(deserializer)? {
            Inline::Leaf(Value::String(path)) => Ok(Self::File(path)),
            table @ Inline::Table(_) => Ok(Self::Inline(table)),
            _ => Err(de::Error::custom(
                "expected a schema: the path of its file, or a table such as { type = \"object\" }",
            )),
        }
    }
}

impl<'de> Deserialize<'de> for Inline {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InlineVisitor)
    }
}

struct InlineVisitor;

impl<'de> Visitor<'de> for InlineVisitor {
    type Value = Inline;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_str<E>(self, text: &str) -> Result<Inline, E> {
        Ok(Inline::Leaf(text.into()))
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Inline, E> {
        Ok(Inline::Leaf(truth.into()))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Inline, E> {
        Ok(Inline::Leaf(number.into()))
    }

    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Inline, E> {
        let number = Number::from_f64(number)
            .ok_or_else(|| E::custom("JSON cannot represent this number"))?;
        Ok(Inline::Leaf(number.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Inline, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Inline::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Inline, A::Error> {
        let mut table: Vec<(At<String>, At<Inline>)> = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            table.push(entry);
        }
        Ok(Inline::Table(table))
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Inline {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Inline".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "object" })
    }
}
