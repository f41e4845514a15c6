//! `schema` of a variable: read from a file or from the manifest, with the places of its errors.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use envwall_value::{JsonSchema, SchemaError, Step};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::hidden::is_token_like;
use super::inline::{Inline, RawSchema};
use super::problem::Problem;
use super::raw::RawTable;
use crate::diagnostic::{Code, Finding, Location};
use crate::source::{SourceFile, Span};
use crate::suggest::nearest;

/// Maximum size of a schema file.
const MAX_BYTES: u64 = 1 << 20;

/// Maximum number of errors that are reported for a schema.
const MAX_ERRORS: usize = 200;

/// The parsed schema; its errors are collected. If it has errors, the variable's values are not
/// checked against it.
pub(super) fn schema(
    table: &RawTable,
    folder: Option<&Path>,
    problems: &mut Vec<Problem>,
) -> Option<Box<JsonSchema>> {
    let raw = table.schema.as_ref()?;
    let read = match &**raw {
        RawSchema::Inline(inline) => of_manifest(inline, &raw.span()),
        RawSchema::File(path) => of_file(path, &raw.span(), folder),
    };
    read.map_err(|found| problems.extend(found)).ok().map(Box::new)
}

/// The path of a schema's file.
pub(super) fn file(table: &RawTable) -> Option<&str> {
    match table.schema.as_deref()? {
        RawSchema::File(path) => Some(path),
        RawSchema::Inline(_) => None,
    }
}

fn of_manifest(inline: &Inline, whole: &Span) -> Result<JsonSchema, Vec<Problem>> {
    JsonSchema::of(&inline.to_json()).map_err(|errors| {
        let at = |error: &SchemaError| place(inline, &error.place).unwrap_or_else(|| whole.clone());
        let shown = errors.iter().take(MAX_ERRORS).map(|error| (at(error), wrong(error, false)));
        shown.chain(omitted(&errors, whole)).collect()
    })
}

/// The number of errors beyond the maximum: locating them takes time, and nobody reads more.
fn omitted(errors: &[SchemaError], whole: &Span) -> Option<Problem> {
    let more = errors.len().checked_sub(MAX_ERRORS).filter(|more| *more > 0)?;
    let message = format!("{more} more errors in this schema");
    let finding = Finding::new(Code::BadConstraint, message);
    Some((whole.clone(), finding.help("fix the errors above first; they often cause these")))
}

/// The span at the end of the steps. For an unsupported keyword, it is the keyword's.
fn place(inline: &Inline, steps: &[Step]) -> Option<Span> {
    let (step, rest) = steps.split_first()?;
    let (name, value) = match (inline, step) {
        (Inline::Table(entries), Step::Name(name)) => {
            let (key, value) = entries.iter().find(|(key, _)| **key == *name)?;
            (key.span(), value)
        }
        (Inline::List(items), Step::Item(at)) => (items.get(*at)?.span(), items.get(*at)?),
        _ => return None,
    };
    if rest.is_empty() { Some(name) } else { place(value, rest).or(Some(name)) }
}

fn of_file(path: &str, span: &Span, folder: Option<&Path>) -> Result<JsonSchema, Vec<Problem>> {
    let here = |message: String, help: &'static str| {
        vec![(span.clone(), Finding::new(Code::BadConstraint, message).help(help))]
    };
    let source = source(path, folder).map_err(|why| {
        let message = format!("cannot read the schema file: {why}");
        here(message, "give the path of a JSON file, relative to the manifest")
    })?;
    if let Err(error) = serde_json::from_str::<&RawValue>(source.text()) {
        let found = not_json(&source, &error);
        return Err(vec![(span.clone(), found)]);
    }
    JsonSchema::parse(source.text()).map_err(|errors| {
        let of = |error: &SchemaError| {
            let byte = error.offset.map(|offset| offset..offset);
            let place = byte.or_else(|| place_in_text(source.text(), &error.place));
            (span.clone(), wrong(error, true).at(location(&source, place)))
        };
        errors.iter().take(MAX_ERRORS).map(of).chain(omitted(&errors, span)).collect()
    })
}

