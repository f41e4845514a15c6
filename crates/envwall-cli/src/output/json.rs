//! `--format json`: one object, schema `envwall/1`.

use std::borrow::Cow;
use std::io;

use envwall_core::diagnostic::{Code, Finding, Location, Severity};
use serde::Serialize;

/// The JSON document. `summary` and `variables` depend on the command.
#[derive(Serialize)]
pub(crate) struct Document<'a, S: Serialize, V: Serialize = ()> {
    schema: &'static str,
    summary: S,
    #[serde(skip_serializing_if = "Option::is_none")]
    variables: Option<&'a [V]>,
    findings: Vec<Entry<'a>>,
}

impl<'a, S: Serialize> Document<'a, S> {
    pub(crate) fn new(summary: S, findings: &'a [Finding]) -> Self {
        Self { schema: SCHEMA, summary, variables: None, findings: entries(findings) }
    }
}

impl<'a, S: Serialize, V: Serialize> Document<'a, S, V> {
    pub(crate) fn with_variables(summary: S, variables: &'a [V], findings: &'a [Finding]) -> Self {
        let findings = entries(findings);
        Self { schema: SCHEMA, summary, variables: Some(variables), findings }
    }
}

const SCHEMA: &str = "envwall/1";

fn entries(findings: &[Finding]) -> Vec<Entry<'_>> {
    findings.iter().map(Entry::new).collect()
}

/// Serializes a document, whatever the types of its summary and variables.
pub(crate) trait Text {
    fn text(&self) -> io::Result<String>;
}

impl<S: Serialize, V: Serialize> Text for Document<'_, S, V> {
    fn text(&self) -> io::Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }
}

#[derive(Serialize)]
struct Entry<'a> {
    code: Code,
    severity: Severity,
    variable: Option<&'a str>,
    artifact: Option<&'a str>,
    line: Option<u32>,
    column: Option<u32>,
    trail: &'a [String],
    original: Option<Original<'a>>,
    message: &'a str,
    notes: &'a [Cow<'static, str>],
    more_places: usize,
    help: Option<&'a str>,
    fingerprint: String,
}

#[derive(Serialize)]
struct Original<'a> {
    source: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    importers: &'a [String],
}

impl<'a> Entry<'a> {
    fn new(finding: &'a Finding) -> Self {
        let position = |location: &'a Location| location.position;
        let at = finding.location.as_ref().and_then(position);
        Self {
            code: finding.code,
            severity: finding.severity,
            variable: finding.variable.as_deref(),
            artifact: finding.location.as_ref().map(|location| location.file.as_str()),
            line: at.map(|at| at.line),
            column: at.map(|at| at.column),
            trail: &finding.trail,
            original: finding.original.as_ref().map(|location| Original {
                source: &location.file,
                line: location.position.map(|at| at.line),
                column: location.position.map(|at| at.column),
                importers: &finding.importers,
            }),
            message: &finding.message,
            notes: &finding.notes,
            more_places: finding.more_places,
            help: finding.help.as_deref(),
            fingerprint: finding.fingerprint(),
        }
    }
}
