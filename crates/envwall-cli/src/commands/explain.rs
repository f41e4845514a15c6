//! `envwall explain [CODE]`: prints an explanation, or lists all codes.

use std::io::{self, Write};

use envwall_core::diagnostic::Code;

use crate::outcome::Outcome;

pub(crate) fn run(code: Option<&str>) -> io::Result<Outcome> {
    let Some(typed) = code else { return list() };
    match typed.parse::<Code>() {
        Ok(code) => {
            writeln!(anstream::stdout(), "{}", code.explanation().trim_end())?;
            Ok(Outcome::Clean)
        }
        Err(()) => unknown(),
    }
}

fn list() -> io::Result<Outcome> {
    let mut out = anstream::stdout().lock();
    for code in Code::ALL {
        let severity = format!("{:?}", code.severity()).to_lowercase();
        writeln!(out, "{code}  {severity:<8} {}", code.title())?;
    }
    Ok(Outcome::Clean)
}

fn unknown() -> io::Result<Outcome> {
    writeln!(anstream::stderr(), "error: unknown code; run `envwall explain` to list all codes")?;
    Ok(Outcome::BadInput)
}
