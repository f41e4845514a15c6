//! Source maps as data: where the text of each source is, and maps in `data:` addresses.

use std::ops::Range;

use data_encoding::BASE64_NOPAD;
use memchr::memmem;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::text::escape::{unescape_percent, unescaped};

/// What precedes the address of a map, in scripts and in style sheets.
pub(crate) const REFERENCE: &[u8] = b"sourceMappingURL=";

/// Index maps hold maps; so deep and no deeper.
const MAX_DEPTH: usize = 4;

/// A source in a map: the inside of its string.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) name: Option<String>,
    pub(crate) span: Range<usize>,
}

#[derive(Deserialize)]
struct Map<'a> {
    #[serde(borrow, default)]
    sources: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default, rename = "sourcesContent")]
    contents: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    sections: Option<Vec<Section<'a>>>,
}

#[derive(Deserialize)]
struct Section<'a> {
    #[serde(borrow, default)]
    map: Option<&'a RawValue>,
}

/// Names and texts of the sources in a map, as far as it can be read.
pub(crate) fn sources(map: &[u8]) -> Vec<(String, String)> {
    let text = |span: Range<usize>| {
        let text = unescape_json(map, span);
        String::from_utf8_lossy(&text).into_owned()
    };
    let (sources, _) = spans(map);
    sources.into_iter().filter_map(|source| Some((source.name?, text(source.span)))).collect()
}

/// The sources of a map in the order in which they occur, and whether all of it could be read.
pub(crate) fn spans(map: &[u8]) -> (Vec<Source>, bool) {
    let mut sources = Vec::new();
    let complete = collect(map, without_prefix(map), MAX_DEPTH, &mut sources).is_ok();
    sources.sort_by_key(|source| source.span.start);
    (sources, complete)
}

/// Finds the sources, in the order in which they occur.
fn collect(
    whole: &[u8],
    map: &[u8],
    depth: usize,
    found: &mut Vec<Source>,
) -> Result<(), serde_json::Error> {
    let map: Map<'_> = serde_json::from_slice(map)?;
    let names = map.sources.unwrap_or_default();
    for (index, content) in map.contents.iter().flatten().enumerate() {
        if content.get().starts_with('"') {
            let start = content.get().as_ptr().addr() - whole.as_ptr().addr();
            let span = start + 1..start + content.get().len() - 1;
            let name = names.get(index).and_then(|name| serde_json::from_str(name.get()).ok());
            found.push(Source { name, span });
        }
    }
    for map in map.sections.into_iter().flatten().filter_map(|section| section.map) {
        if depth > 0 {
            collect(whole, map.get().as_bytes(), depth - 1, found)?;
        }
    }
    Ok(())
}

/// The value of a string of JSON whose inside is a part of a text. serde's way is the faster one; it
/// rejects halves of surrogate pairs.
pub(crate) fn unescape_json(json: &[u8], inside: Range<usize>) -> Vec<u8> {
    let quoted = inside.start.checked_sub(1).and_then(|start| json.get(start..inside.end + 1));
    let value = quoted.and_then(|quoted| serde_json::from_slice::<String>(quoted).ok());
    value.map_or_else(|| unescaped(json.get(inside).unwrap_or_default()), String::into_bytes)
}

/// Servers put `)]}'` before JSON, against old browsers.
fn without_prefix(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match memchr::memchr(b'\n', bytes) {
        Some(line) if bytes.starts_with(b")]}") => &bytes[line..],
        _ => bytes,
    }
}

/// The bytes of an address: up to a blank, a quotation mark or the end of a comment.
pub(crate) fn address_length(text: &[u8]) -> usize {
    // in percent signs a map may hold single quotes, and what writes addresses ends with one
    let start = &text[..text.len().min(120)];
    let is_map = memmem::find(start, b",%7B").or_else(|| memmem::find(start, b",%7b")).is_some();
    let ends = |byte: &u8| match byte {
        b'\'' => !is_map,
        byte => byte.is_ascii_whitespace() || matches!(byte, b'"' | b'`' | b'\\' | b'*'),
    };
    text.iter().position(ends).unwrap_or(text.len())
}

/// A map that cannot be decoded.
pub(crate) struct Damaged;

/// The map in a `data:` address; `None` for other addresses, and where code that writes such
/// addresses goes on with what it has yet to encode.
pub(crate) fn decode_address(address: &[u8]) -> Option<Result<Vec<u8>, Damaged>> {
    let data = address.strip_prefix(b"data:")?;
    let comma = memchr::memchr(b',', data)?;
    let (head, body) = (&data[..comma], &data[comma + 1..]);
    if body.is_empty() {
        return None;
    }
    let body = unescape_percent(body).bytes;
    if !head.to_ascii_lowercase().ends_with(b";base64") {
        return Some(Ok(body));
    }
    let padding = body.iter().rev().take_while(|byte| **byte == b'=').count();
    Some(BASE64_NOPAD.decode(&body[..body.len() - padding]).map_err(|_| Damaged))
}
