//! The receipt and baseline of a scan: checked before it, read, and written after it.

use std::fs;
use std::io;
use std::path::Path;

use envwall_core::diagnostic::Finding;
use envwall_guard::output::Output;
use envwall_guard::{Baseline, Receipt, Report};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::start::fail;
use crate::args::RecordArgs;
use crate::outcome::Outcome;
use crate::output::file;
use crate::output::overwrite_check::{self, Kind};
use crate::settings::Settings;

/// The records of a scan.
pub(super) struct Records<'a> {
    args: &'a RecordArgs,
    baseline: Option<Baseline>,
}

impl<'a> Records<'a> {
    /// Checks that the files can be written, and reads the baseline. Reports errors, and returns the
    /// outcome then.
    pub(super) fn prepare(
        settings: &Settings,
        args: &'a RecordArgs,
    ) -> io::Result<Result<Self, Outcome>> {
        let refusal = written(args)
            .find_map(|(path, kind)| overwrite_check::refusal(&settings.path(path), kind));
        if let Some(reason) = refusal {
            return fail(&reason, Outcome::BadInput).map(Err);
        }
        prepare_files(settings, args)?;
        match read_baseline(settings, args) {
            Ok(baseline) => Ok(Ok(Self { args, baseline })),
            Err(reason) => fail(&reason, Outcome::BadInput).map(Err),
        }
    }

    /// Whether the scan has to compute digests.
    pub(super) fn needs_digests(&self) -> bool {
        self.args.receipt.is_some()
    }

    /// Returns an error if a file to write is inside the client output.
    pub(super) fn in_output(&self, settings: &Settings, output: &Output) -> Option<String> {
        let report = settings.output.as_deref();
        let mut files = written(self.args).map(|(path, _)| path).chain(report);
        let inside = files.find(|path| output.covers(&settings.path(path)))?;
        Some(in_output(inside, "file"))
    }

    /// Applies or updates the baseline. Reports entries that are no longer needed if the scan is
    /// complete.
    pub(super) fn apply_baseline(
        &mut self,
        settings: &Settings,
        is_complete: bool,
        report: &mut Report,
    ) -> io::Result<()> {
        let Some(path) = &self.args.baseline else { return Ok(()) };
        let Some(known) = self.baseline.take() else {
            let current = Baseline::of(&report.findings);
            write_json(&settings.path(path), &current)?;
            report.excuse(&current);
            return Ok(());
        };
        if is_complete {
            let unneeded = known.unneeded(&report.findings, &path.to_string_lossy());
            report.findings.extend(unneeded);
            report.findings.sort_by(Finding::report_order);
        }
        report.excuse(&known);
        Ok(())
    }

    /// Writes the receipt if there is to be one.
    pub(super) fn write_receipt(
        &self,
        settings: &Settings,
        receipt: impl FnOnce() -> Receipt,
    ) -> io::Result<()> {
        match &self.args.receipt {
            Some(path) => write_json(&settings.path(path), &receipt()),
            None => Ok(()),
        }
    }
}

/// Why something is not written to a path inside of client output.
pub(super) fn in_output(path: &Path, what: &str) -> String {
    format!(
        "`{}` is inside the client output, so browsers could fetch it: name a {what} outside",
        path.display()
    )
}

/// The files to write besides the report.
fn written(args: &RecordArgs) -> impl Iterator<Item = (&Path, Kind)> {
    let baseline = args.baseline.as_deref().filter(|_| args.update_baseline);
    let baseline = baseline.map(|path| (path, Kind::Baseline));
    let receipt = args.receipt.as_deref().map(|path| (path, Kind::Receipt));
    baseline.into_iter().chain(receipt)
}

/// Checks paths before the scan, and removes an earlier receipt: a scan that fails leaves none.
fn prepare_files(settings: &Settings, args: &RecordArgs) -> io::Result<()> {
    written(args).try_for_each(|(path, _)| file::check(&settings.path(path)))?;
    match args.receipt.as_deref().map(|path| fs::remove_file(settings.path(path))) {
        Some(Err(error)) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Reads the baseline, unless there is none or it will be updated.
fn read_baseline(settings: &Settings, args: &RecordArgs) -> Result<Option<Baseline>, String> {
    let Some(path) = args.baseline.as_deref().filter(|_| !args.update_baseline) else {
        return Ok(None);
    };
    let path = settings.path(path);
    let name = path.display();
    let json = read_regular(&path).map_err(|error| {
        let hint = if path.exists() { "" } else { "; create it with --update-baseline" };
        format!("cannot read the baseline `{name}`: {error}{hint}")
    })?;
    let baseline = Baseline::parse(&json);
    baseline.map(Some).map_err(|error| format!("cannot use the baseline `{name}`: {error}"))
}

/// Reads a JSON file of Envwall. Errors quote nothing of the content, as it may be any file.
pub(super) fn read_json<T: DeserializeOwned>(path: &Path, kind: &str) -> Result<T, String> {
    let name = path.display();
    let bytes =
        read_regular(path).map_err(|error| format!("cannot read the {kind} `{name}`: {error}"))?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        format!(
            "`{name}` is not a {kind} that this version supports (line {line}, column {column})"
        )
    })
}

/// Reads a file. A FIFO would be waited for, and a device may have no end.
fn read_regular(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    fs::read(path)
}

fn write_json(path: &Path, content: &impl Serialize) -> io::Result<()> {
    file::write(path, &(serde_json::to_string_pretty(content)? + "\n"))
}
