//! A baseline: findings that were there when Envwall came into a project. They are not reported,
//! so that new ones are seen; it should only ever shrink.

use std::collections::BTreeSet;

use envwall_core::diagnostic::{Code, Finding, Location};
use serde::{Deserialize, Serialize};

/// The version of the file's shape that is read. Fingerprints hash the texts of trails: version 1
/// had others, so its entries match nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Schema {
    #[serde(rename = "envwall-baseline/2")]
    V2,
}

/// Why a file cannot be used as a baseline.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BaselineError {
    /// An older version of Envwall wrote it.
    #[error("it was written by an older version of Envwall; renew it with `--update-baseline`")]
    Outdated,
    /// It is not a baseline.
    #[error("it is not a baseline (line {line}, column {column})")]
    Syntax {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
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
    fingerprint: Fingerprint,
    code: String,
    variable: Option<String>,
    artifact: Option<String>,
}

/// Twelve hex digits. Whoever wrote the file, nothing else is read as one, so none is shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
struct Fingerprint(String);

impl TryFrom<String> for Fingerprint {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let is_one = text.len() == 12 && text.bytes().all(is_digit);
        is_one.then_some(Self(text)).ok_or("not a fingerprint")
    }
}

impl Baseline {
    /// Reads a baseline from the JSON that [`serde`] writes for it.
    ///
    /// # Errors
    /// When it is not JSON of a baseline, or that of an older version.
    pub fn parse(json: &[u8]) -> Result<Self, BaselineError> {
        /// All that is read of a file of any version.
        #[derive(Deserialize)]
        struct Head<'a> {
            schema: &'a str,
        }
        let head = serde_json::from_slice::<Head<'_>>(json);
        if head.is_ok_and(|head| head.schema == "envwall-baseline/1") {
            return Err(BaselineError::Outdated);
        }
        serde_json::from_slice(json)
            .map_err(|error| BaselineError::Syntax { line: error.line(), column: error.column() })
    }

    /// Everything among the findings that a baseline may hold, in a stable order.
    pub fn of(findings: &[Finding]) -> Self {
        let excusable = findings.iter().filter(|finding| is_excusable(finding));
        let mut findings: Vec<_> = excusable.map(Entry::new).collect();
        findings.sort_by(|a, b| a.key().cmp(&b.key()));
        let mut seen = BTreeSet::new();
        findings.retain(|entry| seen.insert(entry.fingerprint.clone()));
        Self { schema: Schema::V2, findings }
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
            self.findings.iter().map(|entry| entry.fingerprint.0.as_str()).collect();
        move |finding| is_excusable(finding) && known.contains(finding.fingerprint().as_str())
    }

    /// Entries that none of the findings needs, as notes about the file of that name.
    pub fn unneeded(&self, findings: &[Finding], name: &str) -> Vec<Finding> {
        let current: BTreeSet<_> = findings.iter().map(Finding::fingerprint).collect();
        let gone = self.findings.iter().filter(|entry| !current.contains(&entry.fingerprint.0));
        gone.map(|entry| unneeded(entry, name)).collect()
    }
}

impl Entry {
    fn new(finding: &Finding) -> Self {
        Self {
            fingerprint: Fingerprint(finding.fingerprint()),
            code: finding.code.to_string(),
            variable: finding.variable.clone(),
            artifact: finding.location.as_ref().map(|location| location.file.clone()),
        }
    }

    fn key(&self) -> impl Ord + '_ {
        (&self.artifact, &self.code, &self.variable, &self.fingerprint)
    }
}

/// What was found can be known. That something was not scanned, or not searched for, cannot: a
/// baseline would blind the guard.
fn is_excusable(finding: &Finding) -> bool {
    finding.code.excusable_by_baseline()
}

fn unneeded(entry: &Entry, name: &str) -> Finding {
    let fingerprint = &entry.fingerprint.0;
    Finding::new(Code::BaselineUnneeded, format!("the finding `{fingerprint}` no longer occurs"))
        .at(Location::file(name))
        .help(
            "remove it from the baseline: run the guard with --update-baseline and commit the file",
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_file_says_how_to_renew_it() {
        let old = br#"{"schema":"envwall-baseline/1","findings":[{"fingerprint":"0"}]}"#;
        assert!(matches!(Baseline::parse(old), Err(BaselineError::Outdated)));
        let text = BaselineError::Outdated.to_string();
        assert!(text.contains("--update-baseline"), "{text}");
    }

    #[test]
    fn what_is_written_is_read() {
        let known = Baseline::of(&[Finding::new(Code::ValueInOutput, "a test")]);
        let json = serde_json::to_vec(&known).unwrap();
        assert_eq!(Baseline::parse(&json).unwrap(), known);
        let error = Baseline::parse(b"{").unwrap_err();
        assert!(matches!(error, BaselineError::Syntax { line: 1, .. }), "{error}");
    }

    #[test]
    fn nothing_but_fingerprints_is_read() {
        for text in ["", "c05a2bd993b", "c05a2bd993bb0", "c05a2bd993bx", "C05A2BD993BB"] {
            let entry = format!("{{\"fingerprint\":\"{text}\",\"code\":\"EW001\"}}");
            let json = format!("{{\"schema\":\"envwall-baseline/2\",\"findings\":[{entry}]}}");
            let error = Baseline::parse(json.as_bytes()).unwrap_err();
            assert!(matches!(error, BaselineError::Syntax { line: 1, .. }), "{error}");
        }
    }

    #[test]
    fn what_was_found_is_excused_and_what_was_not_searched_for_never() {
        let in_baseline = |code: Code| !Baseline::of(&[Finding::new(code, "a test")]).is_empty();
        let known: Vec<_> = Code::ALL.iter().filter(|code| in_baseline(**code)).collect();
        let never = ["EW005", "EW010", "EW011", "EW012", "EW013", "EW014", "EW015"];
        assert!(known.iter().all(|code| !never.contains(&code.as_str())), "{known:?}");
        let about_values = ["EW001", "EW002", "EW028", "EW040", "EW041", "EW042", "EW043", "EW044"];
        assert!(about_values.iter().all(|it| known.iter().any(|code| code.as_str() == *it)));
    }
}
