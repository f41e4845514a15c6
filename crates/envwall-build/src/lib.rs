//! Typed config from `envwall.toml`, for `build.rs`.
//!
//! ```no_run
//! // build.rs
//! fn main() -> Result<(), envwall_build::ConfigError> {
//!     envwall_build::Config::new().generate()
//! }
//! ```
//!
//! ```ignore
//! // src/main.rs
//! mod env {
//!     include!(concat!(env!("OUT_DIR"), "/envwall.rs"));
//! }
//!
//! let config = env::server::ServerConfig::from_env()?; // typed, everything wrong in one error
//! println!("{}", env::public::VITE_API_URL); // known when this was compiled
//! ```
//!
//! It runs again when the manifest, a schema that it names, a `.env` file that was there, or a public
//! variable changes, and for nothing else. Cargo cannot be told of a file that is not there yet: when a
//! `.env` file is added, such as `.env.local` beside `.env`, touch the manifest.
//!
//! `public` holds constants and the struct `Public`. `server` holds `ServerConfig`, whose values are read when the
//! server starts and are never in the binary; it does not exist under `target_family = "wasm"` or the
//! feature `client`. Generated code stands on the crate `envwall`.
//!
//! `.env` files are read here, for public variables. The server reads its environment and no file:
//! load one first where there is one (`dotenvy::dotenv().ok()`). `Public::from_source` has what the
//! environment says when the server starts, and else the values of the build: that is for pages, the
//! constants are for code.
//!
//! | type of the manifest | constant | field | secret |
//! |---|---|---|---|
//! | string, url, email, uuid, pem | `&str` | `String` | `Secret<String>` |
//! | bool, int, float, port | `bool`, `i64`, `f64`, `u16` | the same | `Secret` of it |
//! | enum | an enum, such as `ViteTheme` | the same | `Secret<String>` |
//! | list | `&[…]` of the items | `Vec` of them | `Secret` of it |
//! | json | `&str` | `serde_json::Value` | `Secret<String>` |
//! | duration | `Duration` | `Duration` | `Secret<String>` |
//! | base64, hex | `&str` | `Vec<u8>` | `Secret<Vec<u8>>` |
//!
//! What may have no value is an `Option`.
//!
//! # Features
//!
//! `guard` adds `Config::guard`, which fails the build when an output folder holds a secret. It is off
//! by default, since it compiles a JavaScript parser.

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

/// What to generate from, and where to.
#[derive(Debug, Clone, Default)]
pub struct Config {
    manifest: Option<PathBuf>,
    environment: Option<String>,
    out: Option<PathBuf>,
    #[cfg(feature = "guard")]
    guarded: Vec<PathBuf>,
}

impl Config {
    /// The package's `envwall.toml` into `$OUT_DIR/envwall.rs`.
    pub fn new() -> Self {
        Self::default()
    }

    /// Another manifest, relative to the package; `.env` files are looked for beside it.
    #[must_use]
    pub fn manifest(mut self, path: impl Into<PathBuf>) -> Self {
        self.manifest = Some(path.into());
        self
    }

    /// The environment: a table of the manifest and the mode of `.env` files. Else what
    /// `ENVWALL_ENV` says, and else `production` for a release and `development` for any other
    /// profile.
    #[must_use]
    pub fn environment(mut self, name: impl Into<String>) -> Self {
        self.environment = Some(name.into());
        self
    }

    /// Another folder for the generated file, relative to the package. A file of the same name that
    /// people wrote is left alone.
    #[must_use]
    pub fn out_dir(mut self, path: impl Into<PathBuf>) -> Self {
        self.out = Some(path.into());
        self
    }

    /// Writes the file and tells cargo what it depends on. What `envwall check` warns of is a warning
    /// of cargo's.
    ///
    /// # Errors
    /// Everything that is wrong with manifest and public values, and a file that cannot be written.
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
        let package = PathBuf::from(of_cargo("CARGO_MANIFEST_DIR")?);
        let manifest =
            self.manifest.as_deref().unwrap_or(Path::new(envwall_core::manifest::FILE_NAME));
        let path = package.join(manifest);
        if path.is_file() { Ok(path) } else { Err(ConfigError::NoManifest { path }) }
    }

    fn out_path(&self) -> Result<PathBuf, ConfigError> {
        let folder = match &self.out {
            Some(folder) => folder.clone(),
            None => of_cargo("OUT_DIR")?.into(),
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

/// What cargo tells every build script.
fn of_cargo(name: &'static str) -> Result<OsString, ConfigError> {
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

/// Whether a file stands there that people wrote.
fn is_foreign(path: &Path) -> bool {
    let text = fs::read(path).unwrap_or_default();
    !text.is_empty() && !envwall_codegen::is_generated(&String::from_utf8_lossy(&text))
}

/// The same text is not written again, so that nothing is compiled again.
fn write_changed(path: &Path, text: &str) -> Result<(), ConfigError> {
    if fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    fs::write(path, text).map_err(|source| ConfigError::Write { path: path.to_owned(), source })
}
