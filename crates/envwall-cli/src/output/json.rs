//! `--format json`: one object, schema `envwall/1`.

use std::borrow::Cow;
use std::io;

use envwall_core::diagnostic::{Code, Confidence, Finding, Location, Severity};
use serde::Serialize;

use super::workspace::Paths;
use crate::settings::Settings;

/// The JSON document. `summary` and `variables` depend on the command.
pub(crate) struct Document<'a, S: Serialize, V: Serialize = ()> {
    summary: S,
    variables: Option<&'a [V]>,
    findings: &'a [Finding],
}

impl<'a, S: Serialize> Document<'a, S> {
    pub(crate) fn new(summary: S, findings: &'a [Finding]) -> Self {
        Self { summary, variables: None, findings }
    }
}

impl<'a, S: Serialize, V: Serialize> Document<'a, S, V> {
    pub(crate) fn with_variables(summary: S, variables: &'a [V], findings: &'a [Finding]) -> Self {
        Self { summary, variables: Some(variables), findings }
    }
}

const SCHEMA: &str = "envwall/1";

/// Serializes a document, whatever the types of its summary and variables.
pub(crate) trait Text {
    fn text(&self, paths: &Paths) -> io::Result<String>;
}

impl<S: Serialize, V: Serialize> Text for Document<'_, S, V> {
    fn text(&self, paths: &Paths) -> io::Result<String> {
        let Self { summary, variables, findings } = self;
        let findings = findings.iter().map(|finding| Entry::new(finding, paths)).collect();
        let object = Object { schema: SCHEMA, summary, variables: *variables, findings };
        Ok(serde_json::to_string_pretty(&object)? + "\n")
    }
}

/// The documents of several projects, as one object.
#[derive(Default)]
pub(crate) struct Projects(Vec<serde_json::Map<String, serde_json::Value>>);

impl Projects {
    /// Adds the document of a project at a path from the root.
    pub(crate) fn add(
        &mut self,
        path: &str,
        settings: &Settings,
        document: &dyn Text,
    ) -> io::Result<()> {
        let mut project = serde_json::Map::new();
        project.insert("path".to_owned(), path.into());
        let text = document.text(&Paths::of(settings))?;
        if let serde_json::Value::Object(fields) = serde_json::from_str(&text)? {
            project.extend(fields.into_iter().filter(|(name, _)| name != "schema"));
        }
        self.0.push(project);
        Ok(())
    }
}

impl Text for Projects {
    fn text(&self, _: &Paths) -> io::Result<String> {
        let object = serde_json::json!({ "schema": SCHEMA, "projects": self.0 });
        Ok(serde_json::to_string_pretty(&object)? + "\n")
    }
}

#[derive(Serialize)]
struct Object<'a, S: Serialize, V: Serialize> {
    schema: &'static str,
    summary: &'a S,
    #[serde(skip_serializing_if = "Option::is_none")]
    variables: Option<&'a [V]>,
    findings: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    code: Code,
    severity: Severity,
    variable: Option<&'a str>,
    confidence: Option<Confidence>,
    artifact: Option<Cow<'a, str>>,
    #[serde(flatten)]
    region: Region,
    trail: &'a [String],
    original: Option<Original<'a>>,
    message: &'a str,
    notes: &'a [Cow<'static, str>],
    more_places: usize,
    also_in: Vec<Cow<'a, str>>,
    help: Option<&'a str>,
    fingerprint: String,
}

#[derive(Serialize)]
struct Original<'a> {
    source: Cow<'a, str>,
    #[serde(flatten)]
    region: Region,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    importers: &'a [String],
}

/// Where something begins, and where it ends, exclusive.
#[derive(Serialize)]
struct Region {
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
}

impl Region {
    fn of(location: Option<&Location>) -> Self {
        let start = location.and_then(|location| location.position);
        let end = location.and_then(|location| location.end);
        Self {
            line: start.map(|at| at.line),
            column: start.map(|at| at.column),
            end_line: end.map(|at| at.line),
            end_column: end.map(|at| at.column),
        }
    }
}

impl<'a> Entry<'a> {
    fn new(finding: &'a Finding, paths: &Paths) -> Self {
        let location = finding.location.as_ref();
        let original = finding.original.as_ref().map(|original| Original {
            source: paths.shown(&original.file),
            region: Region::of(Some(original)),
            importers: &finding.importers,
        });
        Self {
            code: finding.code,
            severity: finding.severity,
            variable: finding.variable.as_deref(),
            confidence: finding.confidence,
            artifact: location.map(|location| paths.shown(&location.file)),
            region: Region::of(location),
            trail: &finding.trail,
            original,
            message: &finding.message,
            notes: &finding.notes,
            more_places: finding.more_places,
            also_in: finding.also_in.iter().map(|file| paths.shown(file)).collect(),
            help: finding.help.as_deref(),
            fingerprint: finding.fingerprint(),
        }
    }
}
