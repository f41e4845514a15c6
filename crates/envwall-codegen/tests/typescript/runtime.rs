//! `client-mode = "runtime"`: the server writes the public config into the page, and the client reads it.

use crate::RUNTIME;
use crate::generated::{Generated, KEY, PUBLIC, SERVER, succeeded};

/// A page for the client module.
const PAGE: &str = "import { publicEnvScript } from './env.server.js';\n\
    const html = publicEnvScript({ nonce: 'cmFuZG9t' });\n\
    const [, json] = /^<script type=\"application\\/json\" id=\"envwall-public\" nonce=\"cmFuZG9t\">(.*)<\\/script>$/s.exec(html);\n\
    globalThis.document = {\n\
      getElementById: (id) => (id === 'envwall-public' ? { textContent: json } : null),\n\
    };\n\
    if (/[<>&]/.test(json)) throw new Error(json);\n";

fn runtime() -> Generated {
    Generated::compiled(&format!("{PUBLIC}{SERVER}{RUNTIME}"))
}

#[test]
fn the_page_has_the_values_of_this_machine_and_the_build_has_none() {
    let generated = runtime();
    let script = format!(
        "{PAGE}const {{ env }} = await import('./env.client.js');\n\
         process.env.APP_ZOOM = '9';\n\
         console.log(JSON.stringify(env), Object.isFrozen(env), env.APP_ZOOM);\n"
    );
    let url = "https://staging.example/</script><!--";
    let set = [("APP_URL", url), ("APP_ZOOM", "7"), ("APP_PORTS", "1, 2"), ("SHELL_SECRET", "x")];
    let ran = succeeded(&generated.node(&script, &set));
    let env: serde_json::Value = serde_json::from_str(
        ran.split("} ").next().map(|it| format!("{it}}}")).as_deref().unwrap_or(""),
    )
    .expect("JSON");
    assert_eq!((&env["APP_URL"], &env["APP_ZOOM"]), (&url.into(), &7.into()), "{ran}");
    assert_eq!(env["APP_PORTS"], serde_json::json!([1, 2]));
    assert_eq!((&env["APP_RATIO"], &env["APP_POLL"]), (&0.001.into(), &90_000.into()));
    assert!(!generated.text("env.client.js").contains("staging"));
}

#[test]
fn a_build_needs_and_contains_no_value() {
    // values set during the build are no defaults
    let manifest = "[public]\nAPP_URL = \"url\"\nAPP_TITLE = { default = \"Weather\" }\n";
    let generated = Generated::of_env(&format!("{manifest}{RUNTIME}"), &[]);
    let other = Generated::of_env(
        &format!("{manifest}{RUNTIME}"),
        &[("APP_URL", "https://built.example"), ("APP_TITLE", "Built")],
    );
    assert_eq!(generated.text("env.client.ts"), other.text("env.client.ts"));
    assert_eq!(generated.text("env.server.ts"), other.text("env.server.ts"));
    assert!(generated.text("env.client.ts").contains("\"Weather\""));
}

#[test]
fn server_side_rendering_reads_the_process_environment() {
    let generated = runtime();
    let script = "import { env } from './env.client.js'; console.log(env.APP_ZOOM, env.APP_THEME);";
    assert_eq!(succeeded(&generated.node(script, &[("APP_ZOOM", "3")])), "3 light\n");
}

/// Cloudflare passes numbers and JSON unserialized, and frameworks write elements themselves.
#[test]
fn values_that_are_not_strings_are_parsed() {
    let generated = runtime();
    let script = "import { publicEnvJson, readServerEnv } from './env.server.js';\n\
        import { readClientEnv } from './env.client.js';\n\
        const source = { APP_ZOOM: 9, APP_BETA: false, APP_FLAGS: { a: '<' }, PORT: 9090, WEATHER_API_KEY: process.env.WEATHER_API_KEY };\n\
        console.log(readServerEnv(source).PORT, publicEnvJson(source));\n\
        const { APP_ZOOM, APP_BETA, APP_FLAGS } = readClientEnv(JSON.parse(publicEnvJson(source)));\n\
        console.log(APP_ZOOM, APP_BETA, APP_FLAGS);\n\
        try { readClientEnv({ APP_ZOOM: ['1'] }); } catch (error) { console.log(error.problems); }\n";
    let ran = succeeded(&generated.node(script, &[("WEATHER_API_KEY", KEY)]));
    assert_eq!(
        ran,
        "9090 {\"APP_ZOOM\":9,\"APP_BETA\":false,\"APP_FLAGS\":{\"a\":\"\\u003c\"}}\n\
         9 false { a: '<' }\n[ 'APP_ZOOM is invalid: expected a whole number' ]\n"
    );
}

#[test]
fn errors_are_reported_on_either_side() {
    let generated = runtime();
    let script = "import { publicEnvScript } from './env.server.js';\n\
        try { publicEnvScript(); } catch (error) { console.log(error.message); }\n\
        try { publicEnvScript({ source: {}, nonce: '\" onload=\"' }); } catch (error) { console.log(error.message); }\n\
        delete globalThis.process;\n\
        const { env, readClientEnv } = await import('./env.client.js');\n\
        try { env.APP_ZOOM; } catch (error) { console.log(error.message); }\n\
        globalThis.document = { getElementById: () => null };\n\
        try { env.APP_ZOOM; } catch (error) { console.log(error.message); }\n\
        try { readClientEnv({ APP_THEME: 'dark' }); } catch (error) { console.log(error.problems); }\n";
    let ran = succeeded(&generated.node(script, &[("APP_ZOOM", "far")]));
    assert_eq!(
        ran,
        "1 environment variable is missing or invalid\n  APP_ZOOM is invalid: expected a whole number\n\
         the nonce must be base64\n\
         no page and no process environment: call readClientEnv() with the values instead\n\
         public variables are missing: add publicEnvScript() of the server module to the page's head\n\
         [ 'APP_THEME is invalid: expected one of light, dark \"blue\"' ]\n"
    );
}
