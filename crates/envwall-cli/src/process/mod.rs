//! Runs a command: environment changed, output redacted, signals and exit status passed on.
//!
//! | module | does |
//! |---|---|
//! | `relay` | what the command prints, through the redactor, until it has ended |
//! | `unix`, `other` | starting it: with a terminal of its own where there is one, or with pipes |
//! | `terminal`, `signals` | the terminal's settings and size; what is sent to Envwall itself (Unix) |

#[cfg(not(unix))]
mod other;
mod relay;
#[cfg(unix)]
mod signals;
#[cfg(unix)]
mod terminal;
#[cfg(unix)]
mod unix;

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::Arc;

use envwall_core::{Injection, SensitiveForms};

#[cfg(not(unix))]
use self::other as system;
#[cfg(unix)]
use self::unix as system;

/// What is to be run.
pub(crate) struct Job<'a> {
    /// The program and its arguments.
    pub(crate) command: &'a [OsString],
    /// Where it runs.
    pub(crate) directory: &'a Path,
    /// What it finds in its environment beside what it inherits.
    pub(crate) injection: &'a Injection,
    /// What must not be seen of its output.
    pub(crate) forms: Arc<SensitiveForms>,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) enum Ended {
    /// By itself, with this exit status.
    Exited(u8),
    /// By this signal.
    Killed(i32),
    /// It could not be started.
    NotStarted(io::Error),
}

/// Runs a command to its end.
///
/// # Errors
/// When its output cannot be passed on.
pub(crate) fn run(job: &Job<'_>) -> io::Result<Ended> {
    let Some((program, arguments)) = job.command.split_first() else {
        return Ok(Ended::NotStarted(io::ErrorKind::InvalidInput.into()));
    };
    let mut command = Command::new(program);
    command.args(arguments).current_dir(job.directory);
    for given in &job.injection.given {
        command.env(&given.name, given.value.expose());
    }
    for withheld in &job.injection.withheld {
        command.env_remove(&withheld.name);
    }
    let started = match system::start(command) {
        Ok(started) => started,
        Err(error) => return Ok(Ended::NotStarted(error)),
    };
    let status = relay::relay(started.child, started.sources, &job.forms);
    // the terminal is as it was before anything more is said
    drop(started.control);
    Ok(ended(status?))
}

fn ended(status: ExitStatus) -> Ended {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return Ended::Killed(signal);
    }
    // beyond 255 are the statuses of Windows: which one does not fit, that it failed does
    Ended::Exited(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}
