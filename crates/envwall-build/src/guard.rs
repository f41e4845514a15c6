//! `Config::guard`: an output folder is looked at while the package is built.

use std::path::{Path, PathBuf};

use envwall_core::diagnostic::Severity;
use envwall_core::{Date, Project};

use crate::{Config, ConfigError, directives};

impl Config {
    /// Fails the build when a file or folder of client output holds a secret, relative to the
    /// manifest's folder: whatever [`generate`](Self::generate) finds there is an error with its place
    /// and without the value. Say it once for each.
    ///
    /// It needs the secrets' values, from `.env` files or the process environment; where none is known
    /// it fails, since it would look for nothing. It looks again when the output, the manifest or a
    /// `.env` file changes. A secret that changes in the process environment alone is not noticed:
    /// cargo would write its value into the target folder.
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

/// Looks at the folders, if there are any to look at.
#[expect(clippy::print_stdout, reason = "cargo reads it there")]
pub(crate) fn check(project: &Project, paths: &[PathBuf], today: Date) -> Result<(), ConfigError> {
    if paths.is_empty() {
        return Ok(());
    }
    for path in paths {
        println!("cargo::rerun-if-changed={}", absolute(project, path).display());
    }
    let findings = envwall_guard::check(project, paths, today)?.findings;
    // the project's own were told before
    directives::warn(findings.iter().filter(|finding| !project.findings.contains(finding)));
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(ConfigError::ClientOutput { findings });
    }
    Ok(())
}

fn absolute(project: &Project, path: &Path) -> PathBuf {
    project.directory.join(path)
}
