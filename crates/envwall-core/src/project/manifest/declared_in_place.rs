//! The texts in a declaration, with their places: none of them may be a secret's value.

use std::path::Path;

use super::inline::{Inline, RawSchema};
use super::raw::RawTable;
use super::schema;
use super::spot::Spot;
use crate::project::json_leaves::unescaped;
use crate::source::{SourceFile, Span};

/// The texts of a declaration, and the file of its schema.
#[derive(Debug, Clone, Default)]
pub(crate) struct InPlace {
    texts: Vec<Spot<String>>,
    schema: Option<SourceFile>,
}

/// The place of a text.
pub(crate) enum Place<'a> {
    /// Bytes of the manifest.
    Manifest(&'a Span),
    /// In a schema file, at this byte if the text is there without escapes.
    Schema(&'a SourceFile, Option<usize>),
}

impl InPlace {
    pub(super) fn of(table: &RawTable, folder: Option<&Path>) -> Self {
        let values = table.values.iter().flat_map(|values| values.iter());
        let all = table.description.iter().chain(&table.prefix).chain(values);
        let mut texts: Vec<_> = all.map(Spot::of).collect();
        if let Some(RawSchema::Inline(inline)) = table.schema.as_deref() {
            collect(inline, None, &mut texts);
        }
        let path = schema::file(table);
        let schema = path.and_then(|path| schema::source(path, folder).ok());
        Self { texts, schema }
    }

    /// The first place that contains a text.
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
                texts.push(Spot::of(name));
                collect(value, Some(value.span()), texts);
            }
        }
    }
}
