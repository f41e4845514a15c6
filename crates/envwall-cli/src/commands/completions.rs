//! `envwall completions SHELL`: generates shell completions.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use crate::args::Cli;
use crate::outcome::Outcome;

pub(crate) fn run(shell: Shell) -> io::Result<Outcome> {
    let mut script = Vec::new();
    generate(shell, &mut Cli::command(), "envwall", &mut script);
    io::stdout().write_all(&script)?;
    Ok(Outcome::Clean)
}
