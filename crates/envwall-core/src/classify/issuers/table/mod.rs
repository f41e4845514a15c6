//! The table of formats: a file for each field, a row for each kind of credential.
//!
//! A row says what the thing is as a message names it, its patterns, how it is checked, where it is
//! revoked and where its issuer documents it. A new format is a row; a pattern never holds a whole
//! example, so that no scanner finds one here.

mod ai;
mod cloud;
mod databases;
mod identity;
mod messaging;
mod monitoring;
mod payments;
mod productivity;
mod source_hosting;

use super::checks::{Check, Role};
use super::{Audience, Format};

/// All rows.
pub(super) const FORMATS: [&[Format]; 9] = [
    payments::FORMATS,
    cloud::FORMATS,
    source_hosting::FORMATS,
    ai::FORMATS,
    messaging::FORMATS,
    databases::FORMATS,
    monitoring::FORMATS,
    identity::FORMATS,
    productivity::FORMATS,
];

type Patterns = &'static [&'static str];

/// What only servers may have.
const fn secret(
    what: &'static str,
    patterns: Patterns,
    check: Check,
    revoke: &'static str,
    source: &'static str,
) -> Format {
    let audience = Audience::Servers(what);
    Format { revoke: Some(revoke), check, audience, ..unknown(what, patterns, source) }
}

/// What an issuer makes for browsers, so nobody revokes it.
const fn browser(what: &'static str, patterns: Patterns, source: &'static str) -> Format {
    Format { audience: Audience::Browsers, ..unknown(what, patterns, source) }
}

/// What an issuer makes for both.
const fn either(
    what: &'static str,
    patterns: Patterns,
    revoke: &'static str,
    source: &'static str,
) -> Format {
    let audience = Audience::Either;
    Format { audience, revoke: Some(revoke), ..unknown(what, patterns, source) }
}

/// What names an account, a project or a price, and opens nothing.
const fn identifier(what: &'static str, patterns: Patterns, source: &'static str) -> Format {
    unknown(what, patterns, source)
}

/// What may be anything.
const fn unknown(what: &'static str, patterns: Patterns, source: &'static str) -> Format {
    Format {
        what,
        patterns,
        audience: Audience::Unknown,
        check: Check::Exact,
        companion: None,
        inside: false,
        revoke: None,
        source,
    }
}

/// The id of a key, which is used with a secret of this pattern.
const fn paired(
    what: &'static str,
    patterns: Patterns,
    companion: &'static str,
    revoke: &'static str,
    source: &'static str,
) -> Format {
    let format = unknown(what, patterns, source);
    Format { companion: Some(companion), check: Check::Loose, revoke: Some(revoke), ..format }
}

/// What is a part of the value that holds it: a key in a connection string.
const fn inside(format: Format) -> Format {
    Format { inside: true, ..format }
}

impl Format {
    /// The same with another check.
    const fn checked(self, check: Check) -> Self {
        Self { check, ..self }
    }
}
