//! Takes client output apart and finds server-only values in it.
//!
//! ```text
//!  artifact ─▶ peel ─▶ views ─▶ match ─▶ hits ─▶ judge ─▶ findings
//!               ▲        │
//!               └────────┘  until nothing new, within a budget
//! ```
//!
//! | room | holds |
//! |---|---|
//! | [`Guard`], [`Report`] | the whole |
//! | [`check`](check()), [`assert_clean!`] | the whole for a project, in a build script or a test |
//! | [`Receipt`], [`Baseline`] | what was scanned; what was known before |
//! | [`Cache`] | which files are known to be clean |
//! | `copies` | which files have the same content |
//! | `configuration` | what configuration files say: where output and `.env` files are |
//! | `scan` | one artifact after another: read, peeled, searched |
//! | `findings` | what was met, as findings with a place |
//! | `peel` | one peeler for each format, and the list of them |
//! | `prefilter` | whether parsing a program can tell more than its bytes |
//! | `javascript` | programs as a function of text; the one room that knows swc |
//! | `needle`, `indicators`, `credentials` | what is searched for: values, signs of server code, tokens by their format |
//! | [`output`], `files` | which files browsers can fetch, and files on disk |
//! | `content` | a piece of content: bytes, kind, layers, document |
//! | `decompress`, `text` | readers that know nothing of what they are used for |
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

mod baseline;
mod cache;
mod check;
mod configuration;
mod content;
mod copies;
mod credentials;
mod decompress;
mod files;
mod findings;
mod guard;
mod indicators;
mod javascript;
mod needle;
mod peel;
mod prefilter;
mod project;
mod receipt;
mod report;
mod scan;
mod text;

pub use baseline::{Baseline, BaselineError};
pub use cache::Cache;
pub use check::{assert_clean_at, check};
pub use configuration::read_configuration;
pub use copies::precompressed_original;
pub use files::artifact::Artifact;
pub use files::folders::Basis;
pub use files::output;
pub use guard::{Guard, Progress, ScanError};
pub use javascript::{Language, ParseTrial, Trial, on_trial_stack, parse_trial};
pub use needle::{Evidence, Secret};
pub use receipt::{Receipt, Verdict};
pub use report::{CacheUse, Parsing, Report, Summary};
