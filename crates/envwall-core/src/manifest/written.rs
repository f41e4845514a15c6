//! What a declaration writes down, with its places: no value of a secret belongs there.

use std::path::Path;

use super::Spot;
use super::at::At;
use super::inline::{Inline, RawSchema};
use super::raw::RawTable;
use super::schema;
use crate::fields::unescaped;
use crate::source::{SourceFile, Span};

/// The texts of a declaration, and the file of its schema.
#[derive(Debug, Clone, Default)]
pub(crate) struct Written {
    texts: Vec<Spot<String>>,
    schema: Option<SourceFile>,
}

/// Where some text stands.
pub(crate) enum Place<'a> {
    /// Bytes of the manifest.
    Manifest(&'a Span),
    /// In the file of a schema, at this byte where it stands there without escapes.
    Schema(&'a SourceFile, Option<usize>),
}

impl Written {
    pub(super) fn of(table: &RawTable, folder: Option<&Path>) -> Self {
        let values = table.values.iter().flat_map(|values| values.iter());
        let all = table.description.iter().chain(&table.prefix).chain(values);
        let mut texts: Vec<_> = all.map(spot).collect();
        if let Some(RawSchema::Inline(inline)) = table.schema.as_deref() {
            collect(inline, None, &mut texts);
        }
        let path = schema::file(table);
        let schema = path.and_then(|path| schema::source(path, folder).ok());
        Self { texts, schema }
    }

    /// The first place where a text stands, also within another one.
    pub(crate) fn place_of(&self, text: &str) -> Option<Place<'_>> {
        let holds = |outer: &str| {
            outer.contains(text) || unescaped(outer).iter().any(|said| said.contains(text))
        };
        if let Some(found) = self.texts.iter().find(|spot| holds(&spot.value)) {
            return Some(Place::Manifest(&found.span));
        }
        let file = self.schema.as_ref().filter(|file| holds(file.text()))?;
        Some(Place::Schema(file, file.text().find(text)))
    }
}

fn spot(at: &At<String>) -> Spot<String> {
    Spot { value: (**at).clone(), span: at.span() }
}

/// Names and texts of a schema in the manifest.
fn collect(inline: &Inline, span: Option<Span>, texts: &mut Vec<Spot<String>>) {
    match inline {
        Inline::Leaf(value) => {
            if let Some((text, span)) = value.as_str().zip(span) {
                texts.push(Spot { value: text.to_owned(), span });
            }
        }
        Inline::List(items) => {
            for item in items {
                collect(item, Some(item.span()), texts);
            }
        }
        Inline::Table(entries) => {
            for (name, value) in entries {
                texts.push(spot(name));
                collect(value, Some(value.span()), texts);
            }
        }
    }
}
