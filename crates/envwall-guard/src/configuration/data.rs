//! Configuration files that are data: JSON, with comments where tools allow them, and TOML.

use envwall_core::encoding::jsonc;
use envwall_core::source::{Position, SourceFile};
use serde_json::Value;

/// Why a file is not what its name says, and where.
#[derive(Debug)]
pub(super) struct Invalid {
    pub(super) position: Position,
    pub(super) format: &'static str,
}

/// The content of a file by its name.
pub(super) fn parse(source: &SourceFile) -> Result<Value, Invalid> {
    match source.name().rsplit('.').next() {
        Some("toml") => toml(source),
        _ => json(source),
    }
}

fn toml(source: &SourceFile) -> Result<Value, Invalid> {
    let invalid = |offset| Invalid { position: source.position(offset), format: "TOML" };
    let table: toml::Table = toml::from_str(source.text())
        .map_err(|error| invalid(error.span().map_or(0, |span| span.start)))?;
    serde_json::to_value(table).map_err(|_| invalid(0))
}

fn json(source: &SourceFile) -> Result<Value, Invalid> {
    serde_json::from_str(&jsonc::plain(source.text())).map_err(|error| {
        let number = |number: usize| u32::try_from(number.max(1)).unwrap_or(u32::MAX);
        let position = Position { line: number(error.line()), column: number(error.column()) };
        Invalid { position, format: "JSON" }
    })
}

/// Every value under a key such as `projects.*.outputPath`.
pub(super) fn at<'v>(value: &'v Value, key: &str) -> Vec<&'v Value> {
    key.split('.').fold(vec![value], |values, part| {
        let inner = values.into_iter().flat_map(|value| match (value, part) {
            (Value::Object(entries), "*") => entries.values().collect::<Vec<_>>(),
            (Value::Array(items), "*") => items.iter().collect(),
            (Value::Object(entries), part) => entries.get(part).into_iter().collect(),
            _ => Vec::new(),
        });
        inner.collect()
    })
}

/// Where a key has a value: the first place with both, else the file's beginning.
pub(super) fn position(source: &SourceFile, key: &str, value: &str) -> Position {
    let last = key.rsplit('.').find(|part| *part != "*").unwrap_or(key);
    let text = source.text();
    let has_value = |at: &usize| {
        let line = text[*at..].lines().next().unwrap_or_default();
        line.contains(value)
    };
    let offset = text.match_indices(last).map(|(at, _)| at).find(has_value);
    source.position(offset.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_final_commas_are_allowed() {
        let text = "{ // a\n \"x\": \"/*//\", /* , */ \"y\": [1, 2,], }\n";
        let value = parse(&SourceFile::new("wrangler.jsonc", text)).unwrap();
        assert_eq!(value, serde_json::json!({ "x": "/*//", "y": [1, 2] }));
    }

    #[test]
    fn what_is_invalid_has_a_place() {
        for (name, text, line) in
            [("vercel.json", "{\n \"a\": }", 2), ("netlify.toml", "[build]\npublish=\n", 2)]
        {
            assert_eq!(
                parse(&SourceFile::new(name, text)).unwrap_err().position.line,
                line,
                "{name}"
            );
        }
    }

    #[test]
    fn any_key_is_a_star() {
        let value = serde_json::json!({ "projects": { "a": { "out": "x" }, "b": { "out": "y" } } });
        assert_eq!(at(&value, "projects.*.out"), ["x", "y"]);
        assert!(at(&value, "projects.*.in").is_empty());
    }
}
