//! A JSON schema as the `Shape` that generated code checks values with.

use envwall_core::{JsonSchema, Property, ValueType};
use serde_json::Value;

use super::schema_type::{number_literal, scalar_literal, type_of};
use super::syntax::literal;
use crate::Variable;
use crate::writer::Writer;

/// The schema of a JSON type.
pub(super) fn schema_of(value_type: &ValueType) -> Option<&JsonSchema> {
    match value_type {
        ValueType::Json { schema } => schema.as_deref(),
        _ => None,
    }
}

/// The name of the constant with a variable's shape. `$` does not occur in variable names, so no two
/// collide.
pub(super) fn name(variable: &Variable) -> String {
    format!("shape_{}", variable.name.replace('.', "$d").replace('-', "$h"))
}

/// Declares a constant for each variable that has a schema.
pub(super) fn declare<'a>(code: &mut Writer, variables: impl IntoIterator<Item = &'a Variable>) {
    for variable in variables {
        let Some(schema) = schema_of(&variable.value_type) else { continue };
        let (name, of_type) = (name(variable), type_of(schema));
        code.block(format_args!("const {name}: Shape<{of_type}> = {{"), "};", |code| {
            for entry in entries(schema) {
                code.line(format_args!("{entry},"));
            }
        });
        code.blank();
    }
}

/// The properties of a `Shape`.
fn entries(schema: &JsonSchema) -> Vec<String> {
    let mut entries = vec![format!("expected: {}", literal(&schema.phrase()))];
    let mut put = |name: &str, value: Option<String>| {
        entries.extend(value.map(|value| format!("{name}: {value}")));
    };
    let number = |number: Option<f64>| number.map(number_literal);
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

/// Writes a value as an expression.
fn value(value: &Value) -> String {
    match value {
        Value::Array(items) => bracketed(items.iter().map(self::value)),
        Value::Object(fields) => {
            let field = |(name, field): (&String, &Value)| {
                // a computed name is a plain property, even `__proto__`
                format!("[{}]: {}", literal(name), self::value(field))
            };
            format!("{{ {} }}", fields.iter().map(field).collect::<Vec<_>>().join(", "))
        }
        scalar => scalar_literal(scalar),
    }
}
