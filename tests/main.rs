//! Integration tests of the `envwall` binary, in one test program.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on fails")]

mod cases;
mod examples;
mod explain;
mod filesystem;
mod forms;
mod project;
mod receipt;
mod redaction;
mod reports;
mod surface;
mod waivers;
