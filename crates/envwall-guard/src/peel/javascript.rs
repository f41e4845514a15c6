//! Scripts and modules: their literals, and what they compose.
//!
//! A literal whose source text is its value is seen by the search of the bytes already; only what
//! an escape hides becomes a view.

use std::borrow::Cow;
use std::ops::Range;

use super::peeler::{Peeled, Peeler};
use super::text;
use crate::content::kind::Kind;
use crate::content::layer::Layer;
use crate::content::note::{Note, Reason};
use crate::content::view::View;
use crate::javascript::module_graph::Links;
use crate::javascript::{
    Folded, FoldedAs, Incomplete, Language, Literal, LiteralKind, ParseError, Request, Script,
    Trials,
};
use crate::prefilter::ParseDecision;
use crate::text::code::looks_like_code;
use crate::text::entities::has_entities;
use crate::text::escape::unescape;

/// The peeler for scripts and modules.
pub(crate) struct JavaScript;

impl Peeler for JavaScript {
    fn name(&self) -> &'static str {
        "javascript"
    }

    fn fits(&self, kind: Kind) -> bool {
        matches!(kind, Kind::JavaScript | Kind::Code)
    }

    fn peel<'v>(&self, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
        let offsets = peeled.needle_offsets();
        let source = as_utf8(&view.bytes);
        let trials = peeled.context.trials;
        peeled.parsing.programs += bytes(source.len());
        if offsets.is_empty()
            && let ParseDecision::Parts { parts, may_export_a_piece } = decide(view, peeled)
        {
            match parts_of(&source, &parts, language(view), trials) {
                Ok(scripts) => {
                    peeled.parsing.parsed += parts.iter().map(|it| bytes(it.len())).sum::<u64>();
                    for script in scripts {
                        evaluated(&script, &source, &[], view, peeled);
                        add_reads(&script, view, peeled);
                    }
                    return skip(view, may_export_a_piece, peeled);
                }
                // what stands alone in whole may not in part
                Err(error) if error.is_syntax() => {}
                Err(error) => return not_parsed(&error, view, peeled),
            }
        }
        peeled.parsing.parsed += bytes(source.len());
        match Script::parse(&source, language(view), trials) {
            Ok(script) => parsed(&script, &source, &offsets, view, peeled),
            Err(error) => not_parsed(&error, view, peeled),
        }
    }
}

fn bytes(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// The parts of a program, parsed. It is an error if one is nothing that stands alone.
fn parts_of<'t>(
    source: &'t str,
    parts: &[Range<usize>],
    language: Language,
    trials: Trials<'_>,
) -> Result<Vec<Script<'t>>, ParseError> {
    parts.iter().map(|part| Script::parse_part(source, part, language, trials)).collect()
}

/// Whether the parser may tell more than the bytes do.
fn decide(view: &View<'_>, peeled: &Peeled<'_>) -> ParseDecision {
    let context = peeled.context;
    match context.prefilter {
        Some(prefilter) if context.imports.is_empty() => {
            let names = &peeled.met.composed_names;
            prefilter.decide(&view.bytes, names, !is_original_source(view))
        }
        _ => ParseDecision::Parse,
    }
}

/// Reads a program as text: there is nothing that only a parser sees.
fn skip<'v>(view: &'v View<'_>, may_export_a_piece: bool, peeled: &mut Peeled<'v>) {
    // code that only may be some is read as text anyway
    if view.kind == Kind::JavaScript {
        text::escaped(view, peeled);
    }
    // only scripts of the artifact itself have links to others
    if view.document.is_none() {
        peeled.skipped = Some(peeled.skipped.unwrap_or(false) || may_export_a_piece);
    }
}

fn parsed<'v>(
    script: &Script<'_>,
    source: &str,
    offsets: &[usize],
    view: &'v View<'_>,
    peeled: &mut Peeled<'v>,
) {
    let links = evaluated(script, source, offsets, view, peeled);
    peeled.links.extend(links);
    if !peeled.context.names.places(&view.bytes).is_empty() {
        add_reads(script, view, peeled);
    }
    // what only looks like a program may be none
    if let Some(line) = script.first_error.filter(|_| view.kind == Kind::JavaScript) {
        peeled.note(Reason::SyntaxErrors(line), view);
    }
}

/// Adds where a program reads server variables. Sources are those of servers, too.
fn add_reads(script: &Script<'_>, view: &View<'_>, peeled: &mut Peeled<'_>) {
    if !is_original_source(view) {
        let names = peeled.context.names;
        peeled.reads.extend(script.reads(|name| names.find(name)));
    }
}

