//! Manifest, environment and classification: what every other part of Envwall stands on.
//!
//! | module | holds |
//! |---|---|
//! | [`manifest`] | `envwall.toml`: parsed and checked |
//! | [`Project`] | a folder: everything resolved in one go |
//! | [`dotenv`] | `.env` files as each tool reads them |
//! | [`framework`], [`platform`] | what frameworks and platforms do, as data |
//! | [`diagnostic`] | findings, their codes and explanations |
//! | [`source`] | texts with names, spans and positions |
//!
//! Nothing here prints, exits, or looks at the process: environment, paths and dates are arguments.

mod canary;
mod date;
pub mod diagnostic;
pub mod dotenv;
mod elsewhere;
mod env_files;
mod fields;
mod fingerprint;
pub mod framework;
mod injection;
mod looks;
pub mod manifest;
mod origin;
pub mod platform;
mod process;
mod project;
mod redact;
mod resolve;
mod secret;
pub mod source;
mod strength;
pub mod suggest;
mod taint;
mod tripwire;
mod written;

pub use canary::{Canaries, Canary};
pub use date::Date;
pub use elsewhere::Elsewhere;
pub use envwall_value::{JsonSchema, JsonType, Mismatch, Property, ValueType, parse_duration};
pub use fingerprint::Fingerprints;
pub use injection::{Given, GivenValue, Injection, Withheld};
pub use looks::{is_publishable_value, names_what_is_public};
pub use manifest::Class;
pub use origin::Origin;
pub use process::ProcessEnv;
pub use project::{Client, Project, Request};
pub use redact::{Redactor, SensitiveForms, StreamRedactor};
pub use resolve::{DecidedBy, Resolved};
pub use secret::SecretValue;
pub use strength::is_searchable;
pub use tripwire::TRIPWIRE;
