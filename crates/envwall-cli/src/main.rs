//! The `envwall` binary: arguments, terminal and exit status. The logic is in the library crates.

mod args;
mod build_output;
mod commands;
mod generated;
mod outcome;
mod output;
mod pages;
mod process;
mod progress;
mod settings;
mod trial;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;
use std::process::Termination;

use clap::Parser;
use clap::error::{ContextKind, ContextValue};

use crate::args::{Cli, Command, Format, ReceiptCommand};
use crate::outcome::Outcome;
use crate::output::overwrite_check::{self, Kind};
use crate::settings::Settings;

/// swc allocates many small objects: with the system's allocator, that takes half of a scan.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if trial::is_worker(std::env::args_os()) {
        return trial::work();
    }
    // clap exits with 2 on usage errors and with 0 after --help
    let cli = Cli::try_parse().unwrap_or_else(|error| with_tip(error).exit());
    match run(cli) {
        Ok(outcome) => outcome.report(),
        // the reader has closed the pipe
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let context = if error.get_ref().is_none() { "cannot write the report: " } else { "" };
            // if standard error is closed too, only the exit status remains
            let _ = writeln!(io::stderr(), "error: {context}{error}");
            Outcome::Incomplete.report()
        }
    }
}

/// Says where a command to run belongs, if one was given in another place.
fn with_tip(mut error: clap::Error) -> clap::Error {
    let context = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let takes_a_command = context(ContextKind::Usage).contains("-- <COMMAND>");
    let is_option = context(ContextKind::InvalidArg).starts_with('-');
    if error.kind() == clap::error::ErrorKind::UnknownArgument && takes_a_command && !is_option {
        let tip = "the command to run comes after `--`, as in `envwall build -- npx vite build`";
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    error
}

fn run(cli: Cli) -> io::Result<Outcome> {
    let settings = Settings::resolve(cli.global);
    if matches!(cli.command, Command::Run { .. }) && settings.format != Format::Human {
        writeln!(
            anstream::stderr(),
            "error: `envwall run` writes no report, so `--format` does not apply to it; \
             `envwall check` reports problems of the environment"
        )?;
        return Ok(Outcome::BadInput);
    }
    if let Some(output) = &settings.output {
        if settings.format == Format::Human {
            writeln!(
                anstream::stderr(),
                "error: `--output` needs a `--format` other than `human`"
            )?;
            return Ok(Outcome::BadInput);
        }
        let path = settings.path(output);
        if let Some(reason) = overwrite_check::refusal(&path, Kind::Report) {
            writeln!(anstream::stderr(), "error: {reason}")?;
            return Ok(Outcome::BadInput);
        }
        output::file::check(&path)?;
    }
    match cli.command {
        Command::Build(args) => commands::build::run(&settings, &args),
        Command::Check => commands::check::run(&settings),
        Command::Generate(args) => commands::generate::run(&settings, &args),
        Command::Guard(args) => commands::guard::run(&settings, &args),
        Command::Run { command } => commands::run::run(&settings, &command),
        Command::Receipt(ReceiptCommand::Verify { file, folder }) => {
            commands::receipt::verify(&settings, &file, folder.as_deref())
        }
        Command::Explain { code } => commands::explain::run(code.as_deref()),
        Command::Completions { shell } => commands::completions::run(shell),
        Command::Man => commands::man::run(),
    }
}
