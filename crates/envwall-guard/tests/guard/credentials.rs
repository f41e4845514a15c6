//! Credentials that no variable holds, found by the format that their issuer gives them.

use envwall_core::classify::issuers::{Format, formats};
use envwall_core::diagnostic::{Code, Severity};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;

use crate::support::{Case, Expected, check, excerpt_of};

/// A made-up credential: none is written down here.
fn made_up(what: &str) -> String {
    format(what).made_up(21).swap_remove(0)
}

fn format(what: &str) -> &'static Format {
    formats().find(|format| format.what == what).unwrap()
}

fn case(file: &str, content: impl AsRef<[u8]>) -> Case {
    Case::new(file, content).only(Code::HardCodedCredential)
}

fn error(what: &str) -> Expected {
    Expected::from("EW007")
        .severity(Severity::Error)
        .message(&format!("{what} is in client output"))
}

fn warning(what: &str) -> Expected {
    let message = format!("what looks like {what} is in client output");
    Expected::from("EW007").severity(Severity::Warning).message(&message)
}

#[test]
fn what_is_checked_is_an_error() {
    let cases = [
        "a Stripe secret key",
        "a GitHub token",
        "an npm token",
        "an OpenAI key",
        "an Anthropic key",
        "a Slack token",
        "a Slack webhook",
        "a Discord webhook",
        "a Telegram bot token",
        "a SendGrid key",
        "a Supabase secret key",
        "a JSON Web Token with an administrator's role",
        "an Azure storage key",
        "a Google service account key",
        "a DigitalOcean token",
        "a MongoDB address with a password",
        "a Mailchimp key",
        "a Microsoft Entra client secret",
    ];
    check(cases.map(|what| {
        case("app.js", format!("const a=`{}`;f(a)", made_up(what))).expect([error(what)])
    }));
}

#[test]
fn what_has_the_prefix_and_the_length_is_a_warning() {
    let cases = ["a Stripe secret key (test mode)", "a Hugging Face token", "an AWS access key"];
    check(
        cases.map(|what| case("app.js", format!("f('{}')", made_up(what))).expect([warning(what)])),
    );
}

#[test]
fn an_access_key_with_its_secret_is_an_error() {
    let what = "an AWS access key";
    let secret = format(what).made_up_companion(22).unwrap();
    let program = format!("f({{id:'{}',secret:'{secret}'}})", made_up(what));
    check([case("app.js", program).expect([error(what)])]);
}

#[test]
fn a_wrong_checksum_is_no_credential() {
    let token = made_up("a GitHub token");
    let wrong = format!("{}00000z", &token[..token.len() - 6]);
    check([case("app.js", format!("f('{wrong}')"))]);
}

#[test]
fn what_browsers_may_have_is_not_reported() {
    let public = [
        "a Stripe publishable key",
        "a Supabase publishable key",
        "a JSON Web Token for visitors",
        "a JSON Web Token",
        "a Clerk publishable key",
        "a Sentry DSN",
        "a Mapbox public token",
        "a PostHog project key",
        "a Google API key",
        "a Firebase app id",
        "a Twilio account id",
    ];
    check(public.map(|what| case("app.js", format!("f('{}')", made_up(what)))));
}

#[test]
fn samples_are_not_reported() {
    let key = |prefix: &str, rest: &str| format!("f('{prefix}_{rest}')");
    check(
        [
            key("sk_live", &"x".repeat(24)),
            key("sk_live", "your_secret_key_goes_here"),
            key("ghp", &"0123456789".repeat(4)[..36]),
            format!("f('AKIA{}')", "IOSFODNN7EXAMPLE"),
            "f('postgres://user:password@db.example.com/app')".to_owned(),
            "f('postgres://app:Vd83kPqz71xT@localhost:5432/app')".to_owned(),
            "f('postgres://${user}:${password}@${host}/app')".to_owned(),
            "f('-----BEGIN PRIVATE KEY-----')".to_owned(),
            "f('sk-button-primary-large-hover-active-2xl')".to_owned(),
        ]
        .map(|program| case("app.js", program)),
    );
}

#[test]
fn the_value_of_a_variable_is_reported_as_such() {
    let token = made_up("a GitHub token");
    let program = format!("f('{token}')");
    let address = "postgres://app:Vd83kPqz71xT@db.weather.dev/main";
    check([
        Case::new("app.js", &program).key(&token).expect(["EW001 1:4"]),
        // a part of it is the variable's
        Case::new("app.js", format!("f('{address}')")).key("Vd83kPqz71xT").expect(["EW001"]),
        // the client may have it, or somebody has said so
        Case::new("app.js", &program).public(&[&token]),
    ]);
}

