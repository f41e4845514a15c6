//! What a placeholder must not have in common with a value.

use serde_json::Value;

/// Length of a run of a value's characters that must not be in its placeholder.
pub(super) const RUN: usize = 8;

/// Every run of eight characters.
pub(super) fn runs(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.char_indices().map(|(at, _)| at);
    let ends = starts.clone().skip(RUN).chain([text.len()]);
    starts.zip(ends).map(|(start, end)| &text[start..end]).filter(|run| run.len() >= RUN)
}

/// What of a text may be secret: of JSON the leaves, since its words and brackets are in any other.
pub(super) fn content(text: &str) -> String {
    let mut content = String::new();
    match serde_json::from_str::<Value>(text) {
        Ok(value) if value.is_object() || value.is_array() => leaves(&value, &mut content),
        _ => content.push_str(text),
    }
    content
}

fn leaves(value: &Value, content: &mut String) {
    match value {
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => content.extend([&number.to_string(), "\0"]),
        Value::String(text) => content.extend([text, "\0"]),
        Value::Array(items) => items.iter().for_each(|item| leaves(item, content)),
        Value::Object(fields) => fields.values().for_each(|field| leaves(field, content)),
    }
}
