//! Checks the files that a build wrote: client output must be new, and other files must not contain
//! placeholders.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, SystemTime};

use envwall_core::ChildEnv;
use envwall_core::diagnostic::{Code, Declaration, DeclarationKind, Finding, Location};
use envwall_guard::output::Output;
use walkdir::{DirEntry, WalkDir};

/// Maximum lag of file system clocks.
const MAX_CLOCK_LAG: Duration = Duration::from_millis(50);

/// Folders that never contain deployed files.
const SKIPPED_FOLDERS: &[&str] = &["node_modules", ".git", ".cache"];

/// Number of bytes read at a time.
const BLOCK_BYTES: usize = 1 << 20;

/// Checks every file of a project that was written since the build started.
///
/// # Errors
/// When such a file cannot be read.
pub(crate) fn check(
    start: SystemTime,
    project: &Path,
    client: &Output,
    injection: &ChildEnv,
) -> io::Result<Vec<Finding>> {
    let start = start.checked_sub(MAX_CLOCK_LAG).unwrap_or(start);
    let (mut baked, mut has_client_output) = (BTreeMap::new(), false);
    for entry in files(project).filter(|entry| is_newer(entry, start)) {
        if client.covers(entry.path()) {
            has_client_output = true;
        } else {
            check_server_file(entry.path(), project, injection, &mut baked)?;
        }
    }
    let mut findings: Vec<_> =
        baked.into_iter().map(|(name, files)| placeholder_in(name, &files)).collect();
    if !has_client_output {
        findings.push(no_client_output());
    }
    Ok(findings)
}

/// For each variable the files with its placeholder.
type Baked<'a> = BTreeMap<&'a str, Vec<String>>;

/// Looks for placeholders in a file that browsers do not get.
fn check_server_file<'a>(
    path: &Path,
    project: &Path,
    injection: &'a ChildEnv,
    baked: &mut Baked<'a>,
) -> io::Result<()> {
    let file = match File::open(path) {
        // background processes of a build may remove their files
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file.map_err(|error| unreadable(&error))?,
    };
    let name = path.strip_prefix(project).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let variables = placeholders_in(file, injection).map_err(|error| unreadable(&error))?;
    for variable in variables {
        baked.entry(variable).or_default().push(name.clone());
    }
    Ok(())
}

/// Leaves out the path, which may contain a value.
fn unreadable(error: &io::Error) -> io::Error {
    io::Error::other(format!("cannot read a file of the build output: {error}"))
}

fn files(project: &Path) -> impl Iterator<Item = DirEntry> {
    let walk = WalkDir::new(project).sort_by_file_name().into_iter();
    let entries = walk.filter_entry(|entry| !is_skipped(entry)).filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file())
}

/// `node_modules`, `.cache`, and the cache of a tool: `.next/cache`.
fn is_skipped(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_str().unwrap_or_default();
    let parent = entry.path().parent().and_then(|parent| parent.file_name()?.to_str());
    let is_tool_cache = name == "cache" && parent.is_some_and(|parent| parent.starts_with('.'));
    entry.depth() > 0
        && entry.file_type().is_dir()
        && (is_tool_cache || SKIPPED_FOLDERS.contains(&name))
}

fn is_newer(entry: &DirEntry, start: SystemTime) -> bool {
    entry
        .metadata()
        .is_ok_and(|metadata| metadata.modified().is_ok_and(|modified| modified >= start))
}

/// The search for a variable's placeholder in one file.
struct Search<'a> {
    variable: &'a str,
    texts: Vec<&'a str>,
    found: bool,
}

impl<'a> Search<'a> {
    fn all(injection: &'a ChildEnv) -> Vec<Self> {
        let searches = injection.placeholders().map(|(variable, placeholder)| {
            let texts =
                placeholder.marks.iter().chain([&placeholder.value]).map(String::as_str).collect();
            Self { variable, texts, found: false }
        });
        searches.collect()
    }

    fn scan(&mut self, block: &[u8]) {
        let is_in = |text: &&str| memchr::memmem::find(block, text.as_bytes()).is_some();
        self.found = self.found || self.texts.iter().any(is_in);
    }
}

/// Returns the variables whose placeholders are in a file.
fn placeholders_in(mut file: impl Read, injection: &ChildEnv) -> io::Result<Vec<&str>> {
    let mut searches = Search::all(injection);
    let max_length = searches.iter().flat_map(|it| &it.texts).map(|text| text.len()).max();
    // a placeholder cut at the end of a block is complete in the next
    let overlap = max_length.unwrap_or_default();
    let (mut block, mut kept) = (vec![0; BLOCK_BYTES + overlap], 0);
    loop {
        let end = match file.read(&mut block[kept..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Ok(0) => break,
            read => kept + read?,
        };
        for search in &mut searches {
            search.scan(&block[..end]);
        }
        kept = end.min(overlap);
        block.copy_within(end - kept..end, 0);
    }
    Ok(searches.into_iter().filter(|it| it.found).map(|it| it.variable).collect())
}

/// One finding for a variable, however many files have its placeholder: one line settles it.
fn placeholder_in(variable: &str, files: &[String]) -> Finding {
    let message =
        format!("the placeholder for `{variable}` is in a file outside the client output");
    let finding = Finding::new(Code::PlaceholderBaked, message).variable(variable);
    let finding = finding.more_places(files.len().saturating_sub(1));
    let first = files.iter().min().map(|file| Location::file(file.as_str()));
    let finding = match first {
        Some(first) => finding.at(first),
        None => finding,
    };
    finding.settled_by([Declaration::new(variable, DeclarationKind::Build)]).help(format!(
        "a server that runs with this file would use the placeholder: add \
         `{variable} = {{ phase = \"build\" }}` to [server] of envwall.toml if the build is to write \
         the value there, or read `{variable}` at run time; if browsers can fetch the file, add its \
         folder to [client] include"
    ))
}

fn no_client_output() -> Finding {
    let message = "this build wrote no client output";
    Finding::new(Code::OutputOld, message).help(
        "the scanned files are from an earlier build; if this build writes elsewhere, set that folder \
         in [client] include",
    )
}
