//! Methods of strings.

use super::evaluate::{Evaluator, MAX_LENGTH};
use super::regex;
use super::table::builtins;
use super::value::{Text, Value, integer};

/// `text[name]`: an index or `length`.
pub(super) fn get<'a>(text: &Text, name: &Text) -> Value<'a> {
    let name = name.to_rust();
    if name == "length" {
        #[expect(clippy::cast_precision_loss, reason = "bounded by the longest text")]
        return Value::Number(text.units().len() as f64);
    }
    match name.parse::<usize>() {
        Ok(index) => at(text, index).unwrap_or(Value::Undefined),
        Err(_) => Value::Unknown,
    }
}

fn at<'a>(text: &Text, index: usize) -> Option<Value<'a>> {
    text.units().get(index).map(|unit| Value::Text(Text::new(vec![*unit])))
}

/// `text.name(arguments)`; `text` has no gap.
pub(super) fn call<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    text: &Text,
    name: &str,
    arguments: &[Value<'a>],
) -> Value<'a> {
    if !evaluator.spend_on(text.units().len() / 16) {
        return Value::Unknown;
    }
    match method(evaluator, text, name, arguments) {
        Value::Text(part) if text.is_written() && PARTS.contains(&name) => {
            Value::Text(part.written())
        }
        value => value,
    }
}

/// Methods that take a part of a text as it is.
const PARTS: &[&str] = &["slice", "substr", "substring", "trim", "trimEnd", "trimStart"];

builtins! {
    fn method(evaluator, arguments, text: &Text) {
        "toString" | "valueOf" | "normalize" => Value::Text(text.clone()),
        "trim" => Value::text(text.to_rust().trim()),
        "trimStart" | "trimLeft" => Value::text(text.to_rust().trim_start()),
        "trimEnd" | "trimRight" => Value::text(text.to_rust().trim_end()),
        "toLowerCase" | "toLocaleLowerCase" => Value::text(text.to_rust().to_lowercase()),
        "toUpperCase" | "toLocaleUpperCase" => Value::text(text.to_rust().to_uppercase()),
        "charAt" => char_at(text.units(), number(arguments, 0).unwrap_or(0)),
        "at" => at_from_end(text.units(), number(arguments, 0).unwrap_or(0)),
        "charCodeAt" | "codePointAt" => code_at(text.units(), number(arguments, 0).unwrap_or(0)),
        "concat" => concat(evaluator, text, arguments),
        "slice" => slice(text.units(), number(arguments, 0).unwrap_or(0), number(arguments, 1)),
        "substring" => substring(text.units(), number(arguments, 0).unwrap_or(0), number(arguments, 1)),
        "substr" => substr(text.units(), number(arguments, 0).unwrap_or(0), number(arguments, 1)),
        "repeat" => repeat(evaluator, text.units(), number(arguments, 0).unwrap_or(0)),
        "padStart" => pad(evaluator, text.units(), arguments, true),
        "padEnd" => pad(evaluator, text.units(), arguments, false),
        "split" => split(evaluator, text, arguments),
        "replace" => regex::replace(evaluator, text, arguments, false),
        "replaceAll" => regex::replace(evaluator, text, arguments, true),
    }
}

fn number(arguments: &[Value<'_>], index: usize) -> Option<i64> {
    arguments.get(index).and_then(Value::to_number).map(integer)
}

/// `"".concat(a, "b")` is how templates look in older bundles: gaps are fine there.
pub(super) fn concat<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    text: &Text,
    arguments: &[Value<'a>],
) -> Value<'a> {
    let mut total = Value::Text(text.clone());
    for argument in arguments {
        let tail = Value::Text(evaluator.text_of(argument));
        total = evaluator.add(&total, &tail);
    }
    total
}

fn char_at<'a>(units: &[u16], wanted: i64) -> Value<'a> {
    index(units, wanted).map_or_else(|| Value::text(""), unit)
}

fn at_from_end<'a>(units: &[u16], wanted: i64) -> Value<'a> {
    let wanted = if wanted < 0 { wanted + length(units) } else { wanted };
    index(units, wanted).map_or(Value::Undefined, unit)
}

fn code_at<'a>(units: &[u16], wanted: i64) -> Value<'a> {
    let found = index(units, wanted);
    found.map_or(Value::Number(f64::NAN), |unit| Value::Number(f64::from(unit)))
}

fn length(units: &[u16]) -> i64 {
    i64::try_from(units.len()).unwrap_or(i64::MAX)
}

fn index(units: &[u16], wanted: i64) -> Option<u16> {
    units.get(usize::try_from(wanted).ok()?).copied()
}

fn unit<'a>(unit: u16) -> Value<'a> {
    Value::Text(Text::new(vec![unit]))
}

