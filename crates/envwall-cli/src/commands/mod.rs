//! One file for each command, and how they all begin.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod guard;
pub(crate) mod man;

use std::io::{self, Write};

use envwall_core::{Project, Request};
use serde::Serialize;

use crate::args::Format;
use crate::outcome::Outcome;
use crate::output::human::{self, count};
use crate::output::json::Document;
use crate::settings::Settings;

/// The project that was asked about; where its manifest cannot be used, that is reported here.
fn load(settings: &Settings) -> io::Result<Result<Project, Outcome>> {
    let request = Request {
        directory: &settings.directory,
        environment: &settings.environment,
        process: &settings.process,
        today: settings.today,
    };
    let findings = match Project::load(&request) {
        Ok(project) => return Ok(Ok(project)),
        Err(findings) => findings,
    };
    match settings.format {
        Format::Json => Document::<_>::new(Nothing {}, None::<&[()]>, &findings).write()?,
        Format::Human => {
            human::findings(&findings, settings.show)?;
            if !settings.quiet {
                let sum = count(&findings, settings.show);
                writeln!(anstream::stderr(), "stopped: {sum}")?;
            }
        }
    }
    Ok(Err(Outcome::BadInput))
}

/// The summary of a run that did not come to its work.
#[derive(Serialize)]
struct Nothing {}
