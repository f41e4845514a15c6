//! Checks whether a value matches its type.

use crate::diagnostic::{Code, Finding};
use crate::project::origin::Origin;
use crate::project::resolved::Resolved;
use crate::project::sources::Sources;

pub(super) fn check(sources: &Sources<'_>, variable: &Resolved) -> Option<Finding> {
    let declared = sources.declared(variable)?;
    let value = variable.value.as_ref().filter(|value| !value.is_empty())?;
    // a default is reported when the manifest is read
    if matches!(variable.origin, Some(Origin::Default { .. })) {
        return None;
    }
    let checked = if variable.sensitive {
        variable.value_type.check(value.expose())
    } else {
        variable.value_type.check_shown(value.expose())
    };
    let mismatch = checked.err()?;
    let name = &variable.name;
    let source = match variable.origin {
        Some(Origin::Process) => " (from the process environment)",
        _ => "",
    };
    let finding =
        Finding::new(Code::InvalidValue, format!("invalid value for `{name}`{source}: {mismatch}"))
            .variable(name)
            .label(mismatch.to_string())
            .help(format!("fix the value, or change the type of `{name}` in the manifest"));
    let declaration = sources.declaration(declared)?;
    Some(match sources.value_location(variable) {
        Some(location) => finding.at(location).related("declared here", declaration),
        None => finding.at(declaration),
    })
}
