//! What is accepted of a schema, and where the rest is reported.

use super::tests::{complaints, parse};
use super::*;
use crate::ValueType;
use crate::diagnostic::{Code, Finding};

#[test]
fn json_may_have_a_schema() {
    let text = r#"
[public]
A = { type = "json", default = "{\"max\":3}", schema = { type = "object", properties = { max = { type = "integer" } } } }
[server.B]
type = "json"
sensitive = false
[server.B.schema]
type = ["array", "null"]
items.enum = ["a", 1]
[environments.staging.A]
schema = { type = "object", properties = { max = { type = "integer", maximum = 2 } } }
"#;
    assert_eq!(
        complaints(text),
        ["3:32 EW066 invalid default for `A`: .max: expected a whole number of 2 or less, found 3"]
    );
    let manifest = parse(text).manifest;
    let fits =
        |at: usize, value| manifest.variables("test").nth(at).unwrap().value_type.check(value);
    assert_eq!(fits(0, "{\"max\":3}"), Ok(()));
    assert!(fits(0, "{\"max\":\"3\"}").is_err());
    assert!(fits(1, "[\"a\",1.0]").is_ok() && fits(1, "null").is_ok() && fits(1, "[2]").is_err());
}

/// Every error in a schema is reported at its place.
#[test]
fn what_is_not_understood_in_a_schema_is_an_error() {
    let text = "\
[public]
A = { type = \"json\", schema = { type = \"object\", minimun = 3, properties = { a = { type = \"strng\" } } } }
B = { type = \"string\", schema = { type = \"string\" } }
C = { type = \"json\", schema = { type = \"string\", pattern = \"^a\" } }
D = { type = \"json\", schema = { minimum = 3 } }
E = { type = \"json\", schema = { \"$ref\" = \"#/$defs/a\", \"$defs\".a.items.\"$ref\" = \"#/$defs/a\", \"$defs\".a.type = \"array\" } }
F = { type = \"json\", schema = { const = 2026-01-01 } }
G = { type = \"json\", schema = true }
H = { type = \"json\", schema = \"h.json\" }
I = { type = \"json\", schema = { type = \"integer\", minimum = 3, maximum = 2 } }
J = { type = \"json\", schema = { type = \"integer\", enum = [\"a\"] } }
L = { type = \"json\", schema = { const = 9007199254740993 } }
K = { type = \"json\", schema = { \"$schema\" = \"http://json-schema.org/draft-07/schema#\" } }
";
    assert_eq!(
        complaints(text),
        [
            "2:50 EW061 unsupported schema keyword `minimun` [did you mean `minimum`?]",
            "2:84 EW065 expected a type or a list of types: null, boolean, integer, number, string, array, object",
            "3:33 EW065 type `string` does not support `schema`",
            "4:50 EW061 unsupported schema keyword `pattern`",
            "5:33 EW065 `minimum` needs \"type\": \"number\" next to it",
            "6:33 EW065 circular reference: break the cycle",
            "6:71 EW065 circular reference: break the cycle",
            "7:41 EW062 JSON has no dates: write it as a string, in quotes",
            "8:31 EW062 expected a schema: the path of its file, or a table such as { type = \"object\" }",
            "9:31 EW065 cannot read the schema file: the manifest has no folder",
            "10:31 EW065 no valid value: the maximum is smaller than the minimum",
            "11:31 EW065 no valid value: none of the allowed values meets the other constraints",
            "12:33 EW065 JavaScript cannot represent this number exactly: use one that it can",
            "13:33 EW065 expected the dialect 2020-12: https://json-schema.org/draft/2020-12/schema",
        ]
    );
}

#[test]
fn a_schema_may_have_a_file_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let complaints = |schema: &str| {
        std::fs::write(folder.path().join("a.schema.json"), schema).unwrap();
        let text = "[server]\nA = { type = \"json\", schema = \"a.schema.json\" }\n";
        let parsed = Manifest::parse_in(&SourceFile::new("envwall.toml", text), folder.path());
        assert_eq!(parsed.manifest.schema_files, ["a.schema.json"]);
        let show = |found: &Finding| {
            let location = found.location.as_ref().expect("a place");
            let at = location.position.expect("a position");
            assert!(location.excerpt.is_none() || location.file == "envwall.toml");
            format!("{}:{}:{} {} {}", location.file, at.line, at.column, found.code, found.message)
        };
        parsed.findings.iter().map(show).collect::<Vec<_>>()
    };
    assert!(complaints("{ \"type\": \"object\", \"title\": \"x\" }").is_empty());
    assert!(complaints("\u{feff}{ \"type\": \"object\" }").is_empty());
    assert_eq!(
        complaints(
            "{\n  \"type\": \"array\",\n  \"prefixItems\": [true, { \"ä\": 1,\n\"format\": \"uri\" }]\n}\n"
        ),
        [
            "a.schema.json:3:28 EW061 unsupported schema keyword `ä`",
            "a.schema.json:4:2 EW061 unsupported schema keyword `format`",
        ]
    );
    assert_eq!(
        complaints("{\n  \"type\": \"array\",\n}\n"),
        ["a.schema.json:3:1 EW065 the schema file is not valid JSON"]
    );
    let deep = format!("{{\n\"examples\": {}{} }}", "[".repeat(140), "]".repeat(140));
    for (schema, expected) in [
        (&*deep, "2:139 EW065 more than 127 levels of nesting: some JSON parsers reject this"),
        (
            "{ \"type\": \"number\",\n  \"maximum\": 1e400 }",
            "2:14 EW065 this number is too large for JavaScript",
        ),
        (
            "{ \"const\":\n\"\\ud800\" }",
            "2:1 EW065 unpaired surrogate: write both halves of the pair",
        ),
        (
            "{ \"type\": \"null\",\n  \"type\": \"null\" }",
            "2:3 EW065 duplicate name: JSON parsers disagree on which one counts",
        ),
        (
            "{ \"enum\": [1,\n9007199254740993] }",
            "2:1 EW065 JavaScript cannot represent this number exactly: use one that it can",
        ),
    ] {
        assert_eq!(complaints(schema), [format!("a.schema.json:{expected}")]);
    }
    assert_eq!(complaints(""), ["a.schema.json:1:1 EW065 the schema file is not valid JSON"]);
    std::fs::write(folder.path().join("a.schema.json"), b"{\n \xff }").unwrap();
    let text = "[server]\nA = { type = \"json\", schema = \"a.schema.json\" }\n";
    let parsed = Manifest::parse_in(&SourceFile::new("envwall.toml", text), folder.path());
    assert_eq!(
        parsed.findings[0].message,
        "cannot read the schema file: not UTF-8 at line 2, column 2; save it as UTF-8"
    );
    std::fs::remove_file(folder.path().join("a.schema.json")).unwrap();
    let text = "[server]\nA = { type = \"json\", schema = \"a.schema.json\" }\n";
    let parsed = Manifest::parse_in(&SourceFile::new("envwall.toml", text), folder.path());
    let message = &parsed.findings[0].message;
    assert_eq!(message, "cannot read the schema file: no such file");
    for path in [".", "/etc/hostname", "a\\\\b.json"] {
        let text = format!("[server]\nA = {{ type = \"json\", schema = \"{path}\" }}\n");
        let parsed = Manifest::parse_in(&SourceFile::new("envwall.toml", text), folder.path());
        assert_eq!(parsed.findings.len(), 1, "{path}");
    }
}

/// Reading ends for any text.
#[test]
fn a_schema_may_be_absurdly_deep() {
    let dotted = "properties.a.".repeat(2_000);
    let nested = "{ items = ".repeat(2_000) + "{}" + &" }".repeat(2_000);
    for schema in [format!("schema.{dotted}type = \"null\""), format!("schema = {nested}")] {
        let text = format!("[server.A]\ntype = \"json\"\n{schema}\n");
        assert!(!parse(&text).findings.is_empty());
    }
    let folder = tempfile::tempdir().unwrap();
    let deep = "{\"items\":".repeat(2_000) + "{}" + &"}".repeat(2_000);
    std::fs::write(folder.path().join("s.json"), deep).unwrap();
    let text = "[server]\nA = { type = \"json\", schema = \"s.json\" }\n";
    let parsed = Manifest::parse_in(&SourceFile::new("envwall.toml", text), folder.path());
    assert_eq!(parsed.findings.len(), 1, "{:?}", parsed.findings);

    // or with many errors
    let keywords: Vec<_> = (0..5_000).map(|at| format!("\"x{at}\": 1")).collect();
    std::fs::write(folder.path().join("s.json"), format!("{{ {} }}", keywords.join(", "))).unwrap();
    let parsed = Manifest::parse_in(&SourceFile::new("envwall.toml", text), folder.path());
    assert_eq!(parsed.findings.len(), 201);
    assert!(parsed.findings.iter().any(|it| it.message == "4800 more errors in this schema"));
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    /// Known and unknown keywords, with valid and invalid values.
    fn schema() -> impl Strategy<Value = serde_json::Value> {
        use serde_json::{Map, Value};
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            (-3i64..9).prop_map(Value::from),
            "object|array|string|integer|#/\\$defs/(a|b|\\$ref)|[a-c]".prop_map(Value::from),
            Just(Value::Null),
        ];
        let keyword = "type|enum|const|anyOf|oneOf|minimum|maxItems|items|prefixItems|properties|required|\
            additionalProperties|\\$ref|\\$defs|title|pattern|[ab]";
        leaf.prop_recursive(5, 40, 5, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
                proptest::collection::vec((keyword, inner), 0..5)
                    .prop_map(|entries| Value::Object(entries.into_iter().collect::<Map<_, _>>())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_schema_is_read_to_its_end(schema in schema()) {
            let folder = tempfile::tempdir().unwrap();
            let pretty = serde_json::to_string_pretty(&schema).unwrap();
            std::fs::write(folder.path().join("s.json"), &pretty).unwrap();
            let text = "[server]\nA = { type = \"json\", schema = \"s.json\" }\n";
            let parsed = Manifest::parse_in(&SourceFile::new("envwall.toml", text), folder.path());
            for finding in &parsed.findings {
                let location = finding.location.as_ref().expect("a place");
                prop_assert_eq!(&location.file, "s.json");
                let line = location.position.expect("a position").line as usize;
                let line = pretty.lines().nth(line - 1).expect("a line of the file");
                // an unknown keyword is marked itself
                if finding.code == Code::UnknownKey {
                    let keyword = finding.message.split('`').nth(1).expect("a keyword");
                    prop_assert!(line.contains(keyword), "{} {}", line, finding.message);
                }
            }
            if parsed.findings.is_empty() {
                let again = crate::JsonSchema::parse(&pretty).unwrap();
                let ValueType::Json { schema } = &parsed.manifest.variables("x").next().unwrap().value_type
                else { panic!("JSON") };
                prop_assert_eq!(schema.as_deref(), Some(&again));
            }
        }
    }
}
