use std::time::Duration;

use proptest::prelude::*;

use super::runs::{RUN, runs};
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

/// The kinds of characters in a text: `a`, `A`, `0`, and what is neither letter nor digit.
fn kinds(text: &str) -> String {
    let kind = |char: char| match char {
        'a'..='z' => 'a',
        'A'..='Z' => 'A',
        '0'..='9' => '0',
        other => other,
    };
    text.chars().map(kind).collect()
}

fn has_kinds_of(placeholder: &str, real: &str) -> bool {
    ['a', 'A', '0'].iter().all(|it| kinds(real).contains(*it) == kinds(placeholder).contains(*it))
}

#[test]
fn prefix_length_and_alphabet_stay() {
    for (real, prefix) in [
        ("sk_live_4eC39HqLyjWDarjtT1zdp7dc", "sk_live_"),
        ("wk-7f3a9c51d2e84b60aa17", "wk-"),
        ("github_pat_11AAAAAAA0bbbbbbbbbbbbbb", "github_pat_"),
        ("AKIAIOSFODNN7EXAMPLE", "AKIA"),
        ("0x4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318", "0x"),
        ("clk9x2mq800003eqy7rbdv2t4", "c"),
        ("01HXK29FZQ8ZT4WM1YV7RB3NC6", "0"),
        ("$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy", "$2b$10$"),
        ("correct-horse-battery-staple", ""),
        // no hash
        ("$-!AaAx$Kp0v4TzVd", ""),
        ("48213907756120943", ""),
        ("Zk39vq8mLw2xP7Rt", ""),
        ("Aa1!Zk39vq8mLw#2xP", ""),
        (
            "5MaiiCavjCmn9Hs1o3eznqDEhRwxo7pXiAYez7keQUviUkauRiTMD8DrESdrNjN8zd9mTmVhRvBJeg5vhyvgrAhG",
            "",
        ),
    ] {
        let placeholder = like(real);
        let kept = (placeholder.len(), placeholder.starts_with(prefix));
        assert_eq!(kept, (real.len(), true), "{placeholder}");
        assert!(has_kinds_of(&placeholder, real), "{placeholder}");
        let signs = |text: &str| kinds(text).replace(['a', 'A', '0'], "");
        assert_eq!(signs(&placeholder), signs(real), "{placeholder}");
    }
    let base58 = like("5MaiiCavjCmn9Hs1o3eznqDEhRwxo7pXiAYez7keQUviUkauRiTMD8Dr");
    assert!(!base58.contains(['0', 'O', 'I', 'l']), "{base58}");
    let ulid = like("01HXK29FZQ8ZT4WM1YV7RB3NC6");
    assert!(!ulid.contains(['I', 'L', 'O', 'U']), "{ulid}");
    assert!(is_hex(&like("7f3a9c51d2e84b60aa17")));
}

/// The order of the kinds of characters is a part of what a generator drew.
#[test]
fn the_order_of_kinds_stays_only_where_it_is_a_format() {
    assert_eq!(kinds(&like("AB123456-CD789012")), "AA000000-AA000000");
    let real = "q7WzXe81Kp0v4TzVd83kPqz71xTwGq7Y";
    assert_ne!(kinds(&like(real)), kinds(real));
    let phrase = "legal winner thank year wave sausage month useful legal winner thank yellow";
    let words = like(phrase);
    assert_eq!(words.split(' ').count(), 12);
    assert!(words.split(' ').all(|word| (3..=8).contains(&word.len())), "{words}");
    assert_ne!(kinds(&words), kinds(phrase));
}

#[test]
fn base64_decodes_to_as_many_bytes() {
    use data_encoding::{BASE64, BASE64URL, BASE64URL_NOPAD};
    for length in 16..70 {
        let bytes: Vec<u8> = (0..length).map(|at: u8| at.wrapping_mul(57) ^ 0xA5).collect();
        for encoding in [BASE64, BASE64URL, BASE64URL_NOPAD] {
            let placeholder = like(&encoding.encode(&bytes));
            let decoded = encoding.decode(placeholder.as_bytes());
            assert_eq!(decoded.map(|it| it.len()), Ok(bytes.len()), "{placeholder}");
        }
    }
    let laravel = like("base64:xJkvVjViDEXOksq7fU6+X1j1pNaWYnHFjfnZighwomE=");
    let key = laravel.strip_prefix("base64:").expect("Laravel's prefix");
    assert_eq!(BASE64.decode(key.as_bytes()).map(|key| key.len()), Ok(32), "{laravel}");
}

