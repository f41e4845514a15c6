//! `envwall guard [PATH…]`: scans client output.

use std::io;

use super::apps::{self, BuildRun};
use super::cache::ScanCache;
use super::records::Records;
use super::scan::{COMMAND, Scan};
use super::start::load;
use crate::args::GuardArgs;
use crate::outcome::Outcome;
use crate::pages;
use crate::settings::Settings;

pub(crate) fn run(settings: &Settings, args: &GuardArgs) -> io::Result<Outcome> {
    pages::use_small();
    if args.paths.is_empty()
        && let Some(workspace) = apps::workspace(settings)
    {
        return apps::run(settings, &args.records, &workspace, BuildRun::default());
    }
    let records = match Records::prepare(settings, &args.records)? {
        Ok(records) => records,
        Err(outcome) => return Ok(outcome),
    };
    match load(settings, COMMAND)? {
        Ok(project) => Scan {
            settings,
            command: COMMAND,
            project: &project,
            paths: &args.paths,
            had_no_others: false,
            cache: &ScanCache::new(settings, &settings.directory, &args.records.cache),
        }
        .run(records, Vec::new(), Vec::new()),
        Err(outcome) => Ok(outcome),
    }
}
