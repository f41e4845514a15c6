//! Where a value came from.

use std::fmt;

/// The source of a variable's value. `Display` shows it as messages do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// A line of an environment file.
    File {
        /// The display name of the file, such as `.env.production`.
        file: String,
        /// Line, from 1.
        line: u32,
    },
    /// The environment of the process.
    Process,
    /// `default` in the manifest.
    Default {
        /// The display name of the manifest.
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
