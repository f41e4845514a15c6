//! Which findings a waiver excuses. The one place that decides it.

use envwall_core::Date;
use envwall_core::diagnostic::Finding;
use envwall_core::manifest::{Waiver, WaiverScope};

/// Waivers that are in force.
#[derive(Debug, Clone, Default)]
pub(crate) struct Waivers(Vec<Waiver>);

impl Waivers {
    /// Those that are in force on a day.
    pub(crate) fn on(waivers: &[Waiver], today: Date) -> Self {
        let valid = waivers.iter().filter(|waiver| is_in_force(waiver, today));
        Self(valid.cloned().collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them excuses a finding.
    pub(crate) fn excuse(&self, finding: &Finding) -> bool {
        is_excusable(finding) && self.0.iter().any(|waiver| matches(waiver, finding))
    }
}

/// The waivers that are in force on a day and excuse none of the findings.
pub(crate) fn unneeded<'w>(
    waivers: &'w [Waiver],
    today: Date,
    findings: &[Finding],
) -> Vec<&'w Waiver> {
    let excuses =
        |waiver: &Waiver, finding: &Finding| is_excusable(finding) && matches(waiver, finding);
    let is_needed = |waiver: &Waiver| findings.iter().any(|finding| excuses(waiver, finding));
    let in_force = waivers.iter().filter(|waiver| is_in_force(waiver, today));
    in_force.filter(|waiver| !is_needed(waiver)).collect()
}

fn is_in_force(waiver: &Waiver, today: Date) -> bool {
    waiver.expires.is_none_or(|day| today < day)
}

/// What someone may have looked at and found to be fine.
fn is_excusable(finding: &Finding) -> bool {
    finding.code.excusable_by_waiver()
}

fn matches(waiver: &Waiver, finding: &Finding) -> bool {
    match &waiver.scope {
        WaiverScope::Fingerprint(fingerprint) => *fingerprint == finding.fingerprint(),
        WaiverScope::Place { variable, path } => {
            finding.variable.as_deref() == Some(variable)
                && finding.location.as_ref().is_some_and(|location| path.is_match(&location.file))
        }
    }
}
