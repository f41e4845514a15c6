//! Reads a variable: a type alone, or a table.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{self, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::at::At;
use super::raw::{RawTable, RawVariable, TypeName};

// serde's untagged enums report "data did not match any variant"; this says what is expected
impl<'de> Deserialize<'de> for RawVariable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        At::<ShortOrTable>::deserialize(deserializer).map(|at| {
            let span = at.span();
            match at.into_inner() {
                ShortOrTable::Short(name) => Self::Type(At::new(span, name)),
                ShortOrTable::Table(table) => Self::Table(table),
            }
        })
    }
}

enum ShortOrTable {
    Short(TypeName),
    Table(Box<RawTable>),
}

impl<'de> Deserialize<'de> for ShortOrTable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct VariableVisitor;

        impl<'de> Visitor<'de> for VariableVisitor {
            type Value = ShortOrTable;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a type such as \"url\", or a table such as { type = \"url\" }")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Self::Value, E> {
                TypeName::deserialize(StrDeserializer::new(name)).map(ShortOrTable::Short)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                let table = RawTable::deserialize(MapAccessDeserializer::new(map))?;
                Ok(ShortOrTable::Table(Box::new(table)))
            }
        }

        deserializer.deserialize_any(VariableVisitor)
    }
}
