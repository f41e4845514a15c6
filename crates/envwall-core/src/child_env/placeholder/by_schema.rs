//! JSON that matches a schema, with the keys of the real value if there is one.

use envwall_value::{Counts, JsonSchema, JsonType, Numbers};
use serde_json::{Map, Value};

use super::draw::{Alphabet, Draw};
use super::json::replace;
use super::text::{self, Size};

/// Length of a text that has no room for a mark.
const SHORT: usize = 4;

/// Width of a number's range if only one end is given.
const RANGE: f64 = 1000.0;

/// Count of integers, from the lowest, of which one is drawn.
const STEPS: u64 = 1000;

/// A JSON text for the schema. The caller checks whether it matches, since alternatives may exclude
/// it.
pub(super) fn json(schema: &JsonSchema, real: Option<&str>, draw: &mut Draw) -> Option<String> {
    let real: Option<Value> = real.and_then(|real| serde_json::from_str(real).ok());
    Some(value(schema, real.as_ref(), draw)?.to_string())
}

fn value(schema: &JsonSchema, real: Option<&Value>, draw: &mut Draw) -> Option<Value> {
    if let Some(values) = &schema.values {
        let first = values.first()?;
        draw.keep(first.as_str().map_or_else(|| first.to_string(), str::to_owned));
        return Some(first.clone());
    }
    let Some(types) = &schema.types else { return untyped(schema, real, draw) };
    let of_real = types.iter().find(|one| real.is_some_and(|real| is_of(**one, real)));
    let one =
        of_real.or_else(|| types.iter().find(|one| **one != JsonType::Null)).or(types.first())?;
    match one {
        JsonType::Null => Some(Value::Null),
        JsonType::Boolean => Some(real.and_then(Value::as_bool).unwrap_or_default().into()),
        JsonType::Integer | JsonType::Number => Some(number(&schema.numbers, draw)),
        JsonType::String => Some(text(schema.length, real.and_then(Value::as_str), draw).into()),
        JsonType::Array => list(schema, real.and_then(Value::as_array), draw),
        JsonType::Object => object(schema, real.and_then(Value::as_object), draw),
    }
}

fn untyped(schema: &JsonSchema, real: Option<&Value>, draw: &mut Draw) -> Option<Value> {
    if let Some(branches) = schema.any_of.as_ref().or(schema.one_of.as_ref()) {
        // the value does not say which branch: each attempt takes the next one
        let at = usize::from(draw.attempt()) % branches.len();
        return value(branches.get(at)?, real, draw);
    }
    let mut like = real.cloned().unwrap_or_default();
    replace(&mut like, "", draw);
    Some(like)
}

fn is_of(of_type: JsonType, value: &Value) -> bool {
    match of_type {
        JsonType::Null => value.is_null(),
        JsonType::Boolean => value.is_boolean(),
        JsonType::Integer | JsonType::Number => value.is_number(),
        JsonType::String => value.is_string(),
        JsonType::Array => value.is_array(),
        JsonType::Object => value.is_object(),
    }
}

/// A whole number within the bounds, or their midpoint.
fn number(numbers: &Numbers, draw: &mut Draw) -> Value {
    let low = numbers.minimum.or(numbers.above.map(|above| (above + 1.0).floor()));
    let high = numbers.maximum.or(numbers.below.map(|below| (below - 1.0).ceil()));
    let (low, high) = match (low, high) {
        (Some(low), high) => (low, high.unwrap_or(low + RANGE)),
        (None, Some(high)) => (high - RANGE, high),
        (None, None) => (1.0, RANGE),
    };
    let step = u32::try_from(draw.below(STEPS)).map_or(0.0, f64::from);
    let drawn = low.ceil() + step;
    let drawn = if drawn <= high { drawn } else { high.floor() };
    if drawn < low {
        return f64::midpoint(low, high).into();
    }
    // whole numbers are written without a decimal point
    format!("{drawn}").parse::<i64>().map_or_else(|_| drawn.into(), Value::from)
}

fn text(length: Counts, real: Option<&str>, draw: &mut Draw) -> String {
    let size = Size { min: length.min, max: length.max };
    let like = text::like(real, size, None, draw);
    let fits = |text: &String| {
        let count = text.chars().count();
        count >= length.min && length.max.is_none_or(|max| count <= max)
    };
    like.filter(fits).unwrap_or_else(|| {
        let count = length.max.map_or(SHORT, |max| max.min(SHORT)).max(length.min);
        draw.text(Alphabet::Hex, count)
    })
}

fn list(schema: &JsonSchema, real: Option<&Vec<Value>>, draw: &mut Draw) -> Option<Value> {
    let most = schema.count.max.unwrap_or(usize::MAX);
    let count = real.map_or(1, Vec::len).max(schema.count.min).min(most);
    let any = JsonSchema::default();
    let item = |at: usize| {
        let schema = schema.first.get(at).or(schema.items.as_deref()).unwrap_or(&any);
        value(schema, real.and_then(|real| real.get(at)), draw)
    };
    (0..count).map(item).collect::<Option<_>>().map(Value::Array)
}

fn object(
    schema: &JsonSchema,
    real: Option<&Map<String, Value>>,
    draw: &mut Draw,
) -> Option<Value> {
    let mut fields = Map::new();
    for property in &schema.properties {
        let of_real = real.and_then(|real| real.get(&property.name));
        if property.required || of_real.is_some() {
            draw.keep(Value::from(property.name.as_str()).to_string() + ":");
            fields.insert(property.name.clone(), value(&property.schema, of_real, draw)?);
        }
    }
    let any = JsonSchema::default();
    let others = schema.others.as_deref().unwrap_or(&any);
    for (name, field) in real.into_iter().flatten() {
        if !fields.contains_key(name) {
            draw.keep(Value::from(name.as_str()).to_string() + ":");
            fields.insert(name.clone(), value(others, Some(field), draw)?);
        }
    }
    Some(fields.into())
}
