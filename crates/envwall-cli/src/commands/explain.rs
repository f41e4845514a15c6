//! `envwall explain [CODE]`

use std::io::{self, Write};

use envwall_core::diagnostic::Code;
use envwall_core::suggest::nearest;

use crate::outcome::Outcome;

pub(crate) fn run(code: Option<&str>) -> io::Result<Outcome> {
    let Some(typed) = code else { return list() };
    match typed.parse::<Code>() {
        Ok(code) => {
            writeln!(anstream::stdout(), "{}", code.explanation().trim_end())?;
            Ok(Outcome::Clean)
        }
        Err(()) => unknown(typed),
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

fn unknown(typed: &str) -> io::Result<Outcome> {
    let mut err = anstream::stderr().lock();
    // what was typed may be anything: it is not repeated unless it is close to a code
    match nearest(typed, Code::ALL.iter().map(|code| code.as_str())) {
        Some(near) => writeln!(err, "error: there is no such code; did you mean {near}?")?,
        None => writeln!(err, "error: there is no such code")?,
    }
    writeln!(err, "\nall codes: envwall explain")?;
    Ok(Outcome::BadInput)
}
