//! `envwall check`: lists all variables, and reports every problem.

use std::io::{self, Write};

use envwall_core::classify::Classification;
use envwall_core::manifest::FILE_NAME;
use envwall_core::{Class, DecidedBy, Fingerprints, Project, Resolved};
use serde::Serialize;

use super::start::load;
use crate::outcome::Outcome;
use crate::output::entry::count_by_severity;
use crate::output::json::Document;
use crate::output::report::CommandReport;
use crate::output::text::plural;
use crate::output::{self, table};
use crate::settings::Settings;

/// Variable with the user's key for fingerprints of values.
pub(super) const KEY_VARIABLE: &str = "ENVWALL_FINGERPRINT_KEY";

/// Name of the command in reports.
const COMMAND: &str = "envwall check";

pub(crate) fn run(settings: &Settings) -> io::Result<Outcome> {
    let project = match load(settings, COMMAND)? {
        Ok(project) => project,
        Err(outcome) => return Ok(outcome),
    };
    let fingerprints = fingerprints(settings, &project);
    let rows = rows(&project, &fingerprints);
    let report = CommandReport {
        settings,
        command: COMMAND,
        summary: summary(&project),
        basis: Vec::new(),
        findings: &project.findings,
        artifacts: &[],
        json: &Document::with_variables(Summary::new(&project), &rows, &project.findings),
    };
    let outcome = Outcome::of(&project.findings, settings.fail_on);
    outcome.after(output::write_after(&report, || print_variables(settings, &project, &rows)))
}

fn fingerprints(settings: &Settings, project: &Project) -> Fingerprints {
    let with_key = settings.process.get(KEY_VARIABLE).and_then(Fingerprints::with_key);
    with_key.unwrap_or_else(|| {
        Fingerprints::of_values(project.sensitive().filter_map(|variable| variable.value.as_ref()))
    })
}

#[derive(Serialize)]
struct Summary {
    environment: String,
    framework: Option<&'static str>,
    public: usize,
    server: usize,
    sensitive: usize,
}

impl Summary {
    fn new(project: &Project) -> Self {
        let count = |class| {
            project.variables.iter().filter(move |variable| variable.class == class).count()
        };
        Self {
            environment: project.environment.clone(),
            framework: project.framework.map(|framework| framework.id),
            public: count(Class::Public),
            server: count(Class::Server),
            sensitive: project.sensitive().count(),
        }
    }
}

/// A variable without its value.
#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    class: Class,
    sensitive: bool,
    decided_by: DecidedBy,
    #[serde(skip_serializing_if = "Option::is_none")]
    classification: Option<&'a Classification>,
    r#type: String,
    set: bool,
    length: Option<usize>,
    fingerprint: Option<String>,
    origin: Option<String>,
}

impl<'a> Row<'a> {
    fn new(variable: &'a Resolved, fingerprints: &Fingerprints) -> Self {
        let value = variable.value.as_ref();
        Self {
            name: &variable.name,
            class: variable.class,
            sensitive: variable.sensitive,
            decided_by: variable.decided_by,
            classification: variable.classification.as_ref(),
            r#type: variable.value_type.to_string(),
            set: value.is_some(),
            length: value.map(envwall_core::SecretValue::chars),
            fingerprint: value.and_then(|value| fingerprints.of(value)),
            origin: variable.origin.as_ref().map(ToString::to_string),
        }
    }

    /// `public`, `server`, or `sensitive`, which implies `server`.
    fn class_name(&self) -> &'static str {
        match (self.class, self.sensitive) {
            (Class::Public, _) => "public",
            (Class::Server, true) => "sensitive",
            (Class::Server, false) => "server",
        }
    }

    fn cells(&self) -> [String; 6] {
        let value = match self.length {
            None => "not set".to_owned(),
            Some(0) => "empty".to_owned(),
            Some(length) => plural(length, "char"),
        };
        [
            self.name.to_owned(),
            self.class_name().to_owned(),
            self.r#type.clone(),
            value,
            self.fingerprint.clone().unwrap_or_else(|| "-".to_owned()),
            self.source(),
        ]
    }

    fn source(&self) -> String {
        let by = match self.decided_by {
            DecidedBy::Table => "",
            DecidedBy::Rule => ", by rule",
            DecidedBy::Prefix => ", by prefix",
            DecidedBy::Name => ", by name",
            DecidedBy::Default => ", undeclared",
        };
        let why = self.classification.map_or_else(String::new, |it| format!(": {}", it.reason));
        format!("{}{by}{why}", self.origin.as_deref().unwrap_or("-"))
    }
}

fn rows<'a>(project: &'a Project, fingerprints: &Fingerprints) -> Vec<Row<'a>> {
    project.variables.iter().map(|variable| Row::new(variable, fingerprints)).collect()
}

fn print_variables(settings: &Settings, project: &Project, rows: &[Row<'_>]) -> io::Result<()> {
    if settings.quiet {
        return Ok(());
    }
    let mut out = anstream::stdout().lock();
    writeln!(out, "{}\n", heading(project))?;
    let headings = ["NAME", "CLASS", "TYPE", "VALUE", "FINGERPRINT", "FROM"].map(str::to_owned);
    let rows: Vec<_> = std::iter::once(headings).chain(rows.iter().map(Row::cells)).collect();
    writeln!(out, "{}", table::render(&rows))
}

/// `Checked 5 variables: 1 error`
fn summary(project: &Project) -> String {
    let variables = plural(project.variables.len(), "variable");
    format!("Checked {variables}: {}", count_by_severity(&project.findings))
}

/// `envwall.toml, Vite, environment production`
fn heading(project: &Project) -> String {
    let manifest = match &project.manifest {
        Some(manifest) => manifest.name().to_owned(),
        None => format!("no {FILE_NAME}"),
    };
    let framework = project.framework.map_or("no framework detected", |framework| framework.name);
    format!("{manifest}, {framework}, environment {}", project.environment)
}
