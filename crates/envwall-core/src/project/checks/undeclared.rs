//! Checks for a variable that neither the manifest nor the framework classifies.

use crate::SecretValue;
use crate::classify::values;
use crate::diagnostic::{Code, Finding};
use crate::project::resolved::{DecidedBy, Resolved};
use crate::project::sources::Sources;

pub(super) fn check(sources: &Sources<'_>, variable: &Resolved) -> Option<Finding> {
    let manifest = sources.manifest?;
    if variable.decided_by != DecidedBy::Default {
        return None;
    }
    let name = &variable.name;
    let value = variable.value.as_ref().map_or("", SecretValue::expose);
    let why = if variable.sensitive {
        " and sensitive"
    } else if values::is_for_browsers(value) {
        "; its value has a format that is meant for browsers"
    } else {
        "; a public variable has the same value"
    };
    let message = format!("`{name}` is not declared, so it is server-only{why}");
    let finding = Finding::new(Code::Undeclared, message)
        .variable(name)
        .help(format!("declare it in [server] or [public] of {}", manifest.name()));
    Some(match sources.value_location(variable) {
        Some(location) => finding.at(location),
        None => finding,
    })
}
