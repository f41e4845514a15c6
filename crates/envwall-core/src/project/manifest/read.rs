//! Parses TOML to the raw manifest, with all errors of the file at once.
//!
//! serde stops at the first error. So the entry that caused it is removed from the parsed document
//! and the rest is read again, until there are no more errors.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue, Deserializer, Error};

use super::hidden::{Hidden, is_token_like};
use super::raw::RawManifest;
use crate::diagnostic::{Code, Finding, Location};
use crate::source::{SourceFile, Span};
use crate::suggest::nearest;

/// What could be read, what is wrong with the rest, and which parts of the text must not be shown.
pub(super) struct Read {
    pub(super) raw: RawManifest,
    pub(super) findings: Vec<Finding>,
    pub(super) hidden: Hidden,
}

/// Maximum number of errors of each kind: locating and masking them takes time, and nobody reads
/// more.
const MAX_ERRORS: usize = 200;

const FIX_FIRST: &str = "fix the errors above first; they often cause these";

pub(super) fn read(source: &SourceFile) -> Read {
    let (mut document, mut syntax_errors) = DeTable::parse_recoverable(source.text());
    // further errors on a broken line are follow-ups
    syntax_errors.dedup_by_key(|error| line_of(source, error));
    let hidden = Hidden::of(source, document.get_ref(), &syntax_errors);
    let broken: BTreeSet<_> =
        syntax_errors.iter().filter_map(|error| line_of(source, error)).collect();
    let omitted = syntax_errors.split_off(syntax_errors.len().min(MAX_ERRORS));
    let mut findings: Vec<_> =
        syntax_errors.iter().map(|error| syntax_finding(source, &hidden, error)).collect();
    if let Some(first) = omitted.first() {
        let message = format!("{} more lines from here on are not valid TOML", omitted.len());
        let finding = Finding::new(Code::ManifestSyntax, message);
        findings.push(locate(finding, source, &hidden, first).help(FIX_FIRST));
    }
    let mut rounds = 0;
    let raw = loop {
        let error = match RawManifest::deserialize(Deserializer::from(document.clone())) {
            Ok(raw) => break raw,
            Err(error) => error,
        };
        // a broken line is reported already
        if line_of(source, &error).is_none_or(|line| !broken.contains(&line)) {
            findings.push(kind_finding(source, &hidden, &error));
        }
        rounds += 1;
        if rounds > MAX_ERRORS {
            let finding = Finding::new(Code::WrongKind, "there are more errors from here on");
            findings.push(locate(finding, source, &hidden, &error).help(FIX_FIRST));
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
    let help = match message.as_str() {
        "duplicate key" => "it is declared twice: keep one of them",
        _ => "strings need quotes and tables need brackets: see https://toml.io",
    };
    locate(Finding::new(Code::ManifestSyntax, message), source, hidden, error).help(help)
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
    } else if message.starts_with("missing field") {
        Finding::new(Code::WrongKind, format!("missing key `{offender}`"))
            .help(format!("add `{offender}` to this table"))
    } else if message.contains("expected a spanned value") {
        // in a schema, the parser turns a date into a table whose keys have no span
        wrong_kind("JSON has no dates: write it as a string, in quotes")
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
        "expected a list" => finding.help("a list needs brackets, even for one item: [\"…\"]"),
        "expected true or false" => finding.help("write it without quotes"),
        _ if expected.ends_with("whole number") => finding.help("write the number without quotes"),
        _ => finding,
    }
}

fn unknown_key(key: &str, known: &[&str]) -> Finding {
    let is_top_level = known.contains(&"server");
    if is_top_level && is_name_of_a_variable(key) && !is_token_like(key) {
        return Finding::new(Code::UnknownKey, format!("`{key}` is in no table"))
            .help("put it under [server], or under [public] if everyone may read its value");
    }
    let message =
        if is_token_like(key) { "unknown key".to_owned() } else { format!("unknown key `{key}`") };
    let finding = Finding::new(Code::UnknownKey, message);
    match nearest(key, known.iter().copied()) {
        Some(near) => finding.label(format!("did you mean `{near}`?")).help(list(known)),
        None => finding.help(list(known)),
    }
}

/// `DATABASE_URL`, and no table's name with a typo in it.
fn is_name_of_a_variable(key: &str) -> bool {
    key.contains('_')
        && key.bytes().all(|byte| byte.is_ascii_uppercase() || b"_0123456789".contains(&byte))
}

/// The word is shown only if it is clearly a typo: it may be a value in the wrong file.
fn unknown_word(word: &str, known: &[&str]) -> Finding {
    let is_type = known.contains(&"url");
    let what = if is_type { "unknown type" } else { "unknown value" };
    // `boolean`, `integer`, `str`
    let begins = |type_name: &&&str| {
        is_type && word.len() > 2 && (word.starts_with(**type_name) || type_name.starts_with(word))
    };
    let near = nearest(word, known.iter().copied());
    if let Some(near) = near.or_else(|| known.iter().find(begins).copied()) {
        return Finding::new(Code::WrongKind, format!("{what} `{word}`"))
            .label(format!("did you mean `{near}`?"))
            .help(list(known));
    }
    let finding = Finding::new(Code::WrongKind, what);
    if is_type {
        return finding.label("expected a type").help(format!(
            "the manifest declares types; values belong in `.env`. Known types: {}",
            known.join(", ")
        ));
    }
    finding.help(list(known))
}

fn list(known: &[&str]) -> String {
    format!("expected one of: {}", known.join(", "))
}

/// `invalid type: string "x", expected a boolean` → `expected a boolean, found a string`.
fn without_echo(message: &str) -> String {
    let Some((found, expected)) = message.rsplit_once(", expected ") else {
        return message.replace('\n', "; ");
    };
    let expected = match expected {
        "usize" => "a non-negative whole number",
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

/// Removes the innermost entry that contains the span. Returns whether there was one.
fn take_out(table: &mut DeTable<'_>, span: &Span) -> bool {
    let holds = |outer: Span| outer.start <= span.start && span.end <= outer.end;
    let found = table.iter().find_map(|(key, value)| {
        let at_key = holds(key.span());
        // a table's span is the span of its header, which may not enclose its entries
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

/// Removes the item, or the entry in it, from an array.
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
