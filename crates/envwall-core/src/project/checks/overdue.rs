//! Checks whether a rotation is overdue.

use crate::diagnostic::{Code, Finding};
use crate::project::resolved::Resolved;
use crate::project::sources::Sources;

pub(super) fn check(sources: &Sources<'_>, variable: &Resolved) -> Option<Finding> {
    let rotation = sources.declared(variable)?.rotation.as_ref()?;
    let late = sources.today.days_since(rotation.last?) - rotation.every_days;
    let manifest = sources.manifest.filter(|_| late > 0)?;
    let name = &variable.name;
    let days = if late == 1 { "1 day".to_owned() } else { format!("{late} days") };
    let issuer = rotation.issuer.as_ref().map(|issuer| format!(" at {issuer}")).unwrap_or_default();
    Some(
        Finding::new(Code::RotationOverdue, format!("the rotation of `{name}` is {days} overdue"))
            .variable(name)
            .at(manifest.location(&rotation.span))
            .help(format!("rotate the value{issuer}, then set `rotated` to that date")),
    )
}
