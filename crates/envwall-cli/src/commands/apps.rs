//! `envwall guard` and `envwall build` at the root of a workspace: the root itself and every package are scanned if they
//! have output, or named if they have not been built.

use std::io::{self, Write};
use std::path::Path;

use envwall_core::diagnostic::{Code, Finding, Location, Severity};
use envwall_core::framework::detect;
use envwall_core::manifest::FILE_NAME;
use envwall_core::{Project, usual_output, workspace_packages};
use envwall_guard::output::{Build, Output};
use envwall_guard::{Report, Secret};

use super::basis;
use super::cache::ScanCache;
use super::scan::{COMMAND, Scan, summary, without_leaks};
use super::start::{fail, open};
use crate::args::{Format, RecordArgs};
use crate::outcome::Outcome;
use crate::output;
use crate::output::entry::count_by_severity;
use crate::output::json::{Document, Projects, Text};
use crate::output::report::CommandReport;
use crate::output::text::plural;
use crate::settings::Settings;

/// The apps of a workspace.
#[derive(Default)]
pub(super) struct Workspace {
    apps: Vec<App>,
    /// What is not scanned, and why.
    left: Vec<Left>,
}

/// An app of a workspace, and its settings: its folder instead of the root.
struct App {
    /// From the root, with forward slashes.
    path: String,
    settings: Settings,
    project: Result<Project, Vec<Finding>>,
}

/// A package that is not scanned.
struct Left {
    path: String,
    reason: String,
    /// Whether it is an app that has not been built; otherwise it may be no app.
    is_unbuilt: bool,
}

/// The apps of the workspace at whose root the command runs; `None` if only the root has output, or
/// its manifest says what is scanned.
pub(super) fn workspace(settings: &Settings) -> Option<Workspace> {
    let packages = workspace_packages(&settings.directory);
    if packages.is_empty() || Place::new(settings, Path::new("")).has_include() {
        return None;
    }
    let mut workspace = Workspace::default();
    for folder in &packages {
        workspace.add(Place::new(settings, folder));
    }
    if workspace.apps.is_empty() {
        return None;
    }
    workspace.add_root(settings);
    Some(workspace)
}

impl Workspace {
    /// Where the client output of its apps is.
    pub(super) fn outputs(&self) -> Vec<Output> {
        let projects = self.apps.iter().filter_map(|app| app.project.as_ref().ok());
        projects.map(|project| Output::of_project(project, &[])).collect()
    }

    fn add(&mut self, place: Place) {
        if !place.is_app() {
            self.left.extend(place.left());
            return;
        }
        let app = place.open();
        match app.unbuilt() {
            None => self.apps.push(app),
            Some(reason) => self.left.push(Left { path: app.path, reason, is_unbuilt: true }),
        }
    }

    /// The root is first, if it has output or says that it is a project: packages use the tools that
    /// it depends on, too.
    fn add_root(&mut self, settings: &Settings) {
        let place = Place::new(settings, Path::new(""));
        if !place.is_app() {
            return;
        }
        let is_project = place.has(FILE_NAME);
        let root = place.open();
        match root.unbuilt() {
            None => self.apps.insert(0, root),
            Some(reason) if is_project => {
                self.left.insert(0, Left { path: root.path, reason, is_unbuilt: true });
            }
            Some(_) => {}
        }
    }
}

/// A folder that may be an app, with its settings.
struct Place {
    path: String,
    settings: Settings,
}

impl Place {
    fn new(settings: &Settings, folder: &Path) -> Self {
        let (directory, path) = if folder == Path::new("") {
            (settings.directory.clone(), ".".to_owned())
        } else {
            (settings.path(folder), folder.to_string_lossy().replace('\\', "/"))
        };
        Self { path, settings: Settings { directory, ..settings.clone() } }
    }

    fn has(&self, file: &str) -> bool {
        self.settings.directory.join(file).is_file()
    }

    /// Whether its manifest says what is scanned.
    fn has_include(&self) -> bool {
        let project = self.has(FILE_NAME).then(|| open(&self.settings));
        let manifest = project.and_then(|project| project.ok()?.manifest);
        manifest.is_some_and(|manifest| manifest.include.is_some())
    }

