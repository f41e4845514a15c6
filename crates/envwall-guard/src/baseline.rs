//! A baseline: findings that were there when Envwall came into a project. They are not reported,
//! so that new ones are seen; it should only ever shrink.

use std::collections::BTreeSet;

use envwall_core::diagnostic::{Code, Finding, Location};
use serde::{Deserialize, Serialize};

/// The versions of the file's shape that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Schema {
    #[serde(rename = "envwall-baseline/1")]
    V1,
}

/// Known findings. Holds no value, and nothing made from one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    schema: Schema,
    findings: Vec<Entry>,
}

/// One known finding. Only the fingerprint counts; the rest is for whoever reviews the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fingerprint: String,
    code: String,
    variable: Option<String>,
    artifact: Option<String>,
}

impl Baseline {
    /// Everything among the findings that a baseline may hold, in a stable order.
    pub fn of(findings: &[Finding]) -> Self {
        let excusable = findings.iter().filter(|finding| is_excusable(finding));
        let mut findings: Vec<_> = excusable.map(Entry::new).collect();
        findings.sort_by(|a, b| a.key().cmp(&b.key()));
        let mut seen = BTreeSet::new();
        findings.retain(|entry| seen.insert(entry.fingerprint.clone()));
        Self { schema: Schema::V1, findings }
    }

    /// How many findings it holds.
    pub fn len(&self) -> usize {
        self.findings.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether it excuses a finding.
    pub(crate) fn excuses(&self) -> impl Fn(&Finding) -> bool {
        let known: BTreeSet<_> =
            self.findings.iter().map(|entry| entry.fingerprint.as_str()).collect();
        move |finding| is_excusable(finding) && known.contains(finding.fingerprint().as_str())
    }

    /// Entries that none of the findings needs, as notes about the file of that name.
    pub fn unneeded(&self, findings: &[Finding], name: &str) -> Vec<Finding> {
        let current: BTreeSet<_> = findings.iter().map(Finding::fingerprint).collect();
        let gone = self.findings.iter().filter(|entry| !current.contains(&entry.fingerprint));
        gone.map(|entry| unneeded(entry, name)).collect()
    }
}

impl Entry {
    fn new(finding: &Finding) -> Self {
        Self {
            fingerprint: finding.fingerprint(),
            code: finding.code.to_string(),
            variable: finding.variable.clone(),
            artifact: finding.location.as_ref().map(|location| location.file.clone()),
        }
    }

    fn key(&self) -> impl Ord + '_ {
        (&self.artifact, &self.code, &self.variable, &self.fingerprint)
    }
}

/// What was found can be known. That something was not looked at, or not looked for, cannot: a
/// baseline would blind the guard.
fn is_excusable(finding: &Finding) -> bool {
    finding.code < Code::NotLookedAt
}

fn unneeded(entry: &Entry, name: &str) -> Finding {
    // whoever wrote the file, nothing but hex digits is shown of it
    let hex = entry.fingerprint.chars().filter(char::is_ascii_hexdigit);
    let fingerprint: String = hex.take(12).collect();
    Finding::new(
        Code::BaselineUnneeded,
        format!("the finding `{fingerprint}` does not occur any more"),
    )
    .at(Location::file(name))
    .help("take it out of the baseline: run the guard with --update-baseline and commit the file")
}
