//! Checks for a value in the process environment that is not UTF-8.

use crate::diagnostic::{Code, Finding};
use crate::project::resolved::Resolved;
use crate::project::sources::Sources;

pub(super) fn check(sources: &Sources<'_>, variable: &Resolved) -> Option<Finding> {
    let name = &variable.name;
    sources.process.is_not_unicode(name).then(|| {
        Finding::new(
            Code::EnvUnreadable,
            format!("`{name}` in the process environment is not UTF-8"),
        )
        .variable(name)
        .help("set it to UTF-8 text; encode binary values as base64 (type \"base64\")")
    })
}
