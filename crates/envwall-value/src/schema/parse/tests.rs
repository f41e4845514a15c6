//! Schemas that parse, and the errors of those that do not.

use super::*;

fn errors(text: &str) -> Vec<String> {
    let errors = JsonSchema::parse(text).err().unwrap_or_default();
    errors.iter().map(SchemaError::to_string).collect()
}

#[test]
fn every_unsupported_keyword_is_reported_and_nothing_else() {
    for keyword in ["pattern", "format", "allOf", "not", "if", "$dynamicRef", "multipleOf", "x-y"] {
        let found = errors(&format!(r#"{{ "items": {{ "{keyword}": 1 }}, "type": "array" }}"#));
        assert_eq!(found, [format!("/items/{keyword}: unsupported keyword `{keyword}`")]);
    }
    let all = r#"{ "$comment": 1, "title": 1, "description": 1, "default": 1, "examples": 1, "deprecated": 1,
        "readOnly": 1, "writeOnly": 1, "$id": "x", "$defs": {}, "definitions": {} }"#;
    assert_eq!(errors(all), Vec::<String>::new());
    assert!(JsonSchema::parse(all).expect("a schema").is_any());
}

#[test]
fn errors_are_reported_with_their_places() {
    for (schema, expected) in [
        ("1", "expected a schema: an object, true or false"),
        (r#"{ "type": [] }"#, "/type: expected a type or a list of types"),
        (r#"{ "type": ["string", "null", "string"] }"#, "/type/2: duplicate type"),
        (r#"{ "type": "null", "type": "null" }"#, "/type: duplicate name"),
        (
            r#"{ "const": 9007199254740993 }"#,
            "/const: JavaScript cannot represent this number exactly",
        ),
        (r#"{ "type": "number", "maximum": 1e400 }"#, "/maximum: this number is too large"),
        (r#"{ "type": "number", "minimum": "1" }"#, "/minimum: expected a number"),
        (
            r#"{ "type": "string", "minLength": -1 }"#,
            "/minLength: expected a whole number of 0 or more",
        ),
        (
            r#"{ "type": "string", "maxLength": 1.5 }"#,
            "/maxLength: expected a whole number of 0 or more",
        ),
        (r#"{ "type": "array", "prefixItems": {} }"#, "/prefixItems: expected a list of schemas"),
        (r#"{ "anyOf": [] }"#, "/anyOf: expected a list of schemas"),
        (r#"{ "anyOf": [{ "$defs": {} }] }"#, "/anyOf/0/$defs: `$defs` is only allowed at the top"),
        (r#"{ "type": "object", "properties": [] }"#, "/properties: expected an object of schemas"),
        (r#"{ "type": "object", "required": "a" }"#, "/required: expected a list of names"),
        (
            r#"{ "type": "object", "required": ["a"], "additionalProperties": false }"#,
            "`a` is required, but",
        ),
        (r#"{ "enum": [] }"#, "/enum: expected a list of values"),
        (r#"{ "enum": [1], "const": 2 }"#, "no valid value: none of the allowed"),
        (
            r#"{ "type": "integer", "minimum": 1, "exclusiveMaximum": 1 }"#,
            "no valid value: the maximum",
        ),
        (r##"{ "$ref": "#/properties/a" }"##, "/$ref: expected a reference to a definition"),
        (r##"{ "$ref": "#/$defs/a~1b", "$defs": {} }"##, "/$ref: `a/b` is not defined in `$defs`"),
        (
            r##"{ "$ref": "#/$defs/a", "type": "null", "$defs": { "a": {} } }"##,
            "/type: `type` next to `$ref`",
        ),
        (r##"{ "$defs": { "a": { "$ref": "#/$defs/a" } } }"##, "/$defs/a/$ref: circular reference"),
        (r#"{ "$defs": { "a": { "nope": 1 } } }"#, "/$defs/a/nope: unsupported keyword `nope`"),
    ] {
        let all = errors(schema);
        assert!(all.len() == 1 && all[0].starts_with(expected), "{schema}: {all:?}");
    }
}

#[test]
fn references_are_expanded_within_limits() {
    let pointer = r##"{ "$ref": "#/$defs/a~1b", "$defs": { "a/b": { "type": "null" } } }"##;
    let types = JsonSchema::parse(pointer).expect("a schema").types;
    assert_eq!(types, Some(vec![JsonType::Null]));
    // small as a text, large once expanded
    let twice = |at: usize| {
        let next = format!(r##"{{ "$ref": "#/$defs/d{}" }}"##, at + 1);
        format!(r#""d{at}": {{ "anyOf": [{next}, {next}] }}"#)
    };
    let all: Vec<_> = (0..40).map(twice).collect();
    let large =
        format!(r##"{{ "$ref": "#/$defs/d0", "$defs": {{ {}, "d40": true }} }}"##, all.join(", "));
    assert_eq!(errors(&large), ["this schema is too large once its references are expanded"]);
    let chain = |at: usize| format!(r##""d{at}": {{ "$ref": "#/$defs/d{}" }}"##, at + 1);
    for length in [200, 5000] {
        let all: Vec<_> = (0..length).map(chain).collect();
        let deep = format!(r#"{{ "$defs": {{ {}, "d{length}": true }} }}"#, all.join(", "));
        let expected =
            "/$defs/d0/$ref: the schema that this reference points to is nested too deeply";
        assert_eq!(errors(&deep), [expected]);
    }
    let short: Vec<_> = (0..90).map(chain).collect();
    let short = format!(r#"{{ "$defs": {{ {}, "d90": true }} }}"#, short.join(", "));
    assert_eq!(errors(&short), Vec::<String>::new());
}