#[test]
fn base64_of_a_text_is_base64_of_such_a_text() {
    use data_encoding::BASE64;
    let json =
        r#"{"type":"service_account","project_id":"shop-1a2b3","private_key_id":"9f3c81d2e07b"}"#;
    let placeholder = BASE64.decode(like(&BASE64.encode(json.as_bytes())).as_bytes()).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&placeholder).unwrap();
    assert_eq!(
        (json.as_object().map(serde_json::Map::len), &json["type"]),
        (Some(3), &"service_account".into())
    );
    let basic = like(&format!("Basic {}", BASE64.encode(b"shop:q7WzXe81Kp0v4TzV")));
    let login = BASE64.decode(basic.strip_prefix("Basic ").unwrap().as_bytes()).unwrap();
    assert_eq!(login.split(|byte| *byte == b':').map(<[u8]>::len).collect::<Vec<_>>(), [4, 16]);
}

#[test]
fn lists_and_settings_keep_names_and_separators() {
    let keys = like("k1-Xk29fLq8,k2-Zt4Wm1Yv,k3-Rb3Nc6Hd");
    let lengths: Vec<_> =
        keys.split(',').map(|key| key.split('-').map(str::len).collect::<Vec<_>>()).collect();
    assert_eq!(lengths, vec![vec![2, 8]; 3], "{keys}");
    let login = like("admin:Vt8kQ2mX9pLz4WnR");
    assert_eq!(login.split(':').map(str::len).collect::<Vec<_>>(), [5, 16], "{login}");
    let libpq =
        like("host=db.acme.com port=5432 user=acme password=Vt8kQ2mX9pLz4WnR sslmode=require");
    let names: Vec<_> = libpq.split(' ').filter_map(|pair| pair.split_once('=')).collect();
    assert_eq!(
        names.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        ["host", "port", "user", "password", "sslmode"]
    );
    assert!(
        names[0].1.ends_with(".invalid") && names[1].1 == "5432" && names[4].1 == "require",
        "{libpq}"
    );
    let key = data_encoding::BASE64.encode(&[0xA7; 64]);
    let azure = like(&format!(
        "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey={key};EndpointSuffix=core.windows.net"
    ));
    let rest =
        azure.strip_prefix("DefaultEndpointsProtocol=https;AccountName=").expect("names stay");
    let (account, rest) = rest.split_once(";AccountKey=").expect("names stay");
    let key = rest.strip_suffix(";EndpointSuffix=core.windows.net").expect("a host of all stays");
    assert!(account.len() == 4 && account != "acme", "{azure}");
    assert_eq!(data_encoding::BASE64.decode(key.as_bytes()).map(|key| key.len()), Ok(64));
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
    assert!(is_hex(path.strip_suffix("?sslmode=require").unwrap()), "{placeholder}");
    assert!(like("redis://10.0.0.1:6379/0").starts_with("redis://192.0.2."));
    assert!(like("redis://:q7WzXe81Kp0v@cache.example.com/0").ends_with(".invalid/0"));
    assert!(like("http://[::1]:80/x").starts_with("http://[2001:db8::"));
    let documentation = like("postgres://shop:q7WzXe81@[2001:db8::1]:5432/prod");
    assert!(
        documentation.contains("@[2001:db8::") && documentation.contains("]:5432/"),
        "{documentation}"
    );
    assert!(like("me@example.com").ends_with(".invalid"));
}

#[test]
fn addresses_keep_their_hosts_and_the_settings_in_their_query() {
    let placeholder = like(
        "mongodb://u:q7WzXe81@m1.acme.com:27017,m2.acme.com:27018,m3.acme.com:27019/db?replicaSet=rs0&authSource=admin&token=Vt8kQ2mX9pLz4WnR",
    );
    let (_, rest) = placeholder.split_once('@').unwrap();
    let (hosts, query) = rest.split_once('/').unwrap();
    let ports: Vec<_> = hosts.split(',').filter_map(|host| host.split_once(".invalid:")).collect();
    assert_eq!(
        ports.iter().map(|(_, port)| *port).collect::<Vec<_>>(),
        ["27017", "27018", "27019"]
    );
    let token =
        query.strip_prefix("db?replicaSet=rs0&authSource=admin&token=").expect("settings stay");
    assert!(token.len() == 16 && token != "Vt8kQ2mX9pLz4WnR", "{placeholder}");
    let pin = like("https://api.acme.com/login?pin=4829&user=acme&code=0g50200a0");
    assert!(!["4829", "acme", "0g502"].iter().any(|it| pin.contains(it)), "{pin}");
    let prisma = like("postgresql://u:p@db.acme.com:5432/prod?schema=public&pgbouncer=true");
    assert!(prisma.ends_with("?schema=public&pgbouncer=true"), "{prisma}");
    let several = like("https://a.acme.com/q7WzXe81Kp0v4T,https://b.acme.com/q7WzXe81Kp0v4T");
    assert_eq!(
        several.split(',').filter(|url| url.starts_with("https://")).count(),
        2,
        "{several}"
    );
}

