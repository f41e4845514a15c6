//! A value, or a revealing part of it, is found in every encoding, nested ones too.

use data_encoding::{BASE64, BASE64_MIME, BASE64URL, HEXLOWER, HEXUPPER};
use envwall_core::diagnostic::Code;
use proptest::prelude::*;

use crate::support::{Case, Expected, check, findings};

const KEY: &str = "q7WzXe81+made/up=Kp0v4Tz9";

/// A text in a script; of the findings only leaks are compared.
fn in_script(text: &str, value: &str) -> Case {
    Case::new("app.js", format!("f('x', {text:?})")).key(value).only(Code::ValueInOutput)
}

/// A leak whose trail holds this.
fn through(layers: &str) -> Expected {
    Expected::leak().trail(&format!("…{layers}…"))
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

/// A random value is a secret even if somebody copied it into a public variable, unless it is made
/// for browsers or declared to be an identifier.
#[test]
fn a_part_that_was_published_by_mistake_is_found() {
    let case = |name: &str, value: &str, public: &str| {
        Case::new("a.js", format!("document.title='{public}'"))
            .secrets(&[(name, value)])
            .public(&[public])
    };
    let key = "qX7vB2mN9kLpR4tYwZ8sAb3dEf6gH";
    let published = [
        format!("{{\"password\":\"{key}\"}}"),
        format!("{{\"a\":[{{\"k\":\"{key}\"}}]}}"),
        format!("[\"{key}\"]"),
        format!("{key},b"),
    ];
    let in_address = format!("https://x.lan/?k={key}");
    let found = published.iter().flat_map(|value| {
        [key, &in_address].map(|public| case("CRED", value, public).expect_among(["EW001"]))
    });
    let with_id = format!("{{\"client_id\":\"{key}\",\"b\":\"Gh61TwZp9rLkJc40\"}}");
    let ids = [("CLIENT_IDS", format!("{key},b"), key), ("CRED", with_id, key)];
    let browser = ["AIzaSyq7WzXe81Kp0v4Tz9bN2mLs9RgY5hQd3Jc", "pk_live_q7WzXe81Kp0v4Tz9"]
        .map(|it| ("CRED", format!("{{\"apiKey\":\"{it}\",\"b\":\"{key}\"}}"), it));
    let public = ids.iter().chain(&browser);
    let passed =
        public.map(|(name, value, public)| case(name, value, public).only(Code::ValueInOutput));
    check(found.chain(passed));
}

#[test]
fn one_encoding() {
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
    check(cases.map(|(text, layer)| in_script(&text, KEY).expect([through(layer)])));
}

/// Lines of base64 that say nothing alone.
#[test]
fn base64_in_lines_is_decoded() {
    let long = format!("{}{KEY}{}", "some text. ".repeat(9), "more text. ".repeat(9));
    let digits = BASE64.encode(long.as_bytes());
    for width in [24, 30, 40, 59, 64, 76] {
        let lines: Vec<_> = digits.as_bytes().chunks(width).map(str::from_utf8).collect();
        let lines: Vec<_> = lines.into_iter().map(Result::unwrap).collect();
        for line_break in ["\n", "\r\n", "\n    ", "\\n"] {
            let text = format!("key: |\n    {}\n", lines.join(line_break));
            check([Case::new("a.txt", text).key(KEY).expect_each("EW001")]);
        }
    }
}

#[test]
fn a_value_beyond_ascii_is_turned_around_by_characters() {
    const KEY: &str = "q7→WzXe81œ-made-upéKp0v4T";
    let turned: String = KEY.chars().rev().collect();
    let pieces: Vec<String> =
        turned.chars().collect::<Vec<_>>().chunks(8).map(|it| it.iter().collect()).collect();
    let program = format!("f({pieces:?}.join('').split('').reverse().join(''))");
    check([Case::new("a.js", program).key(KEY).expect_each("EW001")]);
}

#[test]
fn encodings_of_encodings() {
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
        (format!("0x{}", HEXLOWER.encode(json.as_bytes())), "hex > json string"),
    ];
    check(cases.map(|(text, layers)| in_script(&text, KEY).expect([through(layers)])));
}

