//! Source maps: every source that is in one is a document with lines of its own.

use std::ops::Range;

use data_encoding::BASE64_NOPAD;
use memchr::memmem;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::escape::{unescape, unescape_percent};
use super::text::strings;
use super::{Note, Peeled, Peeler};
use crate::original::is_third_party;
use crate::view::{Kind, Layer, View};

/// Index maps hold maps; so deep and no deeper.
const DEEPEST: usize = 4;

/// What stands before the address of a map, in scripts and in style sheets.
pub(crate) const REFERENCE: &[u8] = b"sourceMappingURL=";

/// The peeler for source maps.
pub(crate) struct SourceMap;

impl Peeler for SourceMap {
    fn fits(&self, kind: Kind) -> bool {
        kind == Kind::SourceMap
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let bytes: &[u8] = &view.bytes;
        let mut sources = Vec::new();
        if collect(bytes, without_prefix(bytes), DEEPEST, &mut sources).is_err() {
            peeled.notes.push(Note::NotParsed("it is no source map, or a damaged one".to_owned()));
        }
        sources.sort_by_key(|source| source.span.start);
        let layer = Layer::Borrowed("json string");
        let mut at = 0;
        for source in &sources {
            strings(view, at..source.span.start, &layer, peeled);
            at = source.span.end;
            peeled.add(document(view, source));
        }
        strings(view, at..bytes.len(), &layer, peeled);
    }
}

/// The peeler for maps that are part of the script or style sheet.
pub(crate) struct Inline;

impl Peeler for Inline {
    fn name(&self) -> String {
        "inline source map".to_owned()
    }

    fn fits(&self, kind: Kind) -> bool {
        matches!(kind, Kind::JavaScript | Kind::Css)
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        for found in memmem::find_iter(&view.bytes, REFERENCE) {
            let start = found + REFERENCE.len();
            let length = address_length(&view.bytes[start..]);
            let span = start..start + length;
            let Some(map) = decode_address(&view.bytes[span.clone()]) else { continue };
            let layer = Layer::Borrowed("inline source map");
            if let Ok(map) = map {
                peeled.add(view.decoded(span, layer, Kind::SourceMap, map));
            } else {
                peeled.notes.push(Note::NotParsed("its inline source map is damaged".to_owned()));
            }
        }
    }
}

/// A source in a map: the inside of its string.
struct Source {
    name: Option<String>,
    span: Range<usize>,
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
    let mut found = Vec::new();
    // what could be read before an error is there
    let _ = collect(map, without_prefix(map), DEEPEST, &mut found);
    let text = |span: Range<usize>| {
        let text = unescape_json(map.get(span).unwrap_or_default());
        String::from_utf8_lossy(&text).into_owned()
    };
    found.into_iter().filter_map(|source| Some((source.name?, text(source.span)))).collect()
}

/// Finds the sources, in the order in which they stand.
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

fn document<'v>(view: &View<'_>, source: &Source) -> View<'v> {
    let escaped = view.bytes.get(source.span.clone()).unwrap_or_default();
    let name = source.name.as_deref().unwrap_or("(no name)");
    let layer = Layer::Owned(format!("source {}", tidy(name)));
    let text = unescape_json(escaped);
    view.document(source.span.clone(), layer, source_kind(name), text, Some(name.to_owned()))
}

/// serde's way is the faster one; it rejects halves of surrogate pairs.
fn unescape_json(text: &[u8]) -> Vec<u8> {
    if memchr::memchr(b'\\', text).is_none() {
        return text.to_vec();
    }
    let quoted = [b"\"", text, b"\""].concat();
    serde_json::from_slice::<String>(&quoted)
        .map_or_else(|_| unescape(text).bytes, String::into_bytes)
}

/// Code of third parties is looked through without parsing: no value of this project is written in
/// it, and what a build put into it is parsed where it stands.
fn source_kind(name: &str) -> Kind {
    let name = name.split('?').next().unwrap_or(name);
    match Kind::of_name(name) {
        _ if is_third_party(name) => Kind::Source,
        Kind::JavaScript => Kind::Code,
        Kind::Source => Kind::Html,
        Kind::Bytes | Kind::SourceMap => Kind::Source,
        kind => kind,
    }
}

/// A source's name as people know it: without the bundler's scheme and the way up.
pub(crate) fn tidy(name: &str) -> &str {
    let mut name = name.split_once('?').map_or(name, |(name, _)| name);
    if let Some((scheme, rest)) = name.split_once("://")
        && !scheme.starts_with("http")
    {
        name = rest.split_once('/').map_or(rest, |(_, path)| path);
    }
    while let Some(rest) = name.strip_prefix("../").or_else(|| name.strip_prefix("./")) {
        name = rest;
    }
    // as Turbopack calls the project's folder
    name.strip_prefix("[project]/").unwrap_or(name)
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
