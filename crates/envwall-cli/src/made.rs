//! What a build has written: whether the client's output is of this build, and whether a stand-in
//! went into what only the server gets.

use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use envwall_core::Injection;
use envwall_core::diagnostic::{Code, Finding, Location};
use envwall_guard::output::Output;
use walkdir::{DirEntry, WalkDir};

/// Clocks of file systems are behind by so much at most.
const BEHIND: Duration = Duration::from_millis(50);

/// Folders in which no build leaves what is deployed.
const PASSED_OVER: &[&str] = &["node_modules", ".git", "cache", ".cache"];

/// A larger file is no code of a server.
const LARGEST: u64 = 64 << 20;

/// Looks at every file below a project that was written since a build began.
///
/// # Errors
/// When a file that was just written cannot be read.
pub(crate) fn since(
    began: SystemTime,
    project: &Path,
    client: &Output,
    injection: &Injection,
) -> io::Result<Vec<Finding>> {
    let began = began.checked_sub(BEHIND).unwrap_or(began);
    let (mut findings, mut is_of_this_build) = (Vec::new(), false);
    for entry in files(project).filter(|entry| is_newer(entry, began)) {
        if client.covers(entry.path()) {
            is_of_this_build = true;
        } else {
            let bytes = match fs::read(entry.path()) {
                // what builds leave running takes its own files away
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                bytes => bytes?,
            };
            let name = entry.path().strip_prefix(project).unwrap_or(entry.path());
            findings.extend(baked(&bytes, &name.to_string_lossy().replace('\\', "/"), injection));
        }
    }
    if !is_of_this_build {
        findings.push(of_another_build());
    }
    Ok(findings)
}

fn files(project: &Path) -> impl Iterator<Item = DirEntry> {
    let passed_over = |entry: &DirEntry| {
        let name = entry.file_name().to_str().unwrap_or_default();
        entry.depth() > 0 && entry.file_type().is_dir() && PASSED_OVER.contains(&name)
    };
    let walk = WalkDir::new(project).sort_by_file_name().into_iter();
    let entries = walk.filter_entry(move |entry| !passed_over(entry)).filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file())
}

fn is_newer(entry: &DirEntry, began: SystemTime) -> bool {
    entry.metadata().is_ok_and(|about| {
        about.len() <= LARGEST && about.modified().is_ok_and(|modified| modified >= began)
    })
}

/// The stand-ins in a file that browsers do not get.
fn baked(bytes: &[u8], name: &str, injection: &Injection) -> Vec<Finding> {
    let holds = |text: &String| memchr::memmem::find(bytes, text.as_bytes()).is_some();
    let met = injection
        .canaries()
        .filter(|(_, canary)| canary.marks.iter().chain(std::iter::once(&canary.value)).any(holds));
    met.map(|(variable, _)| stand_in_baked(variable, name)).collect()
}

fn stand_in_baked(variable: &str, file: &str) -> Finding {
    let message = format!(
        "the stand-in for `{variable}` is in a file of this build that browsers do not get"
    );
    Finding::new(Code::StandInBaked, message).variable(variable).at(Location::file(file)).help(format!(
        "a server that is deployed with it has no value: read `{variable}` when the server runs; or, if \
         the build needs it, say `{variable} = {{ phase = \"build\" }}` in [server] of envwall.toml"
    ))
}

fn of_another_build() -> Finding {
    let message = "this build wrote no file of the client output";
    Finding::new(Code::OutputOld, message).help(
        "what was looked at is of an earlier build; if this one writes elsewhere, say so in [client] \
         include",
    )
}
