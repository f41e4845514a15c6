//! TOML to the raw manifest, with every error of the file in one go.
//!
//! serde stops at the first error. So the entry at which it stopped is taken out of the parsed
//! document and it goes on with the rest, until nothing is left to complain about.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer, Error};

use super::hidden::{Hidden, looks_like_token};
use super::raw::RawManifest;
use crate::diagnostic::{Code, Finding, Location};
use crate::source::{SourceFile, Span};
use crate::suggest::nearest;

/// What could be read, what is wrong with the rest, and what of the text must not be shown.
pub(super) struct Read {
    pub(super) raw: RawManifest,
    pub(super) findings: Vec<Finding>,
    pub(super) hidden: Hidden,
}

/// So many errors of each kind are told: each has to be placed and masked, and nobody reads more.
const MOST: usize = 200;

const MEND_FIRST: &str = "mend the ones before: often the rest follows from them";

pub(super) fn read(source: &SourceFile) -> Read {
    let (mut document, mut syntax_errors) = DeTable::parse_recoverable(source.text());
    // what follows on a broken line is the parser's trouble, not the reader's
    syntax_errors.dedup_by_key(|error| line_of(source, error));
    let hidden = Hidden::of(source, document.get_ref(), &syntax_errors);
    let broken: BTreeSet<_> =
        syntax_errors.iter().filter_map(|error| line_of(source, error)).collect();
    let untold = syntax_errors.split_off(syntax_errors.len().min(MOST));
    let mut findings: Vec<_> =
        syntax_errors.iter().map(|error| syntax_finding(source, &hidden, error)).collect();
    if let Some(first) = untold.first() {
        let message = format!("{} more lines from here on are no TOML", untold.len());
        let finding = Finding::new(Code::ManifestSyntax, message);
        findings.push(locate(finding, source, &hidden, first).help(MEND_FIRST));
    }
    let mut rounds = 0;
    let raw = loop {
        let error = match RawManifest::deserialize(Deserializer::from(document.clone())) {
            Ok(raw) => break raw,
            Err(error) => error,
        };
        // what the parser made of a broken line is not worth a second complaint
        if line_of(source, &error).is_none_or(|line| !broken.contains(&line)) {
            findings.push(kind_finding(source, &hidden, &error));
        }
        rounds += 1;
        if rounds > MOST {
            let finding = Finding::new(Code::WrongKind, "there is more wrong from here on");
            findings.push(locate(finding, source, &hidden, &error).help(MEND_FIRST));
            break RawManifest::default();
        }
        let span = error.span();
        if !span.is_some_and(|span| take_out(document.get_mut(), &span)) {
            break RawManifest::default();
        }
    };
    Read { raw, findings, hidden }
}

fn line_of(source: &SourceFile, error: &Error) -> Option<usize> {
    error.span().map(|span| source.line_span(span.start).start)
}

fn syntax_finding(source: &SourceFile, hidden: &Hidden, error: &Error) -> Finding {
    let message = error.message().trim().replace('\n', "; ");
    locate(Finding::new(Code::ManifestSyntax, message), source, hidden, error)
        .help("strings stand in quotes and tables in brackets: see https://toml.io")
}

fn locate(finding: Finding, source: &SourceFile, hidden: &Hidden, error: &Error) -> Finding {
    match error.span() {
        Some(span) => finding.at(hidden.location(source, &span)),
        None => finding.at(Location::file(source.name())),
    }
}

/// serde's messages are its documented defaults: ``unknown field `x`, expected one of `a`, `b` ``.
fn kind_finding(source: &SourceFile, hidden: &Hidden, error: &Error) -> Finding {
    let message = error.message();
    let names: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    let (offender, known) =
        names.split_first().map_or(("", &[][..]), |(first, rest)| (*first, rest));
    let finding = if message.starts_with("unknown field") {
        unknown_key(offender, known)
    } else if message.starts_with("unknown variant") {
        unknown_word(offender, known)
    } else if message.contains("expected a spanned value") {
        // in a schema: what the parser makes of a date has names without a place
        wrong_kind("JSON has no dates: write it as a text, in quotes")
    } else {
        wrong_kind(&without_echo(message))
    };
    locate(finding, source, hidden, error)
}

