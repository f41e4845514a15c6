//! Integration tests of the guard, in one test program: what it reports about client output.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod cache;
mod constants;
mod containers;
mod cost;
mod credentials;
mod documents;
mod encodings;
mod folding;
mod indicators;
mod modules;
mod prefilter;
mod support;
