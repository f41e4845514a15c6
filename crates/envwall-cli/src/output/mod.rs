//! Reports: one file for each format, and where they go.

pub(crate) mod escape;
pub(crate) mod file;
mod github;
mod gitlab;
mod html;
pub(crate) mod human;
pub(crate) mod json;
mod junit;
mod markdown;
pub(crate) mod ours;
mod sarif;
pub(crate) mod table;
#[cfg(test)]
mod tests;
mod workspace;

use std::io::{self, Write};

use envwall_core::diagnostic::{Finding, Location, Severity};
use envwall_guard::Artifact;

use crate::args::Format;
use crate::settings::Settings;

/// What a report says, whatever its format.
pub(crate) struct Page<'a> {
    pub(crate) settings: &'a Settings,
    /// `envwall guard`
    pub(crate) command: &'static str,
    /// The sum in a sentence.
    pub(crate) sum: String,
    pub(crate) findings: &'a [Finding],
    /// What was looked at; nothing where the command looks at no output.
    pub(crate) artifacts: &'a [Artifact],
    /// The same for `--format json`.
    pub(crate) json: &'a dyn json::Text,
}

impl Page<'_> {
    /// The report where it was asked for; `people` writes the one for people.
    pub(crate) fn deliver(&self, people: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let Some(text) = self.render()? else { return people() };
        match &self.settings.output {
            Some(output) => {
                file::write(&self.settings.path(output), &text)?;
                people()
            }
            None => io::stdout().lock().write_all(text.as_bytes()),
        }
    }

    /// `None` for the format that is written as it is made.
    fn render(&self) -> io::Result<Option<String>> {
        Ok(Some(match self.settings.format {
            Format::Human => return Ok(None),
            Format::Json => self.json.text()?,
            Format::Sarif => sarif::render(self)?,
            Format::Github => github::render(self),
            Format::Gitlab => gitlab::render(self)?,
            Format::Junit => junit::render(self),
            Format::Markdown => markdown::render(self),
            Format::Html => html::render(self),
        }))
    }

    /// Findings that people are to see, the worst first.
    fn shown(&self) -> Vec<&Finding> {
        worst_first(self.findings.iter().filter(|finding| finding.severity >= self.settings.show))
    }

    /// Whether a finding makes the run fail.
    fn fails(&self, finding: &Finding) -> bool {
        finding.severity >= self.settings.fail_on.min(Severity::Error)
    }
}

/// By severity, and in the report's order where that is the same.
fn worst_first<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<&'a Finding> {
    let mut findings: Vec<_> = findings.collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

/// `dist/a.js:1:4`
fn place(location: &Location) -> String {
    match location.position {
        Some(at) => format!("{}:{}:{}", location.file, at.line, at.column),
        None => location.file.clone(),
    }
}

/// `error`, `warning`, `note`.
fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Message, way and mend in plain text, one line each.
fn in_words(finding: &Finding) -> String {
    let trail = (!finding.trail.is_empty()).then(|| human::trail(finding));
    let original = finding.original.as_ref().map(|at| format!("in the source: {}", place(at)));
    let importers = (!finding.importers.is_empty()).then(|| human::importers(finding));
    let (message, help) = (Some(&*finding.message), finding.help.as_deref());
    let parts = [message, trail.as_deref(), original.as_deref(), importers.as_deref(), help];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}
