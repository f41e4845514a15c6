//! Checks the files that a build wrote: client output must be new, and other files must contain
//! neither placeholders nor, in folders of pages, values.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, SystemTime};

use envwall_core::diagnostic::{Code, Declaration, DeclarationKind, Finding, Location};
use envwall_core::guessability::is_searchable;
use envwall_core::{ChildEnv, ChildValue, Project};
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
    project: &Project,
    client: &[Output],
    injection: &ChildEnv,
) -> io::Result<Vec<Finding>> {
    let start = start.checked_sub(MAX_CLOCK_LAG).unwrap_or(start);
    let (mut found, mut has_client_output) = (Found::new(), false);
    for entry in files(&project.directory).filter(|entry| is_newer(entry, start)) {
        if client.iter().any(|output| output.covers(entry.path())) {
            has_client_output = true;
        } else {
            check_other_file(entry.path(), project, injection, &mut found)?;
        }
    }
    let mut findings: Vec<_> =
        found.into_iter().map(|((what, name), files)| finding(what, name, files)).collect();
    if !has_client_output {
        findings.push(no_client_output());
    }
    Ok(findings)
}

/// What a file outside of the client output may have of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    /// The placeholder, in a file of a server.
    Placeholder,
    /// The placeholder, in a folder that looks like a site.
    PlaceholderInPage,
    /// The value that the build needed, in such a folder.
    ValueInPage,
    /// A read at run time, in place of the value that the framework writes without placeholders.
    Read,
}

/// For each variable the files.
type Found<'a> = BTreeMap<(What, &'a str), Vec<String>>;

/// Searches a file that is not known to be client output.
fn check_other_file<'a>(
    path: &Path,
    project: &Project,
    injection: &'a ChildEnv,
    found: &mut Found<'a>,
) -> io::Result<()> {
    let file = match File::open(path) {
        // background processes of a build may remove their files
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        file => file.map_err(|error| unreadable(&error))?,
    };
    let name = path.strip_prefix(&project.directory).unwrap_or(path);
    let is_page = is_page(&project.directory, name);
    let name = name.to_string_lossy().replace('\\', "/");
    let reads = !is_page && project.framework.is_some_and(|it| it.id == "astro");
    let searches = Search::all(injection, is_page, reads);
    for key in searched(file, searches).map_err(|error| unreadable(&error))? {
        found.entry(key).or_default().push(name.clone());
    }
    Ok(())
}

/// Whether browsers may get a file: it is a page, or in a folder with one. Folders of tools, such as
/// `.svelte-kit`, are deployed by their adapters.
fn is_page(project: &Path, name: &Path) -> bool {
    let is_hidden = name.iter().any(|part| part.to_string_lossy().starts_with('.'));
    let folders = name.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
    !is_hidden && {
        name.extension().is_some_and(|extension| extension == "html")
            || folders.into_iter().any(|folder| project.join(folder).join("index.html").exists())
    }
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

/// The search for something of a variable in one file.
struct Search<'a> {
    key: (What, &'a str),
    texts: Vec<Cow<'a, str>>,
    found: bool,
}

impl<'a> Search<'a> {
    fn new(what: What, name: &'a str, texts: Vec<Cow<'a, str>>) -> Self {
        Self { key: (what, name), texts, found: false }
    }

    fn all(injection: &'a ChildEnv, is_page: bool, reads: bool) -> Vec<Self> {
        let what = if is_page { What::PlaceholderInPage } else { What::Placeholder };
        let mut searches = Vec::new();
        for (name, placeholder) in injection.placeholders() {
            let texts = placeholder.marks.iter().chain([&placeholder.value]);
            let texts = texts.map(|text| Cow::from(text.as_str()));
            searches.push(Search::new(what, name, texts.collect()));
            if reads {
                searches.push(Search::new(
                    What::Read,
                    name,
                    vec![format!("process.env.{name}").into()],
                ));
            }
        }
        let of_build = injection.given.iter().filter_map(|given| match &given.value {
            ChildValue::Build(value) if is_page => Some((given.name.as_str(), value.expose())),
            _ => None,
        });
        let of_build = of_build.filter(|(_, value)| is_searchable(value));
        searches.extend(
            of_build.map(|(name, value)| Search::new(What::ValueInPage, name, vec![value.into()])),
        );
        searches
    }

    fn scan(&mut self, block: &[u8]) {
        let is_in = |text: &Cow<'_, str>| memchr::memmem::find(block, text.as_bytes()).is_some();
        self.found = self.found || self.texts.iter().any(is_in);
    }
}

/// Returns what was found in a file.
fn searched(mut file: impl Read, mut searches: Vec<Search<'_>>) -> io::Result<Vec<(What, &str)>> {
    let max_length = searches.iter().flat_map(|it| &it.texts).map(|text| text.len()).max();
    // a text cut at the end of a block is complete in the next
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
    Ok(searches.into_iter().filter(|it| it.found).map(|it| it.key).collect())
}

/// One finding for a variable, however many files there are: one line settles it.
fn finding(what: What, variable: &str, mut files: Vec<String>) -> Finding {
    files.sort();
    let folder = files.first().and_then(|file| file.rsplit_once('/')).map_or("", |(it, _)| it);
    let (code, message, help) = match what {
        What::Placeholder => (
            Code::PlaceholderBaked,
            format!("the placeholder for `{variable}` is in a file outside the client output"),
            format!(
                "a server that runs with this file would use the placeholder: add `{variable} = {{ \
                 phase = \"build\" }}` to [server] of envwall.toml if the build is to write the value \
                 there, or read `{variable}` at run time; if browsers can fetch the file, add its \
                 folder to [client] include"
            ),
        ),
        What::PlaceholderInPage | What::ValueInPage => (
            Code::PlaceholderBaked,
            format!(
                "the {} `{variable}` is in a folder of pages that is not scanned",
                if what == What::ValueInPage { "value of" } else { "placeholder for" }
            ),
            format!(
                "if browsers can fetch the file, add \"{folder}/**\" to [client] include of \
                 envwall.toml, and move what reads `{variable}` to the server; if nobody publishes \
                 it, add the folder to [client] not-deployed"
            ),
        ),
        What::Read => (
            Code::ReadAtRunTime,
            format!("the server output reads `{variable}` from its environment"),
            format!(
                "set `{variable}` where the server runs: without `envwall build`, the build would \
                 have written the value of the `.env` file there"
            ),
        ),
    };
    let finding = Finding::new(code, message).variable(variable).help(help);
    let finding = finding.more_places(files.len().saturating_sub(1));
    let finding = match files.into_iter().next() {
        Some(first) => finding.at(Location::file(first)),
        None => finding,
    };
    match what {
        What::Placeholder => {
            finding.settled_by([Declaration::new(variable, DeclarationKind::Build)])
        }
        _ => finding,
    }
}

fn no_client_output() -> Finding {
    let message = "this build wrote no client output";
    Finding::new(Code::OutputOld, message).help(
        "the scanned files are from an earlier build; if this build writes elsewhere, set that folder \
         in [client] include",
    )
}
