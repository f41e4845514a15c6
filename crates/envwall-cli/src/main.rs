//! The `envwall` binary: arguments, terminal, exit status. No logic that a library user would miss.

mod args;
mod commands;
mod generated;
mod made;
mod outcome;
mod output;
mod process;
mod progress;
mod settings;

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;
use std::process::Termination;

use clap::Parser;

use crate::args::{Cli, Command, Format, ReceiptCommand};
use crate::outcome::Outcome;
use crate::output::ours;
use crate::settings::Settings;

/// swc builds trees of small boxes: with the system's allocator that is half the time of a scan.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // clap exits with 2 on a usage error and with 0 after --help
    let cli = Cli::parse();
    match run(cli) {
        Ok(outcome) => outcome.report(),
        // the reader of a pipe has gone away: nobody is left to tell
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            // when standard error is gone too, the exit status has to say it alone
            let _ = writeln!(io::stderr(), "envwall: cannot write the result: {error}");
            Outcome::Incomplete.report()
        }
    }
}

fn run(cli: Cli) -> io::Result<Outcome> {
    let settings = Settings::resolve(cli.global);
    if let Some(output) = &settings.output {
        if settings.format == Format::Human {
            writeln!(anstream::stderr(), "error: --output FILE needs a --format other than human")?;
            return Ok(Outcome::BadInput);
        }
        let path = settings.path(output);
        if let Some(why) = ours::refusal(&path, ours::Kind::Report) {
            writeln!(anstream::stderr(), "error: {why}")?;
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