/// A literal of a program that is parsed is met as its value, too.
fn check_also_if_all_is_parsed<const N: usize>(cases: [Case; N]) {
    check(cases.into_iter().flat_map(|case| [case.clone().exhaustive(true), case]));
}

#[test]
fn it_is_found_in_whatever_holds_it() {
    let what = "a GitHub token";
    let token = made_up(what);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(format!("f('{token}')").as_bytes()).unwrap();
    let map = serde_json::json!({
        "version": 3, "sources": ["../src/api.ts"], "sourcesContent": [format!("\nf('{token}')")],
        "names": [], "mappings": ""
    });
    let escaped = token.replacen('g', "\\u0067", 1);
    let escaped_json = format!("{{\"key\":\"{escaped}\"}}");
    check_also_if_all_is_parsed([
        case("app.js", format!("f('a\\n{token}\\n')")).expect([error(what)]),
        case("a.html", format!("<p data-key=\"{token}\">")).expect([error(what)]),
        case("a.html", format!("<script>f('{token}')</script>")).expect([error(what)]),
        case("a.css", format!("/* {token} */")).expect([error(what)]),
        case("a.json", escaped_json).expect([error(what)]),
        case("app.js.gz", gzip.finish().unwrap()).expect([error(what)]),
        case("a.js.map", map.to_string()).expect([error(what).original("src/api.ts", 2, 4)]),
    ]);
}

/// With its dashes at both ends, as files have it, on lines and with escapes.
#[test]
fn a_private_key_is_found_in_scripts() {
    let body: String =
        made_up("a GitHub token").repeat(20).chars().filter(|it| *it != '_').collect();
    let lines: Vec<_> = body.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
    let (begin, end) =
        (concat!("-----BEGIN RSA PRIV", "ATE KEY-----"), "-----END RSA PRIVATE KEY-----");
    let pem = |line_break: &str| {
        format!("{begin}{line_break}{}{line_break}{end}", lines.join(line_break))
    };
    check_also_if_all_is_parsed([
        case("app.js", format!("const k=`{}`;x(k)", pem("\n"))).expect([error("a private key")]),
        case("app.js", format!("const k=\"{}\";x(k)", pem("\\n"))).expect([error("a private key")]),
        case("a.json", format!("{{\"k\":\"{}\"}}", pem("\\n"))).expect([error("a private key")]),
        case("a.html", format!("<pre>{}</pre>", pem("\n"))).expect([error("a private key")]),
    ]);
}

#[test]
fn a_package_brings_its_own() {
    let what = "a GitHub token";
    let token = made_up(what);
    let map = serde_json::json!({
        "version": 3, "sources": ["../node_modules/x/i.js"], "names": [], "mappings": "",
        "sourcesContent": [format!("f('{token}')")],
    });
    let found =
        Expected::from("EW007").severity(Severity::Warning).message("…, in third-party code");
    check([case("a.js.map", map.to_string()).expect([found])]);
}

#[test]
fn one_credential_is_one_finding_and_two_are_two() {
    let [one, other] = [1, 2].map(|seed| format("a Groq key").made_up(seed).swap_remove(0));
    let what = "a Groq key";
    let places = error(what).message("…; also found in 1 more place");
    check([
        case("app.js", format!("f('{one}');g('{one}')")).expect([places]),
        case("app.js", format!("f('{one}');g('{other}')")).expect([error(what), error(what)]),
    ]);
    let found = case("app.js", format!("f('{one}');g('{other}')")).findings();
    assert_ne!(found[0].fingerprint(), found[1].fingerprint());
}

#[test]
fn no_excerpt_shows_it() {
    let (token, webhook) = (made_up("a GitHub token"), made_up("a Slack webhook"));
    let program = format!("f('{token}','{webhook}','{}')", crate::support::SECRET);
    let found = Case::new("app.js", program).findings();
    assert_eq!(found.len(), 3);
    for finding in &found {
        let shown = format!("{finding:?}");
        for secret in [&token, &webhook] {
            let leaks = secret.as_bytes().windows(8).skip(32.min(secret.len() - 16));
            let leaks = leaks.filter(|run| shown.contains(std::str::from_utf8(run).unwrap()));
            assert_eq!(leaks.count(), 0);
        }
        assert!(excerpt_of(finding).contains("••••••••"));
    }
}
