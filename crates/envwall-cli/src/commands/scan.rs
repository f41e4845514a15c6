//! A scan of a project's client output, with its report and records.

use std::io;
use std::path::{Path, PathBuf};

use envwall_core::Project;
use envwall_core::diagnostic::{Code, Finding};
use envwall_guard::output::Output;
use envwall_guard::{Guard, Receipt, Report, ScanError, Secret, Summary, Verdict};

use super::basis;
use super::cache::ScanCache;
use super::records::{Records, in_output};
use super::start::fail;
use crate::args::Format;
use crate::outcome::Outcome;
use crate::output;
use crate::output::entry::count_by_severity;
use crate::output::json::Document;
use crate::output::report::CommandReport;
use crate::output::text::{plural, size};
use crate::progress::ScanBar;
use crate::settings::Settings;
use crate::trial::Trials;

/// Name of the command in reports, unless another one scans.
pub(super) const COMMAND: &str = "envwall guard";

/// A scan of a project's client output.
pub(super) struct Scan<'a> {
    pub(super) settings: &'a Settings,
    /// Name of the command in reports.
    pub(super) command: &'static str,
    pub(super) project: &'a Project,
    /// Paths to scan instead of the project's client output; none for that.
    pub(super) paths: &'a [PathBuf],
    /// Whether the build had no secrets but those that are known here: what has no value is not in its
    /// output then.
    pub(super) had_no_others: bool,
    pub(super) cache: &'a ScanCache,
}

impl Scan<'_> {
    /// Scans, reports, and writes the records. `placeholders` are the values that the build got
    /// instead of secrets; `build_findings` are reported too.
    pub(super) fn run(
        &self,
        mut records: Records<'_>,
        placeholders: Vec<Secret>,
        build_findings: Vec<Finding>,
    ) -> io::Result<Outcome> {
        let Self { settings, project, paths, .. } = *self;
        let output = Output::of_project(project, paths);
        if let Some(reason) = records.in_output(settings, &output) {
            return fail(&reason, Outcome::BadInput);
        }
        if let Some(folder) = self.cache.in_output(&output) {
            return fail(&in_output(folder, "folder"), Outcome::BadInput);
        }
        let guard = self.guard(placeholders).digests(records.needs_digests());
        let mut report = match self.scan(&guard, &output) {
            Ok(report) => report,
            Err(error) => return fail(&error.to_string(), Outcome::Incomplete),
        };
        let build_findings = without_leaks(build_findings, &report.findings);
        report.findings.extend(build_findings);
        report.findings.sort_by(Finding::report_order);
        records.apply_baseline(settings, paths.is_empty(), &mut report)?;
        report.fold_copies();
        name_sources(&settings.directory, &mut report.findings);
        let outcome = Outcome::of(&report.findings, settings.fail_on);
        let verdict = if outcome == Outcome::Clean { Verdict::Passed } else { Verdict::Failed };
        records.write_receipt(settings, || {
            let environment = &settings.environment;
            Receipt::new(&report, verdict, &output, environment, guard.searched_for())
        })?;
        outcome.after(self.report(&report).and_then(|()| self.cache.report(&report.cache)))
    }

    /// Whether a finding says that a secret has no value. What a reference stands for, another tool may
    /// have given to the build.
    fn is_about_missing_value(&self, finding: &Finding) -> bool {
        let is_secret = |name: &str| self.project.sensitive().any(|variable| variable.name == name);
        let has_references = || self.project.variables.iter().any(|it| it.reference().is_some());
        match finding.code {
            Code::NothingToLookFor => !has_references(),
            Code::Missing => finding.variable.as_deref().is_some_and(is_secret),
            _ => false,
        }
    }

    /// Scans without records.
    pub(super) fn report_alone(&self, placeholders: Vec<Secret>) -> Result<Report, ScanError> {
        let output = Output::of_project(self.project, self.paths);
        let mut report = self.scan(&self.guard(placeholders), &output)?;
        report.findings.sort_by(Finding::report_order);
        report.fold_copies();
        name_sources(&self.settings.directory, &mut report.findings);
        Ok(report)
    }

    fn guard(&self, placeholders: Vec<Secret>) -> Guard {
        let guard = Guard::of_project(self.project, placeholders, self.settings.today);
        self.cache.of(guard.parse_trials(Trials::default()))
    }

    fn scan(&self, guard: &Guard, output: &Output) -> Result<Report, ScanError> {
        let Self { settings, project, paths, .. } = *self;
        let is_human = settings.format == Format::Human || settings.output.is_some();
        let bar = ScanBar::new(!settings.quiet && is_human);
        let mut report = guard.scan(output, &|progress| bar.update(progress))?;
        drop(bar);
        report.settle(project, settings.today, paths.is_empty());
        if self.had_no_others {
            report.findings.retain(|finding| !self.is_about_missing_value(finding));
        }
        Ok(report)
    }

    fn report(&self, report: &Report) -> io::Result<()> {
        output::write(&CommandReport {
            settings: self.settings,
            command: self.command,
            summary: summary(report),
            basis: basis::lines(self.project, report, &self.settings.process),
            findings: &report.findings,
            artifacts: &report.artifacts,
            json: &Document::new(basis::Summary::new(self.project, report), &report.findings),
        })
    }
}

