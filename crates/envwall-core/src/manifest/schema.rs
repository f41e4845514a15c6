//! `schema` of a variable: read from its file or from the manifest, and where in it something is wrong.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use envwall_value::{JsonSchema, SchemaError, Step};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::constraints::Problem;
use super::hidden::looks_like_token;
use super::inline::{Inline, RawSchema};
use super::raw::RawTable;
use crate::diagnostic::{Code, Finding, Location};
use crate::source::{SourceFile, Span};
use crate::suggest::nearest;

/// A larger schema is none that people wrote.
const LARGEST: u64 = 1 << 20;

/// So many errors of a schema are told.
const MOST: usize = 200;

/// What a schema says, and everything that is wrong with it. Where something is wrong, nothing else is
/// said of the variable's values.
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

/// The path of the file that a schema stands in.
pub(super) fn file(table: &RawTable) -> Option<&str> {
    match table.schema.as_deref()? {
        RawSchema::File(path) => Some(path),
        RawSchema::Inline(_) => None,
    }
}

fn of_manifest(inline: &Inline, whole: &Span) -> Result<JsonSchema, Vec<Problem>> {
    JsonSchema::of(&inline.to_json()).map_err(|errors| {
        let at = |error: &SchemaError| place(inline, &error.place).unwrap_or_else(|| whole.clone());
        let told = errors.iter().take(MOST).map(|error| (at(error), wrong(error, false)));
        told.chain(untold(&errors, whole)).collect()
    })
}

/// Each has to be placed, and nobody reads more.
fn untold(errors: &[SchemaError], whole: &Span) -> Option<Problem> {
    let more = errors.len().checked_sub(MOST).filter(|more| *more > 0)?;
    let message = format!("{more} more errors are in this schema");
    let finding = Finding::new(Code::BadConstraint, message);
    Some((whole.clone(), finding.help("mend the ones before: often the rest follows from them")))
}

/// The value at the end of the steps; of a keyword that is not understood, the keyword.
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
        let message = format!("the file of this schema cannot be read: {why}");
        here(message, "name a JSON file, relative to the manifest's folder")
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
        errors.iter().take(MOST).map(of).chain(untold(&errors, span)).collect()
    })
}

/// The file of a schema, or why it cannot be read.
pub(super) fn source(path: &str, folder: Option<&Path>) -> Result<SourceFile, String> {
    let name = path;
    if Path::new(path).is_absolute() || path.contains('\\') {
        return Err("expected a path relative to the manifest, with forward slashes".to_owned());
    }
    let path = folder.ok_or("the manifest is in no folder")?.join(path);
    let why = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        kind => kind.to_string(),
    };
    let file = fs::metadata(&path).map_err(why)?;
    if !file.is_file() {
        return Err("it is no file".to_owned());
    }
    if file.len() > LARGEST {
        return Err("it is larger than 1 MiB".to_owned());
    }
    let bytes = fs::read(&path).map_err(why)?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&error.as_bytes()[..error.utf8_error().valid_up_to()]);
        let at = SourceFile::new(name, &*before).position(before.len());
        format!("it is not UTF-8 at line {}, column {}: save it as UTF-8", at.line, at.column)
    })?;
    // which some editors put at the start
    Ok(SourceFile::new(name, text.strip_prefix('\u{feff}').unwrap_or(&text)))
}

fn not_json(source: &SourceFile, error: &serde_json::Error) -> Finding {
    // what the parser says may repeat the text
    let starts = source.text().split_inclusive('\n').take(error.line().saturating_sub(1));
    let start: usize = starts.map(str::len).sum();
    let at = start + error.column().saturating_sub(1);
    Finding::new(Code::BadConstraint, "this file of a schema is not JSON")
        .at(location(source, Some(at..at)))
        .help("mend the file: JSON has no comments, no commas at the end, and names in quotes")
}

/// Without the line itself: in an example or a default a value may stand.
fn location(source: &SourceFile, span: Option<Span>) -> Location {
    let position = source.position(span.map_or(0, |span| span.start));
    Location { position: Some(position), ..Location::file(source.name()) }
}

fn wrong(error: &SchemaError, tell_place: bool) -> Finding {
    let Some(keyword) = &error.unknown else {
        let finding = Finding::new(Code::BadConstraint, error.message.clone());
        return if tell_place { finding.label(pointer(&error.place)) } else { finding };
    };
    let known: Vec<_> = JsonSchema::keywords().collect();
    let message = if looks_like_token(keyword) {
        "this keyword of a schema is not understood".to_owned()
    } else {
        format!("the keyword `{keyword}` of a schema is not understood")
    };
    let help = format!("what is understood: {}", known.join(", "));
    let finding = Finding::new(Code::UnknownKey, message);
    match nearest(keyword, known) {
        // a label is shown beneath a line, and of a file none is
        Some(near) if tell_place => finding.help(format!("did you mean `{near}`? {help}")),
        Some(near) => finding.help(help).label(format!("did you mean `{near}`?")),
        None => finding.help(help),
    }
}

fn pointer(place: &[Step]) -> String {
    let pointer: String = place.iter().map(Step::to_string).collect();
    if looks_like_token(&pointer) { String::new() } else { pointer }
}

/// Where in a JSON text the end of the steps stands: at its name, or at the item.
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

/// A name, a piece of the text where it stands there as it is.
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
