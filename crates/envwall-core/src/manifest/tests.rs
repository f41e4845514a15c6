//! What the manifest reader accepts, and what it says of the rest.

use super::*;
use crate::diagnostic::{Code, Severity};

fn parse(text: &str) -> Parsed {
    Manifest::parse(&SourceFile::new("envwall.toml", text))
}

/// Each finding as `line:column code message [label]`.
fn complaints(text: &str) -> Vec<String> {
    let show = |finding: &Finding| {
        let location = finding.location.as_ref().expect("every manifest error has a place");
        let at = location.position.expect("every manifest error has a position");
        let label = finding.label.as_ref().map(|label| format!(" [{label}]")).unwrap_or_default();
        format!("{}:{} {} {}{label}", at.line, at.column, finding.code, finding.message)
    };
    parse(text).findings.iter().map(show).collect()
}

const DESIGN: &str = r#"
[project]
framework = "vite"

[client]
include = ["dist/**"]
exclude = ["dist/server/**"]

[public]
VITE_API_URL  = { type = "url" }
VITE_THEME    = { type = "enum", values = ["light", "dark"], default = "light" }
VITE_MAP_ZOOM = { type = "int", min = 0, max = 22, default = 4 }

[server]
WEATHER_API_KEY = { type = "string", min-length = 20, rotate = "90d", rotated = 2026-10-01, issuer = "OpenWeather" }
DATABASE_URL    = { type = "url", schemes = ["postgres"], phase = "build" }
PORT            = { type = "port", default = 8080, sensitive = false }
STRIPE_KEY      = { from = "aws-ssm:/prod/shop/stripe-key" }

[rules]
public = ["VITE_*"]
server = ["*_SECRET*", "*_TOKEN", "*_PASSWORD"]

[environments.production]
VITE_API_URL = { default = "https://api.example.com" }

[[waivers]]
variable = "MAPS_KEY"
path = "dist/assets/map-*.js"
reason = "browser key, restricted by referrer"
expires = 2027-03-01
"#;

#[test]
fn the_whole_manifest_is_read() {
    let Parsed { manifest, findings } = parse(DESIGN);
    assert!(findings.is_empty(), "{findings:#?}");
    let names: Vec<_> = manifest.variables("test").map(|variable| &variable.name).collect();
    let order = ["VITE_API_URL", "VITE_THEME", "VITE_MAP_ZOOM", "WEATHER_API_KEY", "DATABASE_URL"];
    assert_eq!(names[..5], order);
    let find = |environment: &str, name: &str| {
        let mut variables = manifest.variables(environment);
        variables.find(|variable| variable.name == name).cloned().expect("declared")
    };
    let key = find("test", "WEATHER_API_KEY");
    assert!(key.sensitive && key.required && key.phase == Phase::Runtime);
    let rotation = key.rotation.expect("it rotates");
    assert_eq!((rotation.every_days, rotation.last), (90, Some(Date::new(2026, 10, 1))));
    assert_eq!(find("test", "DATABASE_URL").phase, Phase::Build);
    assert!(!find("test", "PORT").sensitive);
    assert!(!find("test", "VITE_THEME").sensitive);
    let production = find("production", "VITE_API_URL");
    assert_eq!(production.default.expect("set").value.expose(), "https://api.example.com");
    assert_eq!(production.value_type, ValueType::Url { schemes: Vec::new() });
    assert!(find("staging", "VITE_API_URL").default.is_none());
    assert_eq!(manifest.class_by_rule("VITE_TOKEN"), Some(Class::Server), "later wins");
    assert_eq!(manifest.class_by_rule("VITE_X"), Some(Class::Public));
    assert_eq!(manifest.class_by_rule("X"), None);
    assert_eq!(manifest.waivers.len(), 1);
}

#[test]
fn an_empty_manifest_is_a_manifest() {
    assert!(complaints("").is_empty());
    assert!(complaints("# nothing yet\n\n[public]\n").is_empty());
}

