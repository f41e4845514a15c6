//! What can be typed, and nothing else: no defaults from the project, no reading of files.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use envwall_core::diagnostic::Severity;

/// Keep server-only environment variables out of the browser.
///
/// A manifest (envwall.toml) says which variables are public and which are server-only; without
/// one, what the framework's prefix names is public and the rest of `.env` is server-only.
#[derive(Debug, Parser)]
#[command(name = "envwall", bin_name = "envwall", version, max_term_width = 80, after_help = AFTER_HELP)]
#[command(disable_help_subcommand = true, propagate_version = false)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    #[command(flatten)]
    pub(crate) global: Global,
}

const AFTER_HELP: &str = "\
Exit status: 0 nothing found, 1 findings, 2 usage, manifest or environment
error, 3 could not do the work.";

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Work in this folder
    #[arg(short = 'C', long, value_name = "DIR", default_value = ".", global = true)]
    pub(crate) directory: PathBuf,

    /// Environment: a table in the manifest, and the mode of `.env` files
    #[arg(
        long,
        visible_alias = "mode",
        value_name = "NAME",
        default_value = "production",
        global = true
    )]
    pub(crate) env: String,

    /// How to report
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, global = true)]
    pub(crate) format: Format,

    /// Write the report to this file, and the one for people to standard error
    #[arg(short, long, value_name = "FILE", global = true)]
    pub(crate) output: Option<PathBuf>,

    /// Least severity that makes the exit status 1
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t, global = true)]
    pub(crate) fail_on: FailOn,

    /// When to use colours
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub(crate) color: Color,

    /// Say less: errors only
    #[arg(short, long, action = ArgAction::SetTrue, conflicts_with = "verbose", global = true)]
    pub(crate) quiet: bool,

    /// Say more: notes too
    #[arg(short, long, action = ArgAction::SetTrue, global = true)]
    pub(crate) verbose: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check manifest and environment, and show each variable's class
    Check,
    /// Write typed config: modules and types for each side
    Generate(GenerateArgs),
    /// Take the client output apart and fail on any server-only value
    Guard(GuardArgs),
    /// Generate, run a build, and guard what it made
    ///
    /// Writes what `[generate]` names, runs the command as `envwall run` does, and looks for values
    /// and stand-ins in the output as `envwall guard` does. A build that fails ends it with the
    /// build's exit status.
    Build(BuildArgs),
    /// Run a command with the environment that it may have
    ///
    /// It gets the values of public variables, of server variables with `phase = "build"` and of
    /// those that are not sensitive; for every other one a stand-in. Its exit status is passed on:
    /// 127 when there is no such command, 126 when it cannot be run, 128 and the number of the
    /// signal that ended it.
    Run {
        /// The command and its arguments
        #[arg(value_name = "COMMAND", last = true, required = true)]
        command: Vec<OsString>,
    },
    /// Tell whether the output is still what was guarded
    #[command(subcommand)]
    Receipt(ReceiptCommand),
    /// Say what a finding means and how to mend it
    Explain {
        /// A code such as EW001; all codes when absent
        #[arg(value_name = "CODE")]
        code: Option<String>,
    },
    /// Write a completion script for a shell
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Write the manual page
    Man,
}

/// How to generate.
#[derive(Debug, Args)]
pub(crate) struct GenerateArgs {
    /// Write nothing, and fail if what is there is not current
    #[arg(long)]
    pub(crate) check: bool,
}

/// What to guard, and what to keep of it.
#[derive(Debug, Args)]
pub(crate) struct GuardArgs {
    /// Files or folders to look at instead of the manifest's
    #[arg(value_name = "PATH", conflicts_with = "update_baseline")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) kept: KeptArgs,
}

/// What is kept of a look at the output, and what is known of an earlier one.
#[derive(Debug, Args)]
pub(crate) struct KeptArgs {
    /// Write what was guarded, file by file, for `envwall receipt verify`
    #[arg(long, value_name = "FILE")]
    pub(crate) receipt: Option<PathBuf>,

    /// Do not report the findings that this file holds
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Write the findings of now into the baseline
    #[arg(long, requires = "baseline")]
    pub(crate) update_baseline: bool,
}

/// What builds, and what to keep of the look at what it made.
#[derive(Debug, Args)]
pub(crate) struct BuildArgs {
    #[command(flatten)]
    pub(crate) kept: KeptArgs,

    /// The command that builds, and its arguments
    #[arg(value_name = "COMMAND", last = true, required = true)]
    pub(crate) command: Vec<OsString>,
}

/// What to do with a receipt.
#[derive(Debug, Subcommand)]
pub(crate) enum ReceiptCommand {
    /// Compare the output with a receipt, byte for byte
    Verify {
        /// What `envwall guard --receipt` wrote
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The folder in which the output lies as it did in the project's [default: the project's]
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
}

/// How to report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    #[default]
    Human,
    /// One JSON object, schema envwall/1
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of GitHub Actions, the ten worst
    Github,
    /// Code quality report of GitLab
    Gitlab,
    /// XML of `JUnit`, for test reports
    Junit,
    /// A summary for a job or a comment
    Markdown,
    /// One page that a browser opens, offline too
    Html,
}

/// Least severity that fails.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors
    #[default]
    Error,
    /// Warnings and errors
    Warning,
    /// Everything
    Note,
}

impl From<FailOn> for Severity {
    fn from(fail_on: FailOn) -> Self {
        match fail_on {
            FailOn::Error => Self::Error,
            FailOn::Warning => Self::Warning,
            FailOn::Note => Self::Note,
        }
    }
}

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` says otherwise
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
