//! `envwall run -- COMMAND`: a command with what it may have of the environment.

use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::Arc;

use envwall_core::diagnostic::Severity;
use envwall_core::{Canaries, GivenValue, Injection, Project, SensitiveForms};

use crate::commands::{load, stopped};
use crate::outcome::Outcome;
use crate::output::human::{self, plural};
use crate::output::table;
use crate::process::{self, Ended, Job};
use crate::settings::Settings;

/// Its number on every system that has it (POSIX.1, `kill -l`).
const SIGPIPE: i32 = 13;

/// What reports call it.
const COMMAND: &str = "envwall run";

/// A command that has run, or could not be started.
pub(crate) struct Ran {
    /// Its exit status, as a shell would tell it.
    pub(crate) status: u8,
    /// What it was given, canaries included.
    pub(crate) injection: Injection,
}

pub(crate) fn run(settings: &Settings, command: &[OsString]) -> io::Result<Outcome> {
    let project = match load(settings, COMMAND)? {
        Ok(project) => project,
        Err(outcome) => return Ok(outcome),
    };
    if let Some(outcome) = hindrance(settings, &project, COMMAND)? {
        return Ok(outcome);
    }
    human::findings(&project.findings_for_a_command(), settings.show)?;
    Ok(Outcome::Command(run_command(settings, &project, command)?.status))
}

/// Tells what is wrong with the project where that is too much to start a command, and its outcome.
pub(crate) fn hindrance(
    settings: &Settings,
    project: &Project,
    command: &'static str,
) -> io::Result<Option<Outcome>> {
    let findings = project.findings_for_a_command();
    match Outcome::of(&findings, settings.fail_on) {
        Outcome::Clean => Ok(None),
        outcome => stopped(settings, command, &findings, outcome).map(Some),
    }
}

/// Runs a command by the manifest and says on standard error what the command itself cannot.
///
/// # Errors
/// When there are no random bytes for canaries, or the command's output cannot be passed on.
pub(crate) fn run_command(
    settings: &Settings,
    project: &Project,
    command: &[OsString],
) -> io::Result<Ran> {
    let injection = project.injection(&Canaries::random()?);
    let forms = Arc::new(project.sensitive_forms(&settings.process));
    if settings.show == Severity::Note {
        write!(anstream::stderr(), "{}", summary(&injection))?;
    }
    let directory = &settings.directory;
    let job = Job { command, directory, injection: &injection, forms: Arc::clone(&forms) };
    let name = shown(command.first().map_or(OsStr::new(""), OsString::as_os_str), &forms);
    let status = match process::run(&job)? {
        Ended::Exited(status) => status,
        Ended::Killed(signal) => {
            // that nobody reads on is no news to who has stopped reading
            if !settings.quiet && signal != SIGPIPE {
                let signal = named(signal);
                writeln!(anstream::stderr(), "envwall: `{name}` was ended by {signal}")?;
            }
            // as shells tell it
            128u8.saturating_add(u8::try_from(signal).unwrap_or(127))
        }
        Ended::NotStarted(error) => {
            let (status, why, help) = not_started(directory, command, &error);
            writeln!(anstream::stderr(), "error: cannot start `{name}`: {why}\nhelp: {help}")?;
            status
        }
    };
    Ok(Ran { status, injection })
}

/// A name from the command line as it may be shown.
fn shown(name: &OsStr, forms: &Arc<SensitiveForms>) -> String {
    forms.redact(&name.to_string_lossy()).replace(char::is_control, "\u{fffd}")
}

/// `signal 9 (SIGKILL)`
fn named(signal: i32) -> String {
    #[cfg(unix)]
    if let Some(name) = signal_hook::low_level::signal_name(signal) {
        return format!("signal {signal} ({name})");
    }
    format!("signal {signal}")
}

/// Exit status as of a shell, reason and mend.
fn not_started(
    directory: &Path,
    command: &[OsString],
    error: &io::Error,
) -> (u8, String, &'static str) {
    let program = Path::new(command.first().map_or(OsStr::new(""), OsString::as_os_str));
    let is_path = program.components().count() > 1;
    match error.kind() {
        ErrorKind::NotFound if is_path && directory.join(program).exists() => (
            126,
            "the interpreter that its first line names is not there".to_owned(),
            "correct the line that begins with `#!`, or install the interpreter",
        ),
        ErrorKind::NotFound if !is_path && is_installed(directory, program) => (
            127,
            "there is no such command in PATH, but in node_modules/.bin".to_owned(),
            "put `npx` before it, or put the whole line into a script of package.json",
        ),
        ErrorKind::NotFound => (
            127,
            "there is no such command".to_owned(),
            "see that it is installed and spelt right; a shell's own commands need `sh -c`",
        ),
        ErrorKind::PermissionDenied => (
            126,
            "it is not executable".to_owned(),
            "make it so with `chmod +x`, or name the program that runs it",
        ),
        _ => (
            126,
            error.to_string(),
            "see that it is a program for this system; a script begins with a line such as #!/bin/sh",
        ),
    }
}

/// Whether npm has put a command of this name into the project, or into one around it.
fn is_installed(directory: &Path, program: &Path) -> bool {
    let directory = directory.canonicalize().unwrap_or_else(|_| directory.to_owned());
    directory.ancestors().any(|above| above.join("node_modules/.bin").join(program).exists())
}

/// What is given by name and class, never a value.
fn summary(injection: &Injection) -> String {
    let headings = ["NAME", "GIVEN"].map(str::to_owned);
    let given = injection.given.iter().map(|given| {
        let what = match given.value {
            GivenValue::Public(_) => "value, public",
            GivenValue::Build(_) => "value, needed by the build",
            GivenValue::Server(_) => "value, not sensitive",
            GivenValue::Canary(_) => "stand-in",
        };
        [given.name.clone(), what.to_owned()]
    });
    let withheld = injection.withheld.iter().map(|withheld| {
        let what = match &withheld.in_file {
            Some(origin) => format!("nothing; tools that read {origin} find the value there"),
            None => "nothing".to_owned(),
        };
        [withheld.name.clone(), what]
    });
    let rows: Vec<_> = std::iter::once(headings).chain(given).chain(withheld).collect();
    format!("{}\n{}\n\n", table::render(&rows), sum(injection))
}

/// `gave 1 public, 1 build, 0 server, 2 stand-ins; withheld 0`
fn sum(injection: &Injection) -> String {
    let [mut public, mut build, mut server, mut canaries] = [0; 4];
    for given in &injection.given {
        *match given.value {
            GivenValue::Public(_) => &mut public,
            GivenValue::Build(_) => &mut build,
            GivenValue::Server(_) => &mut server,
            GivenValue::Canary(_) => &mut canaries,
        } += 1;
    }
    let (stand_ins, withheld) = (plural(canaries, "stand-in"), injection.withheld.len());
    format!(
        "gave {public} public, {build} build, {server} server, {stand_ins}; withheld {withheld}"
    )
}
