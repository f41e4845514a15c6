//! Generates typed config from `envwall.toml` in `build.rs`.
//!
//! # Getting started
//!
//! 1. Declare the variables in `envwall.toml`, next to `Cargo.toml`:
//!
//!    ```toml
//!    [public]
//!    API_URL = { type = "url", default = "https://api.example.com" }
//!
//!    [server]
//!    WEATHER_API_KEY = { type = "string", min-length = 20 }
//!    PORT = { type = "port", default = 8080, sensitive = false }
//!    ```
//!
//! 2. Add the crates: `cargo add envwall` and `cargo add --build envwall-build`.
//!
//! 3. Generate the code in `build.rs`:
//!
//!    ```no_run
//!    fn main() -> Result<(), envwall_build::ConfigError> {
//!        envwall_build::Config::new().generate()
//!    }
//!    ```
//!
//! 4. Include it, and use it:
//!
//!    ```ignore
//!    mod env {
//!        include!(concat!(env!("OUT_DIR"), "/envwall.rs"));
//!    }
//!
//!    // reads and checks the environment; one error lists every missing or invalid variable
//!    let config = env::server::ServerConfig::from_env()?;
//!    let key: &str = config.weather_api_key.expose();
//!    // a constant, known when this was compiled
//!    println!("{}", env::public::API_URL);
//!    ```
//!
//! # What is generated
//!
//! `public` contains a constant for each public variable, and the struct `Public` with all of them.
//! `server` contains `ServerConfig`, whose values are read when the server starts and are never in the
//! binary. It does not exist under `target_family = "wasm"` or the feature `client`, so browser code
//! that uses it does not compile. Generated code uses the crate `envwall`.
//!
//! | manifest type | constant | field | secret field |
//! |---|---|---|---|
//! | string, url, email, uuid, pem | `&str` | `String` | `Secret<String>` |
//! | bool, int, float, port | `bool`, `i64`, `f64`, `u16` | the same | `Secret<…>` of it |
//! | enum | an enum, such as `ViteTheme` | the same | `Secret<String>` |
//! | list | `&[…]` of the items | `Vec<…>` of the items | `Secret<Vec<…>>` |
//! | json | `&str` | `serde_json::Value` | `Secret<String>` |
//! | duration | `Duration` | `Duration` | `Secret<String>` |
//! | base64, hex | `&str` | `Vec<u8>` | `Secret<Vec<u8>>` |
//!
//! A variable that may be unset is an `Option`.
//!
//! # Where values come from
//!
//! The build script reads public variables from `.env` files and the process environment. The server
//! reads its process environment only: to use a `.env` file, load it first
//! (`dotenvy::dotenv().ok()`). `Public::from_source` returns the values of the environment in which the
//! server starts, or else those of the build. Use it for pages, and the constants in code.
//!
//! # When it runs again
//!
//! Cargo runs the build script again when the manifest, one of its schemas, an existing `.env` file or
//! a public variable changes. It cannot watch a file that does not exist yet: after adding a `.env` file,
//! such as `.env.local`, touch the manifest.
//!
//! # Features
//!
//! `guard` adds `Config::guard`, which fails the build if client output contains a secret. It is off by
//! default, since it compiles a JavaScript parser.

mod directives;
mod error;
#[cfg(feature = "guard")]
mod guard;

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use envwall_core::{Date, ProcessEnv, Project, Request};

pub use error::ConfigError;

/// Options for generating code.
#[derive(Debug, Clone, Default)]
pub struct Config {
    manifest: Option<PathBuf>,
    environment: Option<String>,
    out: Option<PathBuf>,
    #[cfg(feature = "guard")]
    guarded: Vec<PathBuf>,
}

impl Config {
    /// Generates `$OUT_DIR/envwall.rs` from the package's `envwall.toml`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the path of the manifest, relative to the package. `.env` files are read from its folder.
    #[must_use]
    pub fn manifest(mut self, path: impl Into<PathBuf>) -> Self {
        self.manifest = Some(path.into());
        self
    }

