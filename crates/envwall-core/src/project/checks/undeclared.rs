//! Checks for a variable that neither the manifest nor the framework classifies.

use crate::classify::Kind;
use crate::diagnostic::{Code, Finding};
use crate::project::resolved::{DecidedBy, Resolved};
use crate::project::sources::Sources;

pub(super) fn check(sources: &Sources<'_>, variable: &Resolved) -> Option<Finding> {
    let manifest = sources.manifest?;
    // a machine's environment is not the manifest's to list
    if variable.decided_by != DecidedBy::Default || variable.taken.is_some() {
        return None;
    }
    let name = &variable.name;
    let classification = variable.classification.as_ref()?;
    let message = match classification.kind {
        Kind::Secret => {
            format!("`{name}` is not declared; treated as secret: {}", classification.reason)
        }
        _ => format!("`{name}` is not declared, so it is server-only; {}", classification.reason),
    };
    let finding = Finding::new(Code::Undeclared, message)
        .variable(name)
        .help(format!("declare it in [server] or [public] of {}", manifest.name()));
    Some(match sources.value_location(variable) {
        Some(location) => finding.at(location),
        None => finding,
    })
}
