//! Functions that the language and its hosts offer, by their paths.

use std::rc::Rc;

use data_encoding::BASE64;

use super::bytes::{encoded, from_base64, latin1, of_numbers};
use super::constructors::byte_array;
use super::evaluate::Evaluator;
use super::table::builtins;
use super::uri;
use super::value::{Text, Value, integer};

builtins! {
    /// `path(arguments)`
    fn call(evaluator, arguments) {
        "String.fromCharCode" => or_unknown(from_char_codes(arguments)),
        "String.fromCodePoint" => or_unknown(from_code_points(arguments)),
        "String" => Value::Text(evaluator.text_of(&first(arguments))),
        "Number" | "parseFloat" => first(arguments).to_number().map_or(Value::Unknown, Value::Number),
        "parseInt" | "Number.parseInt" => or_unknown(parse_int(&first(arguments), arguments.get(1))),
        "atob" => of_text(arguments, |text| from_base64(text).map(|bytes| latin1(&bytes))),
        "btoa" => of_text(arguments, |text| {
            encoded(text, "latin1").map(|bytes| Value::text(BASE64.encode(&bytes)))
        }),
        "decodeURIComponent" | "decodeURI" => of_text(arguments, |text| uri::decode(text).map(Value::text)),
        "encodeURIComponent" => of_text(arguments, |text| Some(Value::text(uri::encode(text, "")))),
        "encodeURI" => of_text(arguments, |text| Some(Value::text(uri::encode(text, uri::RESERVED)))),
        "unescape" => of_units(arguments, |text| Value::Text(uri::unescape(text))),
        "escape" => of_units(arguments, |text| Value::text(uri::escape(text))),
        "JSON.parse" => of_text(arguments, |text| serde_json::from_str(text).ok().map(|json| of_json(&json))),
        "JSON.stringify" => or_unknown(to_json(&first(arguments)).map(|json| Value::text(json.to_string()))),
        "Buffer.from" => or_unknown(buffer(&first(arguments), arguments.get(1))),
        "Buffer" => byte_array(arguments),
        "Uint8Array.from" => or_unknown(bytes_from(evaluator, arguments)),
        "Uint8Array.of" => or_unknown(of_numbers(arguments).map(|bytes| Value::Bytes(Rc::new(bytes)))),
        "Uint8Array.fromBase64" => of_text(arguments, |text| from_base64(text).map(|bytes| Value::Bytes(Rc::new(bytes)))),
        "Uint8Array.fromHex" => of_text(arguments, |text| encoded(text, "hex").map(|bytes| Value::Bytes(Rc::new(bytes)))),
        "Array.from" => or_unknown(array_from(evaluator, &first(arguments), arguments.get(1))),
        "Array.of" => Value::array(arguments.to_vec()),
        // descriptors are what `Object.defineProperties` is given, as in esbuild's `__spreadProps`
        "Object.freeze" | "Object.seal" | "Object.getOwnPropertyDescriptors" | "structuredClone" => first(arguments),
        "Object.assign" | "Object.defineProperties" => assign(evaluator, arguments),
        "Object.values" => of_entries(arguments, |(_, value)| value),
        "Object.keys" => of_entries(arguments, |(key, _)| Value::Text(key)),
        "Object.entries" => of_entries(arguments, |(key, value)| Value::array(vec![Value::Text(key), value])),
        "Object.fromEntries" => or_unknown(from_entries(&first(arguments))),
    }
}

fn first<'a>(arguments: &[Value<'a>]) -> Value<'a> {
    arguments.first().cloned().unwrap_or(Value::Undefined)
}

fn or_unknown(value: Option<Value<'_>>) -> Value<'_> {
    value.unwrap_or(Value::Unknown)
}

/// What a function makes of a text that is known whole.
fn of_text<'a>(
    arguments: &[Value<'a>],
    function: impl FnOnce(&str) -> Option<Value<'a>>,
) -> Value<'a> {
    or_unknown(first(arguments).known_text().and_then(|text| function(&text.to_rust())))
}

fn of_units<'a>(arguments: &[Value<'a>], function: impl FnOnce(&Text) -> Value<'a>) -> Value<'a> {
    first(arguments).known_text().map_or(Value::Unknown, |text| function(&text))
}

fn of_entries<'a>(
    arguments: &[Value<'a>],
    item: impl FnMut((Text, Value<'a>)) -> Value<'a>,
) -> Value<'a> {
    let entries = entries(&first(arguments));
    or_unknown(entries.map(|entries| Value::array(entries.into_iter().map(item).collect())))
}

/// `Uint8Array.from(items, function)`
fn bytes_from<'a>(evaluator: &mut Evaluator<'a, '_>, arguments: &[Value<'a>]) -> Option<Value<'a>> {
    match arguments.get(1) {
        None => Some(byte_array(arguments)),
        function => Some(byte_array(&[array_from(evaluator, &first(arguments), function)?])),
    }
}

