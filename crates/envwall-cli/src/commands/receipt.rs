//! `envwall receipt verify FILE [DIR]`: whether the output is still what was guarded.

use std::io::{self, Write};
use std::path::Path;

use envwall_core::diagnostic::{Finding, Severity};
use envwall_guard::{Receipt, Verdict};
use serde::Serialize;

use crate::commands::{failed, read_json};
use crate::outcome::Outcome;
use crate::output::Page;
use crate::output::human::{self, count, plural};
use crate::output::json::Document;
use crate::settings::Settings;

/// What reports call it.
const COMMAND: &str = "envwall receipt verify";

pub(crate) fn verify(
    settings: &Settings,
    file: &Path,
    folder: Option<&Path>,
) -> io::Result<Outcome> {
    let receipt: Receipt = match read_json(&settings.path(file), "receipt") {
        Ok(receipt) => receipt,
        Err(why) => return failed(&why, Outcome::BadInput),
    };
    if receipt.verdict() == Verdict::Failed {
        let why = "the guard failed on what this receipt tells of: mend that and guard it again";
        return failed(why, Outcome::BadInput);
    }
    let folder = folder.map_or_else(|| settings.directory.clone(), |folder| settings.path(folder));
    if let Some(inside) = receipt.names_inside(&folder) {
        let folder = folder.display();
        let why =
            format!("`{folder}` is the output itself: name the folder that holds `{inside}/`");
        return failed(&why, Outcome::BadInput);
    }
    let findings = match receipt.verify(&folder) {
        Ok(findings) => findings,
        Err(error) => return failed(&error.to_string(), Outcome::Incomplete),
    };
    let outcome = Outcome::of(&findings, settings.fail_on);
    outcome.told(report(settings, &receipt, &findings))
}

#[derive(Serialize)]
struct Summary<'a> {
    files: usize,
    environment: &'a str,
}

fn report(settings: &Settings, receipt: &Receipt, findings: &[Finding]) -> io::Result<()> {
    let summary = Summary { files: receipt.files(), environment: receipt.environment() };
    let sum = |show| {
        let files = plural(receipt.files(), "file");
        format!("compared with the receipt of {files}: {}", count(findings, show))
    };
    let page = Page {
        settings,
        command: COMMAND,
        sum: sum(Severity::Note),
        findings,
        artifacts: &[],
        json: &Document::<_>::new(summary, None::<&[()]>, findings),
    };
    page.deliver(|| {
        human::findings(findings, settings.show)?;
        if settings.quiet {
            return Ok(());
        }
        writeln!(anstream::stderr(), "{}", sum(settings.show))
    })
}
