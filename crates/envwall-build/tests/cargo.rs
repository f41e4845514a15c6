//! A package that generates its config, built by cargo.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Made up.
const KEY: &str = "wk-7f3a9c51d2e84b60aa17";

const MANIFEST: &str = r#"
[public]
APP_API_URL = { type = "url", description = "Where the API is" }
APP_THEME = { type = "enum", values = ["light", "dark-blue", "2xl"], default = "light" }
APP_ZOOM = { type = "int", min = 0, max = 22, default = 4 }
APP_RATIO = { type = "float", default = "0.5" }
APP_BETA = { type = "bool", default = true }
APP_POLL = { type = "duration", default = "1m30s" }
APP_PORTS = { type = "list", items = "port", default = "80, 443" }
APP_NOTE = { type = "string", required = false }
APP_FLAGS = { type = "json", default = "[1]", schema = { type = "array", items = { type = "integer" } } }
"type" = { type = "string", default = "a \"quoted\" \\ text" }
PUBLIC = { type = "enum", values = ["dark-a", "dark-b", "dark-c", "x`y", "", "z\u202E"], default = "dark-a" }
APP_PI = { type = "float", default = "3.14159" }
APP_TEXT = { default = "</script><!-- \u2028\u202E\u0000", description = """
[nowhere] <b> `code, **, \u202E, https://a.example
```
not rust
```
1.     not rust, either
"""}
A1 = { type = "bool", default = true }
A2 = { type = "bool", default = true }
A3 = { type = "bool", default = true }

[server]
WEATHER_API_KEY = { type = "string", min-length = 20, prefix = "wk-" }
DATABASE_URL = { type = "url", schemes = ["postgres"] }
PORT = { type = "port", default = 8080, sensitive = false }
LOG_LEVEL = { type = "enum", values = ["debug", "info"], default = "info", sensitive = false }
MODE = { type = "enum", values = ["on", "off"] }
SALT = { type = "hex", min-length = 2, required = false }
TIMEOUT = { type = "duration", sensitive = false, default = "30s", min = "1s" }
LIMITS = { type = "json", sensitive = false, required = false, schema = "limits.schema.json" }
ACCOUNTS = { type = "json", required = false, schema = { type = "array", items = { type = "string", minLength = 3 } } }
HOSTS = { type = "list", separator = ";", required = false }
SERVER_CONFIG = { type = "enum", values = ["`[x]"], default = "`[x]", sensitive = false }
"#;

const LIMITS: &str =
    r#"{ "type": "object", "properties": { "max": { "type": "integer", "maximum": 10 } } }"#;

const MAIN: &str = r#"//! Prints what it was given.

mod env {
    include!(concat!(env!("OUT_DIR"), "/envwall.rs"));
}

use env::public;

fn main() -> std::process::ExitCode {
    println!("{} {:?} {}", public::APP_API_URL, public::APP_THEME, public::APP_ZOOM);
    println!("{:?} {:?} {}", public::APP_POLL, public::APP_PORTS, public::TYPE);
    let config = match env::server::ServerConfig::from_env() {
        Ok(config) => config,
        Err(error) => {
            println!("{error}");
            return std::process::ExitCode::FAILURE;
        }
    };
    println!("{config:?}");
    println!("{}", config.weather_api_key.expose().len());
    match public::Public::from_source(&envwall::Process) {
        Ok(public) => println!("{}", envwall::page::script(&public, None).unwrap_or_default()),
        Err(error) => println!("{error}"),
    }
    std::process::ExitCode::SUCCESS
}
"#;

/// A client in TypeScript reads the page; what need not have a value may have one all the same.
const PAGE_MANIFEST: &str = r#"
[generate]
client = "env.client.ts"
client-mode = "runtime"

[public]
APP_URL = "url"
APP_SET = { type = "int", required = false }
APP_PORTS = { type = "list", items = "port", default = "" }
APP_POLL = { type = "duration", default = "1m" }
APP_THEME = { type = "enum", values = ["light", "dark"], required = false }
"#;

const PAGE_MAIN: &str = r#"//! Prints what a page gets.

mod env {
    include!(concat!(env!("OUT_DIR"), "/envwall.rs"));
}

use env::public::{APP_PORTS, APP_SET, APP_THEME, APP_URL, AppTheme, Public};

/// The types are those of the manifest, whatever is set where this is built.
const SET: Option<i64> = APP_SET;
const URL: Option<&str> = APP_URL;
const PORTS: &[u16] = APP_PORTS;
const THEME: Option<AppTheme> = APP_THEME;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("{SET:?} {URL:?} {PORTS:?} {THEME:?}");
    let set: Option<i64> = Public::from_source(&envwall::Process)?.app_set;
    println!("{set:?}");
    println!("{}", envwall::page::content(&Public::texts(&envwall::Process)?)?);
    Ok(())
}
"#;

const LIB: &str = "//! Config for others.\n\n/// Both sides.\npub mod env {\n    \
    include!(concat!(env!(\"OUT_DIR\"), \"/envwall.rs\"));\n}\n";

