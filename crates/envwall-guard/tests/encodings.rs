//! A value, or a telling part of it, is found in every encoding, nested ones too.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use data_encoding::{BASE64, BASE64_MIME, BASE64URL, HEXLOWER, HEXUPPER};
use envwall_core::SecretValue;
use envwall_core::diagnostic::{Code, Finding};
use envwall_guard::output::Output;
use envwall_guard::{Guard, Secret};

const KEY: &str = "q7WzXe81+made/up=Kp0v4Tz9";

fn scan(file: &str, content: &[u8], secrets: &[(&str, &str)]) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(file), content).unwrap();
    let output = Output::new(folder.path()).include(["**"]);
    let secrets = secrets.iter().map(|(name, value)| Secret::new(*name, SecretValue::from(*value)));
    Guard::new(secrets).scan(&output, &|_| {}).unwrap().findings
}

/// What is told of a text in a script, and by which layers.
fn told(text: &str, secret: &str) -> Vec<(String, String)> {
    let findings = scan("app.js", format!("f('x', {text:?})").as_bytes(), &[("KEY", secret)]);
    let about = findings.into_iter().filter(|finding| finding.code == Code::ValueInOutput);
    about.map(|finding| (finding.message.into_owned(), finding.trail.join(" > "))).collect()
}

fn percent(text: &str, digits: &data_encoding::Encoding) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{}", digits.encode(&[byte])),
    };
    text.bytes().map(byte).collect()
}

fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

/// What a generator made is a secret even if somebody copied it into a public variable; what is made
/// for browsers, or said to be an identifier, is none.
#[test]
fn a_part_that_was_published_by_mistake_is_found() {
    let found = |name: &str, value: &str, public: &str| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.js"), format!("document.title='{public}'")).unwrap();
        let output = Output::new(folder.path()).include(["**"]);
        let secret = Secret::new(name, SecretValue::from(value));
        let guard = Guard::with_public_values([secret], [SecretValue::from(public)]);
        guard
            .scan(&output, &|_| {})
            .unwrap()
            .findings
            .iter()
            .any(|it| it.code == Code::ValueInOutput)
    };
    let key = "qX7vB2mN9kLpR4tYwZ8sAb3dEf6gH";
    for value in [
        format!("{{\"password\":\"{key}\"}}"),
        format!("{{\"a\":[{{\"k\":\"{key}\"}}]}}"),
        format!("[\"{key}\"]"),
        format!("{key},b"),
    ] {
        assert!(found("CRED", &value, key), "{value}");
        assert!(found("CRED", &value, &format!("https://x.lan/?k={key}")), "{value}");
    }
    assert!(!found("CLIENT_IDS", &format!("{key},b"), key));
    let with_id = format!("{{\"client_id\":\"{key}\",\"b\":\"Gh61TwZp9rLkJc40\"}}");
    assert!(!found("CRED", &with_id, key));
    for browser in ["AIzaSyq7WzXe81Kp0v4Tz9bN2mLs9RgY5hQd3Jc", "pk_live_q7WzXe81Kp0v4Tz9"] {
        assert!(!found("CRED", &format!("{{\"apiKey\":\"{browser}\",\"b\":\"{key}\"}}"), browser));
    }
}

#[test]
fn one_level() {
    let cases = [
        (BASE64.encode(KEY.as_bytes()), "base64"),
        (BASE64.encode(format!("k{KEY}").as_bytes()), "base64"),
        (BASE64.encode(format!("ke{KEY};").as_bytes()), "base64"),
        (BASE64URL.encode(format!("key={KEY}&x").as_bytes()), "base64"),
        (BASE64.encode(KEY.as_bytes()).trim_end_matches('=').to_owned(), "base64"),
        (HEXLOWER.encode(KEY.as_bytes()), "hex"),
        (HEXUPPER.encode(KEY.as_bytes()), "hex"),
        (percent(KEY, &HEXUPPER), "percent-encoding"),
        (percent(KEY, &HEXLOWER), "percent-encoding"),
        (percent(&percent(KEY, &HEXUPPER), &HEXUPPER), "percent-encoding"),
        (reversed(KEY), "reversed"),
        (KEY.to_lowercase(), "lower case"),
        (KEY.to_uppercase(), "upper case"),
    ];
    for (text, layer) in cases {
        let told = told(&text, KEY);
        assert_eq!(told.len(), 1, "{text}: {told:?}");
        assert!(told[0].1.contains(layer), "{text}: {told:?}");
    }
}

