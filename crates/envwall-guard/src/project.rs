//! What a project means for a scan: what is searched for, where, and what is reported besides.

use std::path::{Path, PathBuf};

use envwall_core::classify::{Classification, Kind, changes_with_each_run};
use envwall_core::diagnostic::{Code, Finding, Severity};
use envwall_core::guessability::is_searchable;
use envwall_core::manifest::{Manifest, Waiver, path_glob};
use envwall_core::{Class, Date, DecidedBy, Origin, Project, Resolved, SecretValue};
use globset::GlobMatcher;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

use crate::configuration::{self, Folders};
use crate::files::output::Output;
use crate::needle::Evidence;
use crate::scan::undeclared::{Undeclared, UndeclaredVariable};
use crate::{Guard, Report, Secret};

impl Guard {
    /// Looks for the sensitive values of a project, those of its other modes, and `placeholders`, which a
    /// build was given in the place of values. The manifest's waivers hold as of `today`.
    pub fn of_project(
        project: &Project,
        placeholders: impl IntoIterator<Item = Secret>,
        today: Date,
    ) -> Self {
        let secrets = searched_for(project).flat_map(secrets).chain(placeholders);
        let secrets = secrets.chain(other_modes(project));
        let mut guard = Self::with_public_values(secrets, public_values(project));
        guard.search.requires_secrets = false;
        guard.search.undeclared = Undeclared::new(project.variables.iter().filter_map(undeclared));
        // they are not searched for, but they may be in the line of what is
        let likely = project.likely_secrets().filter_map(|variable| variable.value.as_ref());
        guard.redactor = guard.redactor.values(likely);
        let harmless = project.variables.iter().filter(|variable| !variable.sensitive);
        let harmless = harmless.filter_map(|variable| variable.value.clone());
        guard
            .harmless(harmless)
            .server_names(server_names(project))
            .waivers(waivers(project), today)
    }
}

impl Output {
    /// What is scanned: paths, relative to the project's folder, or without any what the project
    /// calls its output.
    pub fn of_project(project: &Project, paths: &[PathBuf]) -> Self {
        let output = Self::new(&project.directory);
        if !paths.is_empty() {
            // what is named is meant; only the project's own word stands against it
            let excluded = project.manifest.iter().flat_map(|manifest| &manifest.exclude);
            return paths.iter().fold(output.exclude(excluded), Self::path);
        }
        let Folders { patterns, server, required, findings, parts } =
            configuration::of_project(project);
        let manifest = project.manifest.as_ref();
        let own = manifest.map(|manifest| manifest.exclude.iter().chain(&manifest.not_deployed));
        let output = output.exclude(server).exclude(own.into_iter().flatten()).parts(parts);
        if let Some(include) = manifest.and_then(|manifest| manifest.include.as_ref()) {
            return output.include(include).each_required();
        }
        let settled = Settled::by(manifest);
        let findings = findings.into_iter().filter(|finding| !settled.covers(finding));
        let required = required.into_iter().filter(|it| !settled.all(&it.folders));
        output.patterns(patterns).expected(required.collect()).reporting(findings)
    }
}

/// Folders of which the manifest says that nobody publishes them.
struct Settled(Vec<GlobMatcher>);

impl Settled {
    fn by(manifest: Option<&Manifest>) -> Self {
        let globs = manifest.into_iter().flat_map(|manifest| &manifest.not_deployed);
        Self(globs.filter_map(|glob| path_glob(glob).ok()).collect())
    }

    fn all(&self, folders: &[String]) -> bool {
        folders.iter().all(|folder| self.is_settled(folder))
    }

    fn is_settled(&self, folder: &str) -> bool {
        self.0.iter().any(|glob| glob.is_match(format!("{folder}/index.html")))
    }

    /// Whether a finding is about such a folder alone: the one that its message begins with.
    fn covers(&self, finding: &Finding) -> bool {
        let folder = finding.message.strip_prefix('`').and_then(|rest| rest.split('`').next());
        folder.is_some_and(|folder| self.is_settled(folder))
    }
}

impl Report {
    /// Whether a finding about a public variable is reported with its place in the output as well.
    fn has_place_of(&self, project: &Project, finding: &Finding) -> bool {
        let value = |finding: &Finding| variable(project, finding)?.value.as_ref();
        let is_same = |place: &Finding| match finding.code {
            Code::PublicLikelySecret => place.variable == finding.variable,
            Code::PublicContainsSensitive => value(place) == value(finding),
            _ => false,
        };
        let mut places = self.findings.iter().filter(|it| it.code == Code::PublicLikelySecret);
        places.any(is_same)
    }

