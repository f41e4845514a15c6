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
use crate::output::human::{self, count, plural};
use crate::output::json::Document;
use crate::progress::ScanBar;
use crate::settings::Settings;

pub(crate) fn run(settings: &Settings, paths: &[PathBuf]) -> io::Result<Outcome> {
    let project = match load(settings)? {
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
    match settings.format {
        Format::Json => {
            Document::<_>::new(report.summary, None::<&[()]>, &report.findings).write()?;
        }
        Format::Human => people(settings, &report)?,
    }
    Ok(Outcome::of(&report.findings, settings.fail_on))
}

fn scan(
    settings: &Settings,
    project: &Project,
    paths: &[PathBuf],
) -> Result<Report, envwall_guard::ScanError> {
    let guard = Guard::new(project.sensitive().filter_map(secret));
    let bar = ScanBar::new(!settings.quiet && settings.format == Format::Human);
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
    let Summary { files, bytes, variables, waived } = report.summary;
    let waived = if waived > 0 { format!(", {waived} waived") } else { String::new() };
    writeln!(
        anstream::stderr(),
        "looked at {} ({}) for the values of {}: {}{waived}",
        plural(files, "file"),
        size(bytes),
        plural(variables, "variable"),
        count(&report.findings, settings.show),
    )
}

/// Bytes as people say them: `12 B`, `3.4 kB`, `56.7 MB`.
fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "two digits are shown")]
    let exact = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", exact / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", exact / 1e6),
        _ => format!("{:.1} GB", exact / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_in_round_numbers() {
        let sizes = [999, 1_000, 12_345, 999_949, 1_234_567, 5_000_000_000].map(size);
        assert_eq!(sizes, ["999 B", "1.0 kB", "12.3 kB", "999.9 kB", "1.2 MB", "5.0 GB"]);
    }
}