#[test]
fn scripts_in_data_urls_are_scripts() {
    let script = "f('q7WzXe81+ma'+'de/up=Kp0v4Tz9')";
    let urls = [
        format!("data:text/javascript;base64,{}", BASE64.encode(script.as_bytes())),
        format!("data:text/javascript,{}", percent(script, &HEXUPPER)),
    ];
    check(urls.map(|url| {
        let page = format!("<script src=\"{url}\"></script>");
        Case::new("index.html", page).key(KEY).expect([through("folded string")])
    }));
}

#[test]
fn normal_forms() {
    let decomposed = "k\u{65}\u{301}y-q7WzXe81-Kp0v4T";
    check([in_script(decomposed, "k\u{e9}y-q7WzXe81-Kp0v4T").expect(["EW001"])]);
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
    let found = cases.map(|(text, value, message)| {
        let leak = Expected::leak().message(&format!("{message}…"));
        in_script(text, value).expect([leak])
    });
    // a short part may be anything
    check(found.into_iter().chain([in_script(&KEY[..14], KEY)]));
}

/// A value that stands in a text as it is was not decoded, even where it is base64 or hex itself.
#[test]
fn a_value_as_it_is_has_no_encoding() {
    let values =
        ["q7WzXe81Kp0v4TbN2mLs9RgY", "4b926b347ba68536acd09a1f", "cTdXelhlODEtbWFkZS11cC1L"];
    let cases = values.map(|value| {
        let script = Case::new("app.js", format!("f('{value}')")).key(value);
        script.expect([Expected::leak().trail("string")])
    });
    check(cases);
}

#[test]
fn the_most_specific_variable_is_reported() {
    let url = "postgres://shop:Vd83kPqz71x@db.example:5432/shop";
    let secrets =
        [("DATABASE_URL", url), ("DB_PASSWORD", "Vd83kPqz71x"), ("PGPASSWORD", "Vd83kPqz71x")];
    let case = |text: &str, message: &str| {
        let leak = Expected::leak().message(message);
        Case::new("app.js", format!("f({text:?})")).secrets(&secrets).expect([leak])
    };
    check([
        case(url, "the value of `DATABASE_URL` is in client output"),
        case(
            "Vd83kPqz71x",
            "the value of `DB_PASSWORD` is in client output; `PGPASSWORD` has the same value",
        ),
    ]);
}

#[test]
fn a_guessable_value_is_reported_next_to_its_name_only() {
    let case =
        |text: &str| Case::new("app.js", text).secrets(&[("DB_USER", "postgres"), ("KEY", KEY)]);
    check([
        case("f('postgres')").expect(["EW005"]),
        case("f({DB_USER:'postgres'})").only(Code::ValueInOutput).expect(["EW001"]),
        case("f({DB_USER:'postgres'})").only(Code::NotSearchable).expect(["EW005"]),
        case("f({DB_USER:'postgres'})").expect_among(["EW001", "EW005"]),
    ]);
}

proptest! {
    /// The rating that says what is searched for also says what is not.
    #[test]
    fn a_value_is_found_or_said_to_be_unsearched(
        value in "AaaguaaA189011|[A-Ca-d]{1,4}[a-z]{2,7}[A-C]?[0-3]{0,7}|[a-z]{4}[-_.][a-z0-9]{2,8}",
    ) {
        let found = findings("app.js", format!("f({value:?})"), &value);
        let codes: Vec<_> = found.iter().map(|finding| finding.code).collect();
        prop_assert!(codes.contains(&Code::ValueInOutput) || codes.contains(&Code::NotSearchable));
    }
}

