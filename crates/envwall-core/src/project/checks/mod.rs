//! Checks of variables and of the project as a whole, one file each.

mod configured_elsewhere;
mod declared_in_place;
mod empty_manifest;
mod invalid;
mod missing;
mod overdue;
mod public_prefix;
mod public_secret;
mod taint;
mod tainted;
mod undeclared;
mod unknown_environment;
mod unreadable;
mod waivers;

use super::framework::Framework;
use super::manifest::Manifest;
use super::request::Request;
use super::resolved::Resolved;
use super::sources::Sources;
use crate::diagnostic::Finding;
use taint::Taint;

/// Checks every variable of the project.
pub(super) fn variables(sources: &Sources<'_>, variables: &[Resolved]) -> Vec<Finding> {
    let taint = Taint::new(variables);
    variables.iter().flat_map(|variable| one(sources, variable, &taint)).collect()
}

fn one(sources: &Sources<'_>, variable: &Resolved, taint: &Taint<'_>) -> Vec<Finding> {
    let findings = [
        unreadable::check(sources, variable),
        missing::check(sources, variable),
        invalid::check(sources, variable),
        undeclared::check(sources, variable),
        public_prefix::check(sources, variable),
        tainted::check(sources, variable, taint)
            .or_else(|| public_secret::check(sources, variable)),
        overdue::check(sources, variable),
        declared_in_place::check(sources, variable),
    ];
    findings.into_iter().flatten().collect()
}

/// Checks the project as a whole.
pub(super) fn project(
    request: &Request<'_>,
    framework: Option<&Framework>,
    manifest: Option<&Manifest>,
    variables: &[Resolved],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(manifest) = manifest {
        findings.extend(empty_manifest::check(manifest));
        findings.extend(waivers::unknown(manifest, variables));
        findings.extend(waivers::expired(manifest, request.today));
    }
    match request.configured {
        Some(configured) => findings.extend(configured.findings.iter().cloned()),
        None => {
            findings.extend(configured_elsewhere::check(request.directory, framework, manifest));
        }
    }
    findings.extend(unknown_environment::check(request, manifest));
    findings
}
