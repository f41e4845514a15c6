//! `envwall guard [PATH…]`: takes the client output apart.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use envwall_core::diagnostic::{Code, Finding, Severity};
use envwall_core::manifest::{Manifest, Waiver};
use envwall_core::{Class, DecidedBy, Project, Resolved, SecretValue};
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
        let output = output(project, paths);
        if let Some(why) = in_output(settings, args, &output) {
            return failed(&why, Outcome::BadInput);
        }
        let secrets = project.sensitive().filter_map(secret).chain(stand_ins);
        let secrets = secrets.chain(elsewhere(project));
        let guard = Guard::with_public_values(secrets, public_values(project))
            .server_names(server_names(project))
            .digests(args.receipt.is_some())
            .waivers(waivers(project), settings.today);
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
    let mut about_project: Vec<_> =
        project.findings.iter().filter_map(|finding| for_guard(project, finding, whole)).collect();
    about_project.extend(unfinished(project).filter(|_| whole));
    if let Some(manifest) = &project.manifest {
        if whole {
            let unneeded = report.unneeded(&manifest.waivers, settings.today);
            about_project.extend(unneeded.iter().map(|waiver| unneeded_waiver(manifest, waiver)));
        }
        report.waive(&manifest.waivers, settings.today);
    }
    for finding in &mut report.findings {
        offer_public(project, finding);
    }
    report.findings.extend(about_project);
    report.findings.sort_by(Finding::report_order);
    Ok(report)
}

fn waivers(project: &Project) -> &[Waiver] {
    project.manifest.as_ref().map_or(&[], |manifest| &manifest.waivers)
}

fn public_values(project: &Project) -> impl Iterator<Item = SecretValue> {
    let public = project.variables.iter().filter(|variable| variable.class == Class::Public);
    let elsewhere = project.elsewhere.iter().filter(|one| !one.sensitive);
    let elsewhere = elsewhere.flat_map(|one| one.values.iter().cloned());
    public.filter_map(|variable| variable.value.clone()).chain(elsewhere)
}

/// What client code has no business to read: what the manifest says, and else what has a value that
/// looks like a secret. Third-party code reads `DEBUG`, and a project may have one.
fn server_names(project: &Project) -> impl Iterator<Item = &str> {
    let telling = |variable: &Resolved| {
        let value = variable.value.as_ref();
        value.is_some_and(|value| envwall_core::is_searchable(value.expose()))
    };
    let declared = |variable: &Resolved| variable.decided_by == DecidedBy::Table;
    let server = project.sensitive().filter(move |it| declared(it) || telling(it));
    let elsewhere = project.elsewhere.iter().filter(|one| one.sensitive);
    server.map(|variable| variable.name.as_str()).chain(elsewhere.map(|one| one.name.as_str()))
}

/// What variables hold in the project's other modes.
fn elsewhere(project: &Project) -> impl Iterator<Item = Secret> {
    let sensitive = project.elsewhere.iter().filter(|one| one.sensitive);
    sensitive.map(|one| Secret::elsewhere(&one.name, &one.file, one.values.clone()))
}

fn secret(variable: &Resolved) -> Option<Secret> {
    let value = variable.value.clone()?;
    Some(Secret::new(&variable.name, value).readings(variable.readings.iter().cloned()))
}

/// What is looked at: paths, or else the project's own output.
pub(crate) fn output(project: &Project, paths: &[PathBuf]) -> Output {
    let client = project.client();
    let output = Output::new(&project.directory);
    if !paths.is_empty() {
        // what is named on the command line is meant; only the project's own word stands against
        let excluded = project.manifest.iter().flat_map(|manifest| &manifest.exclude);
        return paths.iter().fold(output.exclude(excluded), Output::path);
    }
    let output = output.include(client.include).exclude(client.exclude);
    match &project.manifest {
        Some(manifest) if manifest.include.is_some() => output.each_required(),
        _ => output,
    }
}

/// What the state of the environment means here: a value that is missing or odd hinders nobody
/// from looking, but a clean result says less.
fn for_guard(project: &Project, finding: &Finding, whole: bool) -> Option<Finding> {
    let mut finding = finding.clone();
    match finding.code {
        Code::Missing => {
            finding.severity = finding.severity.min(Severity::Warning);
            if variable(project, &finding).is_some_and(|variable| variable.sensitive) {
                let message = format!("{}, so it was not looked for", finding.message);
                finding.message = message.into();
            }
        }
        Code::InvalidValue => finding.severity = finding.severity.min(Severity::Warning),
        Code::RotationOverdue | Code::Undeclared => return None,
        // whoever names the output knows where it is
        Code::OutputElsewhere if !whole => return None,
        _ => {}
    }
    Some(finding)
}

/// A build that broke off, or a development server's: what is there is not what will be deployed.
fn unfinished(project: &Project) -> Option<Finding> {
    let last = project.framework?.finished?;
    let path = project.directory.join(last);
    if path.exists() || !path.parent().is_some_and(Path::is_dir) {
        return None;
    }
    let finding = Finding::new(
        Code::BuildUnfinished,
        format!("there is no `{last}`: the build did not finish"),
    );
    Some(finding.help("build to the end, then look again: what is there is not what is deployed"))
}

fn variable<'a>(project: &'a Project, finding: &Finding) -> Option<&'a Resolved> {
    let name = finding.variable.as_deref()?;
    project.variables.iter().find(|variable| variable.name == name)
}

/// What nobody declared may be public after all, and nobody has said so yet.
fn offer_public(project: &Project, finding: &mut Finding) {
    let of_nobody = |variable: &Resolved| variable.decided_by == DecidedBy::Default;
    if finding.code != Code::ValueInOutput || !variable(project, finding).is_some_and(of_nobody) {
        return;
    }
    if let Some(help) = &mut finding.help {
        let more = "; or, if everyone may know it, declare it in [public] of envwall.toml";
        help.to_mut().push_str(more);
    }
}

fn unneeded_waiver(manifest: &Manifest, waiver: &Waiver) -> Finding {
    Finding::new(Code::WaiverUnneeded, "this waiver excuses nothing that was found")
        .at(manifest.location(&waiver.span))
        .help("take it out if what it excused is gone; else correct what it names")
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
