//! What frameworks do, as data: where the browser's files land, which names are public, and how
//! `.env` files are read.
//!
//! | module | holds |
//! |---|---|
//! | `table` | one row for each framework |
//! | `detect` | which row fits a project |
//! | `settings` | settings that move output or `.env` files |
//! | `env_files` | which `.env` files are read, in which order |

mod detect;
mod env_files;
mod settings;
mod table;
#[cfg(test)]
mod tests;

pub use self::detect::{DetectError, detect};
pub use self::env_files::EnvFiles;
pub use self::settings::{Moves, Setting};
pub(crate) use self::settings::{Set, set};
pub use self::table::FRAMEWORKS;
use crate::dotenv::Dialect;
use crate::suggest;

/// One framework or bundler with its defaults; a manifest overrides them.
#[derive(Debug)]
pub struct Framework {
    /// What `[project] framework = "…"` takes.
    pub id: &'static str,
    /// The name for people.
    pub name: &'static str,
    /// Names in a `package.json`, any of which tells.
    pub dependencies: &'static [&'static str],
    /// Files of a project, any of which tells. A last part `.*` stands for JavaScript and
    /// TypeScript endings.
    pub config_files: &'static [&'static str],
    /// Dependencies in a `Cargo.toml`, any of which tells.
    pub crates: &'static [&'static str],
    /// Tables below `metadata` in a `Cargo.toml`, any of which tells.
    pub cargo_metadata: &'static [&'static str],
    /// A word in `index.html` that tells.
    pub html_mark: Option<&'static str>,
    /// Globs of what browsers can fetch, relative to the project, as [`path_glob`] reads them.
    /// They are alternatives, since output moves with the hosting: some match in every project,
    /// hardly ever all of them.
    ///
    /// [`path_glob`]: crate::manifest::path_glob
    pub client: &'static [&'static str],
    /// Globs of what browsers cannot fetch among that.
    pub server: &'static [&'static str],
    /// Settings of its configuration file that move output or `.env` files.
    pub settings: &'static [Setting],
    /// A file that only a finished build leaves in its folder.
    pub finished: Option<&'static str>,
    /// What a variable's name begins with when the framework gives it to the browser.
    pub public_prefixes: &'static [Prefix],
    /// Variables that the framework gives to the browser by their whole names.
    pub public_names: &'static [&'static str],
    /// How it reads an `.env` file.
    pub dialect: Dialect,
    /// Which `.env` files it reads.
    pub env_files: EnvFiles,
    /// A way into the browser that no prefix guards.
    pub warning: Option<&'static str>,
}

/// What a public variable's name begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Prefix {
    /// The text, such as `VITE_`.
    pub text: &'static str,
    /// Whether upper and lower case are the same to the framework.
    pub any_case: bool,
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

impl Prefix {
    const fn exact(text: &'static str) -> Self {
        Self { text, any_case: false }
    }

    const fn any_case(text: &'static str) -> Self {
        Self { text, any_case: true }
    }

    /// Whether a name begins with the prefix.
    pub fn matches(&self, name: &str) -> bool {
        if self.any_case {
            name.get(..self.text.len()).is_some_and(|head| head.eq_ignore_ascii_case(self.text))
        } else {
            name.starts_with(self.text)
        }
    }
}

/// The framework of an id.
pub fn by_id(id: &str) -> Option<&'static Framework> {
    FRAMEWORKS.iter().find(|framework| framework.id == id)
}

/// The id that was probably meant.
///
/// ```
/// assert_eq!(envwall_core::framework::nearest_id("svelte-kit"), Some("sveltekit"));
/// ```
pub fn nearest_id(id: &str) -> Option<&'static str> {
    suggest::nearest(id, FRAMEWORKS.iter().map(|framework| framework.id))
}
