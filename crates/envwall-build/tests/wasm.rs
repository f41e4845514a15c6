//! Generated config in WebAssembly: what is public is there, and the module `server` is not.
//!
//! Needs a compiler that has the target wasm32-unknown-unknown: `rustup target add` it, or name one
//! as `WASM_RUSTC`, as `.ci/targets` does.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// Made up.
const KEY: &str = "wk-7f3a9c51d2e84b60aa17";

const MANIFEST: &str = "\
[public]
APP_API_URL = \"url\"
[server]
WEATHER_API_KEY = { type = \"string\", min-length = 20 }
";

const CLIENT: &str = r#"//! A browser's side.
mod env {
    include!(concat!(env!("OUT_DIR"), "/envwall.rs"));
}

/// A byte of the address.
#[unsafe(no_mangle)]
pub extern "C" fn address(at: usize) -> u8 {
    env::public::APP_API_URL.as_bytes()[at]
}

/// Whether the page has config.
#[unsafe(no_mangle)]
pub extern "C" fn is_configured() -> bool {
    envwall::page::of_document::<env::public::Public>().is_ok()
}
"#;

/// A package whose code for browsers is this; it has no feature `client`.
fn package(code: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("src")).expect("a folder");
    let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("crates").display();
    file(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"app\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [lib]\ncrate-type = [\"cdylib\"]\n\n\
             [dependencies.envwall]\npath = \"{crates}/envwall\"\ndefault-features = false\n\
             features = [\"web\"]\n\n\
             [build-dependencies]\nenvwall-build = {{ path = \"{crates}/envwall-build\" }}\n\n[workspace]\n"
        ),
    );
    fs::copy(format!("{crates}/../Cargo.lock"), folder.path().join("Cargo.lock")).expect("locked");
    file(
        "build.rs",
        "fn main() -> Result<(), envwall_build::ConfigError> {\n    \
         envwall_build::Config::new().generate()\n}\n",
    );
    file("src/lib.rs", code);
    file("envwall.toml", MANIFEST);
    file(".env", &format!("APP_API_URL=https://api.example\nWEATHER_API_KEY={KEY}\n"));
    folder
}

/// The module, or what the compiler said.
fn build(package: &Path) -> Result<Vec<u8>, String> {
    // the folder of tests/cargo.rs, too: they share what takes long
    let target: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages");
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["build", "--target", "wasm32-unknown-unknown", "--target-dir"])
        .arg(&target)
        .current_dir(package)
        .env("RUSTFLAGS", "-D warnings")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    #[expect(clippy::disallowed_methods, reason = "a tool of the machine that tests")]
    let compiler = std::env::var_os("WASM_RUSTC");
    if let Some(compiler) = compiler {
        cargo.env("RUSTC", compiler);
    }
    let built = cargo.output().expect("cargo starts");
    if !built.status.success() {
        return Err(String::from_utf8(built.stderr).expect("a text"));
    }
    Ok(fs::read(target.join("wasm32-unknown-unknown/debug/app.wasm")).expect("a module"))
}

fn holds(module: &[u8], text: &str) -> bool {
    module.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn a_browsers_side_has_what_is_public_and_no_module_server() {
    let module = build(package(CLIENT).path()).unwrap_or_else(|said| panic!("{said}"));
    assert!(holds(&module, "https://api.example") && holds(&module, "envwall-public"));
    assert!(!holds(&module, &KEY[..8]) && !holds(&module, "WEATHER_API_KEY"));

    let naming = format!("{CLIENT}\npub use env::server::ServerConfig;\n");
    let said = build(package(&naming).path()).expect_err("there is no such module");
    assert!(said.contains("could not find `server` in `env`"), "{said}");
    assert!(said.contains("the item is gated here"), "{said}");
}
