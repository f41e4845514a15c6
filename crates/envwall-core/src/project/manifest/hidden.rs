//! Which parts of the manifest's text must not be shown.
//!
//! A manifest should not contain values of sensitive variables. But people in a hurry put them
//! there, and then the error about it must not print them.

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue, Error};

use crate::diagnostic::Location;
use crate::source::{SourceFile, Span};

/// Sections without secrets.
const OPEN_SECTIONS: &[&str] = &["public", "project", "client", "rules", "waivers"];

/// Keys of a variable's table whose texts describe the variable and are never its value.
const TEXT_KEYS: &[&str] = &[
    "description",
    "values",
    "schemes",
    "items",
    "separator",
    "label",
    "from",
    "rotated",
    "issuer",
    "prefix",
];

/// Keywords of a schema whose texts describe a value.
const WORDS_OF_SCHEMA: &[&str] =
    &["$id", "$ref", "$schema", "description", "enum", "required", "title", "type"];

/// Keys whose texts are a word or a duration.
const WORD_KEYS: &[&str] = &["type", "phase", "rotate", "min", "max"];

/// Maximum length of an expected word: a secret is longer or has capitals.
const MAX_WORD_LENGTH: usize = 10;

/// Minimum length of a run that counts as a service's key.
const MIN_TOKEN_LENGTH: usize = 12;

/// Spans of the manifest that are masked in excerpts.
#[derive(Debug, Clone, Default)]
pub(super) struct Hidden(Vec<Span>);

impl Hidden {
    pub(super) fn of(source: &SourceFile, document: &DeTable<'_>, broken: &[Error]) -> Self {
        let mut hidden = Self(tokens(source.text()).collect());
        for (section, value) in document {
            match (section.get_ref().as_ref(), value.get_ref()) {
                ("server", DeValue::Table(table)) => hidden.variables(table),
                ("environments", DeValue::Table(environments)) => {
                    for environment in environments.values() {
                        hidden.inside(environment);
                    }
                }
                // a section with a misspelt or broken header may be [server]
                (name, _) if !OPEN_SECTIONS.contains(&name) => hidden.everything_in(value),
                _ => {}
            }
        }
        if !broken.is_empty() {
            hidden.lines_outside_open_sections(source.text());
        }
        hidden
    }

    /// A place in the manifest, with everything masked that must not be shown.
    pub(super) fn location(&self, source: &SourceFile, span: &Span) -> Location {
        Location::masked(source, span, &self.0)
    }

    fn inside(&mut self, environment: &Spanned<DeValue<'_>>) {
        if let DeValue::Table(table) = environment.get_ref() {
            self.variables(table);
        }
    }

    fn everything_in(&mut self, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => table.values().for_each(|value| self.everything_in(value)),
            _ => self.0.push(value.span()),
        }
    }

    fn variables(&mut self, table: &DeTable<'_>) {
        for variable in table.values() {
            match variable.get_ref() {
                DeValue::String(text) if !is_word(text) => self.0.push(variable.span()),
                DeValue::Table(entries) => self.entries(entries),
                _ => {}
            }
        }
    }

    fn entries(&mut self, entries: &DeTable<'_>) {
        let open = entries.iter().any(|(key, value)| {
            key.get_ref() == "sensitive" && matches!(value.get_ref(), DeValue::Boolean(false))
        });
        let values = entries.iter().filter(|(key, value)| !open && may_be_secret(key, value));
        self.0.extend(values.map(|(_, value)| value.span()));
        if let Some(schema) = entries.get("schema").filter(|_| !open) {
            self.values_in_schema(schema);
        }
    }

    /// A schema describes a value. But an example or a default in it is a value.
    fn values_in_schema(&mut self, schema: &Spanned<DeValue<'_>>) {
        let DeValue::Table(table) = schema.get_ref() else { return };
        for (key, value) in table {
            let is_open = WORDS_OF_SCHEMA.contains(&key.get_ref().as_ref());
            match value.get_ref() {
                DeValue::Table(_) => self.values_in_schema(value),
                DeValue::Array(items) if items.iter().any(|item| item.get_ref().is_table()) => {
                    items.iter().for_each(|item| self.values_in_schema(item));
                }
                DeValue::Array(_) | DeValue::String(_) if !is_open => self.0.push(value.span()),
                _ => {}
            }
        }
    }

    /// In a file that is not valid TOML a value may be anywhere, even without quotes, and the
    /// parser's spans are unreliable.
    fn lines_outside_open_sections(&mut self, text: &str) {
        let (mut open, mut start) = (false, 0);
        for line in text.split_inclusive('\n') {
            if let Some(header) = line.trim_start().strip_prefix('[') {
                let name = header.trim_start_matches('[').trim_start();
                open = OPEN_SECTIONS.iter().any(|section| name.starts_with(section));
            }
            if !open {
                let shown = line.find('=').map_or(0, |equals| equals + 1);
                let header = line.trim_start().starts_with('[');
                self.0.push(start + if header { line.len() } else { shown }..start + line.len());
            }
            start += line.len();
        }
    }
}

/// Runs that look like a service's keys, anywhere in the text.
fn tokens(text: &str) -> impl Iterator<Item = Span> + '_ {
    let of_token = |char: char| char.is_ascii_alphanumeric() || "_+=~-".contains(char);
    let runs = text.split(move |char| !of_token(char));
    runs.filter(|run| is_token_like(run)).map(move |run| {
        let start = run.as_ptr().addr() - text.as_ptr().addr();
        start..start + run.len()
    })
}

/// Whether a run looks like a key: long, with letters and digits, and not in capitals like a
/// variable's name.
pub(super) fn is_token_like(run: &str) -> bool {
    let has = |wanted: fn(&u8) -> bool| run.bytes().any(|byte| wanted(&byte));
    run.len() >= MIN_TOKEN_LENGTH
        && has(u8::is_ascii_digit)
        && has(u8::is_ascii_alphabetic)
        && has(|byte| !byte.is_ascii_uppercase() && !byte.is_ascii_digit() && *byte != b'_')
}

fn may_be_secret(key: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>) -> bool {
    let key = key.get_ref().as_ref();
    match value.get_ref() {
        DeValue::String(path) if key == "schema" => !path.ends_with(".json"),
        DeValue::Table(_) if key == "schema" => false,
        DeValue::Boolean(_) | DeValue::Integer(_) | DeValue::Datetime(_) => false,
        DeValue::String(text) if WORD_KEYS.contains(&key) => !is_word(text),
        _ => !TEXT_KEYS.contains(&key),
    }
}

fn is_word(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    text.len() <= MAX_WORD_LENGTH && text.bytes().all(plain)
}