/// A package that always has the same path, and shares what cargo compiles with the runs before: a run compiles the
/// package, and not what it depends on.
struct Package {
    folder: PathBuf,
    target: PathBuf,
}

/// Whether cargo succeeded, and what it printed.
struct Built {
    success: bool,
    output: String,
}

impl Package {
    fn new() -> Self {
        let shared = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let package = Self { folder: shared.join("package"), target: shared.join("packages") };
        let _ = fs::remove_dir_all(&package.folder);
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("crates").display();
        package.file(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"app\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [features]\nclient = []\n\n\
                 [dependencies]\nenvwall = {{ path = \"{crates}/envwall\" }}\n\n\
                 [build-dependencies]\nenvwall-build = {{ path = \"{crates}/envwall-build\" }}\n\n\
                 [profile.dev]\ndebug = false\n\n\
                 [lints.clippy]\npedantic = {{ level = \"deny\", priority = -1 }}\n\n[workspace]\n"
            ),
        );
        fs::copy(format!("{crates}/../Cargo.lock"), package.path("Cargo.lock")).expect("locked");
        package.file(
            "build.rs",
            "//! Config.\nfn main() -> Result<(), envwall_build::ConfigError> {\n    \
             envwall_build::Config::new().generate()\n}\n",
        );
        package.file("src/main.rs", MAIN);
        // what is public to other crates is held to more lints
        package.file("src/lib.rs", LIB);
        package.file("envwall.toml", MANIFEST);
        package.file("limits.schema.json", LIMITS);
        package.file(".env", &format!("APP_API_URL=https://api.example\nWEATHER_API_KEY={KEY}\n"));
        package
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn file(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("written");
    }

    fn cargo(&self, args: &[&str]) -> Built {
        let output = Command::new(env!("CARGO"))
            .args(args)
            .arg("--offline")
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("RUSTFLAGS", "-D warnings")
            .env("RUSTDOCFLAGS", "-D warnings")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .output()
            .expect("cargo starts");
        let success = output.status.success();
        Built { success, output: String::from_utf8_lossy(&output.stderr).into_owned() }
    }

    /// What cargo prints as it succeeds.
    fn succeeds(&self, args: &[&str]) -> String {
        let built = self.cargo(args);
        assert!(built.success, "{}", built.output);
        built.output
    }

    /// What cargo prints as it fails.
    fn fails(&self, args: &[&str]) -> String {
        let built = self.cargo(args);
        assert!(!built.success, "{}", built.output);
        built.output
    }

    fn builds(&self) -> String {
        self.succeeds(&["build"])
    }

    /// Has no lint, where clippy is installed.
    fn is_pedantic(&self) {
        if cfg!(feature = "external-tests") {
            self.succeeds(&["clippy"]);
        }
    }

    fn run(&self, env: &[(&str, &str)]) -> String {
        let output = Command::new(self.target.join("debug/app"))
            .env_clear()
            .envs(env.iter().copied())
            .output()
            .expect("the app starts");
        String::from_utf8(output.stdout).expect("a text")
    }
}

/// Every file below a folder that holds a text.
fn holding(folder: &Path, text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, text));
        } else if let Ok(bytes) = fs::read(&path)
            && holds(&bytes, text.as_bytes())
        {
            found.push(path);
        }
    }
    found
}

/// Whether the bytes hold a text; the standard library looks for its first byte, since it is optimised.
fn holds(mut bytes: &[u8], text: &[u8]) -> bool {
    while bytes.skip_until(text[0]).expect("memory") > 0 {
        if bytes.starts_with(&text[1..]) {
            return true;
        }
    }
    false
}

/// One test, since each step builds on what the ones before compiled.
#[test]
fn a_package_gets_typed_config_on_both_sides() {
    let package = Package::new();
    package.builds();
    values_are_typed(&package);
    json_is_checked_by_its_schema(&package);
    assert_eq!(holding(&package.target, KEY), Vec::<PathBuf>::new());
    what_changes_is_compiled_again(&package);
    lints_and_documentation_have_no_warning(&package);
    a_client_has_no_server_module(&package);
    a_page_for_a_client_in_typescript(&package);
    errors_are_shown_as_cargo_prints_them(&package);
}

/// What a server needs to start.
const ENV: [(&str, &str); 3] =
    [("WEATHER_API_KEY", KEY), ("DATABASE_URL", "postgres://u:pw@h/db"), ("MODE", "on")];

/// That, and one variable more.
fn env_and<'a>(name: &'a str, value: &'a str) -> [(&'a str, &'a str); 4] {
    [ENV[0], ENV[1], ENV[2], (name, value)]
}

fn values_are_typed(package: &Package) {
    let ran = package.run(&env_and("APP_ZOOM", "7"));
    assert!(
        ran.starts_with("https://api.example Light 4\n90s [80, 443] a \"quoted\" \\ text\n"),
        "{ran}"
    );
    assert!(ran.contains("weather_api_key: Secret(WEATHER_API_KEY)"), "{ran}");
    assert!(ran.contains("port: 8080, log_level: Info, mode: Secret(MODE), salt: None"), "{ran}");
    assert!(ran.contains("\"app_zoom\":7") && !ran.contains(&KEY[..8]), "{ran}");

    // everything that is wrong, at once
    let ran = package.run(&[("WEATHER_API_KEY", "short"), ("PORT", "x")]);
    assert!(ran.contains("4 environment variables are missing or invalid"), "{ran}");
}

