//! Checks for a required variable without a value.

use crate::SecretValue;
use crate::diagnostic::{Code, Finding};
use crate::project::resolved::Resolved;
use crate::project::sources::Sources;
use crate::suggest::nearest;

pub(super) fn check(sources: &Sources<'_>, variable: &Resolved) -> Option<Finding> {
    let declared = sources.declared(variable)?;
    let empty = variable.value.as_ref().is_some_and(SecretValue::is_empty)
        && declared.value_type.check("").is_err();
    if !declared.required || !(variable.value.is_none() || empty) {
        return None;
    }
    let name = &variable.name;
    let meant = nearest_undeclared(sources, name);
    let meant = meant.map_or_else(String::new, |near| {
        format!("did you mean `{near}`, which is set? Otherwise ")
    });
    // the default of a secret would be in the manifest for all to read
    let default = if variable.sensitive { "" } else { " give it a `default`," };
    let (message, help) = match (&declared.from, empty) {
        (_, true) => (
            format!("`{name}` is required, but its value is empty"),
            format!("give it a value, or set `required = false` for `{name}`"),
        ),
        (Some(from), false) => (
            format!("`{name}` is not set here; it is kept in `{}`", from.value),
            format!("set `{name}` in the environment to the value from there"),
        ),
        (None, false) => (
            format!("`{name}` is required, but not set"),
            format!(
                "{meant}set it in the environment or in `.env`,{default} or set `required = false` for \
                 `{name}`"
            ),
        ),
    };
    let finding = Finding::new(Code::Missing, message).variable(name).help(help);
    Some(match sources.assigned.get(name.as_str()).filter(|_| empty) {
        Some(assignment) => finding.at(assignment.location()),
        None => finding.at(sources.declaration(declared)?),
    })
}

/// The undeclared name in an `.env` file that is probably a misspelling of this one.
fn nearest_undeclared<'a>(sources: &Sources<'a>, name: &str) -> Option<&'a str> {
    let undeclared =
        sources.assigned.keys().filter(|other| !sources.declared.contains_key(**other));
    nearest(name, undeclared.copied())
}
