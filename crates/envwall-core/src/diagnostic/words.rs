//! A finding as plain text, where nothing draws a picture of it: build scripts and tests.

use std::fmt;

use super::{Finding, Location};

/// What, where and the mend, a line for each; no excerpt.
///
/// ```
/// use envwall_core::diagnostic::{Code, Finding, Location};
/// let finding = Finding::new(Code::NotLookedAt, "this is no regular file")
///     .at(Location::file("dist/pipe"))
///     .help("remove it");
/// assert_eq!(
///     finding.to_string(),
///     "EW010: this is no regular file\n  --> dist/pipe\n  help: remove it"
/// );
/// ```
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)?;
        if let Some(location) = &self.location {
            write!(f, "\n  --> {location}")?;
        }
        if let Some(original) = &self.original {
            write!(f, "\n  written in {original}")?;
        }
        if !self.importers.is_empty() {
            write!(f, "\n  imported by {}", self.importers.join(" ← "))?;
        }
        if !self.trail.is_empty() {
            write!(f, "\n  found in {}", self.trail.join(" → "))?;
        }
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

/// `file:line:column`, as terminals and editors link it.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match self.position {
            Some(at) => write!(f, ":{}:{}", at.line, at.column),
            None => Ok(()),
        }
    }
}