/// A token without a valid signature.
fn token(header: &str, claims: &str) -> String {
    let [header, claims] =
        [header, claims].map(|part| data_encoding::BASE64URL_NOPAD.encode(part.as_bytes()));
    format!("{header}.{claims}.dozjgNryP4J3jVmNHl0w5N1XgL0n3I9PlFUP0THsR8U")
}

fn part_of(token: &str, at: usize) -> serde_json::Value {
    let part = token.split('.').nth(at).unwrap_or_default();
    let decoded = data_encoding::BASE64URL_NOPAD.decode(part.as_bytes()).unwrap();
    serde_json::from_slice(&decoded).unwrap()
}

#[test]
fn a_token_keeps_its_algorithm_claims_and_settings() {
    let header = r#"{"alg":"RS256","typ":"JWT","kid":"q7WzXe81Kp0v4TzVd83k"}"#;
    let claims = r#"{"role":"service_role","iss":"supabase","ref":"xvqpzkljhgmnbtrwscdf","sub":"42-q7WzXe81Kp0v","iat":1700000000,"exp":2000000000}"#;
    let real = token(header, claims);
    let placeholder = like(&real);
    assert_eq!(placeholder.rsplit('.').next().map(str::len), Some(43));
    let (header, like) = (part_of(&placeholder, 0), part_of(&placeholder, 1));
    assert!(header["alg"] == "RS256" && header["kid"] != "q7WzXe81Kp0v4TzVd83k", "{header}");
    let real = part_of(&real, 1);
    for (claim, stays) in [
        ("role", true),
        ("iss", true),
        ("iat", true),
        ("exp", true),
        ("ref", false),
        ("sub", false),
    ] {
        assert!(!like[claim].is_null(), "{like}");
        assert_eq!(like[claim] == real[claim], stays, "{claim} of {like}");
    }
}

#[test]
fn armour_and_keys_of_json_stay() {
    let pem = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIBla\n-----END EC PRIVATE KEY-----\n";
    assert_eq!(ValueType::Pem { label: Some("EC PRIVATE KEY".into()) }.check(&like(pem)), Ok(()));
    assert!(!like(&pem.replace('\n', "\\n")).contains('\n'));
    let real = r#"{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----\n","n":1234567890,"port":5432,"ok":true,"scopes":["read","v1"],"auth_uri":"https://accounts.google.com/o/oauth2/auth","api":"https://api.acme.com/v1/users","password":"letmein"}"#;
    let placeholder: serde_json::Value = serde_json::from_str(&like(real)).unwrap();
    let key = placeholder["private_key"].as_str().unwrap();
    assert!(key.starts_with("-----BEGIN PRIVATE KEY-----\n"), "{key}");
    let real: serde_json::Value = serde_json::from_str(real).unwrap();
    for name in ["type", "port", "ok", "scopes", "auth_uri"] {
        assert_eq!(placeholder[name], real[name]);
    }
    for name in ["n", "api", "password"] {
        assert_ne!(placeholder[name], real[name]);
    }
    assert!(placeholder["n"].is_u64());
    let bytes = like("[155,150,99,182,171,207,67,32,100,211,64,19,118,222,89,14]");
    let bytes: Vec<u8> = serde_json::from_str(&bytes).expect("a list of bytes");
    assert!(bytes.len() == 16 && bytes[..3] != [155, 150, 99], "{bytes:?}");
}

/// The bytes in a PEM block.
fn der(pem: &str) -> Vec<u8> {
    let body = pem.split("-----").nth(2).unwrap_or_default().replace(['\n', '\r'], "");
    data_encoding::BASE64.decode(body.as_bytes()).unwrap_or_default()
}

