//! One file for each command, and how they all begin.

pub(crate) mod build;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod generate;
pub(crate) mod guard;
pub(crate) mod man;
pub(crate) mod receipt;
pub(crate) mod run;

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use envwall_core::diagnostic::{Finding, Severity};
use envwall_core::{Project, Request};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::outcome::Outcome;
use crate::output::Page;
use crate::output::human::{self, count};
use crate::output::json::Document;
use crate::settings::Settings;

/// The project that was asked about; where its manifest cannot be used, that is reported here.
fn load(settings: &Settings, command: &'static str) -> io::Result<Result<Project, Outcome>> {
    let request = Request {
        directory: &settings.directory,
        environment: &settings.environment,
        process: &settings.process,
        today: settings.today,
    };
    let findings = match Project::load(&request) {
        Ok(project) => return Ok(Ok(project)),
        Err(findings) => findings,
    };
    stopped(settings, command, &findings, Outcome::BadInput).map(Err)
}

/// Reports what a command cannot go on with.
fn stopped(
    settings: &Settings,
    command: &'static str,
    findings: &[Finding],
    outcome: Outcome,
) -> io::Result<Outcome> {
    let page = Page {
        settings,
        command,
        sum: format!("stopped: {}", count(findings, Severity::Note)),
        findings,
        artifacts: &[],
        json: &Document::<_>::new(Nothing {}, None::<&[()]>, findings),
    };
    outcome.told(page.deliver(|| people(settings, findings)))
}

fn people(settings: &Settings, findings: &[Finding]) -> io::Result<()> {
    human::findings(findings, settings.show)?;
    if settings.quiet {
        return Ok(());
    }
    writeln!(anstream::stderr(), "stopped: {}", count(findings, settings.show))
}

/// Says why a command cannot go on.
fn failed(why: &str, outcome: Outcome) -> io::Result<Outcome> {
    writeln!(anstream::stderr(), "error: {why}")?;
    Ok(outcome)
}

/// One of our own JSON files. Of a file that is none nothing is shown: it may be anything.
fn read_json<T: DeserializeOwned>(path: &Path, what: &str) -> Result<T, String> {
    let name = path.display();
    let bytes =
        fs::read(path).map_err(|error| format!("cannot read the {what} `{name}`: {error}"))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        format!("`{name}` is no {what} that this version reads (line {line}, column {column})")
    })
}

/// The summary of a run that did not come to its work.
#[derive(Serialize)]
struct Nothing {}
