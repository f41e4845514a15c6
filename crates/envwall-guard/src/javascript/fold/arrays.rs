//! Methods of arrays.

use super::body::comes_back;
use super::evaluate::Evaluator;
use super::table::builtins;
use super::value::{Text, Value, integer, join};

/// `items[name]`
pub(super) fn get<'a>(items: &[Value<'a>], name: &Text) -> Value<'a> {
    let name = name.to_rust();
    if name == "length" {
        #[expect(clippy::cast_precision_loss, reason = "no array is that long")]
        return Value::Number(items.len() as f64);
    }
    match name.parse::<usize>() {
        Ok(index) => items.get(index).cloned().unwrap_or(Value::Undefined),
        Err(_) => Value::Unknown,
    }
}

/// `items.name(arguments)`
pub(super) fn call<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    items: &[Value<'a>],
    name: &str,
    arguments: &[Value<'a>],
) -> Value<'a> {
    if !evaluator.spend_on(items.len()) {
        return Value::Unknown;
    }
    method(evaluator, items, name, arguments)
}

builtins! {
    fn method(evaluator, arguments, items: &[Value<'a>]) {
        "join" => joined(evaluator, items, &separator(arguments)),
        "toString" => joined(evaluator, items, &Text::from(",")),
        "reverse" | "toReversed" => Value::array(items.iter().rev().cloned().collect()),
        "concat" => concat(evaluator, items, arguments),
        "slice" => slice(items, arguments),
        "at" => at(items, arguments),
        "map" => map(evaluator, items, arguments, false),
        "flatMap" => map(evaluator, items, arguments, true),
        "filter" => filter(evaluator, items, arguments),
        "reduce" => reduce(evaluator, items.iter().cloned(), arguments),
        "reduceRight" => reduce(evaluator, items.iter().rev().cloned(), arguments),
        "flat" => flat(evaluator, items.iter()),
        "values" => Value::array(items.to_vec()),
    }
}

fn separator(arguments: &[Value<'_>]) -> Text {
    match arguments.first() {
        None | Some(Value::Undefined) => Text::from(","),
        Some(separator) => separator.to_text(),
    }
}

/// `items.join(separator)`; arrays among the items are joined by commas.
pub(super) fn joined<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    items: &[Value<'a>],
    separator: &Text,
) -> Value<'a> {
    match join(items, separator) {
        Some(text) => evaluator.text(text.units().to_vec()),
        None => Value::TooLarge,
    }
}

/// Adds an item, or all of an array; says whether it did.
fn flatten<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    into: &mut Vec<Value<'a>>,
    item: &Value<'a>,
) -> bool {
    match item {
        Value::Array(inner) => evaluator.spread(into, inner.iter().cloned()),
        other => evaluator.spread(into, [other.clone()]),
    }
}

fn flat<'a, 'i>(
    evaluator: &mut Evaluator<'a, '_>,
    mut items: impl Iterator<Item = &'i Value<'a>>,
) -> Value<'a>
where
    'a: 'i,
{
    let mut all = Vec::new();
    if items.all(|item| flatten(evaluator, &mut all, item)) {
        Value::array(all)
    } else {
        Value::Unknown
    }
}

fn concat<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    items: &[Value<'a>],
    arguments: &[Value<'a>],
) -> Value<'a> {
    let mut all = items.to_vec();
    if arguments.iter().all(|item| flatten(evaluator, &mut all, item)) {
        Value::array(all)
    } else {
        Value::Unknown
    }
}

fn slice<'a>(items: &[Value<'a>], arguments: &[Value<'a>]) -> Value<'a> {
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let place = |index: usize, otherwise: i64| {
        let at = arguments.get(index).and_then(Value::to_number).map_or(otherwise, integer);
        let at = if at < 0 { at + length } else { at };
        usize::try_from(at.clamp(0, length)).unwrap_or(0)
    };
    Value::array(items.get(place(0, 0)..place(1, length)).unwrap_or_default().to_vec())
}

fn at<'a>(items: &[Value<'a>], arguments: &[Value<'a>]) -> Value<'a> {
    let index = arguments.first().and_then(Value::to_number).map_or(0, integer);
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let index = if index < 0 { index + length } else { index };
    let item = usize::try_from(index).ok().and_then(|index| items.get(index));
    item.cloned().unwrap_or(Value::Undefined)
}

#[expect(clippy::cast_precision_loss, reason = "no array is that long")]
fn index<'a>(index: usize) -> Value<'a> {
    Value::Number(index as f64)
}

fn map<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    items: &[Value<'a>],
    arguments: &[Value<'a>],
    flat: bool,
) -> Value<'a> {
    let Some(function) = arguments.first().filter(|function| comes_back(function)) else {
        return Value::Unknown;
    };
    let mut mapped = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let value = evaluator.apply(function, &[item.clone(), index(at)]);
        if !flat {
            mapped.push(value);
        } else if !flatten(evaluator, &mut mapped, &value) {
            return Value::Unknown;
        }
    }
    Value::array(mapped)
}

fn filter<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    items: &[Value<'a>],
    arguments: &[Value<'a>],
) -> Value<'a> {
    let Some(function) = arguments.first().filter(|function| comes_back(function)) else {
        return Value::Unknown;
    };
    let mut kept = Vec::new();
    for (at, item) in items.iter().enumerate() {
        match evaluator.apply(function, &[item.clone(), index(at)]).truth() {
            Some(true) => kept.push(item.clone()),
            Some(false) => {}
            None => return Value::Unknown,
        }
    }
    Value::array(kept)
}

fn reduce<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    mut items: impl Iterator<Item = Value<'a>>,
    arguments: &[Value<'a>],
) -> Value<'a> {
    let Some(function) = arguments.first().filter(|function| comes_back(function)) else {
        return Value::Unknown;
    };
    let start = arguments.get(1).cloned().or_else(|| items.next());
    let Some(mut total) = start else { return Value::Unknown };
    for (at, item) in items.enumerate() {
        total = evaluator.apply(function, &[total, item, index(at)]);
        if matches!(total, Value::Unknown) {
            return total;
        }
    }
    total
}
