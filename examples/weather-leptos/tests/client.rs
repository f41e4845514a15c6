//! The browser's side has public config, and does not compile if it names the server's.
//!
//! It is compiled for this machine: with the feature `client` that has what WebAssembly has.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Compiles a crate that uses the browser's side, and gives what the compiler said if that failed.
fn check(code: &str) -> Result<(), String> {
    let package = env!("CARGO_MANIFEST_DIR");
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    file(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"browser\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\nweather-leptos = {{ path = {package:?}, default-features = false, \
             features = [\"client\"] }}\n\n[lib]\npath = \"lib.rs\"\n\n[workspace]\n\n\
             [profile.dev]\ndebug = \"line-tables-only\"\n"
        ),
    );
    file("lib.rs", code);
    fs::copy(format!("{package}/Cargo.lock"), folder.path().join("Cargo.lock")).unwrap();
    let ran = Command::new(env!("CARGO"))
        .args(["check", "--offline", "--quiet"])
        .current_dir(folder.path())
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
        .output()
        .unwrap();
    if ran.status.success() { Ok(()) } else { Err(String::from_utf8(ran.stderr).unwrap()) }
}

#[test]
fn the_browsers_side_has_public_config_alone() {
    check("pub use weather_leptos::{app::App, hydrate, env::public::Public};").unwrap();
    let said = check("pub use weather_leptos::env::server::ServerConfig;").unwrap_err();
    assert!(said.contains("could not find `server` in `env`"), "{said}");
    assert!(said.contains("the item is gated here"), "{said}");
    let said = check("pub use weather_leptos::server::Server;").unwrap_err();
    assert!(said.contains("could not find `server` in `weather_leptos`"), "{said}");
}
