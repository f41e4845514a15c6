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

/// What was typed is shown only if it can be meant as a code.
fn unknown(typed: &str) -> io::Result<Outcome> {
    let is_like_one = typed.len() <= 6 && typed.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let what = if is_like_one { format!("unknown code `{typed}`") } else { "unknown code".into() };
    writeln!(anstream::stderr(), "error: {what}; run `envwall explain` to list all codes")?;
    Ok(Outcome::BadInput)
}
