//! Checks for a variable that is public only by its prefix, but whose name or value suggests a
//! secret.

use crate::classify::{names, values};
use crate::diagnostic::{Code, Finding};
use crate::project::resolved::{DecidedBy, Resolved};
use crate::project::sources::Sources;

pub(super) fn check(sources: &Sources<'_>, variable: &Resolved) -> Option<Finding> {
    let prefix = sources.framework?.public_prefix(&variable.name)?.text;
    if variable.decided_by != DecidedBy::Prefix {
        return None;
    }
    let (name, value) = (&variable.name, variable.value.as_ref()?.expose());
    let own = &name[prefix.len()..];
    let named = names::names_secret(own) && !values::is_publishable(own, value);
    let why = match values::secret_kind(value) {
        Some(kind) => format!("its value looks like {kind}"),
        None if named && !values::is_setting(value) => "its name suggests a secret".to_owned(),
        None => return None,
    };
    let message = format!("`{name}` is public only by its prefix, but {why}");
    let finding = Finding::new(Code::PublicLikelySecret, message).variable(name).help(format!(
        "rename it without `{prefix}` and read it in server code only; if it is meant to be public, \
         declare it in [public] of envwall.toml"
    ));
    Some(match sources.value_location(variable) {
        Some(location) => finding.at(location),
        None => finding,
    })
}
