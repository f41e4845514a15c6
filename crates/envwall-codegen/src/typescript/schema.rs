//! A schema of JSON as a type, and as the `Shape` by which generated code checks a value.

use envwall_core::{JsonSchema, JsonType, Property, ValueType};
use serde_json::Value;

use super::literal;
use super::types::{array, union};
use crate::Variable;
use crate::writer::Writer;

/// The type of what `parseJson` gives.
pub(super) const ANY: &str = "JsonValue";

/// The schema of a variable.
pub(super) fn of(value_type: &ValueType) -> Option<&JsonSchema> {
    match value_type {
        ValueType::Json { schema } => schema.as_deref(),
        _ => None,
    }
}

/// The constant that holds a variable's shape: letters that no variable's name has keep two apart.
pub(super) fn shape_name(variable: &Variable) -> String {
    format!("shape_{}", variable.name.replace('.', "$d").replace('-', "$h"))
}

/// The constants of the variables that have a schema.
pub(super) fn shapes<'a>(code: &mut Writer, variables: impl IntoIterator<Item = &'a Variable>) {
    for variable in variables {
        let Some(schema) = of(&variable.value_type) else { continue };
        let (name, of_type) = (shape_name(variable), type_of(schema));
        code.block(format_args!("const {name}: Shape<{of_type}> = {{"), "};", |code| {
            for entry in entries(schema) {
                code.line(format_args!("{entry},"));
            }
        });
        code.blank();
    }
}

/// The type of a value that fits. Of an object that says nothing of other properties, it knows those
/// that are named.
pub(super) fn type_of(schema: &JsonSchema) -> String {
    if let Some(values) = &schema.values {
        return union(values.iter().map(type_of_value));
    }
    let alternatives = [&schema.any_of, &schema.one_of].into_iter().flatten();
    let mut parts: Vec<String> = alternatives.map(|some| union(some.iter().map(type_of))).collect();
    match &schema.types {
        Some(types) if types.is_empty() => return "never".to_owned(),
        Some(types) => parts.insert(0, union(types.iter().map(|one| of_type(*one, schema)))),
        None if parts.is_empty() => return ANY.to_owned(),
        None => {}
    }
    match &parts[..] {
        [one] => one.clone(),
        parts => parts.iter().map(|one| atom(one)).collect::<Vec<_>>().join(" & "),
    }
}

fn of_type(of_type: JsonType, schema: &JsonSchema) -> String {
    match of_type {
        JsonType::Null => "null".to_owned(),
        JsonType::Boolean => "boolean".to_owned(),
        JsonType::Integer | JsonType::Number => "number".to_owned(),
        JsonType::String => "string".to_owned(),
        JsonType::Array if schema.first.is_empty() => {
            let item = schema.items.as_deref().map_or_else(|| ANY.to_owned(), type_of);
            format!("readonly {}", array(&item))
        }
        JsonType::Array => tuple(schema),
        JsonType::Object => object(schema),
    }
}

fn tuple(schema: &JsonSchema) -> String {
    let most = schema.count.max.unwrap_or(usize::MAX);
    let first = schema.first.iter().take(most).enumerate().map(|(at, item)| {
        let mark = if at < schema.count.min { "" } else { "?" };
        format!("{}{mark}", atom(&type_of(item)))
    });
    let rest = schema.items.as_deref().map_or_else(|| ANY.to_owned(), type_of);
    let has_rest = most > schema.first.len() && rest != "never";
    let rest = has_rest.then(|| format!("...{}", array(&rest)));
    format!("readonly [{}]", first.chain(rest).collect::<Vec<_>>().join(", "))
}

fn object(schema: &JsonSchema) -> String {
    let property = |Property { name, schema, required }: &Property| {
        let mark = if *required { "" } else { "?" };
        format!("readonly {}{mark}: {}", key(name), type_of(schema))
    };
    let mut entries: Vec<_> = schema.properties.iter().map(property).collect();
    let others = match schema.others.as_deref().map(type_of) {
        // nothing is known of what nobody named
        None if entries.is_empty() => Some(ANY.to_owned()),
        Some(never) if never == "never" && !entries.is_empty() => None,
        others => others,
    };
    if let Some(others) = others {
        // to the compiler, properties with a name are among them
        let known = schema.properties.iter().map(|known| type_of(&known.schema));
        let optional = schema.properties.iter().any(|known| !known.required);
        let absent = optional.then(|| "undefined".to_owned());
        let any = union([others].into_iter().chain(known).chain(absent));
        entries.push(format!("readonly [key: string]: {any}"));
    }
    format!("{{ {} }}", entries.join("; "))
}

