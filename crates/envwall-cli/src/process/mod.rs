//! Runs a command with a changed environment, redacted output, and forwarded signals and exit status.
//!
//! | module | does |
//! |---|---|
//! | `relay` | passes the command's output through the redactor until it has ended |
//! | `watch` | notices placeholders in it |
//! | `unix`, `other` | start it, with a pseudoterminal if Envwall has a terminal, or with pipes |
//! | `streams`, `terminal`, `input` | the standard streams, the terminal's settings, what is typed (Unix) |
//! | `signals`, `group` | signals that Envwall receives, sent to the command's process group (Unix) |

#[cfg(unix)]
mod group;
#[cfg(unix)]
mod input;
#[cfg(not(unix))]
mod other;
mod relay;
#[cfg(unix)]
mod signals;
#[cfg(unix)]
mod streams;
#[cfg(unix)]
mod terminal;
#[cfg(unix)]
mod unix;
mod watch;

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::Arc;

use envwall_core::{ChildEnv, PLACEHOLDER_NAMES, SensitiveForms};

use self::watch::Watch;

#[cfg(not(unix))]
use self::other::{Started, start};
#[cfg(unix)]
use self::unix::{Started, start};

/// A command to run.
pub(crate) struct Job<'a> {
    /// The program and its arguments.
    pub(crate) command: &'a [OsString],
    /// The working directory.
    pub(crate) directory: &'a Path,
    /// Changes to the inherited environment.
    pub(crate) injection: &'a ChildEnv,
    /// Values that must not appear in its output.
    pub(crate) forms: Arc<SensitiveForms>,
}

/// How a command ended, and what was noticed meanwhile.
pub(crate) struct Run {
    pub(crate) ended: Ended,
    /// The variables with placeholders that it printed, by name or placeholder.
    pub(crate) printed: BTreeSet<String>,
}

/// How a command ended.
#[derive(Debug)]
pub(crate) enum Ended {
    /// With this exit status.
    Exited(u8),
    /// By this signal.
    #[cfg_attr(not(unix), expect(dead_code, reason = "there are no signals"))]
    Killed(i32),
    /// It could not be started.
    NotStarted(io::Error),
}

/// Runs a command until it ends.
///
/// # Errors
/// When its output cannot be passed on.
pub(crate) fn run(job: &Job<'_>) -> io::Result<Run> {
    let Some((program, arguments)) = job.command.split_first() else {
        return Ok(not_started(io::ErrorKind::InvalidInput.into()));
    };
    let mut command = Command::new(program);
    command.args(arguments).current_dir(job.directory);
    for given in &job.injection.given {
        command.env(&given.name, given.value.expose());
    }
    command.env(PLACEHOLDER_NAMES, job.injection.placeholder_names());
    for withheld in &job.injection.withheld {
        command.env_remove(&withheld.name);
    }
    let started = match start(command) {
        Ok(started) => started,
        Err(error) => return Ok(not_started(error)),
    };
    let mut watch = Watch::new(job.injection);
    let status = wait(started, &job.forms, &mut watch)?;
    Ok(Run { ended: ended(status), printed: watch.seen() })
}

fn not_started(error: io::Error) -> Run {
    Run { ended: Ended::NotStarted(error), printed: BTreeSet::new() }
}

fn wait(
    started: Started,
    forms: &Arc<SensitiveForms>,
    watch: &mut Watch,
) -> io::Result<ExitStatus> {
    // restores the terminal before Envwall prints anything else
    let _control = started.control;
    relay::relay(started.child, started.sources, forms, watch)
}

fn ended(status: ExitStatus) -> Ended {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return Ended::Killed(signal);
    }
    // Windows has statuses beyond 255: the number is lost, the failure is not
    Ended::Exited(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}
