//! Runtime for typed, leak-proof environment config in Rust web apps: secrets cannot be printed, and the
//! browser gets public values only.
//!
//! The crate `envwall-build` generates a module for each side from `envwall.toml`. The generated code
//! uses this crate. A server usually needs three things of it.
//!
//! **Read the environment.** Generated code has `ServerConfig::from_env()`. It calls a [`Reader`], which
//! reports every missing or invalid variable at once:
//!
//! ```
//! use envwall::{EnvError, Reader, Secret, ValueType};
//!
//! struct ServerConfig {
//!     api_key: Secret<String>,
//!     port: u16,
//! }
//!
//! fn read(source: &impl envwall::Source) -> Result<ServerConfig, EnvError> {
//!     let mut reader = Reader::new(source);
//!     let api_key = reader.required("API_KEY", &ValueType::ANY);
//!     let port = reader.or("PORT", &ValueType::Port, "8080");
//!     match (api_key, port) {
//!         (Some(api_key), Some(port)) => Ok(ServerConfig { api_key, port }),
//!         _ => Err(reader.into_error()),
//!     }
//! }
//!
//! let config = read(&[("API_KEY", "wk-made-up-0123")])?;
//! assert_eq!(config.port, 8080);
//! # Ok::<(), EnvError>(())
//! ```
//!
//! **Use a secret.** A [`Secret`] has no `Display`, `Serialize` or `Clone`, and is zeroized when it is
//! dropped. Its value is available from [`Secret::expose`] only, which can log and count each call:
//!
//! ```
//! use envwall::Secret;
//!
//! let key = Secret::new("API_KEY", "wk-made-up-0123".to_owned());
//! assert_eq!(format!("{key:?}"), "Secret(API_KEY)");
//! let header = format!("Bearer {}", key.expose());
//! # assert!(header.ends_with("0123"));
//! ```
//!
//! **Pass public values to the page.** [`page::script`] writes them into an element that no value can
//! close, and [`page::read`] reads them in the browser:
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! let public = BTreeMap::from([("VITE_TITLE", "Weather")]);
//! let element = envwall::page::script(&public, None)?;
//! assert!(element.starts_with("<script type=\"application/json\""));
//! # Ok::<(), envwall::page::PageError>(())
//! ```
//!
//! Values can come from other places than the process environment, such as mounted secrets: see
//! [`Source`]. [`Reloading`] reloads rotated secrets without a restart.
//!
//! # Features
//!
//! | feature | adds |
//! |---|---|
//! | `server` (default) | everything except [`page`]; disable it for browser code |
//! | `tracing` | an event for each exposed secret: target `envwall::secret`, fields `variable` and `caller` |
//! | `metrics` | a counter of exposed secrets: `envwall_secret_exposed_total`, labels `variable` and `caller` |
//! | `watch` | `Reloading::watch`, which reloads when files change |
//! | `web` | `page::of_document`, which reads the page in a browser |

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
// used by generated code
#[doc(hidden)]
pub use {serde, serde_json};
