//! `envwall receipt verify FILE [DIR]`: compares the output with a receipt.

use std::io;
use std::path::Path;

use envwall_core::diagnostic::Finding;
use envwall_guard::{Receipt, Verdict};
use serde::Serialize;

use super::records::read_json;
use super::start::fail;
use crate::outcome::Outcome;
use crate::output;
use crate::output::entry::count_by_severity;
use crate::output::json::Document;
use crate::output::report::CommandReport;
use crate::output::text::plural;
use crate::settings::Settings;

/// Name of the command in reports.
const COMMAND: &str = "envwall receipt verify";

pub(crate) fn verify(
    settings: &Settings,
    file: &Path,
    folder: Option<&Path>,
) -> io::Result<Outcome> {
    let receipt: Receipt = match read_json(&settings.path(file), "receipt") {
        Ok(receipt) => receipt,
        Err(reason) => return fail(&reason, Outcome::BadInput),
    };
    if receipt.verdict() == Verdict::Failed {
        let reason = "the scan of this receipt failed: fix its findings and scan again";
        return fail(reason, Outcome::BadInput);
    }
    let folder = folder.map_or_else(|| settings.directory.clone(), |folder| settings.path(folder));
    if let Some(inside) = receipt.names_inside(&folder) {
        let folder = folder.display();
        let reason =
            format!("`{folder}` is the output itself: name the folder that contains `{inside}/`");
        return fail(&reason, Outcome::BadInput);
    }
    let findings = match receipt.verify(&folder) {
        Ok(findings) => findings,
        Err(error) => return fail(&error.to_string(), Outcome::Incomplete),
    };
    let outcome = Outcome::of(&findings, settings.fail_on);
    outcome.after(report(settings, &receipt, &findings))
}

#[derive(Serialize)]
struct Summary<'a> {
    files: usize,
    environment: &'a str,
}

fn report(settings: &Settings, receipt: &Receipt, findings: &[Finding]) -> io::Result<()> {
    let files = plural(receipt.files(), "file");
    let summary = Summary { files: receipt.files(), environment: receipt.environment() };
    output::write(&CommandReport {
        settings,
        command: COMMAND,
        summary: format!("Compared {files} with the receipt: {}", count_by_severity(findings)),
        basis: Vec::new(),
        findings,
        artifacts: &[],
        json: &Document::new(summary, findings),
    })
}
