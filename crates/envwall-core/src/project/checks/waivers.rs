//! Checks for waivers that have expired or that name an unknown variable.

use crate::Date;
use crate::diagnostic::{Code, Finding, Severity};
use crate::project::manifest::{Manifest, WaiverScope};
use crate::project::resolved::Resolved;
use crate::suggest::nearest;

/// A waiver for a variable that the project does not have excuses nothing, and may be a typo.
pub(super) fn unknown(manifest: &Manifest, variables: &[Resolved]) -> Vec<Finding> {
    let names = || variables.iter().map(|variable| variable.name.as_str());
    let unknown = manifest.waivers.iter().filter_map(|waiver| {
        let WaiverScope::Place { variable, .. } = &waiver.scope else { return None };
        if names().any(|name| name == variable) {
            return None;
        }
        let mut finding = Finding::new(
            Code::UnknownVariable,
            format!("this waiver names `{variable}`, but the project has no such variable"),
        )
        .variable(variable)
        .at(manifest.location(&waiver.span))
        .help("fix the name, or remove the waiver if the variable no longer exists");
        finding.severity = Severity::Warning;
        Some(match nearest(variable, names()) {
            Some(near) => finding.label(format!("did you mean `{near}`?")),
            None => finding,
        })
    });
    unknown.collect()
}

pub(super) fn expired(manifest: &Manifest, today: Date) -> Vec<Finding> {
    let expired = manifest.waivers.iter().filter_map(|waiver| {
        let day = waiver.expires.filter(|day| *day <= today)?;
        Some(
            Finding::new(Code::WaiverExpired, format!("this waiver expired on {day}"))
                .at(manifest.location(&waiver.span))
                .help("fix what it excused, or review it again and set a new date"),
        )
    });
    expired.collect()
}
