//! Files that could not be read at all.

use std::io;

use envwall_core::diagnostic::{Code, Finding, Location};

/// A file of which nothing was seen.
pub(crate) fn unreadable(name: &str, error: &io::Error) -> Finding {
    Finding::new(Code::NotLookedAt, format!("cannot read this file: {}", error.kind()))
        .at(Location::file(name))
        .help(
            "give the user that runs Envwall permission to read it, or add it to [client] exclude \
             if browsers cannot fetch it",
        )
}
