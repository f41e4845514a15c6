use std::time::Duration;

use proptest::prelude::*;

use super::*;

fn placeholders() -> Placeholders {
    Placeholders::from_seed([7; 32])
}

fn of(value_type: &ValueType, real: &str) -> Option<Placeholder> {
    placeholders().placeholder("KEY", value_type, &[&SecretValue::from(real)])
}

fn like(real: &str) -> String {
    of(&ValueType::ANY, real).expect("any text has room").value
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

#[test]
fn prefix_length_and_alphabet_stay() {
    for (real, prefix) in [
        ("sk_live_4eC39HqLyjWDarjtT1zdp7dc", "sk_live_"),
        ("wk-7f3a9c51d2e84b60aa17", "wk-"),
        ("github_pat_11AAAAAAA0bbbbbbbbbbbbbb", "github_pat_"),
        ("correct-horse-battery-staple", ""),
    ] {
        let placeholder = like(real);
        assert_eq!(
            (placeholder.len(), placeholder.starts_with(prefix)),
            (real.len(), true),
            "{placeholder}"
        );
        assert!(is_hex(placeholder.strip_prefix(prefix).unwrap()), "{placeholder}");
    }
    let aws = like("AKIAIOSFODNN7EXAMPLE");
    assert!(aws.starts_with("AKIA") && aws.len() == 20 && aws.to_uppercase() == aws, "{aws}");
    let digits = like("48213907756120943");
    assert!(digits.len() == 17 && digits.bytes().all(|byte| byte.is_ascii_digit()), "{digits}");
}

/// What every format's own example becomes is of the format again, and unmistakable.
#[test]
fn a_credential_keeps_its_format() {
    use crate::classify::issuers::{Audience, Check, formats, identify};
    let secret = formats().filter(|format| matches!(format.audience, Audience::Servers(_)));
    // chance makes no checksum
    for format in secret.filter(|format| matches!(format.check, Check::Exact | Check::Loose)) {
        for real in format.made_up(7).iter().filter(|real| identify(real).is_some()) {
            let Some(placeholder) = of(&ValueType::ANY, real) else { continue };
            assert!(placeholder.marks.iter().any(|mark| mark.len() >= 12), "{}", format.what);
            let same = identify(&placeholder.value).map(|format| format.what);
            let runs = crate::classify::issuers::random_runs(real).unwrap_or_default();
            let has_room = runs.iter().any(|(_, run)| run.len() >= 12);
            assert!(!has_room || same.is_some(), "{}", format.what);
        }
    }
    let hook = like(concat!(
        "https://hooks.slack.com/serv",
        "ices/T02ABCDEF1/B02ABCDEF1/q7WzXe81Kp0v4TzVd83kPqz7"
    ));
    assert!(hook.starts_with("https://hooks.slack.com/services/T"), "{hook}");
    let parts: Vec<_> =
        like(concat!("S", "G.q7WzXe81Kp0v4TzVd83kPq.q7WzXe81Kp0v4TzVd83kPqz7q7WzXe81Kp0v4TzVd83"))
            .split('.')
            .map(str::len)
            .collect();
    assert_eq!(parts, [2, 22, 43]);
}

#[test]
fn common_validators_accept_the_placeholder() {
    let mailbox = like("Shop <shop@acme.example>");
    assert!(mailbox.starts_with("Shop <") && mailbox.ends_with(".invalid>"), "{mailbox}");
    let file = like("file:./dev.sqlite");
    assert!(file.starts_with("file:./") && file.ends_with(".sqlite"), "{file}");
    assert!(like("mailto:ops@acme.example").starts_with("mailto:"));
    for (real, start) in [("[]", '['), ("{}", '{'), (r#"{"a":1}"#, '{')] {
        let json = like(real);
        assert!(json.starts_with(start), "{json}");
        serde_json::from_str::<serde_json::Value>(&json).expect("JSON");
    }
}

#[test]
fn a_short_value_gets_a_placeholder_that_is_unmistakable() {
    for real in ["admin", "3306", "x"] {
        let placeholder = of(&ValueType::ANY, real).unwrap();
        assert!(placeholder.marks.iter().any(|mark| mark.len() >= 12), "{placeholder:?}");
    }
}

#[test]
fn json_keeps_to_its_schema() {
    let schema = ValueType::json(
        r#"{ "type": "object", "additionalProperties": false, "required": ["key", "mode"], "properties": {
            "key": { "type": "string", "minLength": 20, "maxLength": 24 },
            "mode": { "enum": ["live", "test"] },
            "ratio": { "type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1 },
            "pins": { "type": "array", "items": { "type": "integer", "minimum": 5, "maximum": 9 }, "minItems": 2 },
            "next": { "anyOf": [{ "type": "null" }, { "type": "string" }] } } }"#,
    );
    let real =
        r#"{"key":"q7WzXe81q7WzXe81q7Wz","mode":"test","ratio":0.25,"pins":[5,6,7],"next":null}"#;
    let placeholder = of(&schema, real).expect("there is room in `key`");
    let value: serde_json::Value = serde_json::from_str(&placeholder.value).unwrap();
    assert_eq!(value.as_object().map(serde_json::Map::len), Some(5), "{placeholder:?}");
    assert_eq!(schema.check(&placeholder.value), Ok(()));
    assert!(!placeholder.value.contains("q7WzXe81") && !placeholder.marks.is_empty());
    // without a value, and without room
    assert_eq!(schema.check(&of(&schema, "").unwrap().value), Ok(()));
    assert_eq!(of(&ValueType::json(r#"{ "type": "integer", "maximum": 9 }"#), "3"), None);
}

#[test]
fn addresses_keep_scheme_port_and_parts() {
    let placeholder = like("postgres://shop:q7WzXe81@db.eu.example.com:5432/shop?sslmode=require");
    let rest = placeholder.strip_prefix("postgres://").unwrap();
    let (user, rest) = rest.split_once('@').unwrap();
    let (host, path) = rest.split_once(":5432/").unwrap();
    assert!(user.split(':').all(is_hex) && user.contains(':'), "{placeholder}");
    assert!(host.ends_with(".invalid") && host.split('.').count() == 4, "{placeholder}");
    assert!(is_hex(path), "{placeholder}");
    assert!(like("redis://10.0.0.1:6379").starts_with("redis://192.0.2."));
    assert!(like("http://[::1]:80/x").starts_with("http://[2001:db8::"));
    assert!(like("me@example.com").ends_with(".invalid"));
}

#[test]
fn a_token_has_three_parts_that_decode() {
    let real =
        "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0";
    let placeholder = like(real);
    let parts: Vec<_> = placeholder.split('.').collect();
    assert_eq!(parts.len(), 3);
    for part in &parts[..2] {
        let decoded = data_encoding::BASE64URL_NOPAD.decode(part.as_bytes()).unwrap();
        assert!(serde_json::from_slice::<serde_json::Value>(&decoded).unwrap().is_object());
    }
}

#[test]
fn armour_and_keys_of_json_stay() {
    let pem = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIBla\n-----END EC PRIVATE KEY-----\n";
    assert_eq!(ValueType::Pem { label: Some("EC PRIVATE KEY".into()) }.check(&like(pem)), Ok(()));
    assert!(!like(&pem.replace('\n', "\\n")).contains('\n'));
    let real = r#"{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----\n","n":1234567890,"ok":true,"scopes":["read","v1"]}"#;
    let placeholder: serde_json::Value = serde_json::from_str(&like(real)).unwrap();
    assert!(
        placeholder["private_key"].as_str().unwrap().starts_with("-----BEGIN PRIVATE KEY-----\n")
    );
    assert!(
        placeholder["n"].is_u64() && placeholder["ok"] == true && placeholder["scopes"][1] == "v1"
    );
    assert_ne!(placeholder["type"], "service_account");
}

#[test]
fn types_without_room_have_none() {
    let values = vec!["light".to_owned(), "dark".to_owned()];
    let short = |max| ValueType::String { min_length: 1, max_length: Some(max), prefix: None };
    for value_type in [
        ValueType::Bool,
        ValueType::Port,
        ValueType::Enum { values },
        ValueType::Int { min: Some(0), max: Some(22) },
        ValueType::Duration { min: None, max: Some(Duration::from_hours(24)) },
        ValueType::Float { min: Some(1.0), max: Some(1.0) },
        short(11),
        ValueType::Hex { min_length: 1, max_length: Some(5) },
        ValueType::Base64 { min_length: 1, max_length: Some(8) },
    ] {
        assert_eq!(of(&value_type, "x"), None, "{value_type:?}");
    }
    assert!(of(&short(12), "x").is_some());
}

#[test]
fn seed_and_name_decide() {
    let real = SecretValue::from("q7WzXe81-made-up");
    let of = |seed: u8, name| {
        Placeholders::from_seed([seed; 32]).placeholder(name, &ValueType::ANY, &[&real])
    };
    assert_eq!(of(1, "A"), of(1, "A"));
    assert_ne!(of(1, "A"), of(1, "B"));
    assert_ne!(of(1, "A"), of(2, "A"));
    let random = || Placeholders::random().unwrap().placeholder("A", &ValueType::ANY, &[&real]);
    assert_ne!(random(), random());
}

/// The fixed parts of a placeholder; all other runs of eight characters belong to the value.
fn shape(value_type: &ValueType, placeholder: &str) -> Vec<String> {
    let mut kept = Vec::new();
    if let Some((scheme, _)) = placeholder.split_once("://") {
        kept.push(format!("{scheme}://"));
    }
    if let ValueType::String { prefix: Some(prefix), .. } = value_type {
        kept.push(prefix.clone());
    }
    kept.extend(placeholder.lines().filter(|line| line.starts_with("-----")).map(str::to_owned));
    kept.extend(["\"client_email\":", "\"private_key\":", "\"n\":", "sk_live_"].map(str::to_owned));
    kept
}

/// Types with matching values.
fn cases() -> impl Strategy<Value = (ValueType, String)> {
    let string = |min_length, max_length, prefix: Option<&str>| ValueType::String {
        min_length,
        max_length,
        prefix: prefix.map(str::to_owned),
    };
    let json = r#"\{"client_email":"[a-z]{1,9}@[a-z]{3,9}\.com","private_key":"[a-zA-Z0-9+/]{0,40}","n":[1-9][0-9]{0,14}\}"#;
    let list = ValueType::List {
        items: Box::new(string(1, None, None)),
        separator: ",".into(),
        min_length: 2,
        max_length: None,
    };
    let large = ValueType::Int { min: Some(-5), max: None };
    let decimal = ValueType::Float { min: Some(0.0), max: Some(22.0) };
    let long = ValueType::Duration { min: Some(Duration::from_secs(1)), max: None };
    prop_oneof![
        (Just(ValueType::ANY), "\\PC{1,60}"),
        (Just(ValueType::ANY), "[0-9]{1,40}|[A-Z0-9]{1,40}|sk_live_[a-zA-Z0-9]{20,30}"),
        (Just(ValueType::ANY), "eyJ[a-zA-Z0-9_-]{5,30}\\.[a-zA-Z0-9_-]{5,30}\\.[a-zA-Z0-9_-]{20}"),
        (Just(ValueType::ANY), json),
        (Just(string(20, Some(40), Some("wthr-live-"))), "wthr-live-[a-z0-9]{10,30}"),
        (Just(string(12, Some(12), None)), "[ -~]{12}"),
        (Just(string(0, Some(30), None)), "https://[a-z]{3,9}\\.com"),
        (
            Just(ValueType::Url { schemes: vec!["postgres".into(), "mysql".into()] }),
            "(postgres|mysql)://([a-z]{1,9}:[a-zA-Z0-9%]{1,20}@)?[a-z0-9.]{1,30}(:[1-9][0-9]{0,3})?(/[a-z]{0,9})?"
        ),
        (
            Just(ValueType::Url { schemes: vec![] }),
            "https?://[a-z]{3,9}\\.com(/[a-z0-9]{0,20})?(\\?[a-z]=[a-z0-9]{0,20})?"
        ),
        (Just(ValueType::Email), "[a-z]{1,20}@[a-z]{3,20}\\.com"),
        (Just(ValueType::Uuid), "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}"),
        (
            Just(ValueType::Hex { min_length: 8, max_length: Some(33) }),
            "([0-9a-f]{2}){8,33}|([0-9A-F]{2}){8,33}"
        ),
        (Just(ValueType::Json { schema: None }), json),
        (
            Just(ValueType::Json { schema: None }),
            "\\[[1-9](,[1-9]){0,9}\\]|\"[a-z]{0,20}\"|true|\\{\\}"
        ),
        (Just(list), "[a-z]{1,20}(,[a-z0-9]{1,20}){1,5}"),
        (Just(large), "[1-9][0-9]{0,14}"),
        (Just(decimal), "1[0-9]\\.[0-9]{1,14}"),
        (Just(long), "[1-9][0-9]{0,9}(s|m|h)"),
    ]
}

fn assert_fits(value_type: &ValueType, real: &str) -> Result<(), TestCaseError> {
    let Some(placeholder) = of(value_type, real) else {
        return Err(TestCaseError::fail(format!("{value_type:?} has room for a placeholder")));
    };
    prop_assert_eq!(value_type.check(&placeholder.value), Ok(()), "{}", &placeholder.value);
    prop_assert!(!placeholder.marks.is_empty());
    for mark in &placeholder.marks {
        prop_assert!(mark.len() >= 12 && placeholder.value.contains(mark), "{:?}", &placeholder);
    }
    let kept = shape(value_type, &placeholder.value);
    let drawn = kept.iter().fold(placeholder.value.clone(), |text, kept| text.replace(kept, "\0"));
    let characters: Vec<char> = real.chars().collect();
    for run in characters.windows(RUN) {
        let run: String = run.iter().collect();
        prop_assert!(
            !drawn.contains(&run),
            "{:?} of {:?} is in {:?}",
            run,
            real,
            &placeholder.value
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn a_placeholder_fits_its_type_and_holds_nothing_of_the_value((value_type, real) in cases()) {
        prop_assume!(value_type.check(&real).is_ok());
        assert_fits(&value_type, &real)?;
    }

    #[test]
    fn keys_keep_their_number_of_bytes(bytes in prop::collection::vec(any::<u8>(), 9..70)) {
        let count = bytes.len();
        let exactly = ValueType::Base64 { min_length: count, max_length: Some(count) };
        for encoding in [&data_encoding::BASE64, &data_encoding::BASE64URL_NOPAD] {
            assert_fits(&exactly, &encoding.encode(&bytes))?;
        }
    }

    #[test]
    fn a_block_has_its_armour(
        label in "[A-Z]{1,9}( [A-Z]{1,9})?", bytes in prop::collection::vec(any::<u8>(), 1..200)
    ) {
        let body = data_encoding::BASE64.encode(&bytes);
        let lines: Vec<_> = body.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        let real = format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"));
        for label in [Some(label), None] {
            assert_fits(&ValueType::Pem { label }, &real)?;
        }
    }
}
