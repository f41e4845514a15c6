//! Checks for a public value that contains a sensitive one, by expansion or literally.

use super::taint::{Inside, Taint};
use crate::diagnostic::{Code, Finding};
use crate::project::manifest::Class;
use crate::project::origin::Origin;
use crate::project::resolved::Resolved;
use crate::project::sources::Sources;

pub(super) fn check(
    sources: &Sources<'_>,
    variable: &Resolved,
    taint: &Taint<'_>,
) -> Option<Finding> {
    if variable.class != Class::Public {
        return None;
    }
    let value = variable.value.as_ref()?;
    let expanded = match (&variable.origin, sources.assigned.get(variable.name.as_str())) {
        (Some(Origin::File { .. }), Some(assignment)) => taint.named(&assignment.references),
        _ => None,
    };
    let finding = match expanded {
        Some(other) => built_from(variable, other),
        None => contains(variable, taint.inside(value)?),
    };
    Some(match sources.value_location(variable) {
        Some(location) => finding.at(location),
        None => finding,
    })
}

fn built_from(variable: &Resolved, sensitive: &Resolved) -> Finding {
    let (name, other) = (&variable.name, &sensitive.name);
    Finding::new(Code::TaintedPublic, format!("public `{name}` is built from sensitive `{other}`"))
        .variable(other)
        .label(format!("contains the value of {other}"))
        .help(format!(
            "everyone could read `{other}` in the bundle: remove it from `{name}` and add it on the \
             server, or rename `{name}` without its public prefix and declare it in [server]"
        ))
}

fn contains(variable: &Resolved, inside: Inside<'_>) -> Finding {
    let (name, other) = (&variable.name, &inside.sensitive.name);
    let (what, all) = if inside.is_leaf {
        ("a field", format!("all of `{other}`"))
    } else {
        ("the value", "it".to_owned())
    };
    let message = format!("the value of public `{name}` contains {what} of sensitive `{other}`");
    Finding::new(Code::PublicContainsSensitive, message)
        .variable(other)
        .label(format!("contains {what} of {other}"))
        .help(format!(
            "remove it from `{name}`; if {all} is not a secret, set `sensitive = false` for `{other}`"
        ))
}