    /// Whether something shows that it is an app: its files, or that they cannot be read; pages; or a
    /// script that bundles for browsers.
    fn is_app(&self) -> bool {
        let directory = &self.settings.directory;
        let folders: Vec<_> = usual_output(directory).collect();
        self.has(FILE_NAME)
            || !matches!(detect(directory), Ok(None))
            || folders.iter().any(|folder| self.has(&format!("{folder}/index.html")))
            || !folders.is_empty() && self.bundles_for_browsers() && open(&self.settings).is_ok()
    }

    /// esbuild.github.io/api, "Platform": browsers are the default.
    fn bundles_for_browsers(&self) -> bool {
        let package = self.settings.directory.join("package.json");
        let text = std::fs::read_to_string(package).unwrap_or_default();
        let package: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        let scripts = package["scripts"].as_object().into_iter().flatten();
        scripts.filter_map(|(_, script)| script.as_str()).any(|script| {
            script.contains("esbuild ")
                && script.contains("--bundle")
                && !["node", "neutral"].iter().any(|it| script.contains(&format!("platform={it}")))
        })
    }

    fn open(self) -> App {
        App { project: open(&self.settings), path: self.path, settings: self.settings }
    }

    /// That it has output, though nothing shows that it is an app.
    fn left(self) -> Option<Left> {
        let folders = usual_output(&self.settings.directory).map(|folder| format!("`{folder}`"));
        let folders: Vec<_> = folders.collect();
        let reason =
            format!("no known framework writes {}, and no page is in there", folders.join(", "));
        let left = Left { path: self.path, reason, is_unbuilt: false };
        (!folders.is_empty()).then_some(left)
    }
}

impl App {
    /// Why there is nothing to scan, if it has not been built.
    fn unbuilt(&self) -> Option<String> {
        let project = self.project.as_ref().ok()?;
        // patterns that somebody wrote and that match nothing may be wrong
        let manifest = project.manifest.as_ref();
        let has_include = manifest.is_some_and(|manifest| manifest.include.is_some());
        let is_built = usual_output(&project.directory).next().is_some();
        match Output::of_project(project, &[]).build() {
            Build::Missing(reason) if !(has_include && is_built) => Some(reason),
            _ => None,
        }
    }

    /// Scans it; a manifest that cannot be used is all that there is to report. `build` has placeholders
    /// in place of secrets.
    fn report(&self, build: &BuildRun, cache: &ScanCache) -> Result<Report, String> {
        match &self.project {
            Err(findings) => Ok(Report { findings: findings.clone(), ..Report::default() }),
            Ok(project) => {
                let had_no_others = build.had_no_others;
                let scan = Scan {
                    settings: &self.settings,
                    command: COMMAND,
                    project,
                    paths: &[],
                    had_no_others,
                    cache,
                };
                scan.report_alone(build.placeholders.clone()).map_err(|error| error.to_string())
            }
        }
    }
}

impl Left {
    fn finding(&self) -> Finding {
        let (code, what) = if self.is_unbuilt {
            (Code::NoOutput, "has not been built")
        } else {
            (Code::OutputElsewhere, "is not scanned")
        };
        let message = format!("`{}` {what}: {}", self.path, self.reason);
        let mut finding = Finding::new(code, message);
        finding.severity = Severity::Note;
        if self.is_unbuilt {
            return finding.help("build it, then scan again");
        }
        finding.help(format!(
            "if browsers can fetch what is in there, write {}/{FILE_NAME} with [client] include = \
             [\"dist/**\"]",
            self.path
        ))
    }
}

/// The build before a scan: none for `envwall guard`.
#[derive(Default)]
pub(super) struct BuildRun {
    /// The values that it got instead of secrets.
    pub(super) placeholders: Vec<Secret>,
    /// What is wrong with it.
    pub(super) findings: Vec<Finding>,
    /// Whether it had no secrets but those that are known here.
    pub(super) had_no_others: bool,
    /// The cache of the root before it.
    pub(super) cache: Option<ScanCache>,
}

