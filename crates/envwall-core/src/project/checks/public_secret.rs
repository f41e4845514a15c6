//! Checks for a variable that is public only by its prefix, but whose name or value suggests a
//! secret.

use crate::diagnostic::{Code, Confidence, Finding};
use crate::project::resolved::Resolved;
use crate::project::sources::Sources;

pub(super) fn check(sources: &Sources<'_>, variable: &Resolved) -> Option<Finding> {
    if !variable.is_likely_secret() {
        return None;
    }
    let name = &variable.name;
    let prefix = sources.framework?.public_prefix(name)?.text;
    let classification = variable.classification.as_ref()?;
    let why = &classification.reason;
    let confidence =
        if classification.is_secret_by_value() { Confidence::Format } else { Confidence::Name };
    let message = format!("`{name}` is public only by its prefix, but {why}");
    let finding = Finding::new(Code::PublicLikelySecret, message).variable(name).help(format!(
        "rename it without `{prefix}` and read it in server code only; if it is meant to be public, \
         declare it in [public] of envwall.toml"
    ));
    let finding = finding.confidence(confidence);
    Some(match sources.value_location(variable) {
        Some(location) => finding.at(location),
        None => finding,
    })
}
