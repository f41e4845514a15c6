//! Where a value came from.

use std::fmt;

/// The place that gave a variable its value. `Display` is how people are told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A line of an environment file.
    File {
        /// The file's name for people, such as `.env.production`.
        file: String,
        /// Line, from 1.
        line: u32,
    },
    /// The environment of the process.
    Process,
    /// `default` in the manifest.
    Default {
        /// The manifest's name for people.
        file: String,
        /// Line, from 1.
        line: u32,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { file, line } => write!(f, "{file}:{line}"),
            Self::Process => f.write_str("process environment"),
            Self::Default { file, line } => write!(f, "default, {file}:{line}"),
        }
    }
}
