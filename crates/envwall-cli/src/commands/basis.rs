//! What a result rests on: which folders were looked at and why, and where the values came from.

use envwall_core::classify::is_searchable_as;
use envwall_core::classify::platform::is_ambient;
use envwall_core::{ProcessEnv, Project, Resolved, Taken};
use envwall_guard::{Basis, Report};
use serde::Serialize;

use crate::output::text::plural;

/// Maximum number of names in a line; the rest is counted.
const MAX_NAMES: usize = 20;

/// The summary of a scan for machines.
#[derive(Serialize)]
pub(super) struct Summary<'a> {
    #[serde(flatten)]
    numbers: envwall_guard::Summary,
    /// Patterns that were looked at, with the reasons.
    output: &'a [Basis],
    /// Files whose values are known.
    values_from: &'a [String],
    /// Variables of the process environment that nobody declared, with the reasons.
    process: Vec<Process<'a>>,
}

#[derive(Serialize)]
struct Process<'a> {
    name: &'a str,
    reason: String,
}

impl<'a> Summary<'a> {
    pub(super) fn new(project: &'a Project, report: &'a Report) -> Self {
        let process = taken(project);
        let process = process.map(|(it, why)| Process { name: &it.name, reason: why.to_string() });
        Self {
            numbers: report.summary,
            output: &report.basis,
            values_from: &project.files_read,
            process: process.collect(),
        }
    }
}

fn taken(project: &Project) -> impl Iterator<Item = (&Resolved, &Taken)> {
    project.variables.iter().filter_map(|variable| Some((variable, variable.taken.as_ref()?)))
}

/// The same for people.
pub(super) fn lines(project: &Project, report: &Report, process: &ProcessEnv) -> Vec<String> {
    let looked_at = report.basis.iter().map(|Basis { pattern, reason, files }| {
        format!("Looked at `{pattern}` ({reason}): {}", plural(*files, "file"))
    });
    let mut lines: Vec<_> = looked_at.collect();
    let files: Vec<_> = project.files_read.iter().map(|file| format!("`{file}`")).collect();
    lines.push(match files.as_slice() {
        [] => "No file has values".to_owned(),
        files => format!("Values from {}", listed(files)),
    });
    let taken: Vec<_> = taken(project).map(|(it, why)| format!("`{}` ({why})", it.name)).collect();
    if !taken.is_empty() {
        lines.push(format!("From the process environment: {}", listed(&taken)));
    }
    let left = left(project, process);
    if !left.is_empty() {
        lines.push(format!("Not the project's, in the process environment: {}", listed(&left)));
    }
    lines
}

/// What nothing says to be the project's and could be searched for; a shell's and a platform's own
/// variables are known.
fn left(project: &Project, process: &ProcessEnv) -> Vec<String> {
    let is_known = |name: &str| project.variables.iter().any(|variable| variable.name == name);
    let left = process.iter().filter(|(name, value)| {
        !is_ambient(name) && !is_known(name) && is_searchable_as(name, value.expose().trim())
    });
    left.map(|(name, _)| format!("`{name}`")).collect()
}

fn listed(names: &[String]) -> String {
    let (shown, more) = names.split_at(names.len().min(MAX_NAMES));
    let shown = shown.join(", ");
    match more.len() {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
