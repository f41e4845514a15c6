//! What the manifest reader accepts, and what it says of the rest.

use super::*;
use crate::diagnostic::{Code, Location, Severity};
use crate::{Date, ValueType};

pub(super) fn parse(text: &str) -> Parsed {
    Manifest::parse(&SourceFile::new("envwall.toml", text))
}

/// Each finding as `line:column code message [label]`.
pub(super) fn complaints(text: &str) -> Vec<String> {
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
not-deployed = ["storybook-static/**"]

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
    assert_eq!(manifest.not_deployed, ["storybook-static/**"]);
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
            "4:10 EW062 unknown type `ulr` [did you mean `url`?]",
            "5:32 EW065 expected a whole number",
            "5:39 EW061 unknown key `mim` [did you mean `min`?]",
            "6:1 EW065 type `enum` needs its `values`",
            "7:10 EW062 expected a type such as \"url\", or a table such as { type = \"url\" }, found a whole number",
            "9:21 EW062 expected true or false, found a string",
            "9:28 EW061 unknown key `min-lenght` [did you mean `min-length`?]",
            "10:1 EW067 not a valid environment variable name",
            "12:11 EW064 invalid glob: unclosed character class; missing ']'",
            "13:1 EW062 missing key `reason`",
            "16:1 EW071 [environments.staging] changes `KEJ`, which is not declared [did you mean `KEY`?]",
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
            "2:34 EW065 type `int` does not support `min-length`",
            "3:36 EW065 no value fits: the maximum is less than the minimum",
            "4:32 EW066 invalid default for `C`: expected true or false",
            "5:30 EW065 items of a list cannot be lists or enums",
            "6:32 EW065 expected a URL scheme without the colon, such as \"https\"",
            "6:55 EW065 `sensitive` applies to server variables only; `E` is public",
            "7:37 EW065 duplicate value",
            "9:16 EW065 expected a duration of at least one day, such as \"90d\"",
            "10:17 EW065 `rotated` without `rotate`",
            "11:14 EW065 expected a provider and a key",
        ]
    );
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
        fn defaults_that_fit_are_accepted(number in -EXACT..=EXACT, truth in any::<bool>()) {
            let text = format!(
                "[public]\nA = {{ type = \"int\", default = {number} }}\nB = {{ type = \"bool\", default = {truth} }}\n"
            );
            prop_assert!(complaints(&text).is_empty());
        }
    }
}

#[test]
fn of_thousands_of_errors_the_first_are_shown() {
    for (line, last) in [
        ("a b c\n", "201:3 EW060 19800 more lines from here on are not valid TOML"),
        ("[public.A%]\ntype = 1\n", "there are more errors from here on"),
    ] {
        let lines = (0..20_000).map(|at| line.replace('%', &at.to_string()));
        let shown = complaints(&lines.collect::<String>());
        assert!((200..=202).contains(&shown.len()), "{}", shown.len());
        assert!(shown.iter().any(|shown| shown.contains(last)), "{:?}", shown.last());
    }
}