/// The text of a schema file, or why it cannot be read.
pub(super) fn source(path: &str, folder: Option<&Path>) -> Result<SourceFile, String> {
    let name = path;
    if Path::new(path).is_absolute() || path.contains('\\') {
        return Err("expected a path relative to the manifest, with forward slashes".to_owned());
    }
    let path = folder.ok_or("the manifest has no folder")?.join(path);
    let why = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        kind => kind.to_string(),
    };
    let file = fs::metadata(&path).map_err(why)?;
    if !file.is_file() {
        return Err("not a file".to_owned());
    }
    if file.len() > MAX_BYTES {
        return Err("larger than 1 MiB".to_owned());
    }
    let bytes = fs::read(&path).map_err(why)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        let at = SourceFile::new(name, &*before).position(before.len());
        format!("not UTF-8 at line {}, column {}; save it as UTF-8", at.line, at.column)
    })?;
    // some editors put a byte order mark at the start
    Ok(SourceFile::new(name, text.strip_prefix('\u{feff}').unwrap_or(&text)))
}

fn not_json(source: &SourceFile, error: &serde_json::Error) -> Finding {
    // the parser's message may quote the text
    let starts = source.text().split_inclusive('\n').take(error.line().saturating_sub(1));
    let start: usize = starts.map(str::len).sum();
    let at = start + error.column().saturating_sub(1);
    Finding::new(Code::BadConstraint, "the schema file is not valid JSON")
        .at(location(source, Some(at..at)))
        .help("fix the file: JSON has no comments and no trailing commas, and names need quotes")
}

/// Without the line itself, since an example or a default may contain a value.
fn location(source: &SourceFile, span: Option<Span>) -> Location {
    let position = source.position(span.map_or(0, |span| span.start));
    Location { position: Some(position), ..Location::file(source.name()) }
}

fn wrong(error: &SchemaError, with_pointer: bool) -> Finding {
    let Some(keyword) = &error.unknown else {
        let finding = Finding::new(Code::BadConstraint, error.message.clone());
        return if with_pointer { finding.label(pointer(&error.place)) } else { finding };
    };
    let known: Vec<_> = JsonSchema::keywords().collect();
    let message = if is_token_like(keyword) {
        "unsupported schema keyword".to_owned()
    } else {
        format!("unsupported schema keyword `{keyword}`")
    };
    let help = format!("supported keywords: {}", known.join(", "));
    let finding = Finding::new(Code::UnknownKey, message);
    match nearest(keyword, known) {
        // a label is shown below a line, and no line is shown for a file
        Some(near) if with_pointer => finding.help(format!("did you mean `{near}`? {help}")),
        Some(near) => finding.help(help).label(format!("did you mean `{near}`?")),
        None => finding.help(help),
    }
}

fn pointer(place: &[Step]) -> String {
    let pointer: String = place.iter().map(Step::to_string).collect();
    if is_token_like(&pointer) { String::new() } else { pointer }
}

/// The span in a JSON text at the end of the steps: of the name, or of the item.
fn place_in_text(text: &str, steps: &[Step]) -> Option<Span> {
    let mut found = None;
    let mut rest = text;
    for step in steps {
        let (at, inside) = step_into(rest, step)?;
        let start = at.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
        found = Some(start..start + at.len());
        rest = inside;
    }
    found
}

fn step_into<'a>(text: &'a str, step: &Step) -> Option<(&'a str, &'a str)> {
    match step {
        Step::Item(at) => {
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            items.get(*at).map(|item| (item.get(), item.get()))
        }
        Step::Name(name) => {
            let fields: BTreeMap<Name<'a>, &RawValue> = serde_json::from_str(text).ok()?;
            let (key, value) = fields.iter().find(|(key, _)| key.text() == name)?;
            match key {
                Name::InText(key) => Some((key, value.get())),
                Name::Escaped(_) => Some((value.get(), value.get())),
            }
        }
    }
}

/// A name, borrowed from the text if it has no escapes.
#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(untagged)]
enum Name<'a> {
    InText(&'a str),
    Escaped(String),
}

impl Name<'_> {
    fn text(&self) -> &str {
        match self {
            Self::InText(text) => text,
            Self::Escaped(text) => text,
        }
    }
}
