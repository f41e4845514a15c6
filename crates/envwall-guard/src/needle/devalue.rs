//! Data that keeps names and values apart: devalue (`SvelteKit`, Nuxt) writes the index of a value
//! behind its name, turbo-stream the indexes of both.

use std::ops::Range;

use envwall_core::SecretValue;
use memchr::memmem;
use serde_json::Value;

/// A larger text is no such data.
const MAX_LENGTH: usize = 16 << 20;

/// The documents of a text, one or a line each.
pub(super) struct Devalue(Vec<Value>);

impl Devalue {
    /// `None` where a text is nothing like it.
    pub(super) fn of(text: &[u8]) -> Option<Self> {
        let start = text.trim_ascii_start().first();
        if text.len() > MAX_LENGTH || !matches!(start, Some(b'[' | b'{')) {
            return None;
        }
        let documents = serde_json::Deserializer::from_slice(text).into_iter::<Value>();
        Some(Self(documents.map_while(Result::ok).collect()))
    }

    /// Where the value of a name is.
    pub(super) fn value(
        &self,
        name: &[u8],
        value: &SecretValue,
        text: &[u8],
    ) -> Option<Range<usize>> {
        let name = std::str::from_utf8(name).ok()?;
        let value = value.expose().trim();
        if !self.0.iter().any(|document| gives(document, name, value)) {
            return None;
        }
        let quoted = serde_json::to_string(value).ok()?;
        let start = memmem::find(text, quoted.as_bytes())? + 1;
        Some(start..start + quoted.len() - 2)
    }
}

/// Whether an array in a document gives the value to the name.
fn gives(document: &Value, name: &str, value: &str) -> bool {
    match document {
        Value::Array(items) => {
            let is_value = |index: &Value| {
                let item = index.as_u64().and_then(|index| items.get(usize::try_from(index).ok()?));
                item.and_then(Value::as_str).is_some_and(|item| item.trim() == value)
            };
            let is_name = |key: &str| {
                let index = key.strip_prefix('_').and_then(|index| index.parse::<usize>().ok());
                key == name || index.and_then(|index| items.get(index)?.as_str()) == Some(name)
            };
            let names = |item: &Value| {
                let fields = item.as_object().into_iter().flatten();
                fields.into_iter().any(|(key, index)| is_value(index) && is_name(key))
            };
            items.iter().any(|item| names(item) || gives(item, name, value))
        }
        Value::Object(fields) => fields.values().any(|field| gives(field, name, value)),
        _ => false,
    }
}
