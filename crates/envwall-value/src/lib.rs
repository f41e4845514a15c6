//! The types of environment variables, and checks of their values.
//!
//! The manifest parser and the runtime of Rust servers share this crate. Generated TypeScript accepts
//! exactly what [`ValueType::check`] accepts.
//!
//! ```
//! use envwall_value::ValueType;
//! let port = ValueType::Port;
//! assert!(port.check("8080").is_ok());
//! assert_eq!(port.check("http").unwrap_err().to_string(), "expected a port from 1 to 65535");
//! ```

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
    /// A string; the empty string only if `min_length` is 0.
    String {
        /// Minimum number of Unicode characters.
        min_length: usize,
        /// Maximum number of Unicode characters.
        max_length: Option<usize>,
        /// Required prefix.
        prefix: Option<String>,
    },
    /// `true`, `false`, `1` or `0`.
    Bool,
    /// A whole number in decimal digits that JavaScript represents exactly: up to 2^53 - 1 either way.
    Int {
        /// Minimum value.
        min: Option<i64>,
        /// Maximum value.
        max: Option<i64>,
    },
    /// A finite decimal number.
    Float {
        /// Minimum value.
        min: Option<f64>,
        /// Maximum value.
        max: Option<f64>,
    },
    /// An absolute URL, as defined by the WHATWG URL standard.
    Url {
        /// Allowed schemes; any if empty.
        schemes: Vec<String>,
    },
    /// A TCP port, 1 to 65535.
    Port,
    /// An email address.
    Email,
    /// One of a fixed set of values.
    Enum {
        /// The allowed values.
        values: Vec<String>,
    },
    /// Items between separators. Whitespace around items is ignored.
    List {
        /// Type of each item.
        items: Box<ValueType>,
        /// Separator between items.
        separator: String,
        /// Minimum number of items.
        min_length: usize,
        /// Maximum number of items.
        max_length: Option<usize>,
    },
    /// JSON.
    Json {
        /// Schema of the value; any if absent.
        schema: Option<Box<JsonSchema>>,
    },
    /// A duration, such as `90d` or `1h30m`.
    Duration {
        /// Minimum.
        min: Option<Duration>,
        /// Maximum.
        max: Option<Duration>,
    },
    /// A UUID with hyphens.
    Uuid,
    /// Base64, standard or URL-safe, padded or not.
    Base64 {
        /// Minimum number of decoded bytes.
        min_length: usize,
        /// Maximum number of decoded bytes.
        max_length: Option<usize>,
    },
    /// Hexadecimal digits in either case, two for each byte.
    Hex {
        /// Minimum number of decoded bytes.
        min_length: usize,
        /// Maximum number of decoded bytes.
        max_length: Option<usize>,
    },
    /// One or more PEM blocks (RFC 7468).
    Pem {
        /// Required label, such as `PRIVATE KEY`; any if absent.
        label: Option<String>,
    },
}

impl ValueType {
    /// Any non-empty string: the type of a variable without one.
    pub const ANY: Self = Self::String { min_length: 1, max_length: None, prefix: None };

    /// JSON that matches a schema, for generated code. If the schema is invalid, no value matches.
    pub fn json(schema: &str) -> Self {
        let schema = JsonSchema::parse(schema).unwrap_or_else(|_| JsonSchema::never());
        Self::Json { schema: Some(Box::new(schema)) }
    }

    /// The type's name in the manifest.
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
