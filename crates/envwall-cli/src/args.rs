//! The command line as typed: no defaults from the project, and no files are read.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use envwall_core::diagnostic::Severity;

/// Keep server-only environment variables out of frontend bundles.
///
/// The manifest (envwall.toml) declares which variables are public and which are server-only. Without
/// a manifest, variables with the framework's public prefix are public, and all other variables in
/// `.env` files are server-only.
#[derive(Debug, Parser)]
#[command(name = "envwall", bin_name = "envwall", version, max_term_width = 80, after_help = AFTER_HELP)]
#[command(propagate_version = false)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,

    #[command(flatten)]
    pub(crate) global: Global,
}

const AFTER_HELP: &str = "\
Exit status:
  0  No findings at or above --fail-on
  1  Findings at or above --fail-on
  2  Invalid arguments, manifest or environment
  3  The scan is incomplete, or an I/O error occurred";

/// Options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Run as if started in DIR
    #[arg(short = 'C', long, value_name = "DIR", default_value = ".", global = true)]
    pub(crate) directory: PathBuf,

    /// Environment: selects the table in the manifest and the `.env` files
    #[arg(
        long,
        visible_alias = "mode",
        value_name = "NAME",
        default_value = "production",
        global = true
    )]
    pub(crate) env: String,

    /// Format of the report
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t, global = true)]
    pub(crate) format: Format,

    /// Write the report to FILE, and a human-readable one to standard error
    #[arg(short, long, value_name = "FILE", global = true)]
    pub(crate) output: Option<PathBuf>,

    /// Name files by absolute paths in reports as JSON, SARIF, GitLab and GitHub
    #[arg(long, action = ArgAction::SetTrue, global = true)]
    pub(crate) absolute_paths: bool,

    /// Minimum severity that fails the run with exit status 1
    #[arg(long, value_name = "SEVERITY", value_enum, default_value_t, global = true)]
    pub(crate) fail_on: FailOn,

    /// When to use colors
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub(crate) color: Color,

    /// Report errors only
    #[arg(short, long, action = ArgAction::SetTrue, conflicts_with = "verbose", global = true)]
    pub(crate) quiet: bool,

    /// Report notes too
    #[arg(short, long, action = ArgAction::SetTrue, global = true)]
    pub(crate) verbose: bool,
}

/// The command to run.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Validate the manifest and the environment, and list all variables
    Check,
    /// Generate typed config for client and server
    Generate(GenerateArgs),
    /// Scan client output for server-only values
    Guard(GuardArgs),
    /// Generate config, run a build, and scan its output
    ///
    /// Writes the files of `[generate]`, runs the command like `envwall run`, and scans the output
    /// like `envwall guard`, for placeholders too. If the build fails, its exit status is passed on.
    Build(BuildArgs),
    /// Run a command with placeholders instead of secrets
    ///
    /// The command gets the values of public variables, of server variables with `phase = "build"`,
    /// and of those that are not sensitive. Every other variable has a placeholder. Secrets in the
    /// command's output are redacted.
    ///
    /// The command's exit status is passed on. It is 127 if the command was not found, 126 if it
    /// could not be run, and 128 + N if signal N ended it.
    Run {
        /// Command and arguments
        #[arg(value_name = "COMMAND", last = true, required = true)]
        command: Vec<OsString>,
    },
    /// Verify that the output has not changed since it was scanned
    #[command(subcommand)]
    Receipt(ReceiptCommand),
    /// Explain a finding and how to fix it
    Explain {
        /// Code such as EW001; lists all codes if omitted
        #[arg(value_name = "CODE")]
        code: Option<String>,
    },
    /// Generate shell completions
    Completions {
        /// Shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// Generate the man page
    Man,
}

/// Options of `generate`.
#[derive(Debug, Args)]
pub(crate) struct GenerateArgs {
    /// Write nothing, and fail if generated files are out of date
    #[arg(long)]
    pub(crate) check: bool,
}

/// Options of `guard`.
#[derive(Debug, Args)]
pub(crate) struct GuardArgs {
    /// Files or folders to scan instead of the project's client output
    #[arg(value_name = "PATH", conflicts_with = "update_baseline")]
    pub(crate) paths: Vec<PathBuf>,

    #[command(flatten)]
    pub(crate) records: RecordArgs,
}

/// Files that a scan reads and writes.
#[derive(Debug, Args)]
pub(crate) struct RecordArgs {
    /// Record the scanned files in FILE, for `envwall receipt verify`
    #[arg(long, value_name = "FILE")]
    pub(crate) receipt: Option<PathBuf>,

    /// Do not report the findings recorded in FILE
    #[arg(long, value_name = "FILE")]
    pub(crate) baseline: Option<PathBuf>,

    /// Record the current findings in the baseline
    #[arg(long, requires = "baseline")]
    pub(crate) update_baseline: bool,

    #[command(flatten)]
    pub(crate) cache: CacheArgs,
}

/// The cache of a scan.
#[derive(Debug, Args)]
pub(crate) struct CacheArgs {
    /// Remember which files are clean, and do not scan them again; on if `CI` is set
    #[arg(long, overrides_with = "no_cache")]
    pub(crate) cache: bool,

    /// The folder of the cache, which is on then [default: `node_modules/.cache/envwall`, or the user's
    /// cache folder]
    #[arg(long, value_name = "DIR", overrides_with = "no_cache")]
    pub(crate) cache_dir: Option<PathBuf>,

    /// Scan every file
    #[arg(long, overrides_with_all = ["cache", "cache_dir"])]
    pub(crate) no_cache: bool,
}

impl RecordArgs {
    /// Whether a record is read or written.
    pub(crate) fn is_used(&self) -> bool {
        self.receipt.is_some() || self.baseline.is_some()
    }
}

/// Options of `build`.
#[derive(Debug, Args)]
pub(crate) struct BuildArgs {
    #[command(flatten)]
    pub(crate) records: RecordArgs,

    /// Build command and arguments
    #[arg(value_name = "COMMAND", last = true, required = true)]
    pub(crate) command: Vec<OsString>,
}

/// Commands on receipts.
#[derive(Debug, Subcommand)]
pub(crate) enum ReceiptCommand {
    /// Compare the output with a receipt, byte for byte
    Verify {
        /// Receipt written by `envwall guard --receipt`
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Folder that contains the output [default: the project]
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
}

/// Format of the report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Text with excerpts
    #[default]
    Human,
    /// JSON object, schema envwall/1
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitHub Actions annotations, the ten worst entries
    Github,
    /// GitLab code quality report
    Gitlab,
    /// JUnit XML, for test reports
    Junit,
    /// Markdown, for job summaries and comments
    Markdown,
    /// Self-contained HTML page
    Html,
}

/// Minimum severity that fails the run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Errors
    #[default]
    Error,
    /// Warnings and errors
    Warning,
    /// All findings
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

/// When to use colors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
