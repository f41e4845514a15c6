//! JavaScript and TypeScript: the values of constants, and what a program puts together from them.
//!
//! The one place that knows swc. A constant whose source text is its value is seen by the search
//! of the bytes already; only what an escape hides becomes a view.

mod chains;
mod code;
mod constants;
mod fold;
mod parse;
mod reads;
mod stack;
mod worth;

use std::borrow::Cow;

use self::parse::{Language, ParseError, Parsed};
use self::worth::Verdict;
use super::{Note, Peeled, Peeler, text};
use crate::view::{Kind, View};

/// The peeler for scripts and modules.
pub(crate) struct JavaScript;

impl Peeler for JavaScript {
    fn fits(&self, kind: Kind) -> bool {
        matches!(kind, Kind::JavaScript | Kind::Code)
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let context = peeled.context;
        let known = peeled.starts().next().is_some() || !context.imports.is_empty();
        if !known
            && !context.exhaustive
            && let Verdict::PassOver { may_export_a_piece } = worth::judge(&view.bytes, context)
        {
            return pass_over(view, may_export_a_piece, peeled);
        }
        let source = as_utf8(&view.bytes);
        let parsed = parse::parse(&source, language(view));
        // what only looks like a program may be none
        let promised = view.kind == Kind::JavaScript;
        match parsed {
            Ok(Parsed { program, doubt }) => {
                fold::collect(&program, &source, view, peeled);
                if !is_source(view) && peeled.context.names.stand_in(&view.bytes) {
                    reads::collect(&program, peeled.context.names, peeled);
                }
                if let Some(line) = doubt.filter(|_| promised) {
                    let why = format!("it is JavaScript with errors (the first in line {line})");
                    peeled.notes.push(Note::not_parsed(&why, &view.trail));
                }
            }
            // escapes of what only looks like a program are undone as those of any text
            Err(ParseError::Syntax(_)) if !promised => {}
            Err(_) if !promised && !language(view).is_typed() => {}
            Err(why) => {
                text::escaped(view, peeled);
                let why = why.to_string();
                peeled.notes.push(if is_source(view) {
                    Note::not_parsed(&why, &view.trail)
                } else {
                    Note::broken_script(&why, &view.trail)
                });
            }
        }
    }
}

/// Reads a program as text, as it is not worth parsing.
fn pass_over<'v>(view: &'v View<'_>, may_export_a_piece: bool, peeled: &mut Peeled<'v>) {
    // code that only may be some is read as text anyway
    if view.kind == Kind::JavaScript {
        text::escaped(view, peeled);
    }
    // only scripts of the artifact itself have links to others
    if view.document.is_none() {
        let exporter = may_export_a_piece;
        peeled.passed_over = Some(peeled.passed_over.unwrap_or(false) || exporter);
    }
}

/// Whether this is an original source of a map.
fn is_source(view: &View<'_>) -> bool {
    view.document.as_ref().is_some_and(|document| document.source.is_some())
}

/// The language of a view, by the name of the file or source that it is or stands in.
fn language(view: &View<'_>) -> Language {
    let source = view.document.as_ref().and_then(|document| document.source.as_deref());
    let name = source.unwrap_or_else(|| view.name());
    let name = name.split('?').next().unwrap_or(name);
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("ts" | "mts" | "cts" | "vue" | "svelte" | "astro") => Language::TypeScript,
        Some("tsx") => Language::Tsx,
        _ => Language::JavaScript,
    }
}

/// The text with a question mark for each byte that is no UTF-8, so that places stay where they
/// are: browsers run such a file, too.
fn as_utf8(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}
