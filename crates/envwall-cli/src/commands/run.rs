//! `envwall run -- COMMAND`: runs a command with placeholders instead of secrets.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::sync::Arc;

use envwall_core::diagnostic::{Declaration, DeclarationKind, Severity};
use envwall_core::{ChildEnv, ChildValue, Placeholders, Project, SensitiveForms};

use super::start::{load, stop};
use crate::outcome::Outcome;
use crate::output::human;
use crate::output::table;
use crate::output::text::plural;
use crate::process::{self, Ended, Job, Run};
use crate::settings::Settings;

/// The number of the signal on every system that has it (POSIX.1, `kill -l`).
const SIGPIPE: i32 = 13;

/// Name of the command in reports.
const COMMAND: &str = "envwall run";

/// A command that has run or could not be started.
pub(super) struct CommandRun {
    /// Exit status, as a shell reports it.
    pub(super) status: u8,
    /// Whether it could be started at all.
    pub(super) started: bool,
    /// The environment it got.
    pub(super) injection: ChildEnv,
    /// The variables with placeholders that it printed, by name or placeholder.
    pub(super) printed: BTreeSet<String>,
}

pub(crate) fn run(settings: &Settings, command: &[OsString]) -> io::Result<Outcome> {
    let project = match load(settings, COMMAND)? {
        Ok(project) => project,
        Err(outcome) => return Ok(outcome),
    };
    if let Some(outcome) = stop_on_errors(settings, &project, COMMAND)? {
        return Ok(outcome);
    }
    human::write_findings(&project.findings_for_a_command(), settings.show)?;
    let run = run_command(settings, &project, command)?;
    if run.status != 0 && !run.printed.is_empty() && !settings.quiet {
        let failed = "envwall: the command failed";
        writeln!(anstream::stderr(), "{}", printed_placeholders(failed, &run.printed))?;
    }
    Ok(Outcome::Command(run.status))
}

/// What a command printed, it failed on: those come first, with the lines to add.
pub(super) fn printed_placeholders(failed: &str, printed: &BTreeSet<String>) -> String {
    let names: Vec<_> = printed.iter().map(|name| format!("`{name}`")).collect();
    let lines = printed.iter().map(|name| Declaration::new(name, DeclarationKind::Build).line().1);
    let lines: Vec<_> = lines.map(|line| format!("  {line}")).collect();
    format!(
        "{failed}\nnote: its output is about {}, for which it got placeholders\nhelp: if it needs the real values, add \
         to envwall.toml:\n\n  [server]\n{}",
        names.join(", "),
        lines.join("\n")
    )
}

/// Reports errors in the project that prevent running a command, and returns the outcome then.
pub(super) fn stop_on_errors(
    settings: &Settings,
    project: &Project,
    command: &'static str,
) -> io::Result<Option<Outcome>> {
    let findings = project.findings_for_a_command();
    match Outcome::of(&findings, settings.fail_on) {
        Outcome::Clean => Ok(None),
        outcome => stop(settings, command, &findings, outcome).map(Some),
    }
}

/// Runs a command in the environment of the project. Prints why it could not start, or which signal
/// ended it.
///
/// # Errors
/// When there are no random bytes for placeholders, or the command's output cannot be written.
pub(super) fn run_command(
    settings: &Settings,
    project: &Project,
    command: &[OsString],
) -> io::Result<CommandRun> {
    let injection = project.child_env(&Placeholders::random()?);
    let forms = Arc::new(project.sensitive_forms(&settings.process));
    if settings.show == Severity::Note {
        write!(anstream::stderr(), "{}", environment_table(&injection))?;
    }
    let directory = &settings.directory;
    let job = Job { command, directory, injection: &injection, forms: Arc::clone(&forms) };
    let name = printable(command.first().map_or(OsStr::new(""), OsString::as_os_str), &forms);
    let Run { ended, printed } = process::run(&job)?;
    let started = !matches!(ended, Ended::NotStarted(_));
    let status = match ended {
        Ended::Exited(status) => status,
        Ended::Killed(signal) => {
            // the user closed the pipe
            if !settings.quiet && signal != SIGPIPE {
                let signal = signal_name(signal);
                writeln!(anstream::stderr(), "envwall: `{name}` was terminated by {signal}")?;
            }
            // as shells report it
            128u8.saturating_add(u8::try_from(signal).unwrap_or(127))
        }
        Ended::NotStarted(error) => {
            let (status, reason, help) = start_error(directory, command, &error);
            writeln!(anstream::stderr(), "error: cannot start `{name}`: {reason}\nhelp: {help}")?;
            status
        }
    };
    Ok(CommandRun { status, started, injection, printed })
}