/// Adds what a program comes to. What it exports is returned.
fn evaluated<'v>(
    script: &Script<'_>,
    source: &str,
    offsets: &[usize],
    view: &'v View<'_>,
    peeled: &mut Peeled<'v>,
) -> Option<Links> {
    let evaluation = script.evaluate(&Request {
        offsets,
        imports: peeled.context.imports,
        links: view.document.is_none(),
        max_bytes: peeled.allowance,
    });
    for literal in evaluation.literals {
        add_literal(literal, source.as_bytes(), view, peeled);
    }
    for folded in evaluation.folded {
        add_folded(folded, view, peeled);
    }
    for incomplete in evaluation.incomplete {
        peeled.note(reason(incomplete), view);
    }
    evaluation.links
}

fn reason(incomplete: Incomplete) -> Reason {
    match incomplete {
        Incomplete::Budget => Reason::EvaluationBudget,
        Incomplete::ValueTooLarge => Reason::ValueTooLarge,
        Incomplete::TooMuch => Reason::TooLarge,
    }
}

fn not_parsed<'v>(error: &ParseError, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
    let promised = view.kind == Kind::JavaScript;
    // escapes of what only looks like a program are undone as those of any text
    if !promised && (error.is_syntax() || !language(view).is_typed()) {
        return;
    }
    text::escaped(view, peeled);
    let reason = if error.is_syntax() { Reason::NotParsed } else { Reason::NotParsable };
    let note = Note::new(reason(error.to_string()), &view.trail);
    peeled.notes.push(if is_original_source(view) { note } else { note.searched_as_text() });
}

/// Adds a view of a literal whose source text is not its value, and says of the others where they
/// are.
fn add_literal<'v>(literal: Literal, source: &[u8], view: &'v View<'_>, peeled: &mut Peeled<'v>) {
    let layer = match literal.kind {
        LiteralKind::String => Layer::String,
        LiteralKind::Template => Layer::Template,
    };
    let (span, inside) = (literal.span.clone(), literal.inside(source));
    peeled.describe(&span, &layer);
    if let Some(value) = literal.value {
        peeled.add(match Kind::of_text(&value) {
            Kind::Code => program(view, &source[inside.clone()], [span, inside], layer, value),
            kind => view.decoded(span, layer, kind, value),
        });
    } else if looks_like_code(&source[inside.clone()]) {
        peeled.add(view.slice(inside, layer, Kind::Code));
    } else if has_entities(&source[span.clone()]) {
        let kind = Kind::of_text(&view.bytes[inside]);
        peeled.add(view.slice(span, layer, kind));
    }
}

/// A program in a string has lines of its own: its places are as exact as they can be.
fn program<'v>(
    view: &'v View<'_>,
    source: &[u8],
    [span, inside]: [Range<usize>; 2],
    layer: Layer,
    value: Vec<u8>,
) -> View<'v> {
    let text = unescape(source);
    if text.bytes == value {
        view.unescaped(&inside, layer, Kind::Code, text)
    } else {
        view.decoded(span, layer, Kind::Code, value)
    }
}

fn add_folded<'v>(folded: Folded, view: &'v View<'_>, peeled: &mut Peeled<'v>) {
    let Folded { span, bytes, kind } = folded;
    let (layer, kind) = match kind {
        FoldedAs::Program => (Layer::ProgramInString, Kind::Code),
        FoldedAs::Value if looks_like_code(&bytes) => (Layer::FoldedString, Kind::Code),
        FoldedAs::Value => (Layer::FoldedString, Kind::Text),
    };
    peeled.add(view.decoded(span, layer, kind, bytes));
}

/// Whether this is an original source of a map.
fn is_original_source(view: &View<'_>) -> bool {
    view.document.as_ref().is_some_and(|document| document.source.is_some())
}

/// The language of a view, by the name of the file or source that it is or is part of.
pub(crate) fn language(view: &View<'_>) -> Language {
    let source = view.document.as_ref().and_then(|document| document.source.as_deref());
    let name = source.unwrap_or_else(|| view.name());
    let name = name.split('?').next().unwrap_or(name);
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("ts" | "mts" | "cts" | "vue" | "svelte" | "astro") => Language::TypeScript,
        Some("tsx") => Language::Tsx,
        _ => Language::JavaScript,
    }
}

/// The text with a question mark for each byte that is not UTF-8, so that places stay where they
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