fn from_char_codes<'a>(arguments: &[Value<'a>]) -> Option<Value<'a>> {
    let unit =
        |value: &Value<'a>| u16::try_from(integer(value.to_number()?).rem_euclid(1 << 16)).ok();
    Some(Value::Text(Text::new(arguments.iter().map(unit).collect::<Option<_>>()?)))
}

fn from_code_points<'a>(arguments: &[Value<'a>]) -> Option<Value<'a>> {
    let char = |value: &Value<'a>| char::from_u32(u32::try_from(integer(value.to_number()?)).ok()?);
    Some(Value::text(arguments.iter().map(char).collect::<Option<String>>()?))
}

#[expect(clippy::cast_precision_loss, reason = "a number of JavaScript")]
fn parse_int<'a>(value: &Value<'a>, radix: Option<&Value<'a>>) -> Option<Value<'a>> {
    let text = value.known_text()?.to_rust();
    let text = text.trim();
    let hex = text.strip_prefix("0x").or(text.strip_prefix("0X"));
    let radix = radix.and_then(Value::to_number).map_or(0, integer);
    let (text, radix) = match (hex, radix) {
        (Some(hex), 0 | 16) => (hex, 16),
        (_, 0) => (text, 10),
        (_, radix) => (text, u32::try_from(radix).ok().filter(|radix| (2..=36).contains(radix))?),
    };
    let digits: String = text.chars().take_while(|char| char.is_digit(radix)).collect();
    Some(Value::Number(
        u64::from_str_radix(&digits, radix).map_or(f64::NAN, |number| number as f64),
    ))
}

fn buffer<'a>(value: &Value<'a>, encoding: Option<&Value<'a>>) -> Option<Value<'a>> {
    let bytes = match value {
        Value::Text(_) => {
            let encoding = encoding.and_then(Value::known_text).map(|text| text.to_rust());
            encoded(&value.known_text()?.to_rust(), encoding.as_deref().unwrap_or("utf8"))?
        }
        other => of_numbers(&other.items()?)?,
    };
    Some(Value::Bytes(Rc::new(bytes)))
}

fn array_from<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    value: &Value<'a>,
    function: Option<&Value<'a>>,
) -> Option<Value<'a>> {
    let items = Value::array(value.items()?);
    Some(match function {
        Some(function) => evaluator.method(&items, "map", std::slice::from_ref(function)),
        None => items,
    })
}

fn entries<'a>(value: &Value<'a>) -> Option<Vec<(Text, Value<'a>)>> {
    match value {
        Value::Object(entries) => Some(entries.to_vec()),
        Value::Array(items) => {
            let key = |index: usize| Text::from(index.to_string().as_str());
            Some(items.iter().enumerate().map(|(index, item)| (key(index), item.clone())).collect())
        }
        _ => None,
    }
}

fn from_entries<'a>(value: &Value<'a>) -> Option<Value<'a>> {
    let pair = |item: Value<'a>| {
        let [key, value] = <[Value<'a>; 2]>::try_from(item.items()?).ok()?;
        Some((key.known_text()?, value))
    };
    let entries = value.items()?.into_iter().map(pair).collect::<Option<Vec<_>>>()?;
    Some(Value::object(entries))
}

fn assign<'a>(evaluator: &mut Evaluator<'a, '_>, arguments: &[Value<'a>]) -> Value<'a> {
    let mut all = Vec::new();
    let mut parts = arguments.iter().filter_map(entries);
    if parts.all(|part| evaluator.spread(&mut all, part)) {
        Value::object(all)
    } else {
        Value::Unknown
    }
}

fn of_json<'a>(json: &serde_json::Value) -> Value<'a> {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(truth) => Value::Bool(*truth),
        serde_json::Value::Number(number) => number.as_f64().map_or(Value::Unknown, Value::Number),
        serde_json::Value::String(text) => Value::text(text),
        serde_json::Value::Array(items) => Value::array(items.iter().map(of_json).collect()),
        serde_json::Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| (Text::from(key.as_str()), of_json(value)));
            Value::object(entries.collect())
        }
    }
}

fn to_json(value: &Value<'_>) -> Option<serde_json::Value> {
    Some(match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(truth) => (*truth).into(),
        Value::Text(_) => value.known_text()?.to_rust().into(),
        Value::Array(items) => items.iter().map(to_json).collect::<Option<Vec<_>>>()?.into(),
        Value::Object(entries) => {
            let pair = |(key, value): &(Text, Value<'_>)| Some((key.to_rust(), to_json(value)?));
            entries.iter().map(pair).collect::<Option<serde_json::Map<_, _>>>()?.into()
        }
        _ => return None,
    })
}