#[test]
fn level_upon_level() {
    let twice = |text: &str| BASE64.encode(BASE64.encode(text.as_bytes()).as_bytes());
    let json = format!("{{\"k\":\"{}\"}}", KEY.replace('/', "\\u002f").replace('+', "\\u002b"));
    let long = format!("{}{KEY}{}", "some text. ".repeat(9), "more text. ".repeat(9));
    let cases = [
        (twice(KEY), "base64 > base64"),
        (BASE64.encode(twice(KEY).as_bytes()), "base64 > base64 > base64"),
        (BASE64.encode(json.as_bytes()), "base64 > json string"),
        (HEXLOWER.encode(json.as_bytes()), "hex > json string"),
        (percent(&BASE64.encode(json.as_bytes()), &HEXLOWER), "base64 > json string"),
        (percent(&json, &HEXUPPER), "percent-encoding > json string"),
        (BASE64_MIME.encode(long.as_bytes()), "base64"),
    ];
    for (text, layers) in cases {
        let told = told(&text, KEY);
        assert_eq!(told.len(), 1, "{text}: {told:?}");
        assert!(told[0].1.contains(layers), "{text}: {told:?}");
    }
}

#[test]
fn scripts_in_data_urls_are_scripts() {
    let script = "f('q7WzXe81+ma'+'de/up=Kp0v4Tz9')";
    let urls = [
        format!("data:text/javascript;base64,{}", BASE64.encode(script.as_bytes())),
        format!("data:text/javascript,{}", percent(script, &HEXUPPER)),
    ];
    for url in urls {
        let page = format!("<script src=\"{url}\"></script>");
        let findings = scan("index.html", page.as_bytes(), &[("KEY", KEY)]);
        assert_eq!(findings.len(), 1, "{url}: {findings:?}");
        assert!(findings[0].trail.contains(&"folded string".to_owned()), "{findings:?}");
    }
}

#[test]
fn normal_forms() {
    let told = told("k\u{65}\u{301}y-q7WzXe81-Kp0v4T", "k\u{e9}y-q7WzXe81-Kp0v4T");
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn parts() {
    let mut state = 7u32;
    let body: String = (0..400)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef"[(state >> 27) as usize])
        })
        .collect();
    let lines: Vec<_> = body.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    let pem =
        format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----", lines.join("\n"));
    let url = "postgres://shop:Vd83kPqz71%2Fx@db.example:5432/shop";
    let dsn = "Server=db.example;User Id=sa;Password=Vd83kPqz71x;";
    let json = r#"{"type":"service_account","private_key_id":"0f8fad5bd9cb469fa165"}"#;
    let cases = [
        ("Vd83kPqz71/x", url, "the password in `KEY`"),
        ("Vd83kPqz71%2Fx", url, "the password in `KEY`"),
        (&BASE64.encode(b"shop:Vd83kPqz71/x"), url, "the login in `KEY`"),
        ("Vd83kPqz71x", dsn, "the password in `KEY`"),
        ("0f8fad5bd9cb469fa165", json, "the JSON field in `KEY`"),
        (&lines[3], &pem, "the PEM body in `KEY`"),
        (&pem.replace('\n', "\r\n"), &pem, "the value of `KEY`"),
        (&pem.replace('\n', ""), &pem, "the PEM body in `KEY`"),
        (&KEY[..17], KEY, "a large part of the value of `KEY`"),
        (&KEY[8..], KEY, "a large part of the value of `KEY`"),
    ];
    for (text, secret, message) in cases {
        let told = told(text, secret);
        assert_eq!(told.len(), 1, "{text}: {told:?}");
        assert!(told[0].0.starts_with(message), "{text}: {told:?}");
    }
    assert_eq!(told(&KEY[..14], KEY), [], "a short part may be anything");
}

#[test]
fn the_most_specific_variable_is_told() {
    let url = "postgres://shop:Vd83kPqz71x@db.example:5432/shop";
    let secrets =
        [("DATABASE_URL", url), ("DB_PASSWORD", "Vd83kPqz71x"), ("PGPASSWORD", "Vd83kPqz71x")];
    let told = |text: &str| {
        let findings = scan("app.js", format!("f({text:?})").as_bytes(), &secrets);
        findings.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
    };
    assert_eq!(told(url), ["the value of `DATABASE_URL` is in client output"]);
    assert_eq!(
        told("Vd83kPqz71x"),
        ["the value of `DB_PASSWORD` is in client output (`PGPASSWORD` has the same value)"]
    );
}

