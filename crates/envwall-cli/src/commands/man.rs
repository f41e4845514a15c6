//! `envwall man`: generates the man page.

use std::io::{self, Write};

use clap::CommandFactory;

use crate::args::Cli;
use crate::outcome::Outcome;

/// Prints one page with all commands, so that it can be searched.
pub(crate) fn run() -> io::Result<Outcome> {
    let mut page = Vec::new();
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands() {
        writeln!(page, ".SH \"{}\"", subcommand.get_name().to_uppercase())?;
        clap_mangen::Man::new(subcommand.clone()).render_description_section(&mut page)?;
    }
    io::stdout().write_all(&page)?;
    Ok(Outcome::Clean)
}
