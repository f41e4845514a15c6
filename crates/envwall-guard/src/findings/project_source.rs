//! The place in the project's own sources: a map that leads nowhere, or to a bracket, is corrected by
//! the files on disk, and what has no map (a prop in a page, an imported JSON file) is looked for.
//!
//! A wrong place is worse than none: what is in more than one line is not guessed.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};

use envwall_core::diagnostic::{Code, Finding, Location};
use envwall_core::framework::FRAMEWORKS;
use envwall_core::regular_file;
use envwall_core::source::{Position, SourceFile};
use envwall_core::{reads_of, source_files};

use super::source_map::{is_of_word, read_of};
use crate::files::output::OutputFile;
use crate::scan::search::Search;
use crate::text::path::{folder, is_third_party};

/// Files besides programs that values are written in.
const DATA: &[&str] = &["html", "json", "json5", "toml", "yaml", "yml"];

/// Lock files and manifests of packages name no variables.
const NO_SOURCES: &[&str] = &["package-lock.json", "package.json", "tsconfig.json"];

/// Folders that builds copy as they are.
const STATIC: &[&str] = &["public", "static", "assets", "src/static", "src/public"];

/// The sources of a project, read when the first of them is needed.
pub(crate) struct ProjectSources<'a> {
    root: &'a Path,
    search: &'a Search,
    artifacts: HashSet<&'a Path>,
    names: BTreeSet<String>,
    places: OnceCell<Places>,
}

/// For each variable the lines with its value, and those that read it.
#[derive(Default)]
struct Places {
    values: BTreeMap<String, Vec<Location>>,
    reads: BTreeMap<String, Vec<Location>>,
}

impl<'a> ProjectSources<'a> {
    pub(crate) fn new(
        root: &'a Path,
        search: &'a Search,
        artifacts: &'a [OutputFile],
        findings: &[Finding],
    ) -> Self {
        let artifacts = artifacts.iter().map(|artifact| artifact.path.as_path()).collect();
        let names = findings.iter().filter_map(|finding| finding.variable.clone()).collect();
        Self { root, search, artifacts, names, places: OnceCell::new() }
    }

    /// Corrects the place in the source, or finds one.
    pub(crate) fn settle(&self, finding: &mut Finding) {
        if ![Code::ValueInOutput, Code::PublicLikelySecret].contains(&finding.code) {
            return;
        }
        let Some(name) = finding.variable.clone() else { return };
        self.relocate(finding);
        if let Some(copied) = self.copied(finding, &name) {
            finding.original = Some(copied);
            finding.importers.clear();
            return;
        }
        let known = finding.original.as_ref();
        if known.is_some_and(|original| self.is_right(original, &name)) {
            return;
        }
        let better = known.and_then(|original| self.in_file(&original.file, &name));
        if let Some(better) = better.or_else(|| self.anywhere(&name)) {
            if finding.original.as_ref().is_none_or(|original| original.file != better.file) {
                finding.importers.clear();
            }
            finding.original = Some(better);
        } else if finding.original.as_ref().is_some_and(|original| !self.is_likely(original)) {
            finding.original = None;
            finding.importers.clear();
        }
        if finding.original.is_none() {
            finding.notes.extend(self.candidates(&name).map(Into::into));
        }
    }

    /// The place in a file that the build copied as it is: `public/data/a.json` of `dist/data/a.json`.
    fn copied(&self, finding: &Finding, name: &str) -> Option<Location> {
        let artifact = &finding.location.as_ref()?.file;
        let below = artifact.match_indices('/').map(|(at, _)| &artifact[at + 1..]);
        let files =
            below.flat_map(|rest| STATIC.iter().map(move |folder| format!("{folder}/{rest}")));
        let file = files.into_iter().find(|file| self.root.join(file).is_file())?;
        if self.artifacts.contains(self.root.join(&file).as_path()) {
            return None;
        }
        let file = SourceFile::new(file.clone(), self.read(&file)?);
        let values = self.values_in(file.text());
        let (_, offset) = values.into_iter().find(|(found, _)| found == name)?;
        Some(location(&file, offset))
    }

    /// Some tools write sources relative to the project, whatever the folder of the map.
    fn relocate(&self, finding: &mut Finding) {
        let Some(artifact) = finding.location.as_ref().map(|at| at.file.clone()) else { return };
        let of_map = format!("{}/", folder(&artifact));
        let moved = |file: &str| {
            let rest = file.strip_prefix(&of_map).filter(|_| !self.root.join(file).exists())?;
            self.root.join(rest).is_file().then(|| rest.to_owned())
        };
        let original = finding.original.iter_mut().map(|original| &mut original.file);
        for file in original.chain(&mut finding.importers) {
            if let Some(rest) = moved(file) {
                *file = rest;
            }
        }
    }

    /// Whether the line has the name or the value; what is not on disk cannot be asked.
    fn is_right(&self, original: &Location, name: &str) -> bool {
        if is_virtual(&original.file) {
            return false;
        }
        let Some(text) = self.read(&original.file) else { return true };
        let line = original.position.and_then(|at| text.lines().nth(at.line as usize - 1));
        line.is_some_and(|line| read_of(line, name).is_some() || self.holds(line, name))
    }

