//! `envwall man`: generates the man page.

use std::io::{self, Write};

use clap::{Command, CommandFactory};

use crate::args::Cli;
use crate::outcome::Outcome;

/// Prints one page with all commands, so that it can be searched.
pub(crate) fn run() -> io::Result<Outcome> {
    io::stdout().write_all(page()?.as_bytes())?;
    Ok(Outcome::Clean)
}

fn page() -> io::Result<String> {
    let mut page = Vec::new();
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    for subcommand in command.get_subcommands() {
        writeln!(page, ".SH \"{}\"", subcommand.get_name().to_uppercase())?;
        page.extend(sections(subcommand)?.bytes());
    }
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// What a command does and its own options, below its heading: the others are those of every command.
fn sections(command: &Command) -> io::Result<String> {
    let own = command.clone().mut_args(|argument| {
        let is_global = argument.is_global_set();
        argument.hide(is_global)
    });
    let (about, mut sections) = (clap_mangen::Man::new(own), Vec::new());
    about.render_description_section(&mut sections)?;
    about.render_options_section(&mut sections)?;
    Ok(String::from_utf8_lossy(&sections).replace(".SH ", ".SS "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_option_once() {
        let page = page().unwrap();
        let options = page.split(".SH ").find(|section| section.starts_with("\"GUARD\"")).unwrap();
        for option in ["cache", "cache\\-dir", "receipt"] {
            assert!(options.contains(&format!("\\-\\-{option}\\fR")), "{option}");
        }
        assert_eq!(page.matches("Minimum severity that fails the run").count(), 1);
    }
}
