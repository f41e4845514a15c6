//! Typed config for Rust web apps: a server side whose secrets cannot be printed, and a client side
//! that holds public values only.
//!
//! `envwall-build` generates both from `envwall.toml`; this crate is what the generated code stands
//! on. It depends on no parser of manifests or scripts.
//!
//! | item | for |
//! |---|---|
//! | [`Secret`] | a value that is read at [one place](Secret::expose), which can be logged and counted |
//! | [`Reader`] | the environment into types, with everything that is wrong in one [`EnvError`] |
//! | [`Source`] | where values come from: the process, a folder of files, a map |
//! | [`Reloading`] | rotated secrets without a restart |
//! | [`page`] | public config in a page, and back out of it |
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `server` (default) | everything but [`page`]; a browser's side turns it off |
//! | `tracing` | an event for each exposure: target `envwall::secret`, fields `variable` and `caller` |
//! | `metrics` | a counter of exposures: `envwall_secret_exposed_total`, labels `variable` and `caller` |
//! | `watch` | `Reloading::watch` |
//! | `web` | `page::of_document`, in a browser |

#[cfg(feature = "server")]
mod audit;
#[cfg(feature = "server")]
mod error;
pub mod page;
#[cfg(feature = "server")]
mod reader;
#[cfg(feature = "server")]
mod reloading;
#[cfg(feature = "server")]
mod secret;
#[cfg(feature = "server")]
mod source;

#[cfg(feature = "server")]
pub use envwall_value::{FromValue, Mismatch, ValueType};
#[cfg(feature = "server")]
pub use error::{EnvError, Problem, Reason};
#[cfg(feature = "server")]
pub use reader::{FromVariable, Reader};
#[cfg(feature = "server")]
pub use reloading::Reloading;
#[cfg(feature = "watch")]
pub use reloading::Watch;
#[cfg(feature = "server")]
pub use secret::Secret;
#[cfg(feature = "server")]
pub use source::{Folder, Or, Process, Source, SourceError, Value};
// generated code derives with these
#[doc(hidden)]
pub use {serde, serde_json};
