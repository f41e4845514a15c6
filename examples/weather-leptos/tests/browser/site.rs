//! The browser's side in WebAssembly, as browsers fetch it.

use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

const TARGET: &str = "wasm32-unknown-unknown";

const MISSING: &str = "the browser's side does not compile: does the compiler have the target \
                       wasm32-unknown-unknown? `rustup target add` it, or name one that has as \
                       WASM_RUSTC (the script .ci/targets makes one)";

/// Makes script and module in `pkg`, where the page looks for them.
pub fn build(site: &Path) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("a folder").join("client");
    let module = compile(&target);
    let mut bindings = Bindgen::new();
    bindings
        .input_path(module)
        .out_name("weather-leptos")
        .typescript(false)
        .web(true)
        .expect("for browsers");
    bindings.generate(site.join("pkg")).expect("the module is one of wasm-bindgen");
}

fn compile(target: &Path) -> PathBuf {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["build", "--lib", "--locked", "--quiet", "--target", TARGET])
        .args(["--no-default-features", "--features", "client", "--target-dir"])
        .arg(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    if let Some(compiler) = std::env::var_os("WASM_RUSTC") {
        cargo.env("RUSTC", compiler);
    }
    assert!(cargo.status().expect("cargo starts").success(), "{MISSING}");
    target.join(TARGET).join("debug/weather_leptos.wasm")
}
