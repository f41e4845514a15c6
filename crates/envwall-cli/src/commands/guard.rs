//! `envwall guard [PATH…]`: takes the client output apart.

use std::io::{self, Write};
use std::path::PathBuf;

use envwall_core::diagnostic::{Code, Finding, Severity};
use envwall_core::{Project, Resolved};
use envwall_guard::output::Output;
use envwall_guard::{Guard, Report, Secret, Summary};

use crate::args::Format;
use crate::commands::load;
use crate::outcome::Outcome;
use crate::output::Page;
use crate::output::human::{self, count, plural, size};
use crate::output::json::Document;
use crate::progress::ScanBar;
use crate::settings::Settings;

/// What reports call it.
const COMMAND: &str = "envwall guard";

pub(crate) fn run(settings: &Settings, paths: &[PathBuf]) -> io::Result<Outcome> {
    let project = match load(settings, COMMAND)? {
        Ok(project) => project,
        Err(outcome) => return Ok(outcome),
    };
    let report = match scan(settings, &project, paths) {
        Ok(report) => report,
        Err(error) => {
            writeln!(anstream::stderr(), "error: {error}")?;
            return Ok(Outcome::Incomplete);
        }
    };
    let page = Page {
        settings,
        command: COMMAND,
        sum: sum(&report, Severity::Note),
        findings: &report.findings,
        artifacts: &report.artifacts,
        json: &Document::<_>::new(report.summary, None::<&[()]>, &report.findings),
    };
    page.deliver(|| people(settings, &report))?;
    Ok(Outcome::of(&report.findings, settings.fail_on))
}

fn scan(
    settings: &Settings,
    project: &Project,
    paths: &[PathBuf],
) -> Result<Report, envwall_guard::ScanError> {
    let guard = Guard::new(project.sensitive().filter_map(secret));
    let people_watch = settings.format == Format::Human || settings.output.is_some();
    let bar = ScanBar::new(!settings.quiet && people_watch);
    let mut report = guard.scan(&output(project, paths), &|progress| bar.update(progress))?;
    drop(bar);
    if let Some(manifest) = &project.manifest {
        report.waive(&manifest.waivers, settings.today);
    }
    let of_project = project.findings.iter().filter_map(for_guard);
    report.findings.extend(of_project);
    report.findings.sort_by(Finding::report_order);
    Ok(report)
}

fn secret(variable: &Resolved) -> Option<Secret> {
    let value = variable.value.clone()?;
    Some(Secret::new(&variable.name, value).readings(variable.readings.iter().cloned()))
}

fn output(project: &Project, paths: &[PathBuf]) -> Output {
    let client = project.client();
    let output = Output::new(&project.directory).exclude(client.exclude);
    if paths.is_empty() {
        return output.include(client.include);
    }
    paths.iter().fold(output, Output::path)
}

/// What the state of the environment means here: a value that is missing or odd hinders nobody
/// from looking, but a clean result says less.
fn for_guard(finding: &Finding) -> Option<Finding> {
    let mut finding = finding.clone();
    match finding.code {
        Code::Missing | Code::InvalidValue => {
            finding.severity = finding.severity.min(Severity::Warning);
        }
        Code::RotationOverdue | Code::Undeclared => return None,
        _ => {}
    }
    Some(finding)
}

fn people(settings: &Settings, report: &Report) -> io::Result<()> {
    human::findings(&report.findings, settings.show)?;
    if settings.quiet {
        return Ok(());
    }
    writeln!(anstream::stderr(), "{}", sum(report, settings.show))
}

/// `looked at 4 files (19.9 kB) for the values of 1 variable: 1 error`
fn sum(report: &Report, show: Severity) -> String {
    let Summary { files, bytes, variables, waived } = report.summary;
    let waived = if waived > 0 { format!(", {waived} waived") } else { String::new() };
    format!(
        "looked at {} ({}) for the values of {}: {}{waived}",
        plural(files, "file"),
        size(bytes),
        plural(variables, "variable"),
        count(&report.findings, show),
    )
}