    /// Takes out what the project's waivers excuse as of `today`, and adds what is wrong with the
    /// project itself: a value that is missing or odd as a warning, since it does not keep
    /// the guard from scanning. `whole` says whether all of the project's output was scanned.
    pub fn settle(&mut self, project: &Project, today: Date, whole: bool) {
        let of_project = project.findings.iter();
        let mut about: Vec<_> =
            of_project.filter_map(|finding| for_guard(project, finding, whole)).collect();
        about.extend(unfinished(project).filter(|_| whole));
        about.extend(unknown_secrets(project));
        about.retain(|finding| !self.has_place_of(project, finding));
        if let Some(manifest) = &project.manifest {
            if whole {
                let unneeded = self.unneeded(&manifest.waivers, today);
                about.extend(unneeded.iter().map(|waiver| unneeded_waiver(manifest, waiver)));
            }
            self.waive(&manifest.waivers, today);
        }
        self.findings.extend(about);
        self.findings.sort_by(Finding::report_order);
    }
}

fn waivers(project: &Project) -> &[Waiver] {
    project.manifest.as_ref().map_or(&[], |manifest| &manifest.waivers)
}

fn public_values(project: &Project) -> impl Iterator<Item = SecretValue> {
    let public = project.variables.iter().filter(|variable| variable.class == Class::Public);
    let other_modes = project.other_values.iter().filter(|one| !one.sensitive);
    let other_modes = other_modes.flat_map(|one| one.values.iter().cloned());
    public.filter_map(|variable| variable.value.clone()).chain(other_modes)
}

/// What client code has no business to read: what the manifest says, and else what has a value that
/// looks like a secret. Third-party code reads `DEBUG`, and a project may have one.
fn server_names(project: &Project) -> Vec<&str> {
    let telling = |variable: &Resolved| {
        let value = variable.value.as_ref();
        value.is_some_and(|value| is_searchable(value.expose()))
    };
    let declared = |variable: &Resolved| variable.decided_by == DecidedBy::Table;
    // rating a value takes a while, and there may be thousands
    let server = project.variables.par_iter().filter(|variable| variable.sensitive);
    let server = server.filter(|variable| declared(variable) || telling(variable));
    let mut names: Vec<_> = server.map(|variable| variable.name.as_str()).collect();
    let other_modes = project.other_values.iter().filter(|one| one.sensitive);
    names.extend(other_modes.map(|one| one.name.as_str()));
    names
}

/// What variables hold in the project's other modes.
fn other_modes(project: &Project) -> impl Iterator<Item = Secret> {
    let sensitive = project.other_values.iter().filter(|one| one.sensitive);
    sensitive.map(|one| Secret::other_mode(&one.name, &one.file, one.values.clone()))
}

/// What is a secret for sure, may be one, or is one although its prefix makes it public.
fn searched_for(project: &Project) -> impl Iterator<Item = &Resolved> {
    project.variables.iter().filter(|variable| {
        let by_format =
            || variable.classification.as_ref().is_some_and(Classification::is_secret_by_value);
        let in_value = variable.reference().is_none();
        in_value && (variable.sensitive || variable.is_unexplained())
            || variable.is_likely_secret() && by_format()
    })
}

/// What an outer command set is a placeholder; the value that it stands for is in a file.
fn secrets(variable: &Resolved) -> Vec<Secret> {
    let Some(value) = variable.value.clone() else { return Vec::new() };
    if !variable.is_placeholder {
        return vec![secret(variable, value, &variable.readings)];
    }
    // another command drew it, and may have done so long ago
    let placeholder = Secret::placeholder(&variable.name, vec![value]).per_run(true);
    let real = variable.readings.split_first();
    let real = real.map(|(value, others)| secret(variable, value.clone(), others));
    std::iter::once(placeholder).chain(real).collect()
}

fn secret(variable: &Resolved, value: SecretValue, readings: &[SecretValue]) -> Secret {
    let secret = Secret::new(&variable.name, value).readings(readings.iter().cloned());
    let secret = secret.per_run(is_per_run(variable));
    let Some(classification) = &variable.classification else { return secret };
    let evidence = match classification {
        _ if variable.class == Class::Public => Evidence::FormatOfPublic,
        it if it.kind == Kind::Random => Evidence::Random,
        it if it.is_secret_by_value() => Evidence::Format,
        _ => Evidence::Name,
    };
    secret.evidence(evidence, Some(classification.reason.to_string()))
}

/// Whether a platform sets it to another value in every run.
fn is_per_run(variable: &Resolved) -> bool {
    variable.origin == Some(Origin::Process) && changes_with_each_run(&variable.name)
}