/// A PEM block.
fn block(label: &str, der: &[u8]) -> String {
    let body = data_encoding::BASE64.encode(der);
    let lines: Vec<_> = body.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

/// Whether a library accepts them, `tests/run.rs` asks Node.
#[test]
fn a_private_key_is_one_of_the_same_kind() {
    let hex = |text: &[u8]| data_encoding::HEXLOWER.decode(text).unwrap();
    let ed25519 = hex(b"302e020100300506032b657004220420");
    let p256 = hex(b"3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420");
    let sec1 = hex(b"30310201010420");
    let rsa = hex(b"300d06092a864886f70d0101010500");
    for (label, start, length) in
        [("PRIVATE KEY", &ed25519, 48), ("PRIVATE KEY", &p256, 67), ("EC PRIVATE KEY", &sec1, 51)]
    {
        let real = block(label, &[start.as_slice(), &[0x5A; 32]].concat());
        let placeholder = of(&ValueType::ANY, &real).unwrap();
        let der = der(&placeholder.value);
        assert!(der.starts_with(start) && der.len() == length, "{placeholder:?}");
        assert!(!placeholder.marks.is_empty());
        let escaped = like(&real.replace('\n', "\\n"));
        assert!(escaped.ends_with("-----\\n") && !escaped.contains('\n'), "{escaped}");
    }
    // an RSA key is the same in each run, but for its private exponent
    let real = block("PRIVATE KEY", &[rsa.as_slice(), &[0x5A; 1200]].concat());
    let [one, other] = [1, 2].map(|seed| {
        let placeholders = Placeholders::from_seed([seed; 32]);
        placeholders.placeholder("KEY", &ValueType::ANY, &[&SecretValue::from(&*real)]).unwrap()
    });
    let [one_der, other_der] = [&one, &other].map(|it| der(&it.value));
    assert!(one_der.len() > 1200 && one_der.len() == other_der.len(), "{one:?}");
    let different = one_der.iter().zip(&other_der).filter(|(one, other)| one != other).count();
    assert!((250..=288).contains(&different), "{different}");
    assert!(one.marks.iter().all(|mark| !other.value.contains(mark)), "{one:?} {other:?}");
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
    // the port, a short segment of the path, and settings in the query
    kept.extend(
        placeholder
            .rsplit_once(".invalid")
            .map(|(_, end)| end.to_owned())
            .filter(|end| end.len() < 10),
    );
    let query = placeholder.split_once('?').map_or("", |(_, query)| query);
    let value = query.split_once('=').map_or("", |(_, value)| value);
    kept.extend((!crate::guessability::is_searchable(value)).then(|| format!("?{query}")));
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
        (Just(ValueType::ANY), "[A-Za-z0-9+/]{43}=|[A-Za-z0-9_-]{43}|[1-9A-HJ-NP-Za-km-z]{20,60}"),
        (
            Just(ValueType::ANY),
            "[A-Za-z0-9]{12,20}(,[A-Za-z0-9]{12,20}){0,5}|[a-z]{3,9}:[!-~]{12,30}"
        ),
        (Just(ValueType::ANY), "([a-z]{3,8} ){11}[a-z]{3,8}|[A-Za-z0-9!#$%&*-]{12,40}"),
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
    prop_assert!(!placeholder.marks.is_empty() && placeholder.value != real);
    let texts = [&placeholder.value, &placeholder.value.to_lowercase()];
    for mark in &placeholder.marks {
        let is_in = texts.iter().any(|text| text.contains(mark));
        prop_assert!(mark.len() >= 12 && is_in, "{:?}", &placeholder);
    }
    let again = Placeholders::from_seed([8; 32]).placeholder("KEY", value_type, &[&real.into()]);
    prop_assert_ne!(again.map(|it| it.value), Some(placeholder.value.clone()));
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

/// Values with a secret in them.
const WRAPPINGS: &[fn(&str) -> String] = &[
    |secret| {
        token(r#"{"alg":"HS256","typ":"JWT"}"#, &format!(r#"{{"role":"anon","jti":"{secret}"}}"#))
    },
    |secret| format!(r#"{{"type":"service_account","key":"{secret}","region":"eu-west-1"}}"#),
    |secret| {
        data_encoding::BASE64.encode(format!(r#"{{"type":"app","key":"{secret}"}}"#).as_bytes())
    },
    |secret| {
        data_encoding::BASE64URL_NOPAD
            .encode(format!(r#"{{"type":"app","key":"{secret}"}}"#).as_bytes())
    },
    |secret| {
        format!("postgres://shop:{secret}@[2001:db8::7]:5432/prod?schema=public&sslmode=require")
    },
    |secret| {
        format!("mongodb://shop:{secret}@m1.acme.com:27017,m2.acme.com:27018/app?authSource=admin")
    },
    |secret| format!("https://api.acme.com/v1/webhooks/{secret}?page=2&key={secret}"),
    |secret| format!("host=db.acme.com port=5432 user=acme password={secret} sslmode=require"),
    |secret| format!("Bearer {secret}"),
];

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
    fn nothing_remains_of_a_secret_inside_of_anything(
        secret in "[A-Za-z0-9]{16,40}", wrapping in 0..WRAPPINGS.len()
    ) {
        prop_assume!(crate::guessability::is_searchable(&secret));
        let wrap = WRAPPINGS[wrapping];
        let [one, other] = [7, 8].map(|seed| {
            let real = SecretValue::from(wrap(&secret));
            Placeholders::from_seed([seed; 32]).placeholder("KEY", &ValueType::ANY, &[&real]).unwrap().value
        });
        prop_assert_ne!(&one, &other);
        let decoded = one.split(['.', ' ', ':']).filter_map(crate::encoding::base64::decode);
        let decoded = decoded.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        for text in decoded.chain([one.clone()]) {
            prop_assert!(runs(&secret).all(|run| !text.contains(run)), "{secret} is in {text}");
        }
        // what has a structure keeps it
        prop_assert!(one.starts_with(&wrap("")[..2]), "{one}");
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
