//! Converts a variable's keys to its type: which constraints a type supports, and whether they make
//! sense.

use std::path::Path;
use std::time::Duration;

use super::at::At;
use super::problem::Problem;
use super::raw::{RawTable, TypeName};
use super::scalar::Bound;
use crate::diagnostic::{Code, Finding};
use crate::source::Span;
use crate::suggest::nearest;
use crate::{ValueType, parse_duration};

/// The constraints that a type supports.
fn constraints_of(name: TypeName) -> &'static [&'static str] {
    match name {
        TypeName::String => &["min-length", "max-length", "prefix"],
        TypeName::Int | TypeName::Float | TypeName::Duration => &["min", "max"],
        TypeName::Url => &["schemes"],
        TypeName::Enum => &["values"],
        TypeName::List => &["items", "separator", "min-length", "max-length"],
        TypeName::Base64 | TypeName::Hex => &["min-length", "max-length"],
        TypeName::Pem => &["label"],
        TypeName::Json => &["schema"],
        TypeName::Bool | TypeName::Port | TypeName::Email | TypeName::Uuid => &[],
    }
}

/// The constraints in a table, by name, with their spans.
fn given(table: &RawTable) -> Vec<(&'static str, Span)> {
    let keys = [
        ("min", table.min.as_ref().map(At::span)),
        ("max", table.max.as_ref().map(At::span)),
        ("min-length", table.min_length.as_ref().map(At::span)),
        ("max-length", table.max_length.as_ref().map(At::span)),
        ("prefix", table.prefix.as_ref().map(At::span)),
        ("values", table.values.as_ref().map(At::span)),
        ("schemes", table.schemes.as_ref().map(At::span)),
        ("items", table.items.as_ref().map(At::span)),
        ("separator", table.separator.as_ref().map(At::span)),
        ("schema", table.schema.as_ref().map(At::span)),
        ("label", table.label.as_ref().map(At::span)),
    ];
    keys.into_iter().filter_map(|(name, span)| Some((name, span?))).collect()
}

/// The type that a table describes. Problems with its constraints are collected.
pub(super) fn value_type(
    table: &RawTable,
    at: &Span,
    folder: Option<&Path>,
) -> (ValueType, Vec<Problem>) {
    let name = table.r#type.as_ref().map_or(TypeName::default(), |name| **name);
    let mut problems = foreign(table, name);
    let mut value_type = build(table, name, at, &mut problems);
    if let ValueType::Json { schema } = &mut value_type {
        *schema = super::schema::schema(table, folder, &mut problems);
    }
    problems.extend(crossed(table, &value_type));
    (value_type, problems)
}

fn foreign(table: &RawTable, name: TypeName) -> Vec<Problem> {
    let own = constraints_of(name);
    let foreign = given(table).into_iter().filter(|(key, _)| !own.contains(key));
    foreign.map(|(key, span)| (span, not_for(key, name, own))).collect()
}

fn not_for(key: &str, name: TypeName, own: &[&str]) -> Finding {
    let type_name = format!("{name:?}").to_lowercase();
    let finding =
        Finding::new(Code::BadConstraint, format!("type `{type_name}` does not support `{key}`"));
    match (own, nearest(key, own.iter().copied())) {
        _ if key == "schema" => finding.help("only type `json` supports `schema`: type = \"json\""),
        (_, Some(near)) => finding.label(format!("did you mean `{near}`?")),
        ([], None) => finding.help(format!("type `{type_name}` supports no constraints")),
        (own, None) => finding.help(format!("type `{type_name}` supports {}", own.join(", "))),
    }
}

fn build(table: &RawTable, name: TypeName, at: &Span, problems: &mut Vec<Problem>) -> ValueType {
    let min_length = table.min_length.as_deref().copied();
    let max_length = table.max_length.as_deref().copied();
    match name {
        TypeName::String => ValueType::String {
            min_length: min_length.unwrap_or(1),
            max_length,
            prefix: table.prefix.as_deref().cloned(),
        },
        TypeName::Bool => ValueType::Bool,
        TypeName::Int => ValueType::Int {
            min: bound(table.min.as_ref(), "a whole number", whole, problems),
            max: bound(table.max.as_ref(), "a whole number", whole, problems),
        },
        TypeName::Float => ValueType::Float {
            min: bound(table.min.as_ref(), "a number", decimal, problems),
            max: bound(table.max.as_ref(), "a number", decimal, problems),
        },
        TypeName::Duration => ValueType::Duration {
            min: bound(table.min.as_ref(), "a duration such as \"90d\"", duration, problems),
            max: bound(table.max.as_ref(), "a duration such as \"90d\"", duration, problems),
        },
        TypeName::Url => ValueType::Url { schemes: schemes(table, problems) },
        TypeName::Port => ValueType::Port,
        TypeName::Email => ValueType::Email,
        TypeName::Enum => ValueType::Enum { values: enum_values(table, at, problems) },
        TypeName::List => ValueType::List {
            items: Box::new(item_type(table, problems)),
            separator: separator(table, problems),
            min_length: min_length.unwrap_or(0),
            max_length,
        },
        TypeName::Json => ValueType::Json { schema: None },
        TypeName::Uuid => ValueType::Uuid,
        TypeName::Base64 => ValueType::Base64 { min_length: min_length.unwrap_or(1), max_length },
        TypeName::Hex => ValueType::Hex { min_length: min_length.unwrap_or(1), max_length },
        TypeName::Pem => ValueType::Pem { label: table.label.as_deref().cloned() },
    }
}

