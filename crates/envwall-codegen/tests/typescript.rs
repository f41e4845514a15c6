//! Generated TypeScript, checked by the TypeScript compiler and run by Node.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use envwall_codegen::{Config, typescript};
use envwall_core::{Date, ProcessEnv, Project, Request, TRIPWIRE};
use tempfile::TempDir;

/// Made up.
const KEY: &str = "wk-7f3a9c51d2e84b60aa17";

const PUBLIC: &str = r#"
[public]
APP_URL = { type = "url", default = "https://api.example/</script>", description = "Where */ it is" }
APP_THEME = { type = "enum", values = ["light", "dark \"blue\""], default = "light" }
APP_ZOOM = { type = "int", default = 4 }
APP_RATIO = { type = "float", default = "1e-3" }
APP_BETA = { type = "bool", default = true }
APP_POLL = { type = "duration", default = "1m30s" }
APP_PORTS = { type = "list", items = "port", default = "80, 443" }
APP_NOTE = { type = "string", required = false }
APP_FLAGS = { type = "json", default = "{\"__proto__\":1,\"a\":[null]}" }
class = { default = "x" }
"a.b-c" = { default = "y" }
"#;

const SERVER: &str = r#"
[server]
WEATHER_API_KEY = { type = "string", min-length = 20, prefix = "wk-" }
PORT = { type = "port", default = 8080, sensitive = false }
LOG_LEVEL = { type = "enum", values = ["debug", "info"], default = "info", sensitive = false }
PINS = { type = "list", items = "int", required = false }
"dotted.name" = { type = "duration", sensitive = false, default = "2s" }
"#;

/// A folder with a manifest, and what is generated from it.
struct Generated {
    folder: TempDir,
    config: Config,
}

impl Generated {
    fn of(manifest: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("envwall.toml"), manifest).expect("written");
        let process = ProcessEnv::empty();
        let request = Request {
            directory: folder.path(),
            environment: "production",
            process: &process,
            today: Date::of(std::time::SystemTime::UNIX_EPOCH),
        };
        let config = Project::load(&request).and_then(|project| Config::of(&project));
        let config = config.expect("a manifest without errors");
        let generated = Self { folder, config };
        let client = typescript::client(&generated.config).expect("names");
        generated.file("env.client.ts", &client);
        let server = typescript::server(&generated.config, typescript::Server::default());
        generated.file("env.server.ts", &server);
        generated.file("package.json", "{ \"type\": \"module\" }");
        generated
    }

    fn file(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("written");
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).expect("a text")
    }

    /// The strictest settings that projects have; what is compiled lands beside it.
    fn tsc(&self, module: &str, resolution: &str, files: &[&str]) -> Output {
        let strict = [
            "--strict",
            "--noUncheckedIndexedAccess",
            "--exactOptionalPropertyTypes",
            "--noPropertyAccessFromIndexSignature",
            "--noUnusedLocals",
            "--noUnusedParameters",
            "--noImplicitReturns",
            "--isolatedModules",
            "--verbatimModuleSyntax",
            "--erasableSyntaxOnly",
        ];
        Command::new("node")
            .arg(tools().join("node_modules/typescript/bin/tsc"))
            .args(strict)
            .args(["--target", "es2022", "--lib", "es2022,dom"])
            .args(["--module", module, "--moduleResolution", resolution])
            .args(files)
            .current_dir(self.folder.path())
            .output()
            .expect("Node is there, and `npm ci` was run in tests/typescript")
    }

    fn node(&self, script: &str, env: &[(&str, &str)]) -> Output {
        self.file("main.mjs", script);
        Command::new("node")
            .arg("main.mjs")
            .envs(env.iter().copied())
            .current_dir(self.folder.path())
            .output()
            .expect("Node is there")
    }

    fn compiled(manifest: &str) -> Self {
        let generated = Self::of(manifest);
        well(&generated.tsc("esnext", "bundler", &["env.client.ts", "env.server.ts"]));
        generated
    }
}

fn tools() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/typescript")
}

fn said(output: &Output) -> String {
    let texts = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    texts.concat()
}

fn well(output: &Output) -> String {
    assert!(output.status.success(), "{}", said(output));
    said(output)
}

