//! Loads the project, and reports why a command cannot go on.

use std::io::{self, Write};

use envwall_core::diagnostic::Finding;
use envwall_core::{Project, Request};
use serde::Serialize;

use crate::outcome::Outcome;
use crate::output;
use crate::output::entry::count_by_severity;
use crate::output::json::Document;
use crate::output::report::CommandReport;
use crate::settings::Settings;

/// Loads the project, or what is wrong with its manifest.
pub(super) fn open(settings: &Settings) -> Result<Project, Vec<Finding>> {
    let configured = envwall_guard::read_configuration(&settings.directory, &settings.process);
    let request = Request {
        directory: &settings.directory,
        environment: &settings.environment,
        process: &settings.process,
        today: settings.today,
        configured: Some(&configured),
    };
    Project::load(&request)
}

/// Loads the project. Reports errors in its manifest, and returns the outcome then.
pub(super) fn load(
    settings: &Settings,
    command: &'static str,
) -> io::Result<Result<Project, Outcome>> {
    match open(settings) {
        Ok(project) => Ok(Ok(project)),
        Err(findings) => stop(settings, command, &findings, Outcome::BadInput).map(Err),
    }
}

/// Reports the findings that a command cannot go on with.
pub(super) fn stop(
    settings: &Settings,
    command: &'static str,
    findings: &[Finding],
    outcome: Outcome,
) -> io::Result<Outcome> {
    let report = CommandReport {
        settings,
        command,
        summary: format!("Stopped: {}", count_by_severity(findings)),
        basis: Vec::new(),
        findings,
        artifacts: &[],
        json: &Document::new(EmptySummary {}, findings),
    };
    outcome.after(output::write(&report))
}

/// Prints why a command cannot go on.
pub(super) fn fail(reason: &str, outcome: Outcome) -> io::Result<Outcome> {
    writeln!(anstream::stderr(), "error: {reason}")?;
    Ok(outcome)
}

/// The summary of a command that stopped early.
#[derive(Serialize)]
struct EmptySummary {}
