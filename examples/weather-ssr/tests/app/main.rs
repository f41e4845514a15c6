//! The whole app, with two services that stand in for the real ones: over HTTP, and in Chromium.

mod browser;
mod end_to_end;
mod log;
mod requests;
#[path = "../../examples/local/standins.rs"]
mod standins;
mod start;
mod tap;
mod world;