    /// Sets the environment: the table in the manifest, and the mode of `.env` files. Defaults to
    /// `ENVWALL_ENV`, or else to `production` in the release profile and `development` in others.
    #[must_use]
    pub fn environment(mut self, name: impl Into<String>) -> Self {
        self.environment = Some(name.into());
        self
    }

    /// Sets the folder of the generated file, relative to the package. A file of the same name that
    /// Envwall did not generate is not overwritten.
    #[must_use]
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.out = Some(path.into());
        self
    }

    /// Writes the file, and prints its dependencies for cargo. Warnings of `envwall check` become
    /// warnings of cargo.
    ///
    /// # Errors
    /// Errors in the manifest or in public values, and a file that cannot be written.
    pub fn generate(&self) -> Result<(), ConfigError> {
        let manifest = self.manifest_path()?;
        let directory = manifest.parent().unwrap_or(Path::new("."));
        if manifest.file_name().is_none_or(|name| name != envwall_core::manifest::FILE_NAME) {
            return Err(ConfigError::OtherName { path: manifest.clone() });
        }
        let process = process_env();
        let environment = self.environment_name();
        let request = Request {
            directory,
            environment: &environment,
            process: &process,
            today: Date::of(SystemTime::now()),
            configured: None,
        };
        let project = Project::load(&request);
        directives::print(directory, project.as_ref().ok(), self.environment.is_none());
        let project = project.map_err(|findings| ConfigError::Project { findings })?;
        let config = envwall_codegen::Config::of(&project);
        let config = config.map_err(|findings| ConfigError::Project { findings })?;
        directives::warn(&project.findings);
        let code = envwall_codegen::rust(&config).map_err(|source| ConfigError::Name { source })?;
        let path = self.out_path()?;
        if self.out.is_some() && is_foreign(&path) {
            return Err(ConfigError::NotGenerated { path });
        }
        write_changed(&path, &code)?;
        #[cfg(feature = "guard")]
        guard::check(&project, &self.guarded, request.today)?;
        Ok(())
    }

    fn manifest_path(&self) -> Result<PathBuf, ConfigError> {
        let package = PathBuf::from(cargo_variable("CARGO_MANIFEST_DIR")?);
        let manifest =
            self.manifest.as_deref().unwrap_or(Path::new(envwall_core::manifest::FILE_NAME));
        let path = package.join(manifest);
        if path.is_file() { Ok(path) } else { Err(ConfigError::NoManifest { path }) }
    }

    fn out_path(&self) -> Result<PathBuf, ConfigError> {
        let folder = match &self.out {
            Some(folder) => folder.clone(),
            None => cargo_variable("OUT_DIR")?.into(),
        };
        Ok(folder.join("envwall.rs"))
    }

    fn environment_name(&self) -> String {
        if let Some(name) = &self.environment {
            return name.clone();
        }
        let named = variable(directives::ENVIRONMENT).filter(|name| !name.is_empty());
        named.and_then(|name| name.into_string().ok()).unwrap_or_else(|| {
            let release = variable("PROFILE").is_some_and(|profile| profile == "release");
            if release { "production" } else { "development" }.to_owned()
        })
    }
}

/// A variable that cargo sets for every build script.
fn cargo_variable(name: &'static str) -> Result<OsString, ConfigError> {
    variable(name).ok_or(ConfigError::NotInBuildScript { variable: name })
}

#[expect(clippy::disallowed_methods, reason = "a build script's arguments are its environment")]
fn variable(name: &str) -> Option<OsString> {
    env::var_os(name)
}

#[expect(clippy::disallowed_methods, reason = "a build script's arguments are its environment")]
fn process_env() -> ProcessEnv {
    env::vars_os().collect()
}

/// Whether a file exists that Envwall did not generate.
fn is_foreign(path: &Path) -> bool {
    let text = fs::read(path).unwrap_or_default();
    !text.is_empty() && !envwall_codegen::is_generated(&String::from_utf8_lossy(&text))
}

/// Writes a file if it changed: writing the same text would recompile the package.
fn write_changed(path: &Path, text: &str) -> Result<(), ConfigError> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    fs::write(path, text).map_err(|source| ConfigError::Write { path: path.to_owned(), source })
}