fn undeclared(variable: &Resolved) -> Option<UndeclaredVariable> {
    let value = variable.value.clone().filter(|_| variable.is_harmless())?;
    let reason = variable.classification.as_ref()?.reason.to_string();
    let is_optional = variable.origin == Some(Origin::Process);
    let (name, per_run) = (variable.name.clone(), is_per_run(variable));
    Some(UndeclaredVariable { name, value, reason, is_optional, per_run })
}

/// What the state of the environment means here: a missing or invalid value does not keep the guard
/// from scanning, but a clean result says less.
fn for_guard(project: &Project, finding: &Finding, whole: bool) -> Option<Finding> {
    let mut finding = finding.clone();
    match finding.code {
        Code::Missing => {
            finding.severity = finding.severity.min(Severity::Warning);
            if variable(project, &finding).is_some_and(|variable| variable.sensitive) {
                let message = format!("{}, so it was not searched for", finding.message);
                finding.message = message.into();
            }
        }
        Code::InvalidValue => finding.severity = finding.severity.min(Severity::Warning),
        Code::EnvFilesElsewhere
            if project.manifest.as_ref().is_some_and(|it| !it.sources.files.is_empty()) =>
        {
            return None;
        }
        Code::RotationOverdue | Code::Undeclared => return None,
        // whoever names the output knows where it is
        Code::OutputElsewhere if !whole => return None,
        Code::EnvFilesElsewhere => finding.severity = Severity::Error,
        _ => {}
    }
    Some(finding)
}

/// A build that broke off, or a development server's output: not what will be deployed.
fn unfinished(project: &Project) -> Option<Finding> {
    let last = project.framework?.finished?;
    let path = project.directory.join(last);
    if path.exists() || !path.parent().is_some_and(Path::is_dir) {
        return None;
    }
    Some(configuration::unfinished(last))
}

fn variable<'a>(project: &'a Project, finding: &Finding) -> Option<&'a Resolved> {
    let name = finding.variable.as_deref()?;
    project.variables.iter().find(|variable| variable.name == name)
}

/// Maximum number of secrets that are listed by name; the rest is counted.
const MAX_UNKNOWN: usize = 10;

/// The secrets whose values are not known here: an error if no other is.
fn unknown_secrets(project: &Project) -> Option<Finding> {
    let mut unknown: Vec<_> = project.unknown.iter().collect();
    let known = project.sensitive().any(|it| it.value.is_some() && it.reference().is_none())
        || project.other_values.iter().any(|it| it.sensitive && !it.is_other_mode);
    if known {
        // EW020 says of each declared one that it was not searched for
        unknown.retain(|secret| !is_declared(project, &secret.name));
    }
    if unknown.is_empty() {
        return None;
    }
    unknown.sort_by(|one, other| one.reason.cmp(&other.reason));
    let listed = &unknown[..unknown.len().min(MAX_UNKNOWN)];
    let listed = listed.chunk_by(|one, next| one.reason == next.reason).map(|alike| {
        let names: Vec<_> = alike.iter().map(|secret| format!("`{}`", secret.name)).collect();
        format!("{} ({})", names.join(", "), alike[0].reason)
    });
    let listed = listed.collect::<Vec<_>>().join(", ");
    let more = match unknown.len().saturating_sub(MAX_UNKNOWN) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let what =
        if known { "secrets that were not searched for" } else { "no secrets to search for" };
    let mut finding = Finding::new(Code::NothingToLookFor, format!("{what}: {listed}{more}"));
    if known || !unknown.iter().any(|secret| secret.is_sure) {
        finding.severity = Severity::Warning;
    }
    Some(finding.help(
        "run this in the job that has the build's secrets, with the same `--env`; with a tool that \
         provides them, as in `dotenvx run -- envwall guard` or `op run -- envwall guard`; what the \
         build does not need, declare in [server] of envwall.toml: NAME = { required = false }",
    ))
}

fn is_declared(project: &Project, name: &str) -> bool {
    let named = |variable: &&Resolved| variable.name == name && variable.reference().is_none();
    let variable = project.variables.iter().find(named);
    variable.is_some_and(|variable| variable.decided_by == DecidedBy::Table)
}

fn unneeded_waiver(manifest: &Manifest, waiver: &Waiver) -> Finding {
    Finding::new(Code::WaiverUnneeded, "this waiver matches no finding")
        .at(manifest.location(&waiver.span))
        .help(
            "remove it if the finding is gone; otherwise correct it: paths are relative to envwall.toml",
        )
}