#[test]
fn a_guessable_value_is_told_beside_its_name_only() {
    let told = |text: &str| {
        let findings = scan("app.js", text.as_bytes(), &[("DB_USER", "postgres"), ("KEY", KEY)]);
        findings.into_iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(told("f('postgres')"), [Code::NotSearchable]);
    let mut codes = told("f({DB_USER:'postgres'})");
    codes.sort_by_key(ToString::to_string);
    assert_eq!(codes, [Code::ValueInOutput, Code::NotSearchable]);
}

#[test]
fn the_strongest_of_many_parts_are_searched_for() {
    let weak: Vec<_> = (0..700).map(|index| format!("\"f{index}\":\"aaa{index:04}xq\"")).collect();
    let many = format!("{{{},\"password\":\"zVd83kPqz71xTwB\"}}", weak.join(","));
    let told = |text: &str, secret: &str| {
        let findings = scan("app.js", format!("f({text:?})").as_bytes(), &[("KEYS", secret)]);
        findings.into_iter().map(|finding| (finding.code, finding.message)).collect::<Vec<_>>()
    };
    let found = told("zVd83kPqz71xTwB", &many);
    let leaks = found.iter().filter(|(code, _)| *code == Code::ValueInOutput).count();
    assert_eq!(leaks, 1, "{found:?}");
    let random: Vec<_> =
        (0..300).map(|index| format!("\"k{index}\":\"Xk{index:04}Vd83kPqz71xTw\"")).collect();
    let found = told("nothing", &format!("{{{}}}", random.join(",")));
    let message = "the value of `KEYS` has more parts than are searched for one by one";
    assert_eq!(found, [(Code::NotSearchable, message.into())]);
}

/// Bytes as the numbers of an array.
fn numbers(bytes: &[u8]) -> String {
    bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(",")
}

#[test]
fn lists_of_numbers_are_bytes() {
    let list = numbers(KEY.as_bytes());
    let hex: Vec<_> = KEY.bytes().map(|byte| format!("0x{byte:x}")).collect();
    for (file, text) in [
        ("a.js", format!("export default new Uint8Array([{list}])")),
        ("a.js", format!("use(new Uint8Array([{}]))", hex.join(", "))),
        ("a.js", format!("f(Uint8Array.of({list}))")),
        ("a.json", format!("{{\"type\":\"Buffer\",\"data\":[{list}]}}")),
        ("a.json", format!("[\n  {}\n]", list.replace(',', ",\n  "))),
        ("a.html", format!("<astro-island props=\"{{&quot;k&quot;:[8,[{list}]]}}\">")),
    ] {
        let found = scan(file, text.as_bytes(), &[("KEY", KEY)]);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].code, Code::ValueInOutput, "{text}");
    }
    assert_eq!(scan("a.js", format!("f([{}])", &list[..24]).as_bytes(), &[("KEY", KEY)]), []);
}

#[test]
fn what_a_value_is_the_hex_or_base64_of() {
    let hex = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let uuid = "3f2b8c1e-7d4a-4f19-9b6e-c05a1d82e7f3";
    let base64 = "Xk93+/vLq0z8RbT1w/mNs5PeUc4Kd03YhQ2fLx7R+1E=";
    let of_hex = HEXLOWER.decode(hex.as_bytes()).unwrap();
    let of_uuid = HEXLOWER.decode(uuid.replace('-', "").as_bytes()).unwrap();
    let of_base64 = BASE64.decode(base64.as_bytes()).unwrap();
    let inside = [b"abc", &of_hex[..], b"x"].concat();
    for (file, content, secret) in [
        ("a.bin", inside.clone(), hex),
        ("a.js", format!("f(atob('{}'))", BASE64.encode(&of_hex)).into(), hex),
        ("a.js", format!("f(atob('{}'))", BASE64.encode(&inside)).into(), hex),
        ("a.js", format!("f([{}])", numbers(&of_hex)).into(), hex),
        ("a.js", format!("f('{}')", uuid.replace('-', "")).into(), uuid),
        ("a.js", format!("f('{}')", BASE64.encode(&of_uuid)).into(), uuid),
        ("a.bin", of_uuid.clone(), uuid),
        ("a.js", format!("f('{}')", BASE64URL.encode(&of_base64)).into(), base64),
        ("a.js", format!("f('{}')", base64.trim_end_matches('=')).into(), base64),
        ("a.js", format!("f('{}')", HEXLOWER.encode(&of_base64)).into(), base64),
        ("a.bin", of_base64.clone(), base64),
    ] {
        let found = scan(file, &content, &[("KEY", secret)]);
        let leaks = found.iter().filter(|finding| finding.code == Code::ValueInOutput).count();
        assert_eq!(leaks, 1, "{}: {found:?}", String::from_utf8_lossy(&content));
    }
}

#[test]
fn names_of_files_are_searched() {
    let key = "Zk3q7+&b9e9Wx8Qm2";
    for name in [
        "Zk3q7+&b9e9Wx8Qm2.html",
        "hook/Zk3q7+&b9e9Wx8Qm2/index.html",
        "a-Zk3q7%2B%26b9e9Wx8Qm2.html",
        &format!("{}.json", BASE64URL.encode(key.as_bytes())),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, "<p>hi").unwrap();
        let guard = Guard::new([Secret::new("KEY", SecretValue::from(key))]);
        let output = Output::new(folder.path()).include(["**"]);
        let found = guard.scan(&output, &|_| {}).unwrap().findings;
        assert_eq!(found.len(), 1, "{name}: {found:#?}");
        assert_eq!(found[0].code, Code::ValueInOutput);
        let file = &found[0].location.as_ref().unwrap().file;
        assert!(file.contains('•') && !file.contains("Wx8"), "{file}");
    }
}
