//! The server module.

use envwall_codegen::typescript;
use envwall_core::TRIPWIRE;

use crate::generated::{Generated, KEY, PUBLIC, SERVER, succeeded};

#[test]
fn the_server_reads_typed_values_and_prints_no_secret() {
    let generated = Generated::compiled(&format!("{PUBLIC}{SERVER}"));
    generated.file(
        "uses.ts",
        "import { env, readServerEnv, Secret } from './env.server.js';\n\
         export const key: Secret<string> = env.WEATHER_API_KEY;\n\
         export const port: number = env.PORT;\n\
         export const level: 'debug' | 'info' = env.LOG_LEVEL;\n\
         export const pins: readonly number[] | undefined = env.PINS?.expose();\n\
         export const timeout: number = readServerEnv({})['dotted.name'];\n",
    );
    succeeded(&generated.tsc("esnext", "bundler", &["uses.ts"]));
    let script = "import { inspect } from 'node:util';\n\
        import { env } from './env.server.js';\n\
        const key = env.WEATHER_API_KEY;\n\
        console.log(key, [key], inspect(env, { showHidden: true, depth: 9 }), JSON.stringify({ key, env }));\n\
        console.log(JSON.stringify(structuredClone({ ...key })), Object.values(key), key.expose().length);\n\
        for (const shown of [() => `${key}`, () => key + '', () => String(key)]) {\n\
          try { console.log(shown()); } catch (error) { console.log(error.message); }\n\
        }\n\
        console.log(env.PORT, env.LOG_LEVEL, env.PINS, env['dotted.name']);\n";
    let ran = succeeded(&generated.node(script, &[("WEATHER_API_KEY", KEY), ("PORT", "80")]));
    assert!(
        KEY.as_bytes().windows(8).all(|run| !ran.as_bytes().windows(8).any(|it| it == run)),
        "{ran}"
    );
    assert_eq!(ran.matches("is a secret: call expose()").count(), 3, "{ran}");
    assert!(
        ran.contains("Secret(WEATHER_API_KEY)") && ran.contains("80 info undefined 2000"),
        "{ran}"
    );

    // nothing is read before first access, which reports all errors at once
    let script = "import { env } from './env.server.js';\n\
        console.log('imported');\n\
        try { env.PORT; } catch (error) { console.log(error.message); }\n";
    let ran = succeeded(
        &generated.node(script, &[("WEATHER_API_KEY", "short"), ("PORT", "http"), ("PINS", "1,x")]),
    );
    let expected = "imported\n3 environment variables are missing or invalid\n";
    assert!(ran.starts_with(expected) && !ran.contains("http"), "{ran}");
    assert!(ran.contains("PORT is invalid: expected a port from 1 to 65535"), "{ran}");
}

#[test]
fn the_server_module_throws_in_a_browser_and_has_the_marker() {
    let generated = Generated::compiled(SERVER);
    // a page, and a web worker
    for host in ["document = {}", "importScripts = () => {}"] {
        let script = format!(
            "globalThis.{host};\n\
             delete globalThis.process;\n\
             try {{ await import('./env.server.js'); }} catch (error) {{ console.log(error.message); }}\n"
        );
        let ran = succeeded(&generated.node(&script, &[]));
        assert!(ran.contains(TRIPWIRE), "{host}: {ran}");
    }
    assert!(generated.text("env.server.js").contains(TRIPWIRE));
    assert!(!generated.text("env.server.ts").contains("import "));
    let next = Generated::of(&format!("[project]\nframework = \"next\"\n{SERVER}"));
    assert!(typescript::server(&next.config).contains("\nimport \"server-only\";\n"));
    let without = "[project]\nframework = \"next\"\n[generate]\nserver-only = false\n";
    let next = Generated::of(&format!("{without}{SERVER}"));
    assert!(!typescript::server(&next.config).contains("import "));
}