fn wrong_kind(message: &str) -> Finding {
    let finding = Finding::new(Code::WrongKind, message.to_owned());
    let (Some((expected, "string")), true) =
        (message.split_once(", found a "), message.starts_with("expected "))
    else {
        return finding;
    };
    match expected {
        "expected a list" => finding.help("a list stands in brackets, if only of one: [\"…\"]"),
        "expected true or false" => finding.help("write it without quotes"),
        _ if expected.starts_with("expected a whole number") => {
            finding.help("write the number without quotes")
        }
        _ => finding,
    }
}

fn unknown_key(key: &str, known: &[&str]) -> Finding {
    let message = if looks_like_token(key) {
        "unknown key".to_owned()
    } else {
        format!("unknown key `{key}`")
    };
    let finding = Finding::new(Code::UnknownKey, message);
    match nearest(key, known.iter().copied()) {
        Some(near) => finding.label(format!("did you mean `{near}`?")).help(list(known)),
        None => finding.help(list(known)),
    }
}

/// The offender is told only where it is clearly a slip: it may be a value put in the wrong file.
fn unknown_word(word: &str, known: &[&str]) -> Finding {
    if let Some(near) = nearest(word, known.iter().copied()) {
        return Finding::new(Code::WrongKind, format!("`{word}` is not known here"))
            .label(format!("did you mean `{near}`?"))
            .help(list(known));
    }
    let finding = Finding::new(Code::WrongKind, "this word is not known here");
    if known.contains(&"url") {
        return finding.label("expected a type").help(format!(
            "the manifest holds types, values belong in `.env`; the types are {}",
            known.join(", ")
        ));
    }
    finding.help(list(known))
}

fn list(known: &[&str]) -> String {
    format!("known here: {}", known.join(", "))
}

/// `invalid type: string "x", expected a boolean` → `expected a boolean, found a string`.
fn without_echo(message: &str) -> String {
    let Some((found, expected)) = message.rsplit_once(", expected ") else {
        return message.replace('\n', "; ");
    };
    let expected = match expected {
        "usize" => "a whole number from 0",
        "a boolean" => "true or false",
        "a map" => "a table",
        "a sequence" => "a list",
        other => other,
    };
    let kind = found.split(": ").nth(1).and_then(|found| found.split([' ', '`', '"']).next());
    match kind {
        Some("string") => format!("expected {expected}, found a string"),
        Some("integer") => format!("expected {expected}, found a whole number"),
        Some("floating") => format!("expected {expected}, found a decimal number"),
        Some("boolean") => format!("expected {expected}, found true or false"),
        Some("map") => format!("expected {expected}, found a table"),
        Some("sequence") => format!("expected {expected}, found a list"),
        _ => format!("expected {expected}"),
    }
}

/// Removes the innermost entry that holds the span. Says whether there was one.
fn take_out(table: &mut DeTable<'_>, span: &Span) -> bool {
    let holds = |outer: Span| outer.start <= span.start && span.end <= outer.end;
    let found = table.iter().find_map(|(key, value)| {
        let at_key = holds(key.span());
        // a table's span is that of its header, which need not enclose its entries
        let inside = value.get_ref().is_table() || value.get_ref().is_array();
        (at_key || holds(value.span()) || inside && encloses(value, span))
            .then(|| (key.clone(), at_key))
    });
    let Some((key, at_key)) = found else { return false };
    let inner = table.get_mut(&key).is_some_and(|value| !at_key && take_out_of_value(value, span));
    inner || table.remove(&key).is_some()
}

fn take_out_of_value(value: &mut Spanned<DeValue<'_>>, span: &Span) -> bool {
    match value.get_mut() {
        DeValue::Table(table) => take_out(table, span),
        DeValue::Array(items) => take_out_of_array(items, span),
        _ => false,
    }
}

/// An array without the item, or with what is left of it.
fn take_out_of_array(items: &mut DeArray<'_>, span: &Span) -> bool {
    let Some(at) = items.iter().position(|item| encloses(item, span)) else { return false };
    let kept = items.iter().enumerate().filter_map(|(index, item)| {
        let mut item = item.clone();
        (index != at || take_out_of_value(&mut item, span)).then_some(item)
    });
    *items = kept.collect();
    true
}

fn encloses(value: &Spanned<DeValue<'_>>, span: &Span) -> bool {
    let own = value.span();
    if own.start <= span.start && span.end <= own.end {
        return true;
    }
    match value.get_ref() {
        DeValue::Table(table) => table.iter().any(|(key, value)| {
            let key = key.span();
            key.start <= span.start && span.end <= key.end || encloses(value, span)
        }),
        DeValue::Array(items) => items.iter().any(|item| encloses(item, span)),
        _ => false,
    }
}
