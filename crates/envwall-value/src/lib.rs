//! The types a variable can have, and whether a value fits.
//!
//! The manifest's reader and the runtime of Rust servers share this crate; generated code in other
//! languages accepts exactly what [`ValueType::check`] accepts.

mod check;
mod duration;
mod expected;
mod from_value;
mod pem;
mod schema;

use std::fmt;
use std::time::Duration;

pub use check::Mismatch;
pub use duration::parse_duration;
pub use from_value::FromValue;
pub use schema::{Counts, JsonSchema, JsonType, Numbers, Property, SchemaError, Step};

/// A variable's type with its constraints.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueType {
    /// Any text that is not empty, unless `min_length` is 0.
    String {
        /// Fewest Unicode characters.
        min_length: usize,
        /// Most Unicode characters.
        max_length: Option<usize>,
        /// What the value starts with.
        prefix: Option<String>,
    },
    /// `true`, `false`, `1` or `0`.
    Bool,
    /// A whole number in decimal digits that JavaScript holds exactly: up to 2^53 - 1 either way.
    Int {
        /// Smallest value.
        min: Option<i64>,
        /// Largest value.
        max: Option<i64>,
    },
    /// A finite decimal number.
    Float {
        /// Smallest value.
        min: Option<f64>,
        /// Largest value.
        max: Option<f64>,
    },
    /// An absolute URL, as the WHATWG standard reads it.
    Url {
        /// Allowed schemes; any when empty.
        schemes: Vec<String>,
    },
    /// A TCP port, 1 to 65535.
    Port,
    /// An e-mail address.
    Email,
    /// One of some values.
    Enum {
        /// The allowed values.
        values: Vec<String>,
    },
    /// Items with a separator between them; blanks around items do not count.
    List {
        /// Type of each item.
        items: Box<ValueType>,
        /// What stands between items.
        separator: String,
        /// Fewest items.
        min_length: usize,
        /// Most items.
        max_length: Option<usize>,
    },
    /// A JSON text.
    Json {
        /// What its value has to be; anything when absent.
        schema: Option<Box<JsonSchema>>,
    },
    /// A length of time, such as `90d` or `1h30m`.
    Duration {
        /// Shortest.
        min: Option<Duration>,
        /// Longest.
        max: Option<Duration>,
    },
    /// A UUID in its usual form with hyphens.
    Uuid,
    /// Base64, standard or URL-safe, padded or not.
    Base64 {
        /// Fewest bytes behind it.
        min_length: usize,
        /// Most bytes behind it.
        max_length: Option<usize>,
    },
    /// Hexadecimal digits, two a byte, in either case.
    Hex {
        /// Fewest bytes behind it.
        min_length: usize,
        /// Most bytes behind it.
        max_length: Option<usize>,
    },
    /// One or more PEM blocks (RFC 7468).
    Pem {
        /// The armour's label, such as `PRIVATE KEY`; any when absent.
        label: Option<String>,
    },
}

impl ValueType {
    /// Any text that is not empty: the type of a variable about which nothing is said.
    pub const ANY: Self = Self::String { min_length: 1, max_length: None, prefix: None };

    /// JSON whose value fits a schema, as generated code has it. Where the text is no schema that is
    /// understood, nothing fits.
    pub fn json(schema: &str) -> Self {
        let schema = JsonSchema::parse(schema).unwrap_or_else(|_| JsonSchema::never());
        Self::Json { schema: Some(Box::new(schema)) }
    }

    /// The name in the manifest.
    pub fn name(&self) -> &'static str {
        match self {
            Self::String { .. } => "string",
            Self::Bool => "bool",
            Self::Int { .. } => "int",
            Self::Float { .. } => "float",
            Self::Url { .. } => "url",
            Self::Port => "port",
            Self::Email => "email",
            Self::Enum { .. } => "enum",
            Self::List { .. } => "list",
            Self::Json { .. } => "json",
            Self::Duration { .. } => "duration",
            Self::Uuid => "uuid",
            Self::Base64 { .. } => "base64",
            Self::Hex { .. } => "hex",
            Self::Pem { .. } => "pem",
        }
    }
}

/// The type's name, as in the manifest.
impl fmt::Display for ValueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