#[test]
fn the_compiler_takes_it_at_its_strictest_however_modules_are_resolved() {
    let generated = Generated::of(&format!("{PUBLIC}{SERVER}"));
    for (module, resolution) in
        [("esnext", "bundler"), ("nodenext", "nodenext"), ("node16", "node16")]
    {
        well(&generated.tsc(module, resolution, &["env.client.ts", "env.server.ts"]));
    }
}

#[test]
fn the_client_knows_public_values_and_no_server_variable() {
    let generated = Generated::compiled(&format!("{PUBLIC}{SERVER}"));
    let client = generated.text("env.client.ts");
    for name in ["WEATHER_API_KEY", "PORT:", "LOG_LEVEL", "PINS", "dotted", "Secret"] {
        assert!(!client.contains(name), "{name} in\n{client}");
    }
    let ran = well(&generated.node(
        "import { env } from './env.client.js'; console.log(JSON.stringify(env), Object.isFrozen(env));",
        &[],
    ));
    let (json, frozen) = ran.trim().rsplit_once(' ').expect("two");
    let env: serde_json::Value = serde_json::from_str(json).expect("JSON");
    assert_eq!(frozen, "true");
    assert_eq!(env["APP_URL"], "https://api.example/</script>");
    assert_eq!(env["APP_RATIO"], 0.001);
    assert_eq!(env["APP_POLL"], 90_000);
    assert_eq!(env["APP_PORTS"], serde_json::json!([80, 443]));
    assert_eq!(env["APP_FLAGS"]["__proto__"], 1);
    assert_eq!((&env["class"], &env["a.b-c"]), (&"x".into(), &"y".into()));

    // what the types say, by what does not compile
    for (wrong, error) in [
        ("import { WEATHER_API_KEY } from './env.client.js'; WEATHER_API_KEY;", "TS2305"),
        ("import { env } from './env.client.js'; env.PORT;", "TS2339"),
        (
            "import { APP_ZOOM } from './env.client.js'; export const zoom: string = APP_ZOOM;",
            "TS2322",
        ),
        (
            "import { APP_THEME } from './env.client.js'; export const x = APP_THEME === 'dark';",
            "TS2367",
        ),
        (
            "import { APP_NOTE } from './env.client.js'; export const x: string = APP_NOTE;",
            "TS2322",
        ),
        ("import { env } from './env.client.js'; env.APP_ZOOM = 5;", "TS2540"),
    ] {
        generated.file("wrong.ts", wrong);
        let output = generated.tsc("esnext", "bundler", &["wrong.ts"]);
        assert!(said(&output).contains(error), "{wrong}\n{}", said(&output));
    }
}

#[test]
fn the_server_reads_types_and_shows_no_secret() {
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
    well(&generated.tsc("esnext", "bundler", &["uses.ts"]));
    let script = "import { inspect } from 'node:util';\n\
        import { env } from './env.server.js';\n\
        const key = env.WEATHER_API_KEY;\n\
        console.log(key, [key], inspect(env, { showHidden: true, depth: 9 }), JSON.stringify({ key, env }));\n\
        console.log(JSON.stringify(structuredClone({ ...key })), Object.values(key), key.expose().length);\n\
        for (const shown of [() => `${key}`, () => key + '', () => String(key)]) {\n\
          try { console.log(shown()); } catch (error) { console.log(error.message); }\n\
        }\n\
        console.log(env.PORT, env.LOG_LEVEL, env.PINS, env['dotted.name']);\n";
    let ran = well(&generated.node(script, &[("WEATHER_API_KEY", KEY), ("PORT", "80")]));
    assert!(
        KEY.as_bytes().windows(8).all(|run| !ran.as_bytes().windows(8).any(|it| it == run)),
        "{ran}"
    );
    assert_eq!(ran.matches("is a secret: call expose()").count(), 3, "{ran}");
    assert!(
        ran.contains("Secret(WEATHER_API_KEY)") && ran.contains("80 info undefined 2000"),
        "{ran}"
    );

    // nothing is read before it is needed; then everything that is wrong is told at once
    let script = "import { env } from './env.server.js';\n\
        console.log('imported');\n\
        try { env.PORT; } catch (error) { console.log(error.message); }\n";
    let ran = well(
        &generated.node(script, &[("WEATHER_API_KEY", "short"), ("PORT", "http"), ("PINS", "1,x")]),
    );
    let expected = "imported\n3 environment variables are not right\n";
    assert!(ran.starts_with(expected) && !ran.contains("http"), "{ran}");
    assert!(ran.contains("PORT does not fit: expected a port from 1 to 65535"), "{ran}");
}