fn bound<T>(
    bound: Option<&At<Bound>>,
    expected: &str,
    read: impl Fn(&Bound) -> Option<T>,
    problems: &mut Vec<Problem>,
) -> Option<T> {
    let at = bound?;
    let value = read(at);
    if value.is_none() {
        let message = format!("expected {expected}");
        let finding = Finding::new(Code::BadConstraint, message);
        let finding = match **at {
            Bound::Text(_) if !expected.contains('"') => finding.help("write it without quotes"),
            _ => finding,
        };
        problems.push((at.span(), finding));
    }
    value
}

fn whole(bound: &Bound) -> Option<i64> {
    match bound {
        Bound::Integer(number) => Some(*number),
        Bound::Float(_) | Bound::Text(_) => None,
    }
}

fn decimal(bound: &Bound) -> Option<f64> {
    match bound {
        #[expect(clippy::cast_precision_loss, reason = "a bound of a decimal number")]
        Bound::Integer(number) => Some(*number as f64),
        Bound::Float(number) => Some(*number).filter(|number| number.is_finite()),
        Bound::Text(_) => None,
    }
}

fn duration(bound: &Bound) -> Option<Duration> {
    match bound {
        Bound::Text(text) => parse_duration(text),
        Bound::Integer(_) | Bound::Float(_) => None,
    }
}

/// RFC 3986: a letter, then letters, digits, `+`, `-` and `.`.
fn schemes(table: &RawTable, problems: &mut Vec<Problem>) -> Vec<String> {
    let Some(schemes) = &table.schemes else { return Vec::new() };
    for scheme in schemes.iter() {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
        let letter_first = scheme.starts_with(|char: char| char.is_ascii_alphabetic());
        if !letter_first || !scheme.bytes().all(plain) {
            let message = "expected a URL scheme without the colon, such as \"https\"";
            problems.push((scheme.span(), Finding::new(Code::BadConstraint, message)));
        }
    }
    schemes.iter().map(|scheme| (**scheme).clone()).collect()
}

fn enum_values(table: &RawTable, at: &Span, problems: &mut Vec<Problem>) -> Vec<String> {
    let values = table.values.as_deref().map_or(&[][..], Vec::as_slice);
    if values.is_empty() {
        let span = table.values.as_ref().map_or_else(|| at.clone(), At::span);
        let finding = Finding::new(Code::BadConstraint, "type `enum` needs its `values`")
            .help("list the allowed values: values = [\"light\", \"dark\"]");
        problems.push((span, finding));
    }
    for (index, value) in values.iter().enumerate() {
        if values[..index].contains(value) {
            problems.push((value.span(), Finding::new(Code::BadConstraint, "duplicate value")));
        }
    }
    values.iter().map(|value| (**value).clone()).collect()
}

fn item_type(table: &RawTable, problems: &mut Vec<Problem>) -> ValueType {
    let Some(items) = &table.items else { return ValueType::ANY };
    let needs_more = matches!(**items, TypeName::List | TypeName::Enum);
    if needs_more {
        let message = "items of a list cannot be lists or enums";
        problems.push((items.span(), Finding::new(Code::BadConstraint, message)));
        return ValueType::ANY;
    }
    build(&RawTable::default(), **items, &items.span(), problems)
}

fn separator(table: &RawTable, problems: &mut Vec<Problem>) -> String {
    let Some(separator) = &table.separator else { return ",".to_owned() };
    if separator.is_empty() {
        let message = "the separator must not be empty";
        problems.push((separator.span(), Finding::new(Code::BadConstraint, message)));
    }
    (**separator).clone()
}

/// A problem if the bounds exclude every value.
fn crossed(table: &RawTable, value_type: &ValueType) -> Option<Problem> {
    let crossed = match value_type {
        ValueType::Int { min: Some(min), max: Some(max) } => min > max,
        ValueType::Float { min: Some(min), max: Some(max) } => min > max,
        ValueType::Duration { min: Some(min), max: Some(max) } => min > max,
        ValueType::String { min_length, max_length: Some(max), .. }
        | ValueType::List { min_length, max_length: Some(max), .. }
        | ValueType::Base64 { min_length, max_length: Some(max) }
        | ValueType::Hex { min_length, max_length: Some(max) } => min_length > max,
        _ => false,
    };
    let span = table.max.as_ref().map(At::span).or(table.max_length.as_ref().map(At::span));
    let message = "no value fits: the maximum is less than the minimum";
    span.filter(|_| crossed).map(|span| (span, Finding::new(Code::BadConstraint, message)))
}