/// What a build wrote into other files, but for what is in client output as well: giving the build the
/// real value does not settle a leak.
pub(super) fn without_leaks(mut of_build: Vec<Finding>, found: &[Finding]) -> Vec<Finding> {
    let is_leak = |finding: &Finding| {
        finding.code == Code::PlaceholderBaked
            && found
                .iter()
                .any(|it| it.code == Code::ValueInOutput && it.variable == finding.variable)
    };
    of_build.retain(|finding| !is_leak(finding));
    of_build
}

/// `Scanned 4 files (19.9 kB) for the values of 1 variable: 1 error`
pub(super) fn summary(report: &Report) -> String {
    let Summary { files, bytes, variables, waived, baselined, .. } = report.summary;
    let excused = |count: usize, word: &str| match count {
        0 => String::new(),
        _ => format!(", {count} {word}"),
    };
    format!(
        "Scanned {} ({}) for {}: {}{}{}{}",
        plural(files, "file"),
        size(bytes),
        searched_for(variables, report),
        count_by_severity(&report.findings),
        places(report),
        excused(waived, "waived"),
        excused(baselined, "in the baseline"),
    )
}

/// A frontend without any secret is no error; what has a known format is found all the same.
fn searched_for(variables: usize, report: &Report) -> String {
    let is_weak = |finding: &Finding| finding.code == Code::NotSearchable;
    match variables {
        0 if report.findings.iter().any(is_weak) => {
            "credentials, exposed files and values next to their variable names".to_owned()
        }
        0 => "credentials and exposed files; no secret of the project is known here".to_owned(),
        _ => format!("the values of {}", plural(variables, "variable")),
    }
}

/// Names original sources by their paths in the project: some bundlers write those of the machine.
fn name_sources(directory: &Path, findings: &mut [Finding]) {
    let Ok(directory) = directory.canonicalize() else { return };
    let root = directory.to_string_lossy().replace('\\', "/");
    let inside = |source: &str| {
        let rest = source.strip_prefix(&root);
        // the slash may have been taken for the end of a scheme
        let rest = rest.or_else(|| source.strip_prefix(root.strip_prefix('/')?));
        rest?.strip_prefix('/').map(str::to_owned)
    };
    for finding in findings {
        let original = finding.original.iter_mut().map(|original| &mut original.file);
        for source in original.chain(&mut finding.importers) {
            if let Some(path) = inside(source) {
                *source = path;
            }
        }
    }
}

/// ` (1 variable in 12 places)`, where that says more than the count of findings.
fn places(report: &Report) -> String {
    let Summary { variables_found, places, .. } = report.summary;
    if places <= variables_found {
        return String::new();
    }
    format!(" ({} in {places} places)", plural(variables_found, "variable"))
}

#[cfg(test)]
mod tests {
    use envwall_core::diagnostic::{Code, Location};

    use super::*;

    #[test]
    fn sources_in_the_project_have_relative_names() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let root = root.to_string_lossy().replace('\\', "/");
        let mut finding = Finding::new(Code::ValueInOutput, "x");
        finding.original = Some(Location::file(format!("{root}/src/a.ts")));
        let bare = root.trim_start_matches('/');
        finding.importers =
            vec![format!("{bare}/src/b.ts"), format!("{root}-other/c.ts"), "src/d.ts".to_owned()];
        let mut findings = [finding];
        name_sources(folder.path(), &mut findings);
        assert_eq!(findings[0].original.as_ref().unwrap().file, "src/a.ts");
        let other = format!("{root}-other/c.ts");
        assert_eq!(findings[0].importers, ["src/b.ts", other.as_str(), "src/d.ts"]);
    }
}