fn json_is_checked_by_its_schema(package: &Package) {
    let ran = package.run(&env_and("LIMITS", r#"{"max":10}"#));
    assert!(ran.contains("limits: Some(Object {\"max\": Number(10)})"), "{ran}");
    let ran = package.run(&env_and("LIMITS", r#"{"max":11}"#));
    assert!(
        ran.contains("LIMITS is invalid: .max: expected a whole number of 10 or less"),
        "{ran}"
    );
    let ran = package.run(&env_and("ACCOUNTS", r#"["hunter2", "zq"]"#));
    assert!(ran.contains("ACCOUNTS is invalid: [1]: expected a string of at least 3"), "{ran}");
    assert!(!ran.contains("zq"), "{ran}");
}

fn what_changes_is_compiled_again(package: &Package) {
    let again = package.builds();
    assert!(!again.contains("Compiling"), "{again}");

    // a public value
    package.file(".env", &format!("APP_API_URL=https://other.example\nWEATHER_API_KEY={KEY}\n"));
    let changed = package.builds();
    assert!(changed.contains("Compiling app"), "{changed}");
    assert!(package.run(&ENV).starts_with("https://other.example"));

    // a schema, and a public value that does not fit its own
    package.file("limits.schema.json", &LIMITS.replace("10", "12"));
    let changed = package.builds();
    assert!(changed.contains("Compiling app"), "{changed}");
    assert!(package.run(&env_and("LIMITS", r#"{"max":11}"#)).contains("limits: Some"));
    package.file(".env", "APP_API_URL=https://other.example\nAPP_FLAGS=[1,2.5]\n");
    let wrong = package.fails(&["build"]);
    assert!(wrong.contains("[1]: expected a whole number, found 2.5"), "{wrong}");
    package.file(".env", &format!("APP_API_URL=https://other.example\nWEATHER_API_KEY={KEY}\n"));
}

/// What the manifest says is shown, and no example for `cargo test` to run.
fn lints_and_documentation_have_no_warning(package: &Package) {
    package.is_pedantic();
    package.succeeds(&["doc", "--no-deps"]);
    package.succeeds(&["test", "--doc"]);
}

fn a_client_has_no_server_module(package: &Package) {
    let client = package.fails(&["build", "--features", "client"]);
    assert!(client.contains("`server`"), "{client}");
    assert!(client.contains("the item is gated here"), "{client}");
}

fn errors_are_shown_as_cargo_prints_them(package: &Package) {
    package.file(
        "envwall.toml",
        "[public]\nA_1 = { type = \"enum\", values = [\"x\"], default = \"x\" }\n\
         A1 = { type = \"enum\", values = [\"x\"], default = \"x\" }\n",
    );
    let wrong = package.fails(&["build"]);
    assert!(wrong.contains("`A_1` and `A1` both become `A1`"), "{wrong}");

    package.file("envwall.toml", "[public]\nAPP_ZOOM = \"imt\"\n");
    let wrong = package.fails(&["build"]);
    assert!(wrong.contains("--> envwall.toml:2:12"), "{wrong}");
}

fn a_page_for_a_client_in_typescript(package: &Package) {
    package.file("envwall.toml", PAGE_MANIFEST);
    package.file("src/main.rs", PAGE_MAIN);
    let url = ("APP_URL", "https://app.example");
    let cases = [
        (
            "APP_SET=4\n",
            [url, ("APP_POLL", "5m")],
            "Some(4)",
            r#"{"APP_POLL":"5m","APP_PORTS":"","APP_SET":"4","APP_URL":"https://app.example"}"#,
        ),
        (
            "",
            [url, ("APP_SET", "7")],
            "Some(7)",
            r#"{"APP_POLL":"1m","APP_PORTS":"","APP_SET":"7","APP_URL":"https://app.example"}"#,
        ),
        (
            "APP_SET=4\n",
            [url, ("APP_SET", "")],
            "None",
            r#"{"APP_POLL":"1m","APP_PORTS":"","APP_URL":"https://app.example"}"#,
        ),
    ];
    for (file, env, set, page) in cases {
        package.file(".env", file);
        package.is_pedantic();
        package.builds();
        let of_build = if file.is_empty() { "None" } else { "Some(4)" };
        assert_eq!(package.run(&env), format!("{of_build} None [] None\n{set}\n{page}\n"));
    }
}

#[test]
fn no_javascript_parser_is_compiled_without_the_guard() {
    let tree = |more: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .args(["tree", "--offline", "--locked", "--edges", "normal", "--prefix", "none"])
            .args(more)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo starts");
        assert!(output.status.success());
        String::from_utf8(output.stdout).expect("a text")
    };
    assert!(!tree(&[]).contains("swc_"));
    assert!(tree(&["--features", "guard"]).contains("swc_ecma_parser"));
}
