//! `envwall guard [PATH…]`: takes the client output apart.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use envwall_core::Project;
use envwall_core::diagnostic::{Finding, Severity};
use envwall_guard::output::Output;
use envwall_guard::{Baseline, Guard, Receipt, Report, Secret, Summary, Verdict};
use serde::Serialize;

use crate::args::{Format, GuardArgs, KeptArgs};
use crate::commands::{failed, load, read_json};
use crate::outcome::Outcome;
use crate::output::human::{self, count, plural, size};
use crate::output::json::Document;
use crate::output::{Page, file, ours};
use crate::progress::ScanBar;
use crate::settings::Settings;

/// What reports call it.
const COMMAND: &str = "envwall guard";

pub(crate) fn run(settings: &Settings, args: &GuardArgs) -> io::Result<Outcome> {
    let kept = match Kept::prepare(settings, &args.kept)? {
        Ok(kept) => kept,
        Err(outcome) => return Ok(outcome),
    };
    match load(settings, COMMAND)? {
        Ok(project) => Look { settings, command: COMMAND, project: &project, paths: &args.paths }
            .look(kept, Vec::new(), Vec::new()),
        Err(outcome) => Ok(outcome),
    }
}

/// What is kept of a look at the output, seen to beforehand.
pub(crate) struct Kept<'a> {
    args: &'a KeptArgs,
    known: Option<Baseline>,
}

impl<'a> Kept<'a> {
    /// Sees to it that what is to be written can be, and reads what is to be read.
    pub(crate) fn prepare(
        settings: &Settings,
        args: &'a KeptArgs,
    ) -> io::Result<Result<Self, Outcome>> {
        if let Some(why) = refusal(settings, args) {
            return failed(&why, Outcome::BadInput).map(Err);
        }
        prepare(settings, args)?;
        match baseline(settings, args) {
            Ok(known) => Ok(Ok(Self { args, known })),
            Err(why) => failed(&why, Outcome::BadInput).map(Err),
        }
    }
}

/// A look at a project's output.
pub(crate) struct Look<'a> {
    pub(crate) settings: &'a Settings,
    /// What reports call it.
    pub(crate) command: &'static str,
    pub(crate) project: &'a Project,
    /// Instead of the project's own output, unless there are none.
    pub(crate) paths: &'a [PathBuf],
}

impl Look<'_> {
    /// Looks, reports, and keeps what is to be kept. `stand_ins` are what the build was given in
    /// the place of values, `about_build` what else is to be said of it.
    pub(crate) fn look(
        &self,
        kept: Kept<'_>,
        stand_ins: Vec<Secret>,
        about_build: Vec<Finding>,
    ) -> io::Result<Outcome> {
        let Self { settings, project, paths, .. } = *self;
        let Kept { args, known } = kept;
        let output = Output::of_project(project, paths);
        if let Some(why) = in_output(settings, args, &output) {
            return failed(&why, Outcome::BadInput);
        }
        let guard =
            Guard::of_project(project, stand_ins, settings.today).digests(args.receipt.is_some());
        let mut report = match scan(settings, project, &guard, (&output, paths.is_empty())) {
            Ok(report) => report,
            Err(error) => return failed(&error.to_string(), Outcome::Incomplete),
        };
        report.findings.extend(about_build);
        report.findings.sort_by(Finding::report_order);
        if let Some(path) = &args.baseline {
            excuse(settings, paths.is_empty(), path, known, &mut report)?;
        }
        let outcome = Outcome::of(&report.findings, settings.fail_on);
        if let Some(path) = &args.receipt {
            let verdict = if outcome == Outcome::Clean { Verdict::Passed } else { Verdict::Failed };
            let environment = &settings.environment;
            let receipt =
                Receipt::new(&report, verdict, &output, environment, guard.searched_for());
            write_json(&settings.path(path), &receipt)?;
        }
        outcome.told(tell(settings, self.command, &report))
    }
}

