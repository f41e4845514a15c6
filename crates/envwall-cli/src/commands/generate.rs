//! `envwall generate`: writes typed config.

use std::io;

use envwall_codegen::File;
use envwall_core::Project;
use envwall_core::diagnostic::{Code, Finding, Location};
use serde::Serialize;

use super::start::load;
use crate::args::GenerateArgs;
use crate::generated::{self, Place, State};
use crate::outcome::Outcome;
use crate::output;
use crate::output::entry::count_by_severity;
use crate::output::json::Document;
use crate::output::report::CommandReport;
use crate::output::text::plural;
use crate::settings::Settings;

/// Name of the command in reports.
const COMMAND: &str = "envwall generate";

/// The number of files written and unchanged.
#[derive(Debug, Default, Clone, Copy, Serialize)]
pub(super) struct Written {
    pub(super) written: usize,
    unchanged: usize,
}

pub(crate) fn run(settings: &Settings, args: &GenerateArgs) -> io::Result<Outcome> {
    let project = match load(settings, COMMAND)? {
        Ok(project) => project,
        Err(outcome) => return Ok(outcome),
    };
    let (written, findings) = match places(&project)? {
        Ok(places) if args.check => (Written::default(), stale(&places)),
        Ok(places) => (write(&places)?, Vec::new()),
        Err(findings) => (Written::default(), findings),
    };
    let report = CommandReport {
        settings,
        command: COMMAND,
        summary: summary(args, written, &findings),
        basis: Vec::new(),
        findings: &findings,
        artifacts: &[],
        json: &Document::new(written, &findings),
    };
    let outcome = Outcome::of(&findings, settings.fail_on);
    outcome.after(output::write(&report))
}

/// Determines what to write and where. Nothing is written unless everything can be.
pub(super) fn places(project: &Project) -> io::Result<Result<Vec<Place>, Vec<Finding>>> {
    let files = match envwall_codegen::files(project) {
        Ok(files) => files,
        Err(findings) => return Ok(Err(findings)),
    };
    let mut findings = Vec::new();
    let mut places = Vec::new();
    for file in files {
        let path = file.path.clone();
        match generated::place(&project.directory, file)? {
            Ok(place) => places.push(place),
            Err(finding) => findings.push(finding.at(Location::file(path))),
        }
    }
    findings.sort_by(Finding::report_order);
    Ok(if findings.is_empty() { Ok(places) } else { Err(findings) })
}

/// Writes the files that changed.
pub(super) fn write(places: &[Place]) -> io::Result<Written> {
    let mut written = Written::default();
    for place in places {
        match place.state {
            State::Current => written.unchanged += 1,
            State::Missing | State::Stale => {
                place.write()?;
                written.written += 1;
            }
        }
    }
    Ok(written)
}

fn stale(places: &[Place]) -> Vec<Finding> {
    places.iter().filter_map(|place| stale_file(&place.file, place.state)).collect()
}

fn stale_file(File { path, .. }: &File, state: State) -> Option<Finding> {
    let message = match state {
        State::Current => return None,
        State::Missing => format!("`{path}` does not exist"),
        State::Stale => {
            format!("`{path}` is out of date: the manifest or a public value has changed")
        }
    };
    let finding = Finding::new(Code::Stale, message).at(Location::file(path));
    Some(finding.help("run `envwall generate` with the same --env, and commit the result"))
}

/// `Wrote 2 files, 1 unchanged`
fn summary(args: &GenerateArgs, written: Written, findings: &[Finding]) -> String {
    match (findings.is_empty(), args.check) {
        (true, true) => "Generated files are up to date".to_owned(),
        (true, false) => {
            let Written { written, unchanged } = written;
            format!("Wrote {}, {unchanged} unchanged", plural(written, "file"))
        }
        (false, true) => {
            format!("Generated files are out of date: {}", count_by_severity(findings))
        }
        (false, false) => format!("No files written: {}", count_by_severity(findings)),
    }
}
