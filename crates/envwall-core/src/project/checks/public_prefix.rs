//! Checks for a server-only variable whose name the framework makes public.

use crate::diagnostic::{Code, Finding};
use crate::project::manifest::Class;
use crate::project::resolved::Resolved;
use crate::project::sources::Sources;

pub(super) fn check(sources: &Sources<'_>, variable: &Resolved) -> Option<Finding> {
    let framework = sources.framework?;
    let name = &variable.name;
    // `NODE_ENV` is in every bundle and on every server, whatever the manifest says
    if variable.class == Class::Public || framework.public_prefix(name).is_none() {
        return None;
    }
    let message = format!(
        "`{name}` is server-only, but {} exposes it to the browser because of its name",
        framework.name
    );
    let finding = Finding::new(Code::ServerWithPublicPrefix, message).variable(name).help(
        "rename it without the public prefix, or declare it in [public] if it is not a secret",
    );
    let declared =
        sources.declared.get(name.as_str()).and_then(|declared| sources.declaration(declared));
    Some(match declared.or_else(|| sources.value_location(variable)) {
        Some(location) => finding.at(location),
        None => finding,
    })
}
