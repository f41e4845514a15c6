//! `replace` and `split` with patterns that mean the same to Rust's engine.

use swc_ecma_visit::swc_ecma_ast::Regex as Literal;

use super::evaluate::{Evaluator, MAX_LENGTH};
use super::value::{Text, Value};

/// Larger patterns cost too much to compile.
const MAX_PATTERN: usize = 200;

/// A literal as a pattern of the `regex` crate: no look-around, no references back.
pub(super) fn compile(literal: &Literal) -> Option<regex::Regex> {
    let pattern = literal.exp.as_str();
    let foreign = ["(?=", "(?!", "(?<", "\\k", "\\c", "\\/", "\\0"];
    if pattern.len() > MAX_PATTERN || foreign.iter().any(|part| pattern.contains(part)) {
        // an escaped slash is a slash
        let plain = pattern.replace("\\/", "/");
        return (plain != pattern
            && pattern.len() <= MAX_PATTERN
            && !foreign[..5].iter().any(|part| plain.contains(part)))
        .then(|| build(&plain, literal.flags.as_str()))
        .flatten();
    }
    build(pattern, literal.flags.as_str())
}

fn build(pattern: &str, flags: &str) -> Option<regex::Regex> {
    regex::RegexBuilder::new(pattern)
        .case_insensitive(flags.contains('i'))
        .multi_line(flags.contains('m'))
        .dot_matches_new_line(flags.contains('s'))
        .size_limit(1 << 16)
        .build()
        .ok()
}

/// `text.split(pattern)`
pub(super) fn split<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    text: &Text,
    pattern: &'a Literal,
) -> Value<'a> {
    let Some(pattern) = evaluator.pattern(pattern) else { return Value::Unknown };
    let text = text.to_rust();
    if pattern.as_str().is_empty() {
        return Value::array(text.chars().map(|char| Value::text(char.to_string())).collect());
    }
    Value::array(pattern.split(&text).map(Value::text).collect())
}

/// `text.replace(pattern, replacement)` and `replaceAll`.
pub(super) fn replace<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    text: &Text,
    arguments: &[Value<'a>],
    all: bool,
) -> Value<'a> {
    let [pattern, replacement, ..] = arguments else { return Value::Unknown };
    let haystack = text.to_rust();
    let places = match pattern {
        Value::Regex(literal) => {
            let Some(regex) = evaluator.pattern(literal) else { return Value::Unknown };
            let most = if literal.flags.contains('g') || all { usize::MAX } else { 1 };
            regex.find_iter(&haystack).take(most).map(|found| found.range()).collect::<Vec<_>>()
        }
        pattern => {
            let Some(needle) = pattern.known_text().map(|text| text.to_rust()) else {
                return Value::Unknown;
            };
            let most = if all { usize::MAX } else { 1 };
            haystack
                .match_indices(&needle)
                .take(most)
                .map(|(at, part)| at..at + part.len())
                .collect()
        }
    };
    let mut units = Vec::new();
    let mut done = 0;
    for place in places {
        units.extend(haystack[done..place.start].encode_utf16());
        let with = match replacement {
            Value::Function(_) => {
                let found = Value::text(&haystack[place.clone()]);
                evaluator.apply(replacement, &[found])
            }
            other => other.clone(),
        };
        let with = evaluator.text_of(&with);
        // `$1`, `$&` and their like stand for what was found
        if with.units().contains(&u16::from(b'$')) {
            return Value::Unknown;
        }
        units.extend_from_slice(with.units());
        done = place.end;
        if units.len() > MAX_LENGTH {
            return evaluator.too_large();
        }
    }
    units.extend(haystack[done..].encode_utf16());
    evaluator.text(units)
}
