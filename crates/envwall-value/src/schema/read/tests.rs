//! What is read, and what is said of the rest.

use super::*;

fn wrong(text: &str) -> Vec<String> {
    let errors = JsonSchema::parse(text).err().unwrap_or_default();
    errors.iter().map(SchemaError::to_string).collect()
}

#[test]
fn what_is_not_understood_is_told_and_nothing_else() {
    for keyword in ["pattern", "format", "allOf", "not", "if", "$dynamicRef", "multipleOf", "x-y"] {
        let told = wrong(&format!(r#"{{ "items": {{ "{keyword}": 1 }}, "type": "array" }}"#));
        assert_eq!(told, [format!("/items/{keyword}: the keyword `{keyword}` is not understood")]);
    }
    let all = r#"{ "$comment": 1, "title": 1, "description": 1, "default": 1, "examples": 1, "deprecated": 1,
        "readOnly": 1, "writeOnly": 1, "$id": "x", "$defs": {}, "definitions": {} }"#;
    assert_eq!(wrong(all), Vec::<String>::new());
    assert!(JsonSchema::parse(all).expect("a schema").is_any());
}

#[test]
fn wrong_kinds_are_told_where_they_stand() {
    for (schema, told) in [
        ("1", "expected a schema: an object, true or false"),
        (r#"{ "type": [] }"#, "/type: expected a type, or a list of some"),
        (r#"{ "type": ["string", "null", "string"] }"#, "/type/2: this type is there already"),
        (r#"{ "type": "null", "type": "null" }"#, "/type: this name stands there twice"),
        (
            r#"{ "const": 9007199254740993 }"#,
            "/const: JavaScript does not hold this number exactly",
        ),
        (r#"{ "type": "number", "maximum": 1e400 }"#, "/maximum: this number is beyond"),
        (r#"{ "type": "number", "minimum": "1" }"#, "/minimum: expected a number"),
        (r#"{ "type": "string", "minLength": -1 }"#, "/minLength: expected a whole number from 0"),
        (r#"{ "type": "string", "maxLength": 1.5 }"#, "/maxLength: expected a whole number from 0"),
        (r#"{ "type": "array", "prefixItems": {} }"#, "/prefixItems: expected a list of schemas"),
        (r#"{ "anyOf": [] }"#, "/anyOf: expected a list of schemas"),
        (r#"{ "anyOf": [{ "$defs": {} }] }"#, "/anyOf/0/$defs: `$defs` is for the whole schema"),
        (r#"{ "type": "object", "properties": [] }"#, "/properties: expected an object of schemas"),
        (r#"{ "type": "object", "required": "a" }"#, "/required: expected a list of names"),
        (
            r#"{ "type": "object", "required": ["a"], "additionalProperties": false }"#,
            "`a` is required, and",
        ),
        (r#"{ "enum": [] }"#, "/enum: expected a list of values"),
        (r#"{ "enum": [1], "const": 2 }"#, "no value fits: none of those"),
        (
            r#"{ "type": "integer", "minimum": 1, "exclusiveMaximum": 1 }"#,
            "no value fits: the largest",
        ),
        (r##"{ "$ref": "#/properties/a" }"##, "/$ref: expected a reference to a definition"),
        (
            r##"{ "$ref": "#/$defs/a~1b", "$defs": {} }"##,
            "/$ref: `a/b` is not defined: it is not in `$defs`",
        ),
        (
            r##"{ "$ref": "#/$defs/a", "type": "null", "$defs": { "a": {} } }"##,
            "/type: `type` beside `$ref`",
        ),
        (
            r##"{ "$defs": { "a": { "$ref": "#/$defs/a" } } }"##,
            "/$defs/a/$ref: this reference leads on",
        ),
        (r#"{ "$defs": { "a": { "nope": 1 } } }"#, "/$defs/a/nope: the keyword `nope`"),
    ] {
        let all = wrong(schema);
        assert!(all.len() == 1 && all[0].starts_with(told), "{schema}: {all:?}");
    }
}

#[test]
fn references_end_somewhere() {
    let pointer = r##"{ "$ref": "#/$defs/a~1b", "$defs": { "a/b": { "type": "null" } } }"##;
    let types = JsonSchema::parse(pointer).expect("a schema").types;
    assert_eq!(types, Some(vec![JsonType::Null]));
    // what is small as a text, and large once all is in place
    let twice = |at: usize| {
        let next = format!(r##"{{ "$ref": "#/$defs/d{}" }}"##, at + 1);
        format!(r#""d{at}": {{ "anyOf": [{next}, {next}] }}"#)
    };
    let all: Vec<_> = (0..40).map(twice).collect();
    let large =
        format!(r##"{{ "$ref": "#/$defs/d0", "$defs": {{ {}, "d40": true }} }}"##, all.join(", "));
    assert_eq!(wrong(&large), ["this schema is too large once its references are put in place"]);
    let chain = |at: usize| format!(r##""d{at}": {{ "$ref": "#/$defs/d{}" }}"##, at + 1);
    for length in [200, 5000] {
        let all: Vec<_> = (0..length).map(chain).collect();
        let deep = format!(r#"{{ "$defs": {{ {}, "d{length}": true }} }}"#, all.join(", "));
        let told = "/$defs/d0/$ref: the schema that this reference leads to is too deep";
        assert_eq!(wrong(&deep), [told]);
    }
    let short: Vec<_> = (0..90).map(chain).collect();
    let short = format!(r#"{{ "$defs": {{ {}, "d90": true }} }}"#, short.join(", "));
    assert_eq!(wrong(&short), Vec::<String>::new());
}
