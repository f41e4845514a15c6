//! A weather page in Leptos whose server keeps the weather service's paid key.
//!
//! The same code is compiled twice: with the feature `ssr` for the server, and with `client` for
//! WebAssembly in the browser. Both have [`env::public`]; `env::server` is the server's alone.

pub mod app;
#[cfg(feature = "ssr")]
pub mod server;

/// Typed config, generated from `envwall.toml` by `build.rs`.
pub mod env {
    include!(concat!(env!("OUT_DIR"), "/envwall.rs"));
}

/// Where the browser begins.
#[cfg(feature = "client")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_body(app::App);
}
