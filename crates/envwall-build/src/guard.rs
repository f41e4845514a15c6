//! `Config::guard`: scans client output while the package is built.

use std::path::{Path, PathBuf};

use envwall_core::diagnostic::Severity;
use envwall_core::{Date, Project};

use crate::{Config, ConfigError, directives};

impl Config {
    /// Fails the build if a file or folder of client output contains a secret. The path is relative to
    /// the manifest's folder. [`generate`](Self::generate) reports each finding with its location, but
    /// without the value. Call it once for each path.
    ///
    /// The scan needs the values of the secrets, from `.env` files or the process environment, and fails
    /// if none is known. It runs again when the output, the manifest or a `.env` file changes. A secret
    /// that changes only in the process environment does not trigger it, as cargo would write the value
    /// into the target folder.
    ///
    /// ```no_run
    /// // build.rs
    /// fn main() -> Result<(), envwall_build::ConfigError> {
    ///     envwall_build::Config::new().guard("dist").generate()
    /// }
    /// ```
    #[must_use]
    pub fn guard(mut self, path: impl Into<PathBuf>) -> Self {
        self.guarded.push(path.into());
        self
    }
}

/// Scans the paths, if there are any.
#[expect(clippy::print_stdout, reason = "cargo reads directives from standard output")]
pub(crate) fn check(project: &Project, paths: &[PathBuf], today: Date) -> Result<(), ConfigError> {
    if paths.is_empty() {
        return Ok(());
    }
    for path in paths {
        println!("cargo::rerun-if-changed={}", absolute(project, path).display());
    }
    let findings = envwall_guard::check(project, paths, today)?.findings;
    // the project's findings were already printed
    directives::warn(findings.iter().filter(|finding| !project.findings.contains(finding)));
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(ConfigError::ClientOutput { findings });
    }
    Ok(())
}

fn absolute(project: &Project, path: &Path) -> PathBuf {
    project.directory.join(path)
}
