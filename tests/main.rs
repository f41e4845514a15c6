//! Integration tests of the `envwall` binary, in one test program.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod build;
#[cfg(feature = "bundler-tests")]
mod bundlers;
mod cache;
mod cases;
#[cfg(unix)]
mod child;
mod examples;
#[cfg(unix)]
mod explain;
mod filesystem;
mod forms;
mod generate;
mod modes;
mod parse_trials;
mod project;
mod receipt;
mod redaction;
mod reports;
#[cfg(unix)]
mod run;
#[cfg(unix)]
mod sources;
mod surface;
#[cfg(unix)]
mod terminal;
mod verdicts;
mod waivers;
#[cfg(windows)]
mod windows;
mod words;
mod workspace;
