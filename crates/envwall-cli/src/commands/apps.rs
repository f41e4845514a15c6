//! `envwall guard` at the root of a workspace: every app that has been built is scanned.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use envwall_core::diagnostic::{Finding, Location};
use envwall_core::manifest::FILE_NAME;
use envwall_core::{Project, workspace_packages};
use envwall_guard::Report;
use envwall_guard::output::Output;

use super::basis;
use super::scan::{COMMAND, Scan, summary};
use super::start::{fail, open};
use crate::args::{Format, GuardArgs};
use crate::outcome::Outcome;
use crate::output;
use crate::output::entry::count_by_severity;
use crate::output::json::{Document, Projects, Text};
use crate::output::report::CommandReport;
use crate::output::text::plural;
use crate::settings::Settings;

/// An app of a workspace, and its settings: its folder instead of the root.
pub(super) struct App {
    /// From the root, with forward slashes.
    path: String,
    settings: Settings,
    project: Result<Project, Vec<Finding>>,
}

/// The apps of a workspace that have been built; none if the folder is a project itself.
pub(super) fn apps(settings: &Settings) -> Vec<App> {
    let root = &settings.directory;
    let is_project = root.join(FILE_NAME).is_file()
        || !matches!(envwall_core::framework::detect(root), Ok(None));
    if is_project {
        return Vec::new();
    }
    let folders = workspace_packages(root).into_iter();
    let has_framework = |folder: &PathBuf| {
        matches!(envwall_core::framework::detect(&root.join(folder)), Ok(Some(_)))
    };
    let apps = folders.filter(has_framework).map(|folder| App::new(settings, &folder));
    apps.filter(App::is_built).collect()
}

impl App {
    fn new(settings: &Settings, folder: &Path) -> Self {
        let directory = settings.path(folder);
        let settings = Settings { directory, ..settings.clone() };
        let path = folder.to_string_lossy().replace('\\', "/");
        Self { path, project: open(&settings), settings }
    }

    fn is_built(&self) -> bool {
        self.project.as_ref().map_or(true, |project| Output::of_project(project, &[]).is_built())
    }

    /// Scans it; a manifest that cannot be used is all that there is to report.
    fn report(&self) -> Result<Report, String> {
        match &self.project {
            Err(findings) => Ok(Report { findings: findings.clone(), ..Report::default() }),
            Ok(project) => {
                let scan = Scan { settings: &self.settings, command: COMMAND, project, paths: &[] };
                scan.report_alone().map_err(|error| error.to_string())
            }
        }
    }
}

/// Scans the apps one after the other.
pub(super) fn run(settings: &Settings, args: &GuardArgs, apps: &[App]) -> io::Result<Outcome> {
    if args.records.is_used() {
        let reason = "a receipt or baseline is of one app: run this with `-C` in the app's folder";
        return fail(reason, Outcome::BadInput);
    }
    let mut reports = Vec::new();
    for app in apps {
        match app.report() {
            Ok(report) => reports.push((app, report)),
            Err(error) => return fail(&error, Outcome::Incomplete),
        }
    }
    let all: Vec<_> = reports.iter().flat_map(|(_, report)| report.findings.clone()).collect();
    let outcome = Outcome::of(&all, settings.fail_on);
    let is_for_people = settings.format == Format::Human && settings.output.is_none();
    outcome.after(if is_for_people { write_each(&reports) } else { write_all(settings, &reports) })
}

/// One report after the other, under the path of its app.
fn write_each(reports: &[(&App, Report)]) -> io::Result<()> {
    for (index, (app, report)) in reports.iter().enumerate() {
        let mut err = anstream::stderr();
        writeln!(err, "{}{}:\n", if index == 0 { "" } else { "\n" }, app.path)?;
        output::write(&CommandReport {
            settings: &app.settings,
            command: COMMAND,
            summary: summary(report),
            basis: app.basis(report),
            findings: &report.findings,
            artifacts: &report.artifacts,
            json: &Document::new((), &report.findings),
        })?;
    }
    Ok(())
}

impl App {
    fn basis(&self, report: &Report) -> Vec<String> {
        let project = self.project.as_ref().ok();
        project
            .map_or_else(Vec::new, |project| basis::lines(project, report, &self.settings.process))
    }
}

/// One report of all, with paths from the root; JSON has an object for each app.
fn write_all(settings: &Settings, reports: &[(&App, Report)]) -> io::Result<()> {
    let mut findings = Vec::new();
    let mut artifacts = Vec::new();
    let mut projects = Projects::default();
    for (app, report) in reports {
        let of_app = match &app.project {
            Ok(project) => {
                Document::new(Some(basis::Summary::new(project, report)), &report.findings)
            }
            Err(_) => Document::new(None, &report.findings),
        };
        projects.add(&app.path, &app.settings, &of_app as &dyn Text)?;
        findings.extend(report.findings.iter().map(|finding| below(&app.path, finding.clone())));
        artifacts.extend(report.artifacts.iter().cloned().map(|mut artifact| {
            artifact.name = format!("{}/{}", app.path, artifact.name);
            artifact
        }));
    }
    let apps = plural(reports.len(), "app");
    output::write(&CommandReport {
        settings,
        command: COMMAND,
        summary: format!("Scanned {apps}: {}", count_by_severity(&findings)),
        basis: Vec::new(),
        findings: &findings,
        artifacts: &artifacts,
        json: &projects,
    })
}

/// A finding with its paths from the root.
fn below(app: &str, mut finding: Finding) -> Finding {
    let places: Vec<&mut Location> =
        finding.location.iter_mut().chain(&mut finding.original).collect();
    for place in places {
        place.file = format!("{app}/{}", place.file);
    }
    for file in finding.importers.iter_mut().chain(&mut finding.also_in) {
        *file = format!("{app}/{file}");
    }
    // a line of a manifest is for one app
    finding.settled_by.clear();
    finding
}
