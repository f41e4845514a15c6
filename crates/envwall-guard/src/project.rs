//! What a project means for a scan: what is searched for, where, and what is reported besides.

use std::path::{Path, PathBuf};

use envwall_core::diagnostic::{Code, Finding, Severity};
use envwall_core::guessability::is_searchable;
use envwall_core::manifest::{Manifest, Waiver};
use envwall_core::{Class, Date, DecidedBy, Project, Resolved, SecretValue};

use crate::files::output::Output;
use crate::{Guard, Report, Secret};

impl Guard {
    /// Looks for the sensitive values of a project, those of its other modes, and `placeholders`, which a
    /// build was given in the place of values. The manifest's waivers hold as of `today`.
    pub fn of_project(
        project: &Project,
        placeholders: impl IntoIterator<Item = Secret>,
        today: Date,
    ) -> Self {
        let secrets = project.sensitive().filter_map(secret).chain(placeholders);
        let secrets = secrets.chain(other_modes(project));
        let mut guard = Self::with_public_values(secrets, public_values(project));
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
        let client = project.client();
        let output = Self::new(&project.directory);
        if !paths.is_empty() {
            // what is named is meant; only the project's own word stands against it
            let excluded = project.manifest.iter().flat_map(|manifest| &manifest.exclude);
            return paths.iter().fold(output.exclude(excluded), Self::path);
        }
        let output = output.include(client.include).exclude(client.exclude);
        match &project.manifest {
            Some(manifest) if manifest.include.is_some() => output.each_required(),
            _ => output,
        }
    }
}

impl Report {
    /// Takes out what the project's waivers excuse as of `today`, and adds what is wrong with the
    /// project itself: a value that is missing or odd as a warning, since it does not keep
    /// the guard from scanning. `whole` says whether all of the project's output was scanned.
    pub fn settle(&mut self, project: &Project, today: Date, whole: bool) {
        let of_project = project.findings.iter();
        let mut about: Vec<_> =
            of_project.filter_map(|finding| for_guard(project, finding, whole)).collect();
        about.extend(unfinished(project).filter(|_| whole));
        if let Some(manifest) = &project.manifest {
            if whole {
                let unneeded = self.unneeded(&manifest.waivers, today);
                about.extend(unneeded.iter().map(|waiver| unneeded_waiver(manifest, waiver)));
            }
            self.waive(&manifest.waivers, today);
        }
        for finding in &mut self.findings {
            offer_public(project, finding);
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
    let other_modes = project.other_modes.iter().filter(|one| !one.sensitive);
    let other_modes = other_modes.flat_map(|one| one.values.iter().cloned());
    public.filter_map(|variable| variable.value.clone()).chain(other_modes)
}

/// What client code has no business to read: what the manifest says, and else what has a value that
/// looks like a secret. Third-party code reads `DEBUG`, and a project may have one.
fn server_names(project: &Project) -> impl Iterator<Item = &str> {
    let telling = |variable: &Resolved| {
        let value = variable.value.as_ref();
        value.is_some_and(|value| is_searchable(value.expose()))
    };
    let declared = |variable: &Resolved| variable.decided_by == DecidedBy::Table;
    let server = project.sensitive().filter(move |it| declared(it) || telling(it));
    let other_modes = project.other_modes.iter().filter(|one| one.sensitive);
    server.map(|variable| variable.name.as_str()).chain(other_modes.map(|one| one.name.as_str()))
}

/// What variables hold in the project's other modes.
fn other_modes(project: &Project) -> impl Iterator<Item = Secret> {
    let sensitive = project.other_modes.iter().filter(|one| one.sensitive);
    sensitive.map(|one| Secret::other_mode(&one.name, &one.file, one.values.clone()))
}

fn secret(variable: &Resolved) -> Option<Secret> {
    let value = variable.value.clone()?;
    Some(Secret::new(&variable.name, value).readings(variable.readings.iter().cloned()))
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
        Code::RotationOverdue | Code::Undeclared => return None,
        // whoever names the output knows where it is
        Code::OutputElsewhere if !whole => return None,
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
    let finding = Finding::new(
        Code::BuildUnfinished,
        format!("there is no `{last}`: the build did not finish"),
    );
    Some(finding.help("finish the build, then scan again: this is not what will be deployed"))
}

fn variable<'a>(project: &'a Project, finding: &Finding) -> Option<&'a Resolved> {
    let name = finding.variable.as_deref()?;
    project.variables.iter().find(|variable| variable.name == name)
}

/// What nobody declared may be public after all, and nobody has said so yet, unless its name or its
/// value says that it is a secret.
fn offer_public(project: &Project, finding: &mut Finding) {
    let may_be_public =
        |variable: &Resolved| variable.decided_by == DecidedBy::Default && !variable.says_secret();
    if finding.code != Code::ValueInOutput || !variable(project, finding).is_some_and(may_be_public)
    {
        return;
    }
    if let Some(help) = &mut finding.help {
        let more = "; or, if everyone may know it, declare it in [public] of envwall.toml";
        help.to_mut().push_str(more);
    }
}

fn unneeded_waiver(manifest: &Manifest, waiver: &Waiver) -> Finding {
    Finding::new(Code::WaiverUnneeded, "this waiver matches no finding")
        .at(manifest.location(&waiver.span))
        .help(
            "remove it if the finding is gone; otherwise correct it: paths are relative to envwall.toml",
        )
}
