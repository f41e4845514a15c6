//! Settings of a run, resolved from the command line.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use envwall_core::diagnostic::Severity;
use envwall_core::{Date, ProcessEnv};

use crate::args::{Color, Format, Global};

/// Everything that a command needs, read from the process once.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) directory: PathBuf,
    pub(crate) environment: String,
    pub(crate) format: Format,
    /// File for the report instead of standard output, relative to `directory`.
    pub(crate) output: Option<PathBuf>,
    pub(crate) fail_on: Severity,
    /// Minimum severity to show.
    pub(crate) show: Severity,
    pub(crate) quiet: bool,
    /// Whether reports for machines name files by absolute paths.
    pub(crate) absolute_paths: bool,
    pub(crate) process: ProcessEnv,
    pub(crate) today: Date,
}

impl Settings {
    pub(crate) fn resolve(global: Global) -> Self {
        color_choice(global.color).write_global();
        Self {
            directory: global.directory,
            environment: global.env,
            format: global.format,
            output: global.output,
            fail_on: global.fail_on.into(),
            show: match (global.quiet, global.verbose) {
                (true, _) => Severity::Error,
                (false, true) => Severity::Note,
                (false, false) => Severity::Warning,
            },
            quiet: global.quiet,
            absolute_paths: global.absolute_paths,
            process: process_env(),
            today: Date::of(SystemTime::now()),
        }
    }

    /// Resolves a path from the command line relative to `-C`.
    pub(crate) fn path(&self, typed: &Path) -> PathBuf {
        // as it was typed, in messages too
        if self.directory == Path::new(".") {
            return typed.to_owned();
        }
        self.directory.join(typed)
    }
}

fn color_choice(color: Color) -> anstream::ColorChoice {
    match color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
}

#[expect(clippy::disallowed_methods, reason = "the only place that reads the environment")]
fn process_env() -> ProcessEnv {
    std::env::vars_os().collect()
}