#[test]
fn the_server_module_throws_in_a_browser_and_carries_the_marker() {
    let generated = Generated::compiled(SERVER);
    let script = "globalThis.document = {};\n\
        const node = process.versions.node;\n\
        delete globalThis.process;\n\
        try { await import('./env.server.js'); } catch (error) { console.log(error.message); }\n\
        console.log(typeof node);\n";
    let ran = well(&generated.node(script, &[]));
    assert!(ran.contains(TRIPWIRE), "{ran}");
    assert!(generated.text("env.server.js").contains(TRIPWIRE));
    let next = typescript::server(&generated.config, typescript::Server { next: true });
    assert!(next.contains("import \"server-only\";"));
}

/// Types with and without constraints, and values around their edges: both sides say the same.
#[test]
fn generated_checks_accept_what_the_manifest_accepts() {
    let types = r#"
        { type = "string" } | { type = "string", min-length = 0 } | { min-length = 2, max-length = 3, prefix = "a" }
        { type = "bool" } | { type = "int" } | { type = "int", min = -3, max = 22 } | { type = "port" }
        { type = "float" } | { type = "float", min = -1.5, max = 1e3 } | { type = "url" }
        { type = "url", schemes = ["postgres", "HTTPS"] } | { type = "email" }
        { type = "enum", values = ["a", "b c", ""] } | { type = "json" } | { type = "uuid" }
        { type = "list", items = "int" } | { type = "list", min-length = 1, max-length = 2, separator = ";" }
        { type = "list", items = "port", separator = " " } | { type = "duration" }
        { type = "duration", min = "1m", max = "1h" } | { type = "base64" } | { type = "hex" }
        { type = "base64", min-length = 2, max-length = 3 } | { type = "hex", min-length = 0, max-length = 2 }
        { type = "pem" } | { type = "pem", label = "A" }
    "#;
    let tables = types.split(['|', '\n']).map(str::trim).filter(|table| !table.is_empty());
    let lines = tables.enumerate().map(|(at, table)| {
        let table = table.strip_suffix('}').expect("a table");
        format!("T{at} = {table}, sensitive = false, required = true }}\n")
    });
    let generated = Generated::compiled(&format!("[server]\n{}", lines.collect::<String>()));
    let values = include_str!("values.json");
    generated.file("values.json", values);
    let script = "import { readFileSync } from 'node:fs';\n\
        import { readServerEnv } from './env.server.js';\n\
        const names = JSON.parse(process.argv[2] ?? process.env.NAMES);\n\
        const values = JSON.parse(readFileSync('values.json', 'utf8'));\n\
        const rejected = (value) => {\n\
          try { readServerEnv(Object.fromEntries(names.map((name) => [name, value]))); return []; }\n\
          catch (error) { return error.problems.map((problem) => problem.split(' ')[0]); }\n\
        };\n\
        console.log(JSON.stringify(values.map(rejected)));\n";
    let names: Vec<_> = generated.config.server().iter().map(|it| it.name.as_str()).collect();
    let names = serde_json::to_string(&names).expect("JSON");
    let ran = well(&generated.node(script, &[("NAMES", &names)]));
    let rejected: Vec<Vec<String>> = serde_json::from_str(&ran).expect("JSON");
    let values: Vec<String> = serde_json::from_str(values).expect("JSON");
    assert_eq!(values.len(), rejected.len());
    let mut differences = Vec::new();
    for (value, rejected) in values.iter().zip(&rejected) {
        for variable in generated.config.server() {
            let here = variable.value_type.check(value).is_ok();
            let there = !rejected.contains(&variable.name);
            if here != there {
                differences.push(format!("{:?} {value:?}: {here}, {there}", variable.value_type));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
