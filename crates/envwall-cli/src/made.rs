//! What a build has written: whether the client's output is of this build, and whether a stand-in
//! went into what only the server gets.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, SystemTime};

use envwall_core::Injection;
use envwall_core::diagnostic::{Code, Finding, Location};
use envwall_guard::output::Output;
use walkdir::{DirEntry, WalkDir};

/// Clocks of file systems are behind by so much at most.
const BEHIND: Duration = Duration::from_millis(50);

/// Folders in which no build leaves what is deployed.
const PASSED_OVER: &[&str] = &["node_modules", ".git", ".cache"];

/// So much of a file is looked at at a time.
const BLOCK: usize = 1 << 20;

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
            let file = match File::open(entry.path()) {
                // what builds leave running takes its own files away
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                file => file?,
            };
            let name = entry.path().strip_prefix(project).unwrap_or(entry.path());
            let name = name.to_string_lossy().replace('\\', "/");
            let baked = baked(file, injection)?;
            findings.extend(baked.into_iter().map(|variable| stand_in_baked(variable, &name)));
        }
    }
    if !is_of_this_build {
        findings.push(of_another_build());
    }
    Ok(findings)
}

fn files(project: &Path) -> impl Iterator<Item = DirEntry> {
    let walk = WalkDir::new(project).sort_by_file_name().into_iter();
    let entries = walk.filter_entry(|entry| !is_passed_over(entry)).filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file())
}

/// `node_modules`, `.cache`, and the cache of a tool: `.next/cache`.
fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_str().unwrap_or_default();
    let parent = entry.path().parent().and_then(|parent| parent.file_name()?.to_str());
    let of_tool = name == "cache" && parent.is_some_and(|parent| parent.starts_with('.'));
    entry.depth() > 0 && entry.file_type().is_dir() && (of_tool || PASSED_OVER.contains(&name))
}

fn is_newer(entry: &DirEntry, began: SystemTime) -> bool {
    entry.metadata().is_ok_and(|about| about.modified().is_ok_and(|modified| modified >= began))
}

/// A variable's stand-in, looked for in one file.
struct Wanted<'a> {
    variable: &'a str,
    texts: Vec<&'a str>,
    met: bool,
}

impl<'a> Wanted<'a> {
    fn all(injection: &'a Injection) -> Vec<Self> {
        let wanted = injection.canaries().map(|(variable, canary)| {
            let texts = canary.marks.iter().chain([&canary.value]).map(String::as_str).collect();
            Self { variable, texts, met: false }
        });
        wanted.collect()
    }

    fn look_into(&mut self, block: &[u8]) {
        let is_in = |text: &&str| memchr::memmem::find(block, text.as_bytes()).is_some();
        self.met = self.met || self.texts.iter().any(is_in);
    }
}

/// The variables whose stand-ins are in a file, in their order.
fn baked(mut file: impl Read, injection: &Injection) -> io::Result<Vec<&str>> {
    let mut wanted = Wanted::all(injection);
    let longest = wanted.iter().flat_map(|it| &it.texts).map(|text| text.len()).max();
    // what may be cut at the end of a block stands whole in the next
    let overlap = longest.unwrap_or_default();
    let (mut block, mut kept) = (vec![0; BLOCK + overlap], 0);
    loop {
        let end = match file.read(&mut block[kept..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Ok(0) => break,
            read => kept + read?,
        };
        for wanted in &mut wanted {
            wanted.look_into(&block[..end]);
        }
        kept = end.min(overlap);
        block.copy_within(end - kept..end, 0);
    }
    Ok(wanted.into_iter().filter(|it| it.met).map(|it| it.variable).collect())
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