/// Redacts a name from the command line for printing.
fn printable(name: &OsStr, forms: &Arc<SensitiveForms>) -> String {
    forms.redact(&name.to_string_lossy()).replace(char::is_control, "\u{fffd}")
}

/// `signal 9 (SIGKILL)`
fn signal_name(signal: i32) -> String {
    #[cfg(unix)]
    if let Some(name) = signal_hook::low_level::signal_name(signal) {
        return format!("signal {signal} ({name})");
    }
    format!("signal {signal}")
}

/// Exit status as of a shell, reason, and how to fix it.
fn start_error(
    directory: &Path,
    command: &[OsString],
    error: &io::Error,
) -> (u8, String, &'static str) {
    let program = Path::new(command.first().map_or(OsStr::new(""), OsString::as_os_str));
    let is_path = program.components().count() > 1;
    match error.kind() {
        ErrorKind::NotFound if is_path && directory.join(program).exists() => (
            126,
            "the interpreter in its first line does not exist".to_owned(),
            "fix the line that starts with `#!`, or install the interpreter",
        ),
        ErrorKind::NotFound if !is_path && is_installed(directory, program) => (
            127,
            "not found in PATH, only in node_modules/.bin".to_owned(),
            "prefix it with `npx`, or run envwall from a script in package.json",
        ),
        ErrorKind::NotFound => (
            127,
            "command not found".to_owned(),
            "check that it is installed and spelled correctly; shell built-ins need `sh -c`",
        ),
        ErrorKind::PermissionDenied => (
            126,
            "not executable".to_owned(),
            "run `chmod +x` on it, or name the program that runs it",
        ),
        _ => (
            126,
            error.to_string(),
            "check that it is a program for this system; scripts start with a line such as #!/bin/sh",
        ),
    }
}

/// Whether npm installed a command of this name in the project or a parent folder.
fn is_installed(directory: &Path, program: &Path) -> bool {
    let directory = directory.canonicalize().unwrap_or_else(|_| directory.to_owned());
    directory.ancestors().any(|above| above.join("node_modules/.bin").join(program).exists())
}

/// Lists the variables that the command gets, by name and class, without values.
fn environment_table(injection: &ChildEnv) -> String {
    let headings = ["NAME", "VALUE"].map(str::to_owned);
    let given = injection.given.iter().map(|given| {
        let value = match given.value {
            ChildValue::Public(_) => "real value (public)",
            ChildValue::Build(_) => "real value (needed by the build)",
            ChildValue::Server(_) => "real value (not sensitive)",
            ChildValue::Placeholder(_) => "placeholder",
        };
        [given.name.clone(), value.to_owned()]
    });
    let withheld = injection.withheld.iter().map(|withheld| {
        let value = match &withheld.in_file {
            Some(origin) => format!("not set; tools that read {origin} get the real value"),
            None => "not set".to_owned(),
        };
        [withheld.name.clone(), value]
    });
    let rows: Vec<_> = std::iter::once(headings).chain(given).chain(withheld).collect();
    format!("{}\n{}\n\n", table::render(&rows), summary(injection))
}

/// `Set 1 public, 1 build and 0 server values, and 2 placeholders; withheld 0 variables`
fn summary(injection: &ChildEnv) -> String {
    let [mut public, mut build, mut server, mut placeholders] = [0; 4];
    for given in &injection.given {
        *match given.value {
            ChildValue::Public(_) => &mut public,
            ChildValue::Build(_) => &mut build,
            ChildValue::Server(_) => &mut server,
            ChildValue::Placeholder(_) => &mut placeholders,
        } += 1;
    }
    format!(
        "Set {public} public, {build} build and {server} server values, and {}; withheld {}",
        plural(placeholders, "placeholder"),
        plural(injection.withheld.len(), "variable"),
    )
}
