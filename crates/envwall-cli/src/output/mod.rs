//! Reports: one file per format, and where they are written.

pub(crate) mod entry;
pub(crate) mod escape;
pub(crate) mod file;
mod github;
mod gitlab;
mod html;
pub(crate) mod human;
pub(crate) mod json;
mod junit;
mod markdown;
pub(crate) mod overwrite_check;
pub(crate) mod report;
mod route;
mod sarif;
mod settle;
pub(crate) mod table;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod workspace;

use std::io::{self, Write};

use crate::args::Format;
use crate::output::report::CommandReport;
use crate::output::workspace::Paths;

/// Writes a report in the requested format to standard output or `--output`.
pub(crate) fn write(report: &CommandReport<'_>) -> io::Result<()> {
    write_after(report, || Ok(()))
}

/// Writes a report; `preamble` prints what comes before it in the human-readable format.
pub(crate) fn write_after(
    report: &CommandReport<'_>,
    preamble: impl FnOnce() -> io::Result<()>,
) -> io::Result<()> {
    let settings = report.settings;
    match (render(report)?, &settings.output) {
        (Some(text), None) => return io::stdout().lock().write_all(text.as_bytes()),
        (Some(text), Some(output)) => file::write(&settings.path(output), &text)?,
        (None, _) => {}
    }
    preamble()?;
    human::write(report)
}

/// Renders a report; `None` for the human-readable format, which is written directly.
fn render(report: &CommandReport<'_>) -> io::Result<Option<String>> {
    let text = match report.settings.format {
        Format::Human => return Ok(None),
        Format::Json => report.json.text(&Paths::of(report.settings))?,
        Format::Sarif => sarif::render(report)?,
        Format::Github => github::render(report),
        Format::Gitlab => gitlab::render(report)?,
        Format::Junit => junit::render(report),
        Format::Markdown => markdown::render(report),
        Format::Html => html::render(report),
    };
    let visible = match report.settings.format {
        Format::Json | Format::Sarif | Format::Gitlab => escape::visible_in_json,
        _ => escape::visible,
    };
    Ok(Some(visible(&text).into_owned()))
}