#[test]
fn the_strongest_of_many_parts_are_searched_for() {
    let weak: Vec<_> = (0..700).map(|index| format!("\"f{index}\":\"aaa{index:04}xq\"")).collect();
    let many = format!("{{{},\"password\":\"zVd83kPqz71xTwB\"}}", weak.join(","));
    let random: Vec<_> =
        (0..300).map(|index| format!("\"k{index}\":\"Xk{index:04}Vd83kPqz71xTw\"")).collect();
    let random = format!("{{{}}}", random.join(","));
    let case = |text: &str, value: &str| {
        Case::new("app.js", format!("f({text:?})")).secrets(&[("KEYS", value)])
    };
    let too_many = "EW005 the value of `KEYS` has more parts than are searched for one by one";
    check([
        case("zVd83kPqz71xTwB", &many).only(Code::ValueInOutput).expect(["EW001"]),
        case("nothing", &random).expect([too_many]),
    ]);
}

/// Bytes as the numbers of an array.
fn numbers(bytes: &[u8]) -> String {
    bytes.iter().map(u8::to_string).collect::<Vec<_>>().join(",")
}

#[test]
fn lists_of_numbers_are_bytes() {
    let list = numbers(KEY.as_bytes());
    let hex: Vec<_> = KEY.bytes().map(|byte| format!("0x{byte:x}")).collect();
    let object = |quote: &str, colon: &str| {
        let entries = KEY.bytes().enumerate();
        let entries = entries.map(|(at, byte)| format!("{quote}{at}{quote}{colon}{byte}"));
        entries.collect::<Vec<_>>().join(",")
    };
    let lists = [
        ("a.json", format!("{{\"k\":{{{}}}}}", object("\"", ":"))),
        (
            "a.html",
            format!("<script type=\"application/json\">{{{}}}</script>", object("\"", ": ")),
        ),
        ("a.js", format!("f(\"{{{}}}\")", object("\\\"", ":"))),
        ("a.js", format!("f({{{}}})", object("", ":"))),
        ("a.js", format!("export default new Uint8Array([{list}])")),
        ("a.js", format!("use(new Uint8Array([{}]))", hex.join(", "))),
        ("a.js", format!("f(Uint8Array.of({list}))")),
        ("a.json", format!("{{\"type\":\"Buffer\",\"data\":[{list}]}}")),
        ("a.json", format!("[\n  {}\n]", list.replace(',', ",\n  "))),
        ("a.html", format!("<astro-island props=\"{{&quot;k&quot;:[8,[{list}]]}}\">")),
    ];
    let found = lists.map(|(file, text)| Case::new(file, text).key(KEY).expect(["EW001"]));
    let too_few = Case::new("a.js", format!("f([{}])", &list[..24])).key(KEY);
    check(found.into_iter().chain([too_few]));
}

#[test]
fn the_bytes_that_a_value_encodes_are_found() {
    let hex = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let uuid = "3f2b8c1e-7d4a-4f19-9b6e-c05a1d82e7f3";
    let base64 = "Xk93+/vLq0z8RbT1w/mNs5PeUc4Kd03YhQ2fLx7R+1E=";
    let of_hex = HEXLOWER.decode(hex.as_bytes()).unwrap();
    let of_uuid = HEXLOWER.decode(uuid.replace('-', "").as_bytes()).unwrap();
    let of_base64 = BASE64.decode(base64.as_bytes()).unwrap();
    let inside = [b"abc", &of_hex[..], b"x"].concat();
    let contents = [
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
    ];
    check(contents.map(|(file, content, value)| {
        Case::new(file, content).key(value).only(Code::ValueInOutput).expect(["EW001"])
    }));
}

#[test]
fn names_of_files_are_searched() {
    let key = "Zk3q7+&b9e9Wx8Qm2";
    let encoded = format!("{}.json", BASE64URL.encode(key.as_bytes()));
    let names = [
        "Zk3q7+&b9e9Wx8Qm2.html",
        "hook/Zk3q7+&b9e9Wx8Qm2/index.html",
        "a-Zk3q7%2B%26b9e9Wx8Qm2.html",
        &encoded,
    ];
    let case = |name: &str| Case::new(name, "<p>hi").key(key);
    check(names.map(|name| case(name).expect([Expected::leak().file("…•…")])));
    for name in names {
        let found = format!("{:?}", case(name).findings());
        assert!(!found.contains("Wx8"), "{found}");
    }
}
