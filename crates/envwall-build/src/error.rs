//! What goes wrong in a build script, as cargo prints it.

use std::fmt;
use std::io;
use std::path::PathBuf;

use envwall_codegen::NameError;
use envwall_core::diagnostic::{Finding, Severity};

/// Why no config was generated. `Debug` is what cargo prints of a build script's error, so it reads
/// like `Display`. No value is in it.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// Something is wrong with the manifest or a public value.
    #[error("{}", in_words(findings))]
    Project {
        /// Everything that is wrong.
        findings: Vec<Finding>,
    },
    /// The client output is not clean, or was not looked at in full.
    #[cfg(feature = "guard")]
    #[error("{}", in_words(findings))]
    ClientOutput {
        /// Everything that is wrong.
        findings: Vec<Finding>,
    },
    /// The client output could not be looked at.
    #[cfg(feature = "guard")]
    #[error(transparent)]
    Scan(#[from] envwall_guard::ScanError),
    /// A name cannot be one of Rust.
    #[error("{source}")]
    Name {
        /// Which, and why.
        source: NameError,
    },
    /// There is no manifest.
    #[error("there is no manifest at {}: write one, or name it with Config::manifest", path.display())]
    NoManifest {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The manifest has another name.
    #[error("the manifest {} has to be named envwall.toml", path.display())]
    OtherName {
        /// Its path.
        path: PathBuf,
    },
    /// Cargo did not start this.
    #[error("{variable} is not set: this runs in build.rs only")]
    NotInBuildScript {
        /// What cargo sets.
        variable: &'static str,
    },
    /// The generated file cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// Its path.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl fmt::Debug for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// A paragraph for each error: what, where, the mend.
fn in_words(findings: &[Finding]) -> String {
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| format!("\nenvwall {finding}")).collect::<Vec<_>>().concat()
}