#[test]
fn all_errors_of_a_file_come_at_once() {
    let text = "\
[projekt]
framework = \"vite\"
[public]
VITE_A = \"ulr\"
VITE_B = { type = \"int\", min = \"low\", mim = 3 }
VITE_C = { type = \"enum\" }
VITE_D = 5
[server]
KEY = { sensitive = \"yes\", min-lenght = 3 }
9LIVES = \"string\"
[rules]
public = [\"VITE_[\"]
[[waivers]]
variable = \"KEY\"
[environments.staging]
KEJ = { required = false }
";
    assert_eq!(
        complaints(text),
        [
            "1:2 EW061 unknown key `projekt` [did you mean `project`?]",
            "4:10 EW062 `ulr` is not known here [did you mean `url`?]",
            "5:32 EW065 expected a whole number",
            "5:39 EW061 unknown key `mim` [did you mean `min`?]",
            "6:1 EW065 type `enum` needs its `values`",
            "7:10 EW062 expected a type such as \"url\", or a table such as { type = \"url\" }, found a whole number",
            "9:21 EW062 expected true or false, found a string",
            "9:28 EW061 unknown key `min-lenght` [did you mean `min-length`?]",
            "10:1 EW067 this is no name of an environment variable",
            "12:11 EW064 this pattern is no glob: unclosed character class; missing ']'",
            "13:1 EW062 missing field `reason`",
            "16:1 EW071 [environments.staging] changes `KEJ`, which no table declares [did you mean `KEY`?]",
        ]
    );
}

#[test]
fn broken_lines_do_not_hide_the_rest() {
    let text = "[public]\nVITE_A = url\nVITE_B = \"ulr\"\nVITE_C = \"int\nVITE_D = \"int\"\n";
    let complaints = complaints(text);
    let codes: Vec<_> =
        complaints.iter().map(|line| &line[..line.find(' ').unwrap() + 6]).collect();
    assert_eq!(codes, ["2:10 EW060", "3:10 EW062", "4:14 EW060"], "{complaints:#?}");
}

#[test]
fn a_variable_in_both_tables_shows_both_places() {
    let parsed = parse("[public]\nA = \"url\"\n[server]\nA = \"url\"\n");
    let [finding] = &parsed.findings[..] else { panic!("{:#?}", parsed.findings) };
    assert_eq!((finding.code, finding.severity), (Code::DeclaredTwice, Severity::Error));
    let line = |location: &Location| location.position.expect("a position").line;
    assert_eq!(line(&finding.related[0].location), 2);
    assert_eq!(finding.location.as_ref().map(line), Some(4));
}

#[test]
fn constraints_belong_to_types() {
    let text = "\
[public]
A = { type = \"int\", min-length = 3 }
B = { type = \"int\", min = 3, max = 2 }
C = { type = \"bool\", default = \"maybe\" }
D = { type = \"list\", items = \"list\" }
E = { type = \"url\", schemes = [\"https:\"], sensitive = true }
F = { type = \"enum\", values = [\"a\", \"a\"] }
[server]
G = { rotate = \"12h\" }
H = { rotated = 2026-01-01 }
I = { from = \"vault\" }
";
    assert_eq!(
        complaints(text),
        [
            "2:34 EW065 `min-length` is nothing that type `int` has",
            "3:36 EW065 no value fits: the largest is smaller than the smallest",
            "4:32 EW066 the default of `C` does not fit: expected true or false",
            "5:30 EW065 items of a list cannot be lists or enums",
            "6:32 EW065 expected a URL scheme without colon, such as \"https\"",
            "6:55 EW065 `sensitive` is for server variables; `E` is public",
            "7:37 EW065 this value is there already",
            "9:16 EW065 expected a length of time of a day or more, such as \"90d\"",
            "10:17 EW065 `rotated` without `rotate`",
            "11:14 EW065 expected a provider and a key",
        ]
    );
}

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
        [
            "3:32 EW066 the default of `A` does not fit: .max: expected a whole number of 2 or less, found 3"
        ]
    );
    let manifest = parse(text).manifest;
    let fits =
        |at: usize, value| manifest.variables("test").nth(at).unwrap().value_type.check(value);
    assert_eq!(fits(0, "{\"max\":3}"), Ok(()));
    assert!(fits(0, "{\"max\":\"3\"}").is_err());
    assert!(fits(1, "[\"a\",1.0]").is_ok() && fits(1, "null").is_ok() && fits(1, "[2]").is_err());
}

/// Whatever is wrong in a schema is told where it stands; nothing is passed over.
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
K = { type = \"json\", schema = { \"$schema\" = \"http://json-schema.org/draft-07/schema#\" } }
";
    assert_eq!(
        complaints(text),
        [
            "2:50 EW061 the keyword `minimun` of a schema is not understood [did you mean `minimum`?]",
            "2:84 EW065 expected a type, or a list of some: null, boolean, integer, number, string, array, object",
            "3:33 EW065 `schema` is nothing that type `string` has",
            "4:50 EW061 the keyword `pattern` of a schema is not understood",
            "5:33 EW065 `minimum` needs the type beside it: \"type\": \"number\"",
            "6:33 EW065 this reference leads on without end",
            "6:71 EW065 this reference leads on without end",
            "7:41 EW062 JSON has no dates: write it as a text, in quotes",
            "8:31 EW062 expected a schema: the path of its file, or a table such as { type = \"object\" }",
            "9:31 EW065 the file of this schema cannot be read: the manifest is in no folder",
            "10:31 EW065 no value fits: the largest is smaller than the smallest",
            "11:31 EW065 no value fits: none of those allowed fits the rest",
            "12:33 EW065 expected the dialect 2020-12: https://json-schema.org/draft/2020-12/schema",
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
            "a.schema.json:3:28 EW061 the keyword `ä` of a schema is not understood",
            "a.schema.json:4:2 EW061 the keyword `format` of a schema is not understood",
        ]
    );
    assert_eq!(
        complaints("{\n  \"type\": \"array\",\n}\n"),
        ["a.schema.json:3:1 EW065 this file of a schema is not JSON"]
    );
    assert_eq!(complaints(""), ["a.schema.json:1:1 EW065 this file of a schema is not JSON"]);
    std::fs::remove_file(folder.path().join("a.schema.json")).unwrap();
    let text = "[server]\nA = { type = \"json\", schema = \"a.schema.json\" }\n";
    let parsed = Manifest::parse_in(&SourceFile::new("envwall.toml", text), folder.path());
    let message = &parsed.findings[0].message;
    assert_eq!(message, "the file of this schema cannot be read: there is no such file");
    for path in [".", "/etc/hostname", "a\\\\b.json"] {
        let text = format!("[server]\nA = {{ type = \"json\", schema = \"{path}\" }}\n");
        let parsed = Manifest::parse_in(&SourceFile::new("envwall.toml", text), folder.path());
        assert_eq!(parsed.findings.len(), 1, "{path}");
    }
}

/// People in a hurry put values where types belong.
#[test]
fn a_value_in_the_manifest_is_never_shown() {
    let secret = "sk_made_up_9f86d081884c7d65";
    let shapes = [
        format!("[server]\nKEY = \"{secret}\"\n"),
        format!("[server]\nKEY = {{ default = \"{secret}\" }}\n"),
        format!("[server]\nKEY = {{ value = \"{secret}\" }}\n"),
        format!("[server]\nKEY = {{ default = [\"{secret}\"], type = \"int\" }}\n"),
        format!("[server]\nKEY = {secret}\n"),
        format!("[server]\nKEY = '{secret}\n"),
        format!("[server]\nKEY = {{ min-length = \"{secret}\" }}\n"),
        format!("[server\nKEY = {secret}\n"),
        format!("[srever]\nKEY = \"{secret}\"\n"),
        format!("KEY = \"{secret}\"\n"),
        format!("[environments]\nKEY = \"{secret}\"\n"),
        format!("[project]\nKEY = \"{secret}\"\n"),
        format!("[project]\n{secret} = \"KEY\"\n"),
        format!("[client]\ninclude = \"{secret}\"\n"),
        format!("[rules]\nserver = [{{ K = \"{secret}\" }}]\n"),
        format!("[server]\nX = {{ from = \"{secret}\" }}\n"),
        format!("[server]\nX = {{ prefix = \"{secret}\", min = 3 }}\n"),
        format!("[server]\n\"{secret} \" = 3\n"),
        format!("[public]\nKEY = \"{secret}\"\n"),
        format!("[public]\nKEY = {secret}\n"),
        format!("[[waivers]]\nvariable = {secret}\n"),
        format!("[environments.x]\nKEY = {{ default = \"{secret}\" }}\n"),
        format!("[server]\n[server.KEY]\ndefault = \"{secret}\"\nmin = true\n"),
        format!("[server]\nX = {{ type = \"json\", schema = \"{secret}\" }}\n"),
        format!(
            "[server]\nX = {{ type = \"json\", schema = {{ default = \"{secret}\", min = 3 }} }}\n"
        ),
        format!("[server]\nX = {{ type = \"json\", schema = {{ {secret} = 3 }} }}\n"),
        format!("[server]\nX = {{ type = \"json\", schema = {{ type = \"{secret}\" }} }}\n"),
        format!(
            "[server]\nX = {{ type = \"json\", schema = {{ properties.{secret}.min = 3 }} }}\n"
        ),
    ];
    for text in shapes {
        let findings = parse(&text).findings;
        assert!(!findings.is_empty(), "{text}");
        let shown = format!("{findings:?}");
        for start in 0..secret.len() - 8 {
            assert!(!shown.contains(&secret[start..start + 8]), "{text}\n{shown}");
        }
    }
}

#[cfg(feature = "schema")]
#[test]
fn the_schema_in_the_repository_is_the_one_of_the_types() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/envwall.schema.json");
    let fresh = serde_json::to_string_pretty(&json_schema()).unwrap() + "\n";
    #[expect(
        clippy::disallowed_methods,
        reason = "how a developer asks for the file to be written"
    )]
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(path, &fresh).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == fresh, "run UPDATE_SCHEMA=1 cargo test -p envwall-core --all-features schema");
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    /// The largest that every language holds exactly.
    const EXACT: i64 = (1 << 53) - 1;

    /// Lines that people write, whole and broken, in any order.
    fn line() -> impl Strategy<Value = String> {
        let key = "[A-Za-z_\"'.-]{0,8}|type|default|min|values|variable|reason";
        let value = "\"[^\"\n]{0,8}\"|'\\PC{0,6}|[0-9.-]{1,6}|\\{ ?type ?= ?\"(url|enum|int)\" ?\\}?|\\[\"a\", ?1?\\]|true|\\PC{0,8}";
        let header = "\\[(public|server|rules|environments.x|client|project|pub)\\]|\\[\\[waivers\\]\\]|\\[.{0,4}";
        prop_oneof![
            (key, value).prop_map(|(key, value)| format!("{key} = {value}")),
            header.prop_map(|header| header),
            "\\PC{0,12}".prop_map(|noise| noise),
        ]
    }

    /// Keywords and others, with values that suit them and others.
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
        fn any_text_is_read_to_its_end(lines in proptest::collection::vec(line(), 0..16)) {
            let parsed = parse(&lines.join("\n"));
            for finding in &parsed.findings {
                let location = finding.location.as_ref().expect("a place");
                prop_assert!(location.position.is_none_or(|at| at.line as usize <= lines.len().max(1)));
            }
        }

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
                // a keyword is marked where it stands
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

        #[test]
        fn defaults_that_fit_are_accepted(number in -EXACT..=EXACT, truth in any::<bool>()) {
            let text = format!(
                "[public]\nA = {{ type = \"int\", default = {number} }}\nB = {{ type = \"bool\", default = {truth} }}\n"
            );
            prop_assert!(complaints(&text).is_empty());
        }
    }
}

#[test]
fn of_thousands_of_errors_the_first_are_told() {
    for (line, last) in [
        ("a b c\n", "201:3 EW060 19800 more lines from here on are no TOML"),
        ("[public.A%]\ntype = 1\n", "there is more wrong from here on"),
    ] {
        let lines = (0..20_000).map(|at| line.replace('%', &at.to_string()));
        let told = complaints(&lines.collect::<String>());
        assert!((200..=202).contains(&told.len()), "{}", told.len());
        assert!(told.iter().any(|told| told.contains(last)), "{:?}", told.last());
    }
}

/// However it is written, reading ends.
#[test]
fn a_schema_may_be_absurdly_deep() {
    let dotted = "properties.a.".repeat(20_000);
    let nested = "{ items = ".repeat(20_000) + "{}" + &" }".repeat(20_000);
    for schema in [format!("schema.{dotted}type = \"null\""), format!("schema = {nested}")] {
        let text = format!("[server.A]\ntype = \"json\"\n{schema}\n");
        assert!(!parse(&text).findings.is_empty());
    }
    let folder = tempfile::tempdir().unwrap();
    let deep = "{\"items\":".repeat(20_000) + "{}" + &"}".repeat(20_000);
    std::fs::write(folder.path().join("s.json"), deep).unwrap();
    let text = "[server]\nA = { type = \"json\", schema = \"s.json\" }\n";
    let parsed = Manifest::parse_in(&SourceFile::new("envwall.toml", text), folder.path());
    assert_eq!(parsed.findings.len(), 1, "{:?}", parsed.findings);
}
