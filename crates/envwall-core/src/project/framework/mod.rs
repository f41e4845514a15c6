//! What frameworks do, as data: where the client output is, which names are public, and how `.env`
//! files are read.
//!
//! | module | holds |
//! |---|---|
//! | `model` | the properties of a framework |
//! | `table` | one row for each framework |
//! | `prefix` | prefixes of the names that tools give to browsers |
//! | `config_names` | the names of configuration files |
//! | `detect` | which row matches a project |
//! | `settings` | plain settings that move output or `.env` files |
//! | `env_file_order` | which `.env` files are read, in which order |

mod config_names;
mod detect;
mod env_file_order;
mod model;
mod prefix;
mod settings;
mod table;
#[cfg(test)]
mod tests;

pub use self::detect::{DetectError, detect, tools};
pub use self::env_file_order::EnvFiles;
pub use self::model::{Framework, Moves, Setting};
pub(crate) use self::prefix::COPIED_BY_VERCEL;
pub use self::prefix::{Prefix, prefixes_before};
pub(crate) use self::settings::{Set, set};
pub use self::table::FRAMEWORKS;
use crate::suggest;

/// The framework with an id.
pub fn by_id(id: &str) -> Option<&'static Framework> {
    FRAMEWORKS.iter().find(|framework| framework.id == id)
}

/// The known id that was probably meant.
///
/// ```
/// assert_eq!(envwall_core::framework::nearest_id("svelte-kit"), Some("sveltekit"));
/// ```
pub fn nearest_id(id: &str) -> Option<&'static str> {
    suggest::nearest(id, FRAMEWORKS.iter().map(|framework| framework.id))
}
