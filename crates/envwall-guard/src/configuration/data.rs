//! Configuration files that are data: JSON, with comments where tools allow them, and TOML.

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
    serde_json::from_str(&plain(source.text())).map_err(|error| {
        let number = |number: usize| u32::try_from(number.max(1)).unwrap_or(u32::MAX);
        let position = Position { line: number(error.line()), column: number(error.column()) };
        Invalid { position, format: "JSON" }
    })
}

/// JSON without comments and final commas; blanks take their place, so that positions stay.
fn plain(text: &str) -> String {
    let mut bytes = text.strip_prefix('\u{feff}').unwrap_or(text).as_bytes().to_vec();
    let (mut at, mut comma) = (0, None);
    while at < bytes.len() {
        let end = match (bytes[at], bytes.get(at + 1)) {
            (b'"', _) => end_of_text(&bytes, at),
            (b'/', Some(b'/')) => find(&bytes, at, b"\n").unwrap_or(bytes.len()),
            (b'/', Some(b'*')) => find(&bytes, at + 2, b"*/").map_or(bytes.len(), |end| end + 2),
            _ => at + 1,
        };
        match bytes[at] {
            b'/' if end > at + 1 => {
                bytes[at..end]
                    .iter_mut()
                    .filter(|byte| **byte != b'\n')
                    .for_each(|byte| *byte = b' ');
            }
            b',' => comma = Some(at),
            b'}' | b']' => {
                if let Some(comma) = comma.take() {
                    bytes[comma] = b' ';
                }
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => comma = None,
        }
        at = end;
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn end_of_text(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes.get(from..)?, what).map(|at| from + at)
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
