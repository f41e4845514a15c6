//! Takes client output apart and finds server-only values in it.
//!
//! ```text
//!  artifact ─▶ peel ─▶ views ─▶ match ─▶ hits ─▶ judge ─▶ findings
//!               ▲        │
//!               └────────┘  until nothing new, within a budget
//! ```
//!
//! | module | holds |
//! |---|---|
//! | [`output`] | which files the client can fetch |
//! | `needle` | what is searched for, and the search |
//! | `magic` | what content is by its first bytes |
//! | `view` | a piece of content: bytes, kind, how it was reached, where it stands |
//! | `peel` | one peeler for each format, and the list of them |
//! | `artifact` | one file: read, peeled, searched |
//! | `sign` | signs that server code or its environment is there, where no value tells |
//! | `hit`, `place` | hits to findings with line and column |
//! | `names` | values in the names of files |
//! | `siblings` | compressed files that differ from their originals |
//! | `original`, `importers` | from the built file back to its source, and to who imports it |
//! | `links` | constants that one script hands to another |
//! | [`Guard`], [`Report`] | the whole |
//! | [`check`](check()), [`assert_clean!`] | the whole for a project, in a build script or a test |
//! | [`Receipt`], [`Baseline`] | what was guarded; what was known before |
//!
//! ```
//! use envwall_core::SecretValue;
//! use envwall_guard::{Guard, Secret, output::Output};
//!
//! # let folder = tempfile::tempdir()?;
//! # std::fs::create_dir(folder.path().join("dist"))?;
//! # std::fs::write(folder.path().join("dist/app.js"), "fetch('/w?k=q7Wz\\u0058e81-made-up')")?;
//! let key = Secret::new("WEATHER_API_KEY", SecretValue::from("q7WzXe81-made-up"));
//! let output = Output::new(folder.path()).include(["dist/**"]);
//! let report = Guard::new([key]).scan(&output, &|_| {})?;
//! assert_eq!(report.findings[0].variable.as_deref(), Some("WEATHER_API_KEY"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod artifact;
mod baseline;
mod check;
mod digest;
mod guard;
mod hit;
mod importers;
mod large;
mod links;
mod magic;
mod names;
mod needle;
mod original;
pub mod output;
mod path;
mod peel;
mod place;
mod project;
mod receipt;
mod report;
mod siblings;
mod sign;
mod told;
mod view;

pub use baseline::Baseline;
pub use check::{assert_clean_at, check};
pub use guard::{Guard, Progress, ScanError};
pub use needle::Secret;
pub use receipt::{Receipt, Verdict};
pub use report::{Artifact, Report, Summary};