/// The units from `start` to `end`, both already within the text.
fn between<'a>(units: &[u16], start: i64, end: i64) -> Value<'a> {
    let clamp = |at: i64| usize::try_from(at.clamp(0, length(units))).unwrap_or(0);
    let (start, end) = (clamp(start), clamp(end));
    Value::Text(Text::new(units.get(start..end).unwrap_or_default().to_vec()))
}

fn slice<'a>(units: &[u16], start: i64, end: Option<i64>) -> Value<'a> {
    let from_end = |at: i64| if at < 0 { at + length(units) } else { at };
    between(units, from_end(start).max(0), from_end(end.unwrap_or(length(units))))
}

fn substring<'a>(units: &[u16], start: i64, end: Option<i64>) -> Value<'a> {
    let clamp = |at: i64| at.clamp(0, length(units));
    let (a, b) = (clamp(start), clamp(end.unwrap_or(length(units))));
    between(units, a.min(b), a.max(b))
}

fn substr<'a>(units: &[u16], start: i64, count: Option<i64>) -> Value<'a> {
    let start = if start < 0 { (start + length(units)).max(0) } else { start };
    between(units, start, start.saturating_add(count.unwrap_or(length(units))))
}

fn repeat<'a>(evaluator: &mut Evaluator<'a, '_>, units: &[u16], times: i64) -> Value<'a> {
    let Ok(times) = usize::try_from(times) else { return Value::Unknown };
    if units.len().saturating_mul(times) > MAX_LENGTH {
        return evaluator.too_large();
    }
    evaluator.text(units.repeat(times))
}

fn pad<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    units: &[u16],
    arguments: &[Value<'a>],
    at_start: bool,
) -> Value<'a> {
    let wanted = arguments.first().and_then(Value::to_number).map_or(0, integer);
    let filler = arguments.get(1).map_or_else(|| Text::from(" "), Value::to_text);
    let missing = usize::try_from(wanted - length(units)).unwrap_or(0);
    if filler.units().is_empty() || filler.has_gap() || missing > MAX_LENGTH {
        return Value::Unknown;
    }
    let padding = filler.units().iter().copied().cycle().take(missing);
    let padded: Vec<u16> = if at_start {
        padding.chain(units.iter().copied()).collect()
    } else {
        units.iter().copied().chain(padding).collect()
    };
    evaluator.text(padded)
}

fn split<'a>(evaluator: &mut Evaluator<'a, '_>, text: &Text, arguments: &[Value<'a>]) -> Value<'a> {
    let units = text.units();
    let whole = || Value::array(vec![Value::Text(text.clone())]);
    if !evaluator.spend_on(units.len()) {
        return Value::Unknown;
    }
    match arguments.first() {
        None | Some(Value::Undefined) => whole(),
        Some(Value::Regex(pattern)) => regex::split(evaluator, text, pattern),
        Some(separator) => {
            let Some(separator) = separator.known_text() else { return Value::Unknown };
            let parts = split_at(units, separator.units());
            let parts = parts.map(|part| if text.is_written() { part.written() } else { part });
            Value::array(parts.map(Value::Text).collect())
        }
    }
}

fn split_at<'u>(units: &'u [u16], separator: &'u [u16]) -> Box<dyn Iterator<Item = Text> + 'u> {
    if separator.is_empty() {
        return Box::new(units.iter().map(|unit| Text::new(vec![*unit])));
    }
    let mut rest = Some(units);
    Box::new(std::iter::from_fn(move || {
        let text = rest?;
        let found = text.windows(separator.len()).position(|window| window == separator);
        rest = found.map(|at| &text[at + separator.len()..]);
        Some(Text::new(text[..found.unwrap_or(text.len())].to_vec()))
    }))
}

/// `number.toString(radix)` for whole numbers.
pub(super) fn of_number<'a>(number: f64, arguments: &[Value<'a>]) -> Value<'a> {
    let radix = arguments.first().and_then(Value::to_number).map_or(10, integer);
    if radix == 10 {
        return Value::Text(Value::Number(number).to_text());
    }
    let whole = integer(number);
    #[expect(clippy::cast_precision_loss, clippy::float_cmp, reason = "to see whether it is whole")]
    let exact = whole as f64 == number;
    match (u32::try_from(radix), u64::try_from(whole)) {
        (Ok(radix @ 2..=36), Ok(whole)) if exact => Value::text(in_radix(whole, radix)),
        _ => Value::Unknown,
    }
}

fn in_radix(mut number: u64, radix: u32) -> String {
    let mut digits = Vec::new();
    loop {
        let digit = u32::try_from(number % u64::from(radix)).unwrap_or(0);
        digits.extend(char::from_digit(digit, radix));
        number /= u64::from(radix);
        if number == 0 {
            return digits.into_iter().rev().collect();
        }
    }
}
