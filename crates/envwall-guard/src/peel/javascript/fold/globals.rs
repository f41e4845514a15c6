//! What the language and its hosts give: functions by their paths.

use std::rc::Rc;

use data_encoding::BASE64;

use super::bytes::{encoded, from_base64, latin1, of_numbers};
use super::evaluate::Evaluator;
use super::uri;
use super::value::{Text, Value, integer};

/// Objects by whose name the rest is known: `window.atob` is `atob`.
const HOSTS: &[&str] = &["window.", "globalThis.", "self.", "global."];

/// Functions that are called by a bare name.
const FUNCTIONS: &[&str] = &[
    "atob",
    "btoa",
    "Buffer",
    "decodeURI",
    "decodeURIComponent",
    "encodeURI",
    "encodeURIComponent",
    "escape",
    "Number",
    "parseFloat",
    "parseInt",
    "String",
    "structuredClone",
    "unescape",
];

/// Objects whose functions are known.
const ROOTS: &[&str] = &[
    "Array",
    "Buffer",
    "global",
    "globalThis",
    "JSON",
    "Number",
    "Object",
    "self",
    "String",
    "TextDecoder",
    "TextEncoder",
    "Uint8Array",
    "Uint8ClampedArray",
    "window",
];

/// Whether a bare global name is a function that the evaluator knows.
pub(super) fn is_function(name: &str) -> bool {
    FUNCTIONS.contains(&name)
}

/// Whether a global name leads to something that the evaluator knows.
pub(super) fn is_root(name: &str) -> bool {
    is_function(name) || ROOTS.contains(&name) || matches!(name, "undefined" | "NaN" | "Infinity")
}

/// `path(arguments)`
pub(super) fn call<'a>(
    evaluator: &mut Evaluator<'a, '_>,
    path: &str,
    arguments: &[Value<'a>],
) -> Value<'a> {
    let path = HOSTS.iter().find_map(|host| path.strip_prefix(host)).unwrap_or(path);
    let first = arguments.first().cloned().unwrap_or(Value::Undefined);
    let text = || first.known_text().map(|text| text.to_rust());
    let or_unknown = |value: Option<Value<'a>>| value.unwrap_or(Value::Unknown);
    match path {
        "String.fromCharCode" => or_unknown(from_char_codes(arguments)),
        "String.fromCodePoint" => or_unknown(from_code_points(arguments)),
        "String" => Value::Text(evaluator.text_of(&first)),
        "Number" | "parseFloat" => first.to_number().map_or(Value::Unknown, Value::Number),
        "parseInt" | "Number.parseInt" => or_unknown(parse_int(&first, arguments.get(1))),
        "atob" => {
            or_unknown(text().and_then(|text| from_base64(&text)).map(|bytes| latin1(&bytes)))
        }
        "btoa" => or_unknown(
            text()
                .and_then(|text| encoded(&text, "latin1"))
                .map(|bytes| Value::text(BASE64.encode(&bytes))),
        ),
        "decodeURIComponent" | "decodeURI" => {
            or_unknown(text().and_then(|text| uri::decode(&text)).map(Value::text))
        }
        "encodeURIComponent" => or_unknown(text().map(|text| Value::text(uri::encode(&text, "")))),
        "encodeURI" => {
            or_unknown(text().map(|text| Value::text(uri::encode(&text, ";/?:@&=+$,#"))))
        }
        "unescape" => or_unknown(first.known_text().map(|text| Value::Text(uri::unescape(&text)))),
        "escape" => or_unknown(first.known_text().map(|text| Value::text(uri::escape(&text)))),
        "JSON.parse" => or_unknown(
            text().and_then(|text| serde_json::from_str(&text).ok()).map(|json| of_json(&json)),
        ),
        "JSON.stringify" => or_unknown(to_json(&first).map(|json| Value::text(json.to_string()))),
        "Buffer.from" => or_unknown(buffer(&first, arguments.get(1))),
        "Uint8Array.from" if arguments.len() > 1 => {
            let items = array_from(evaluator, &first, arguments.get(1));
            items.map_or(Value::Unknown, |items| construct(path, &[items]))
        }
        "Uint8Array.from" | "Uint8Array.of" | "Buffer" | "Uint8Array" => construct(path, arguments),
        "Uint8Array.fromBase64" => or_unknown(
            text().and_then(|text| from_base64(&text)).map(|bytes| Value::Bytes(Rc::new(bytes))),
        ),
        "Uint8Array.fromHex" => or_unknown(
            text().and_then(|text| encoded(&text, "hex")).map(|bytes| Value::Bytes(Rc::new(bytes))),
        ),
        "Array.from" => or_unknown(array_from(evaluator, &first, arguments.get(1))),
        "Array.of" => Value::array(arguments.to_vec()),
        "Object.freeze" | "Object.seal" | "structuredClone" => first,
        "Object.assign" => assign(evaluator, arguments),
        "Object.values" => or_unknown(
            entries(&first)
                .map(|all| Value::array(all.into_iter().map(|(_, value)| value).collect())),
        ),
        "Object.keys" => {
            or_unknown(entries(&first).map(|all| {
                Value::array(all.into_iter().map(|(key, _)| Value::Text(key)).collect())
            }))
        }
        "Object.entries" => or_unknown(entries(&first).map(|all| {
            let pair = |(key, value)| Value::array(vec![Value::Text(key), value]);
            Value::array(all.into_iter().map(pair).collect())
        })),
        "Object.fromEntries" => or_unknown(from_entries(&first)),
        "TextDecoder.decode" => match &first {
            Value::Bytes(bytes) => Value::text(String::from_utf8_lossy(bytes)),
            _ => Value::Unknown,
        },
        "TextEncoder.encode" => {
            or_unknown(text().map(|text| Value::Bytes(Rc::new(text.into_bytes()))))
        }
        _ => Value::Unknown,
    }
}

/// `new path(arguments)`
pub(super) fn construct<'a>(path: &str, arguments: &[Value<'a>]) -> Value<'a> {
    let path = HOSTS.iter().find_map(|host| path.strip_prefix(host)).unwrap_or(path);
    match path {
        // what they are told by is their name: `new TextDecoder().decode(…)`
        "TextDecoder" | "TextEncoder" => Value::Global(Rc::from(path)),
        "Uint8Array.of" => {
            of_numbers(arguments).map_or(Value::Unknown, |bytes| Value::Bytes(Rc::new(bytes)))
        }
        "Uint8Array" | "Uint8ClampedArray" | "Uint8Array.from" | "Buffer" => {
            let items = arguments.first().and_then(Value::items);
            let bytes = items.and_then(|items| of_numbers(&items));
            bytes.map_or(Value::Unknown, |bytes| Value::Bytes(Rc::new(bytes)))
        }
        "Array" => Value::array(arguments.to_vec()),
        "String" => {
            arguments.first().map_or_else(|| Value::text(""), |value| Value::Text(value.to_text()))
        }
        _ => Value::Unknown,
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
