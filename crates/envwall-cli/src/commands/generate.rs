//! `envwall generate`: typed config, written where it changed.

use std::io::{self, Write};

use envwall_codegen::File;
use envwall_core::Project;
use envwall_core::diagnostic::{Code, Finding, Location, Severity};
use serde::Serialize;

use crate::args::GenerateArgs;
use crate::commands::load;
use crate::generated::{self, Place, State};
use crate::outcome::Outcome;
use crate::output::Page;
use crate::output::human::{self, count, plural};
use crate::output::json::Document;
use crate::settings::Settings;

/// What reports call it.
const COMMAND: &str = "envwall generate";

/// What became of the files.
#[derive(Debug, Default, Clone, Copy, Serialize)]
pub(crate) struct Written {
    pub(crate) written: usize,
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
    let page = Page {
        settings,
        command: COMMAND,
        sum: sum(args, written, &findings, Severity::Note),
        findings: &findings,
        artifacts: &[],
        json: &Document::<_>::new(written, None::<&[()]>, &findings),
    };
    let outcome = Outcome::of(&findings, settings.fail_on);
    outcome.told(page.deliver(|| people(settings, args, written, &findings)))
}

/// What is to be written, and where; nothing of it is written before all of it can be.
pub(crate) fn places(project: &Project) -> io::Result<Result<Vec<Place>, Vec<Finding>>> {
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

/// Writes what changed.
pub(crate) fn write(places: &[Place]) -> io::Result<Written> {
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
        State::Stale => format!("`{path}` is not what the manifest and the public values give now"),
    };
    let finding = Finding::new(Code::Stale, message).at(Location::file(path));
    Some(finding.help("run `envwall generate` with the same --env, and commit what it writes"))
}

fn people(
    settings: &Settings,
    args: &GenerateArgs,
    written: Written,
    findings: &[Finding],
) -> io::Result<()> {
    human::findings(findings, settings.show)?;
    if settings.quiet {
        return Ok(());
    }
    writeln!(anstream::stderr(), "{}", sum(args, written, findings, settings.show))
}

/// `wrote 2 files, 1 unchanged`
fn sum(args: &GenerateArgs, written: Written, findings: &[Finding], show: Severity) -> String {
    match (findings.is_empty(), args.check) {
        (true, true) => "everything generated is current".to_owned(),
        (true, false) => {
            let Written { written, unchanged } = written;
            format!("wrote {}, {unchanged} unchanged", plural(written, "file"))
        }
        (false, true) => format!("not current: {}", count(findings, show)),
        (false, false) => format!("nothing written: {}", count(findings, show)),
    }
}