/// What is to be written beside the report.
fn written(args: &KeptArgs) -> impl Iterator<Item = (&Path, ours::Kind)> {
    let baseline = args.baseline.as_deref().filter(|_| args.update_baseline);
    let baseline = baseline.map(|path| (path, ours::Kind::Baseline));
    let receipt = args.receipt.as_deref().map(|path| (path, ours::Kind::Receipt));
    baseline.into_iter().chain(receipt)
}

/// Why a file that was named would be lost.
fn refusal(settings: &Settings, args: &KeptArgs) -> Option<String> {
    written(args).find_map(|(path, kind)| ours::refusal(&settings.path(path), kind))
}

/// Why a file that was named would be deployed.
fn in_output(settings: &Settings, args: &KeptArgs, output: &Output) -> Option<String> {
    let report = settings.output.as_deref();
    let mut files = written(args).map(|(path, _)| path).chain(report);
    let inside = files.find(|path| output.covers(&settings.path(path)))?;
    let shown = inside.display();
    Some(format!(
        "`{shown}` is where browsers can fetch it: it tells of the project, and would be looked at \
         next time; name a file outside of the client output"
    ))
}

/// What cannot be written is known before the work. No receipt of an earlier run stays: if this
/// one does not come to its end, there is none.
fn prepare(settings: &Settings, args: &KeptArgs) -> io::Result<()> {
    written(args).try_for_each(|(path, _)| file::check(&settings.path(path)))?;
    match args.receipt.as_deref().map(|path| fs::remove_file(settings.path(path))) {
        Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The known findings, unless there are none or they are to be written anew.
fn baseline(settings: &Settings, args: &KeptArgs) -> Result<Option<Baseline>, String> {
    match &args.baseline {
        Some(path) if !args.update_baseline => {
            let path = settings.path(path);
            let first = if path.exists() {
                ""
            } else {
                "; --update-baseline writes it, with what is found now"
            };
            read_json(&path, "baseline").map(Some).map_err(|why| why + first)
        }
        _ => Ok(None),
    }
}

/// Takes out what is known; what is known and gone is noted, unless only a part was looked at.
fn excuse(
    settings: &Settings,
    is_all: bool,
    path: &Path,
    known: Option<Baseline>,
    report: &mut Report,
) -> io::Result<()> {
    let Some(known) = known else {
        let known = Baseline::of(&report.findings);
        write_json(&settings.path(path), &known)?;
        report.excuse(&known);
        return Ok(());
    };
    if is_all {
        let unneeded = known.unneeded(&report.findings, &path.to_string_lossy());
        report.findings.extend(unneeded);
        report.findings.sort_by(Finding::report_order);
    }
    report.excuse(&known);
    Ok(())
}

fn write_json(path: &Path, content: &impl Serialize) -> io::Result<()> {
    file::write(path, &(serde_json::to_string_pretty(content)? + "\n"))
}

fn tell(settings: &Settings, command: &'static str, report: &Report) -> io::Result<()> {
    let page = Page {
        settings,
        command,
        sum: sum(report, Severity::Note),
        findings: &report.findings,
        artifacts: &report.artifacts,
        json: &Document::<_>::new(report.summary, None::<&[()]>, &report.findings),
    };
    page.deliver(|| people(settings, report))
}

fn scan(
    settings: &Settings,
    project: &Project,
    guard: &Guard,
    (output, whole): (&Output, bool),
) -> Result<Report, envwall_guard::ScanError> {
    let people_watch = settings.format == Format::Human || settings.output.is_some();
    let bar = ScanBar::new(!settings.quiet && people_watch);
    let mut report = guard.scan(output, &|progress| bar.update(progress))?;
    drop(bar);
    report.settle(project, settings.today, whole);
    Ok(report)
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
    let Summary { files, bytes, variables, waived, baselined } = report.summary;
    let excused = |count: usize, word: &str| match count {
        0 => String::new(),
        _ => format!(", {count} {word}"),
    };
    format!(
        "looked at {} ({}) for the values of {}: {}{}{}",
        plural(files, "file"),
        size(bytes),
        plural(variables, "variable"),
        count(&report.findings, show),
        excused(waived, "waived"),
        excused(baselined, "baselined"),
    )
}