    /// Whether a place that has neither name nor value may be right: a word is there.
    fn is_likely(&self, original: &Location) -> bool {
        if is_virtual(&original.file) {
            return false;
        }
        let Some(text) = self.read(&original.file) else { return true };
        original.position.is_some_and(|at| {
            let line = text.lines().nth(at.line as usize - 1).unwrap_or_default();
            let rest: String = line.chars().skip(at.column as usize - 1).collect();
            rest.starts_with(is_of_word)
        })
    }

    /// The one line of a file that reads a variable.
    fn in_file(&self, file: &str, name: &str) -> Option<Location> {
        let text = self.read(file).filter(|_| !is_third_party(file))?;
        only(&lines_of(&SourceFile::new(file, text), |text| reads_of(text, name).collect()))
    }

    /// The one line of all sources that has the value, else the one that reads the variable, in the
    /// configuration of a build before any other: what that reads is what it gives to the client.
    fn anywhere(&self, name: &str) -> Option<Location> {
        let places = self.places.get_or_init(|| self.all());
        let of = |places: &BTreeMap<String, Vec<Location>>| only(places.get(name)?);
        let in_configuration = || {
            let reads = places.reads.get(name)?.iter();
            let reads: Vec<_> = reads.filter(|it| is_configuration(&it.file)).cloned().collect();
            only(&reads)
        };
        of(&places.values).or_else(|| of(&places.reads)).or_else(in_configuration)
    }

    /// Where the sources read a variable, if that is in few places.
    fn candidates(&self, name: &str) -> Option<String> {
        const MAX_CANDIDATES: usize = 4;
        let reads = self.places.get_or_init(|| self.all()).reads.get(name)?;
        let place =
            |it: &Location| it.position.map(|at| format!("{}:{}:{}", it.file, at.line, at.column));
        let places: Vec<_> = reads.iter().filter_map(place).collect();
        let is_few = (2..=MAX_CANDIDATES).contains(&places.len());
        is_few.then(|| format!("the sources read `{name}` in {}", places.join(", ")))
    }

    fn all(&self) -> Places {
        let mut places = Places::default();
        for path in source_files(self.root, DATA) {
            let is_source = !self.artifacts.contains(path.as_path()) && !is_left_out(&path);
            let Some(text) = regular_file::read_to_string(&path).ok().filter(|_| is_source) else {
                continue;
            };
            let shown = path.strip_prefix(self.root).unwrap_or(&path);
            let file = SourceFile::new(shown.to_string_lossy().replace('\\', "/"), text);
            for (name, offset) in self.values_in(file.text()) {
                places.values.entry(name).or_default().push(location(&file, offset));
            }
            for name in &self.names {
                let reads = lines_of(&file, |text| reads_of(text, name).collect());
                places.reads.entry(name.clone()).or_default().extend(reads);
            }
        }
        places
    }

    /// The variables whose values are in a text as they are, and where.
    fn values_in(&self, text: &str) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        self.search.needles.search(text.as_bytes(), |hit| {
            let name = &self.search.secrets[hit.secret].name;
            if hit.piece.is_some() && self.names.contains(name) {
                found.push((name.clone(), hit.span.start));
            }
        });
        found
    }

    fn holds(&self, line: &str, name: &str) -> bool {
        self.values_in(line).iter().any(|(found, _)| found == name)
    }

    fn read(&self, file: &str) -> Option<String> {
        let path: PathBuf = self.root.join(file);
        regular_file::read_to_string(path).ok()
    }
}

/// A module that a bundler made up.
fn is_virtual(file: &str) -> bool {
    file.contains([':', '\0']) && !file.starts_with("http") || file.contains("%2F")
}

/// Whether a file configures a build: tests and databases have configuration, too, and give nothing to
/// the client.
fn is_configuration(file: &str) -> bool {
    const OTHERS: &[&str] = &[
        "app.config.*",
        "craco.config.*",
        "esbuild.config.*",
        "rolldown.config.*",
        "rollup.config.*",
        "svelte.config.*",
    ];
    let name = file.rsplit('/').next().unwrap_or(file);
    let of_frameworks = FRAMEWORKS.iter().flat_map(|framework| framework.config_files);
    of_frameworks.chain(OTHERS).any(|pattern| match pattern.strip_suffix('*') {
        Some(stem) => name.starts_with(stem),
        None => name == *pattern,
    })
}

fn is_left_out(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    NO_SOURCES.contains(&name)
}

/// The places at offsets of a file, one for each line.
fn lines_of(file: &SourceFile, offsets: impl Fn(&str) -> Vec<usize>) -> Vec<Location> {
    offsets(file.text()).into_iter().map(|offset| location(file, offset)).collect()
}

fn location(file: &SourceFile, offset: usize) -> Location {
    let position: Position = file.position(offset);
    Location { position: Some(position), ..Location::file(file.name()) }
}

/// The first place, if all of them are in one line of one file.
fn only(places: &[Location]) -> Option<Location> {
    let (first, others) = places.split_first()?;
    let line = |place: &Location| (place.file.clone(), place.position.map(|at| at.line));
    others.iter().all(|other| line(other) == line(first)).then(|| first.clone())
}
