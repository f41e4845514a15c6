//! What is said between a scan and its workers.
//!
//! A worker says that it is there by one byte. It is sent texts, each with its language and length,
//! and answers each with one byte. Texts are in pipes only, and the worker prints nothing else.

use envwall_guard::Language;

/// The one argument of a worker. No command has that name.
pub(super) const ARGUMENT: &str = "parse-trial";

/// What a worker says when it is ready, and when it has parsed a text.
pub(super) const READY: [u8; 1] = [b'.'];

/// Exit statuses of a worker that ends before it has answered.
pub(super) const TIMED_OUT: u8 = 4;
pub(super) const UNAVAILABLE: u8 = 5;

/// The languages, by their number in a message.
pub(super) const LANGUAGES: [Language; 3] =
    [Language::JavaScript, Language::TypeScript, Language::Tsx];