/// Scans the apps one after the other.
pub(super) fn run(
    settings: &Settings,
    records: &RecordArgs,
    workspace: &Workspace,
    build: BuildRun,
) -> io::Result<Outcome> {
    if records.is_used() {
        let reason = "a receipt or baseline is of one app: run this with `-C` in the app's folder";
        return fail(reason, Outcome::BadInput);
    }
    let mut reports = Vec::new();
    for app in &workspace.apps {
        let cache = ScanCache::new(settings, &app.settings.directory, &records.cache);
        let cache = cache.before(build.cache.as_ref());
        match app.report(&build, cache) {
            Ok(report) => {
                cache.report(&report.cache)?;
                reports.push((app, report));
            }
            Err(error) => return fail(&error, Outcome::Incomplete),
        }
    }
    let mut all: Vec<_> = reports.iter().flat_map(|(_, report)| report.findings.clone()).collect();
    let of_build = without_leaks(build.findings, &all);
    all.extend(of_build.iter().cloned());
    all.extend(workspace.left.iter().map(Left::finding));
    let outcome = Outcome::of(&all, settings.fail_on);
    let is_for_people = settings.format == Format::Human && settings.output.is_none();
    outcome.after(if is_for_people {
        write_each(&reports)
            .and_then(|()| write_of_build(settings, &of_build))
            .and_then(|()| write_left(settings, &workspace.left))
    } else {
        write_all(settings, &reports, &workspace.left, &of_build)
    })
}

/// What is wrong with the build, which is of no app alone.
fn write_of_build(settings: &Settings, findings: &[Finding]) -> io::Result<()> {
    if findings.iter().any(|finding| finding.severity >= settings.show) {
        writeln!(anstream::stderr())?;
    }
    output::human::write_findings(findings, settings.show)
}

/// Which apps have not been built, and with `-v` the reasons.
fn write_left(settings: &Settings, left: &[Left]) -> io::Result<()> {
    if settings.show == Severity::Note {
        let findings: Vec<_> = left.iter().map(Left::finding).collect();
        if !findings.is_empty() {
            writeln!(anstream::stderr())?;
        }
        return output::human::write_findings(&findings, settings.show);
    }
    let unbuilt = left.iter().filter(|left| left.is_unbuilt).map(|left| left.path.as_str());
    let unbuilt: Vec<_> = unbuilt.collect();
    if !settings.quiet && !unbuilt.is_empty() {
        let unbuilt = unbuilt.join(", ");
        writeln!(anstream::stderr(), "\nNot built, so not scanned: {unbuilt} (-v shows why)")?;
    }
    Ok(())
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
fn write_all(
    settings: &Settings,
    reports: &[(&App, Report)],
    left: &[Left],
    of_build: &[Finding],
) -> io::Result<()> {
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
            artifact.name = from_root(&app.path, &artifact.name);
            artifact
        }));
    }
    for left in left {
        let finding = left.finding();
        let findings_of_app = [finding.clone()];
        projects.add(&left.path, settings, &Document::new((), &findings_of_app) as &dyn Text)?;
        findings.push(finding);
    }
    if !of_build.is_empty() {
        projects.add("build", settings, &Document::new((), of_build) as &dyn Text)?;
        findings.extend(of_build.iter().cloned());
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
        place.file = from_root(app, &place.file);
    }
    for file in finding.importers.iter_mut().chain(&mut finding.also_in) {
        *file = from_root(app, file);
    }
    // a line of a manifest is for one app
    finding.settled_by.clear();
    finding
}

/// `vercel.json` of `apps/web` and `../../vercel.json`.
fn from_root(app: &str, file: &str) -> String {
    let mut parts: Vec<&str> = app.split('/').filter(|part| *part != ".").collect();
    for part in file.split('/') {
        match part {
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_from_the_root() {
        for (app, file, expected) in [
            ("apps/web", "dist/a.js", "apps/web/dist/a.js"),
            ("apps/web", "../../vercel.json", "vercel.json"),
            (".", "dist/a.js", "dist/a.js"),
            ("web", "../../x", "../x"),
        ] {
            assert_eq!(from_root(app, file), expected, "{app} {file}");
        }
    }
}
