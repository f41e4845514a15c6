//! "Build once, deploy many": the server writes the public config into the page, the client reads it.

use crate::RUNTIME;
use crate::generated::{Generated, PUBLIC, SERVER, well};

/// A page as the client's module sees one.
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
fn the_page_has_this_machines_values_and_the_build_has_none() {
    let generated = runtime();
    let script = format!(
        "{PAGE}const {{ env }} = await import('./env.client.js');\n\
         process.env.APP_ZOOM = '9';\n\
         console.log(JSON.stringify(env), Object.isFrozen(env), env.APP_ZOOM);\n"
    );
    let url = "https://staging.example/</script><!--";
    let set = [("APP_URL", url), ("APP_ZOOM", "7"), ("APP_PORTS", "1, 2"), ("SHELL_SECRET", "x")];
    let ran = well(&generated.node(&script, &set));
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
fn a_build_needs_no_value_and_bakes_in_none() {
    // what is set where it is built is no default elsewhere
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
fn rendering_on_the_server_reads_the_process() {
    let generated = runtime();
    let script = "import { env } from './env.client.js'; console.log(env.APP_ZOOM, env.APP_THEME);";
    assert_eq!(well(&generated.node(script, &[("APP_ZOOM", "3")])), "3 light\n");
}

#[test]
fn what_is_wrong_is_said_on_either_side() {
    let generated = runtime();
    let script = "import { publicEnvScript } from './env.server.js';\n\
        try { publicEnvScript(); } catch (error) { console.log(error.message); }\n\
        try { publicEnvScript({ source: {}, nonce: '\" onload=\"' }); } catch (error) { console.log(error.message); }\n\
        delete globalThis.process;\n\
        const { env, readClientEnv } = await import('./env.client.js');\n\
        try { env.APP_ZOOM; } catch (error) { console.log(error.message); }\n\
        try { readClientEnv({ APP_THEME: 'dark' }); } catch (error) { console.log(error.problems); }\n";
    let ran = well(&generated.node(script, &[("APP_ZOOM", "far")]));
    assert_eq!(
        ran,
        "1 environment variable is not right\n  APP_ZOOM does not fit: expected a whole number\n\
         a nonce is base64\n\
         nothing here has the public config: write publicEnvScript() of the server's module into the page's head\n\
         [ 'APP_THEME does not fit: expected one of light, dark \"blue\"' ]\n"
    );
}
