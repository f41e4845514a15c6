//! The whole app, with fakes of the two services it talks to: over HTTP, and in Chromium.

mod browser;
mod end_to_end;
#[path = "../../examples/local/fake_services.rs"]
mod fake_services;
mod log;
mod requests;
mod start;
mod tap;
mod world;
