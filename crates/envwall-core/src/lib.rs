//! Manifest, environment and classification: the foundation of every other part of Envwall.
//!
//! | room | holds |
//! |---|---|
//! | [`diagnostic`] | findings, their codes and explanations; needs [`source`] alone |
//! | `project` | a folder: manifest, framework, `.env` files, each variable resolved and checked |
//! | [`classify`] | what a name or a value says |
//! | `child_env` | what a command gets of a project's variables, and placeholders for secrets |
//! | [`guessability`] | whether a value can be searched for |
//! | [`encoding`] | how programs write text: base64, hex, percent-encoding, escapes |
//! | `redact` | texts and streams without sensitive values |
//! | [`regular_file`] | reading of whole files, never of pipes or devices |
//! | [`source`] | texts with names, spans and positions |
//!
//! Nothing here prints, exits or reads the process environment: environment, paths and dates are
//! arguments.

mod child_env;
pub mod classify;
mod date;
pub mod diagnostic;
pub mod encoding;
mod fingerprint;
pub mod guessability;
mod project;
mod redact;
pub mod regular_file;
mod secret;
pub mod source;
pub mod suggest;
mod tripwire;

pub use child_env::{
    ChildEnv, ChildValue, ChildVariable, PLACEHOLDER_NAMES, Placeholder, Placeholders, Withheld,
};
pub use date::Date;
pub use envwall_value::{JsonSchema, JsonType, Mismatch, Property, ValueType, parse_duration};
pub use fingerprint::Fingerprints;
pub use project::manifest::Class;
pub use project::{
    Configured, DecidedBy, EnvPrefixes, Origin, OtherValues, ProcessEnv, Project, Request,
    Resolved, Taken, USUAL_OUTPUT, UnknownSecret, levels_above, reads_of, source_files,
    usual_output, workspace_packages,
};
pub use project::{dotenv, framework, manifest};
pub use redact::{Redactor, SensitiveForms, StreamRedactor};
pub use secret::SecretValue;
pub use tripwire::TRIPWIRE;
