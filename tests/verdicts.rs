//! What is an error, a warning or nothing, in projects without a manifest.

use crate::project::{KEY, Project, Run};

/// A Vite project with a secret that does not get out, these further variables, and a bundle with
/// these values.
fn app(env: &[(&str, &str)], bundle: &str) -> Project {
    let lines: Vec<_> = env.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
    let lines = lines.join("\n");
    Project::empty()
        .file("package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
        .file(".env", format!("SESSION_SECRET={KEY}\n{lines}"))
        .file("dist/app.js", bundle)
}

/// A bundle that holds the values and nothing else.
fn with_values(env: &[(&str, &str)]) -> Project {
    let values: Vec<_> = env.iter().map(|(_, value)| format!("{value:?}")).collect();
    app(env, &format!("f([{}])", values.join(", ")))
}

/// `severity code variable` of each finding.
fn verdicts(project: &Project) -> Vec<String> {
    let run = project.run(&["guard", "--format", "json"]);
    let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
    let findings = run.json()["findings"].as_array().unwrap().clone();
    let line = |it: &serde_json::Value| {
        format!("{} {} {}", text(&it["severity"]), text(&it["code"]), text(&it["variable"]))
    };
    findings.iter().map(line).collect()
}

fn assert_calm(env: &[(&str, &str)]) {
    let project = with_values(env);
    let found = verdicts(&project);
    let alarms: Vec<_> = found.iter().filter(|it| !it.starts_with("note")).collect();
    assert!(alarms.is_empty(), "{alarms:?}");
    let run = project.run(&["guard"]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
}

#[test]
fn what_issuers_make_for_browsers_is_no_leak() {
    assert_calm(&[
        ("GA_MEASUREMENT_ID", "G-4R8T2Y6U1P"),
        ("GTM_ID", "GTM-P4R8T2Y"),
        ("HCAPTCHA_SITE_KEY", "10a2b3c4-82dc-44aa-a0ff-220c46aa1867"),
        ("GOOGLE_CLIENT_ID", "719283746501-r8t2y6u1p4w9.apps.googleusercontent.com"),
        ("SUPABASE_URL", "https://hxkzqvjwmplnrtyd.supabase.co"),
        ("CLOUDINARY_CLOUD_NAME", "harbor-media-t2y6"),
        ("ALGOLIA_APP_ID", "T2Y6U1P4W9"),
        ("STRIPE_PRICE_ID", "price_1Q8T2Y6U1P4W9R8T"),
        ("SENTRY_DSN", "https://0f8fad5bd9cb469fa16570867728950e@o44.ingest.sentry.io/4505"),
    ]);
}

#[test]
fn texts_addresses_and_settings_are_no_leak() {
    assert_calm(&[
        ("APP_NAME", "Harbor Street Market"),
        ("SITE_DESCRIPTION", "Fresh bread and good coffee, every morning from seven"),
        ("TIME_FORMAT", "dddd, D MMMM YYYY HH:mm"),
        ("OFFICE_ADDRESS", "4 Mill Lane, 8004 Zurich"),
        ("SUPPORT_EMAIL", "support@harbor-street.example"),
        ("NEXTAUTH_URL", "http://localhost:3000"),
        ("CORS_ORIGINS", "https://harbor-street.example,https://app.harbor-street.example"),
        ("CSP", "default-src 'self'; img-src 'self' data: https:"),
        ("LOG_LEVEL", "info"),
        ("MODE", "production"),
        ("BASE_URL", "/app/"),
        ("CACHE_TTL", "15m"),
        ("FEATURES", "search,checkout,reviews"),
    ]);
}

#[test]
fn an_address_within_a_public_address_is_no_leak() {
    let env = [("AUTH_URL", "http://localhost:3000"), ("VITE_API", "http://localhost:3000/api")];
    assert_calm(&env);
}

#[test]
fn names_and_formats_of_secrets_are_errors() {
    for (name, value) in [
        ("MAILER_TOKEN", "r8T2y6U1p4W9x3Z7"),
        ("DB_PASSWORD", "Harbor!4471Baker"),
        ("CRM_APIKEY", "r8T2y6U1p4W9x3Z7"),
        ("REPORTS_URL", "postgres://app:r8T2y6U1@db.harbor.example/main"),
        ("SERVICE", r"{'region':'eu','clientSecret':'r8T2y6U1p4W9x3Z7'}"),
        ("OTHER", concat!("gh", "p_r8T2y6U1p4W9x3Z7r8T2y6U1p4W9x3Z7r8T2")),
    ] {
        let value = value.replace('\'', "\\\"");
        let found = verdicts(&app(&[(name, &value)], &format!("f(\"{value}\")")));
        assert!(found.contains(&format!("error EW001 {name}")), "{name}: {found:?}");
    }
}

#[test]
fn what_is_random_and_unexplained_is_a_warning() {
    let found = verdicts(&with_values(&[("UPSTREAM", "r8T2y6U1p4W9x3Z7q5V0")]));
    assert_eq!(found, ["warning EW001 UPSTREAM"]);
}

#[test]
fn a_secret_by_format_under_a_public_prefix_is_an_error_with_its_place() {
    let key = concat!("sk-", "proj-r8T2y6U1p4W9x3Z7q5V0");
    let project = with_values(&[("VITE_OPENAI_KEY", key)]);
    assert_eq!(verdicts(&project), ["error EW043 VITE_OPENAI_KEY"]);
    let run = project.run(&["guard"]);
    assert_eq!(run.status, Some(1));
    assert!(run.stderr.contains("--> dist/app.js:1:"), "{}", run.stderr);
}

#[test]
fn a_name_of_a_secret_under_a_public_prefix_is_a_warning() {
    let found = verdicts(&with_values(&[("VITE_ADMIN_PASSWORD", "letmein77")]));
    assert_eq!(found, ["warning EW043 VITE_ADMIN_PASSWORD"]);
    let found = verdicts(&with_values(&[("VITE_CHAT_API_KEY", "r8T2y6U1p4W9x3Z7q5V0")]));
    assert!(found.is_empty(), "many keys under a prefix are for browsers: {found:?}");
}

#[test]
fn a_setting_next_to_its_own_name_is_no_leak() {
    let env = [("LOG_LEVEL", "info"), ("APP_ENV", "production")];
    let bundle = "const l=process.env.LOG_LEVEL||\"info\",c={APP_ENV:\"production\"};";
    assert!(verdicts(&app(&env, bundle)).is_empty());
}

#[test]
fn a_project_without_secrets_is_no_error() {
    let project = Project::empty()
        .file("package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
        .file(".env", "VITE_TITLE=Harbor\nLOG_LEVEL=info\n")
        .file("dist/app.js", "f(1)");
    let run = project.run(&["guard"]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
}

#[test]
fn a_reference_is_not_the_value() {
    let project = Project::empty()
        .file("package.json", r#"{"devDependencies":{"vite":"7.0.0"}}"#)
        .file(".env", "PAY_SECRET=op://shop/pay/key\nMAIL_SECRET=\"encrypted:BNexEwjKwt87kA==\"\n")
        .file("dist/app.js", "f(1)");
    let run = project.run(&["guard"]);
    assert_eq!(run.status, Some(2), "{}", run.stderr);
    for name in ["`PAY_SECRET`", "`MAIL_SECRET`", "1Password", "dotenvx"] {
        assert!(run.stderr.contains(name), "{}", run.stderr);
    }
    let known = project.file(".env.local", format!("SESSION_SECRET={KEY}\n"));
    let Run { status, stderr, .. } = known.run(&["guard"]);
    assert_eq!(status, Some(0), "others are known: {stderr}");
    assert!(stderr.contains("warning[EW015]"), "{stderr}");
}

#[test]
fn samples_and_test_keys_are_no_secrets() {
    for value in
        ["your-secret-here", "<your-api-key>", "sk_test_...", "1x0000000000000000000000000000000AA"]
    {
        let run = app(&[("PAY_SECRET", value)], &format!("PAY_SECRET={value}")).run(&["guard"]);
        assert_eq!(run.status, Some(0), "{value}: {}", run.stderr);
    }
}

#[test]
fn json_is_what_its_fields_are() {
    let value = r#"{"newCheckout":true,"darkMode":false}"#;
    let run = app(&[], value).file(".env", format!("FEATURE_FLAGS={value}\n")).run(&["guard"]);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
}

#[test]
fn of_two_variables_with_a_value_the_public_one_is_reported() {
    let key = concat!("sk_", "live_51Hq7WzPk2LmNvRtYbXcDfGh");
    let run = app(&[("PAY_KEY", key), ("VITE_PAY_KEY", key)], key)
        .file("src/a.ts", "f(import.meta.env.VITE_PAY_KEY)")
        .file("src/server.ts", "f(process.env.PAY_KEY)")
        .run(&["guard"]);
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("error[EW043]: the value of `VITE_PAY_KEY`"), "{}", run.stderr);
    assert!(run.stderr.contains("remove `VITE_PAY_KEY`, and read `PAY_KEY`"), "{}", run.stderr);
    assert!(run.stderr.contains("src/a.ts:1:"), "{}", run.stderr);
    assert!(run.stderr.ends_with(": 1 error\n"), "{}", run.stderr);
}

#[test]
fn what_is_next_to_a_credential_is_hidden_too() {
    let (id, key) =
        (concat!("AK", "IA5QZ7WPLMNRTY2XV4"), "wq8Zk3LmT0bXc7Vn5RyU2pHs9EdF4gJ6aKtQiOzB");
    let bundle = format!(
        "f({{accessKeyId:\"{id}\",secretAccessKey:\"{key}\",password:\"harbor-lights-9\"}})"
    );
    for format in ["human", "json", "html", "sarif"] {
        let run = app(&[], &bundle).run(&["guard", "--format", format]);
        let said = format!("{}{}", run.stdout, run.stderr);
        assert!(said.contains("EW007"), "{said}");
        for part in [&id[..8], &key[..8], "harbor-l"] {
            assert!(!said.contains(part), "{format}: {said}");
        }
    }
}

#[test]
fn the_environment_of_a_build_is_one_entry() {
    let env = [("PAY_SECRET", "k7Wq2zXe8LmNv4tYb"), ("MAIL_SECRET", "h3Rt9wQx5KpZm7sDc")];
    let dump = "f({\"npm_command\":\"run\",\"USER\":\"me\",\"PATH\":\"/usr/bin:/bin\",\"HOME\":\"/me\",\
                \"SHLVL\":\"1\",\"PAY_SECRET\":\"k7Wq2zXe8LmNv4tYb\",\"MAIL_SECRET\":\"h3Rt9wQx5KpZm7sDc\"})";
    let run = app(&env, dump).run(&["guard"]);
    assert_eq!(run.stderr.matches("error[").count(), 1, "{}", run.stderr);
    let values = "it holds the values of `MAIL_SECRET` and `PAY_SECRET`";
    assert!(run.stderr.contains(values), "{}", run.stderr);
    let all = verdicts(&app(&env, dump));
    assert_eq!(
        all.iter().filter(|it| it.starts_with("error")).count(),
        3,
        "machines get all: {all:?}"
    );
}

/// What only one reading of a value, or of the output, finds.
#[test]
fn values_are_found_in_every_form_that_tools_write() {
    let key = "k7wq2zxe-8lmn-v4tyb-p0";
    let (first, second) = key.split_at(9);
    let bytes: Vec<_> =
        key.bytes().enumerate().map(|(at, byte)| format!("\"{at}\": {byte}")).collect();
    let account = format!(r#"{{"type": "service_account", "private_key": "{key}"}}"#);
    let encoded = data_encoding::BASE64.encode(account.as_bytes());
    assert!(encoded.ends_with('=') && !encoded.ends_with("=="), "one sign of padding: {encoded}");
    for (name, value, output) in [
        (
            "API_KEY",
            key,
            format!(
                "f('{}'.toLocaleLowerCase()+'{}'.toLocaleLowerCase())",
                first.to_uppercase(),
                second.to_uppercase()
            ),
        ),
        ("API_KEY", key, format!("{{\"key\": {{{}}}}}", bytes.join(", "))),
        ("DB_PASSWORD", "Tiger!9202Lawyer", "c({DB_PASSWORD:'Tiger!9202Lawyer'})".to_owned()),
        ("ACCOUNT_KEY", &encoded, format!("f({account})")),
    ] {
        let run = app(&[(name, value)], &output).run(&["guard"]);
        assert_eq!(run.status, Some(1), "{output}: {}", run.stderr);
        assert!(run.stderr.contains(&format!("`{name}`")), "{}", run.stderr);
    }
}

#[test]
fn every_block_of_a_pem_value_is_searched_for() {
    let block = |label: &str, seed: usize| {
        let digits = b"q7WzXe81Kp0v4TnBcR2yU5mJ9sLhGfAaDtEo3iZxVwPkQbNrMYC6gHjSuIlO";
        let line = |at: usize| -> String {
            (0..64).map(|x| char::from(digits[(x * 7 + at * 13 + seed) % digits.len()])).collect()
        };
        let lines: Vec<_> = (0..6).map(line).collect();
        format!("-----BEGIN {label}-----\n{}\n-----END {label}-----", lines.join("\n"))
    };
    let key = block("PRIVATE KEY", 5);
    let pem = format!("{}\n{key}", block("CERTIFICATE", 1));
    let run = app(&[("TLS_PEM", &pem)], &format!("tls({key:?})")).run(&["guard"]);
    assert_eq!(run.status, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("`TLS_PEM`"), "{}", run.stderr);
}

#[test]
fn a_setting_next_to_its_own_name_is_no_secret() {
    let env = [("LOG_LEVEL", "info"), ("APP_ENV", "production")];
    let run = app(&env, "const l=process.env.LOG_LEVEL||\"info\",c={APP_ENV:\"production\"};")
        .run(&["guard"]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
}

/// A map of which each source holds a value has as many places, and one entry.
#[test]
fn a_value_in_each_source_of_a_map_is_one_entry() {
    let value = "k7Wq2zXe8LmNv4tYb";
    let sources: Vec<_> = (0..2000).map(|at| format!("../src/{at}.js")).collect();
    let contents = vec![format!("f('{value}')"); sources.len()];
    let map = serde_json::json!({ "version": 3, "sources": sources, "sourcesContent": contents,
        "names": [], "mappings": "" });
    let project = app(&[("PAY_SECRET", value)], "f(1)").file("dist/app.js.map", map.to_string());
    let run = project.run(&["guard"]);
    assert_eq!((run.status, run.stderr.matches("error[").count()), (Some(1), 1), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn functions_that_are_links_are_no_findings() {
    use std::os::unix::fs::symlink;
    let project = Project::empty()
        .file("package.json", r#"{"dependencies":{"next":"15.0.0"}}"#)
        .file(".env", format!("SESSION_SECRET={KEY}\n"))
        .file(".vercel/output/static/a.js", "f(1)")
        .file(".vercel/output/functions/index.func/index.js", "f(1)");
    let functions = project.join(".vercel/output/functions");
    symlink("index.func", functions.join("about.func")).unwrap();
    symlink("index.func", functions.join("about.rsc.func")).unwrap();
    let run = project.run(&["guard"]);
    assert_eq!(run.status, Some(0), "{}", run.stderr);
}

#[test]
fn addresses_of_maps_and_of_ones_own_machine_are_no_leak() {
    assert_calm(&[
        ("VITE_MAP_STYLE", "https://maps.example.com/style.json?key=k7Wq2zXe8LmNv4tYbR5s"),
        (
            "VITE_MAPS_SCRIPT",
            concat!("https://maps.example.com/js?key=AI", "zaSyB4kq7WzXe81Kp0v4TnBq7WzXe81Kp0v"),
        ),
        ("DATABASE_URL", "postgres://postgres:postgres@localhost:5432/test"),
        ("AMQP_URL", "amqp://guest:guest@localhost:5672"),
    ]);
    let own = with_values(&[("DATABASE_URL", "postgres://app:k7Wq2zXe8LmN@localhost:5432/test")]);
    assert_eq!(own.run(&["guard"]).status, Some(1), "a password that is not everyone's");
}