/// A value as a type that it alone has.
fn type_of_value(value: &Value) -> String {
    match value {
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(type_of_value).collect();
            format!("readonly [{}]", items.join(", "))
        }
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| {
                format!("readonly {}: {}", key(name), type_of_value(value))
            };
            let fields: Vec<_> = fields.iter().map(field).collect();
            format!("{{ {} }}", fields.join("; "))
        }
        scalar => self::value(scalar),
    }
}

/// What `Shape` has of a schema.
fn entries(schema: &JsonSchema) -> Vec<String> {
    let mut entries = vec![format!("expected: {}", literal(&schema.phrase()))];
    let mut put = |name: &str, value: Option<String>| {
        entries.extend(value.map(|value| format!("{name}: {value}")));
    };
    let number = |number: Option<f64>| number.map(self::number);
    let (numbers, list) =
        (&schema.numbers, |some: &[JsonSchema]| bracketed(some.iter().map(shape)));
    let alternatives = |some: &Option<Vec<JsonSchema>>, of_any| {
        let expected = literal(&schema.alternatives(of_any));
        some.as_ref().map(|some| format!("[{}, {expected}]", list(some)))
    };
    put(
        "types",
        schema.types.as_ref().map(|types| bracketed(types.iter().map(|one| literal(one.name())))),
    );
    put("values", schema.values.as_ref().map(|values| bracketed(values.iter().map(value))));
    put("min", number(numbers.minimum));
    put("max", number(numbers.maximum));
    put("above", number(numbers.above));
    put("below", number(numbers.below));
    put("length", range(schema.length.min, schema.length.max));
    put("count", range(schema.count.min, schema.count.max));
    put("first", Some(list(&schema.first)).filter(|_| !schema.first.is_empty()));
    put("items", schema.items.as_deref().map(shape));
    let properties = schema.properties.iter().map(|Property { name, schema, required }| {
        format!("[{}, {}, {required}]", literal(name), shape(schema))
    });
    put("properties", Some(bracketed(properties)).filter(|_| !schema.properties.is_empty()));
    put(
        "others",
        schema.others.as_deref().map(|others| {
            let is_never = others.types.as_ref().is_some_and(Vec::is_empty);
            if is_never { literal(&schema.no_others()) } else { shape(others) }
        }),
    );
    put("anyOf", alternatives(&schema.any_of, true));
    put("oneOf", alternatives(&schema.one_of, false));
    entries
}

fn shape(schema: &JsonSchema) -> String {
    format!("{{ {} }}", entries(schema).join(", "))
}

fn bracketed(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(", "))
}

fn range(min: usize, max: Option<usize>) -> Option<String> {
    let max_text = max.map_or_else(|| "Infinity".to_owned(), |max| max.to_string());
    (min > 0 || max.is_some()).then(|| format!("[{min}, {max_text}]"))
}

/// A value as an expression.
fn value(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(truth) => truth.to_string(),
        Value::Number(number) => self::number(number.as_f64().unwrap_or_default()),
        Value::String(text) => literal(text),
        Value::Array(items) => bracketed(items.iter().map(self::value)),
        Value::Object(fields) => {
            let field = |(name, field): (&String, &Value)| {
                // in brackets a name is one, also `__proto__`
                format!("[{}]: {}", literal(name), self::value(field))
            };
            format!("{{ {} }}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
        }
    }
}

/// The shortest text that is read as this number again.
fn number(number: f64) -> String {
    let text = format!("{number:?}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

fn key(name: &str) -> String {
    let first = |char: char| char.is_ascii_alphabetic() || char == '_';
    let plain = |char: char| char.is_ascii_alphanumeric() || char == '_';
    let is_plain = name.starts_with(first) && name.chars().all(plain);
    if is_plain { name.to_owned() } else { literal(name) }
}

/// A type that stands for itself beside `&` and `?`.
fn atom(of_type: &str) -> String {
    let is_simple = of_type.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_simple { of_type.to_owned() } else { format!("({of_type})") }
}
