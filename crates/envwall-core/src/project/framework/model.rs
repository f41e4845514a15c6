//! The properties of a framework.

use super::config_names::matching_names;
use super::env_file_order::EnvFiles;
use super::prefix::Prefix;
use crate::project::dotenv::Dialect;

/// One framework or bundler with its defaults; a manifest overrides them.
#[derive(Debug, Clone)]
pub struct Framework {
    /// The id for `[project] framework = "…"`.
    pub id: &'static str,
    /// The display name.
    pub name: &'static str,
    /// Dependencies in a `package.json`, any of which identifies the framework.
    pub dependencies: &'static [&'static str],
    /// Files of a project, any of which identifies the framework. A final `.*` matches JavaScript
    /// and TypeScript extensions.
    pub config_files: &'static [&'static str],
    /// Dependencies in a `Cargo.toml`, any of which identifies the framework.
    pub crates: &'static [&'static str],
    /// Tables below `metadata` in a `Cargo.toml`, any of which identifies the framework.
    pub cargo_metadata: &'static [&'static str],
    /// A word in `index.html` that identifies the framework.
    pub html_mark: Option<&'static str>,
    /// Globs of what browsers can fetch, relative to the project, in the syntax of [`path_glob`].
    /// They are alternatives, since the output folder depends on the hosting: some match in every
    /// project, but rarely all.
    ///
    /// [`path_glob`]: crate::manifest::path_glob
    pub client: &'static [&'static str],
    /// Those of [`client`](Self::client) that are in the source as well: files there are no sign of a build.
    pub committed: &'static [&'static str],
    /// Globs of exceptions that browsers cannot fetch.
    pub server: &'static [&'static str],
    /// Settings of its configuration files that move output or `.env` files, or name prefixes.
    pub settings: &'static [Setting],
    /// A file that only a finished build leaves behind.
    pub finished: Option<&'static str>,
    /// Prefixes of variables that the framework gives to the browser.
    pub public_prefixes: &'static [Prefix],
    /// Names of variables that the framework gives to the browser.
    pub public_names: &'static [&'static str],
    /// How it parses `.env` files.
    pub dialect: Dialect,
    /// Which `.env` files it reads.
    pub env_files: EnvFiles,
    /// A way into the browser that does not depend on a prefix.
    pub warning: Option<&'static str>,
}

impl Framework {
    /// Whether the framework gives a variable of this name to the browser.
    ///
    /// ```
    /// let vite = envwall_core::framework::by_id("vite").unwrap();
    /// assert!(vite.is_public("VITE_API_URL"));
    /// assert!(!vite.is_public("WEATHER_API_KEY"));
    /// ```
    pub fn is_public(&self, name: &str) -> bool {
        self.public_names.contains(&name) || self.public_prefix(name).is_some()
    }

    /// The prefix that makes a name public.
    pub fn public_prefix(&self, name: &str) -> Option<&'static Prefix> {
        self.public_prefixes.iter().find(|prefix| prefix.matches(name))
    }
}

/// A setting of a framework's configuration file that says where something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// The configuration file; a final `.*` matches JavaScript and TypeScript extensions.
    pub file: &'static str,
    /// Its key with those around it: `build.outDir`. `*` is any key, and `*()` the argument of a
    /// call, such as that of an adapter.
    pub key: &'static str,
    /// What it sets.
    pub moves: Moves,
}

impl Setting {
    /// The key itself, without those around it.
    pub fn last_key(&self) -> &'static str {
        self.key.rsplit('.').next().unwrap_or(self.key)
    }

    /// The files that [`file`](Self::file) may mean.
    pub fn files(&self) -> Vec<String> {
        matching_names(self.file)
    }
}

/// What a setting sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moves {
    /// The output folder, in the place of this default one.
    Output(&'static str),
    /// The folder from which the other settings count.
    Root,
    /// The folder of the `.env` files.
    EnvFiles,
    /// Prefixes of public variables, in the place of this default one.
    EnvPrefix(&'static str),
}
