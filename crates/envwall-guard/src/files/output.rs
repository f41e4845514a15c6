//! Which files the client can fetch: the walk over the output folders.

use std::collections::{HashMap, HashSet};
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::time::SystemTime;

use envwall_core::diagnostic::{Code, Finding, Location, Severity};
use envwall_core::manifest::path_glob;
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::{Deserialize, Serialize};
use walkdir::{DirEntry, WalkDir};

use super::folders::{Basis, Pattern, Required, Role};
use super::stale::{self, Written};
use super::unreadable::unreadable;

/// What to look at: patterns below a project's folder, or paths given by hand.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    #[serde(skip)]
    root: PathBuf,
    include: Vec<String>,
    exclude: Vec<String>,
    paths: Vec<PathBuf>,
    #[serde(default)]
    required: bool,
    /// Patterns of server files of which only the public part of the runtime configuration is
    /// client output.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    parts: Vec<String>,
    /// What is known of the patterns in `include`.
    #[serde(skip)]
    reasons: Vec<Pattern>,
    /// Folders that have to exist.
    #[serde(skip)]
    expected: Vec<Required>,
    /// What is to be reported of where the output is.
    #[serde(skip)]
    findings: Vec<Finding>,
}

/// Maximum number of links to one folder that are followed: two of them can be in and out of the
/// patterns.
const MAX_LINKS: usize = 8;

/// A file to take apart.
#[derive(Debug, Clone)]
pub(crate) struct OutputFile {
    pub(crate) path: PathBuf,
    /// Relative to the project, with forward slashes.
    pub(crate) name: String,
    /// If only a part of it is client output, which.
    pub(crate) part: Option<Part>,
}

/// A part of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The object `public` of Nitro's runtime configuration.
    PublicRuntimeConfig,
}

/// The files, and what was met on the way to them.
#[derive(Debug, Default)]
pub(crate) struct OutputFiles {
    pub(crate) files: Vec<OutputFile>,
    pub(crate) findings: Vec<Finding>,
    /// What was looked at, and why.
    pub(crate) basis: Vec<Basis>,
    /// Whether there is output of a build.
    is_built: bool,
    /// Whether there is what looks like output and nothing names.
    has_strays: bool,
}

/// Whether a project has been built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Build {
    /// There is something to scan.
    Done,
    /// There is no output at all; the reason.
    Missing(String),
    /// There may be output, and a scan says what is wrong.
    Unclear,
}

impl Output {
    /// Nothing yet, below a project's folder.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), ..Self::default() }
    }

    /// The same below another folder.
    #[must_use]
    pub fn below(self, root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), ..self }
    }

    /// The folder that patterns and paths are relative to.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Adds patterns of files that browsers can fetch.
    #[must_use]
    pub fn include<S: Into<String>>(mut self, globs: impl IntoIterator<Item = S>) -> Self {
        self.include.extend(globs.into_iter().map(Into::into));
        self
    }

    /// Says that each pattern was written for this project, so that one that matches nothing is
    /// a mistake.
    #[must_use]
    pub fn each_required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Adds patterns of files that they cannot fetch.
    #[must_use]
    pub fn exclude<S: Into<String>>(mut self, globs: impl IntoIterator<Item = S>) -> Self {
        self.exclude.extend(globs.into_iter().map(Into::into));
        self
    }

    /// Adds a file or folder to be looked at whole, whatever the patterns say. Relative paths
    /// are relative to the project's folder.
    #[must_use]
    pub fn path(mut self, path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        // a path has one name, however it is spelt: exclusions and fingerprints go by it
        let path = within(&self.root, &path).unwrap_or(path);
        self.paths.push(path);
        self
    }

    /// Adds patterns with the reasons for which they are looked at.
    pub(crate) fn patterns(mut self, patterns: Vec<Pattern>) -> Self {
        self.include.extend(patterns.iter().map(|pattern| pattern.glob.clone()));
        self.reasons.extend(patterns);
        self
    }

    /// Adds folders that have to exist.
    pub(crate) fn expected(mut self, expected: Vec<Required>) -> Self {
        self.expected.extend(expected);
        self
    }

    /// Adds server files of which a part is client output.
    pub(crate) fn parts(mut self, parts: Vec<String>) -> Self {
        self.parts.extend(parts);
        self
    }

    /// Adds what is to be reported of where the output is.
    pub(crate) fn reporting(mut self, findings: impl IntoIterator<Item = Finding>) -> Self {
        self.findings.extend(findings);
        self
    }

    /// Whether a file at this path is looked at, or would be if there were one.
    pub fn covers(&self, path: &Path) -> bool {
        let Ok(root) = self.root.canonicalize() else { return false };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).canonicalize();
        let Some((folder, name)) = folder.ok().zip(path.file_name()) else { return false };
        let file = folder.join(name);
        let given = |path: &PathBuf| {
            self.root.join(path).canonicalize().is_ok_and(|given| file.starts_with(given))
        };
        let Ok(name) = file.strip_prefix(&root) else { return self.paths.iter().any(given) };
        let matches = |patterns| globs(patterns).is_ok_and(|globs| globs.is_match(name));
        !matches(&self.exclude) && (matches(&self.include) || self.paths.iter().any(given))
    }

    /// Whether a build has written something to scan.
    pub fn build(&self) -> Build {
        let Ok(found) = self.walk() else { return Build::Unclear };
        if found.is_built && !found.files.iter().all(keeps_a_folder) {
            return Build::Done;
        }
        let is_missing = |it: &Finding| matches!(it.code, Code::NoOutput | Code::NothingMatched);
        let is_error = |it: &Finding| it.severity == Severity::Error && !is_missing(it);
        if found.has_strays || found.findings.iter().any(is_error) {
            return Build::Unclear;
        }
        let missing = found.findings.into_iter().find(is_missing);
        missing.map_or(Build::Unclear, |finding| Build::Missing(finding.message.into_owned()))
    }

    /// What is scanned, for people.
    fn describe(&self) -> String {
        let paths = self.paths.iter().map(|path| path.display().to_string());
        paths.chain(self.built().map(|glob| format!("`{glob}`"))).collect::<Vec<_>>().join(", ")
    }

    /// The patterns that only a build's files match.
    fn built(&self) -> impl Iterator<Item = &String> {
        self.include.iter().filter(|glob| self.role(glob).is_built())
    }

    fn pattern(&self, glob: &str) -> Option<&Pattern> {
        self.reasons.iter().find(|pattern| pattern.glob == glob)
    }

    fn role(&self, glob: &str) -> Role {
        self.pattern(glob).map_or(Role::App, |pattern| pattern.role)
    }

    /// Finds the files, in a stable order.
    pub(crate) fn walk(&self) -> Result<OutputFiles, globset::Error> {
        let mut walk = Walk {
            root: &self.root,
            canonical_root: self.root.canonicalize().unwrap_or_else(|_| self.root.clone()),
            include: globs(&self.include)?,
            exclude: globs(&self.exclude)?,
            entered: HashMap::new(),
            matched: vec![Matched::default(); self.include.len()],
            times: self.reasons.len() > 1,
            seen: HashSet::new(),
            found: OutputFiles::default(),
        };
        let mut missing = Vec::new();
        let given = self.paths.iter().map(|path| (path.clone(), true));
        let bases = bases(&self.include).into_iter().map(|base| (base, false));
        for (path, whole) in given.chain(bases) {
            if self.root.join(&path).symlink_metadata().is_err() {
                missing.push((path, whole));
            } else {
                walk.below(&path, whole);
            }
        }
        let given = walk.found.files.len();
        let (mut found, matched) = (walk.found, walk.matched);
        found.has_strays = self
            .include
            .iter()
            .zip(&matched)
            .any(|(glob, it)| it.files > 0 && self.role(glob) == Role::Stray);
        self.report_missing(&missing, &matched, given, &mut found);
        if !found.files.is_empty() && found.files.iter().all(keeps_a_folder) {
            let message = "there is no client output: its folders are kept empty".to_owned();
            found.findings.push(no_output(message, "build first"));
        }
        if self.required && !found.files.is_empty() {
            let unmatched = self.include.iter().zip(&matched).filter(|(_, it)| it.files == 0);
            found.findings.extend(unmatched.map(|(pattern, _)| matches_nothing(pattern)));
        }
        found.findings.extend(self.findings.iter().cloned());
        found.findings.extend(self.stale(&matched));
        found.basis = self.basis(&matched, given);
        found.files.extend(self.files_with_parts()?);
        found.files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(found)
    }

    /// What was looked at.
    fn basis(&self, matched: &[Matched], files: usize) -> Vec<Basis> {
        let of_path = |path: &PathBuf| Basis {
            pattern: path.display().to_string(),
            reason: "named on the command line".to_owned(),
            files,
        };
        let of_glob = |(glob, matched): (&String, &Matched)| Basis {
            pattern: glob.clone(),
            reason: self
                .pattern(glob)
                .map_or_else(|| "[client] include".to_owned(), |pattern| pattern.reason.clone()),
            files: matched.files,
        };
        let globs = self.include.iter().zip(matched).filter(|(_, matched)| matched.files > 0);
        self.paths.iter().map(of_path).chain(globs.map(of_glob)).collect()
    }

    /// Folders of the app's output that are older than another one.
    fn stale(&self, matched: &[Matched]) -> Vec<Finding> {
        let of_app = self.include.iter().zip(matched).filter(|(glob, _)| {
            self.pattern(glob).is_some_and(|pattern| pattern.role == Role::App)
        });
        let written = of_app.filter_map(|(glob, matched)| {
            Some(Written { folder: base(glob), newest: matched.newest? })
        });
        stale::findings(written)
    }

    /// Files of the server of which a part is client output.
    fn files_with_parts(&self) -> Result<Vec<OutputFile>, globset::Error> {
        let wanted = globs(&self.parts)?;
        let mut files = Vec::new();
        for folder in bases(&self.parts) {
            let entries = WalkDir::new(self.root.join(&folder)).sort_by_file_name();
            for entry in entries.into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
                let name = name_of(&self.root, entry.path());
                if wanted.is_match(&name) {
                    let part = Some(Part::PublicRuntimeConfig);
                    files.push(OutputFile { path: entry.into_path(), name, part });
                }
            }
        }
        Ok(files)
    }

    /// Reports configured folders that do not exist; says whether there are some.
    fn report_expected(&self, is_built: bool, found: &mut OutputFiles) -> bool {
        let exists = |folder: &String| self.root.join(folder).exists();
        let missing = self.expected.iter().filter(|it| !it.folders.iter().any(exists));
        let findings: Vec<_> = missing
            .map(|it| it.missing(if is_built { it.severity } else { Severity::Error }))
            .collect();
        let is_any = !findings.is_empty();
        found.findings.extend(findings);
        is_any
    }

    fn report_missing(
        &self,
        missing: &[(PathBuf, bool)],
        matched: &[Matched],
        files: usize,
        found: &mut OutputFiles,
    ) {
        for (path, _) in missing.iter().filter(|(_, given)| *given) {
            let message = format!("`{}` does not exist", path.display());
            found.findings.push(no_output(message, "build first, or pass a path that exists"));
        }
        // a framework has more output folders than a project uses: one of them is enough
        let mut matched = self.include.iter().zip(matched);
        let is_built = matched.any(|(glob, it)| it.files > 0 && self.role(glob).is_built())
            || !self.paths.is_empty() && files > 0;
        found.is_built = is_built;
        if self.report_expected(is_built, found) || is_built || !found.findings.is_empty() {
            return;
        }
        if !missing.is_empty() && self.nothing_exists() {
            let verb = if self.built().count() == 1 { "does not" } else { "do not" };
            let message = format!("there is no client output: {} {verb} exist", self.describe());
            let help = "build first; if the output is in another folder, set [client] include, or pass \
                        the path: envwall guard PATH";
            found.findings.push(no_output(message, help));
        } else {
            let message = format!("no file matches {}", self.describe());
            let finding = Finding::new(Code::NothingMatched, message).help(
                "nothing to scan: fix [client] include and exclude, or pass the path: envwall guard \
                 PATH",
            );
            found.findings.push(finding);
        }
    }

    fn nothing_exists(&self) -> bool {
        self.paths.is_empty() && self.built().all(|glob| !self.root.join(base(glob)).exists())
    }
}

/// Whether a file is there so that Git has its folder.
fn keeps_a_folder(file: &OutputFile) -> bool {
    let name = file.name.rsplit('/').next().unwrap_or(&file.name);
    [".gitkeep", ".keep", ".gitignore"].contains(&name)
}

fn matches_nothing(pattern: &str) -> Finding {
    let message = format!("no file matches `{pattern}` in [client] include");
    Finding::new(Code::NothingMatched, message)
        .help("fix the pattern (`folder/**` matches everything in a folder), or remove it")
}

fn no_output(message: String, help: &'static str) -> Finding {
    Finding::new(Code::NoOutput, message).help(help)
}

/// A path relative to `root`, where it lies below it.
fn within(root: &Path, path: &Path) -> Option<PathBuf> {
    let plain =
        path.is_relative() && path.components().all(|part| matches!(part, Component::Normal(_)));
    if plain {
        return None;
    }
    let root = root.canonicalize().ok()?;
    let name = path.file_name()?;
    let folder = root.join(path.parent()?).canonicalize().ok()?;
    folder.join(name).strip_prefix(&root).map(Path::to_owned).ok()
}

fn globs(patterns: &[String]) -> Result<GlobSet, globset::Error> {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        // compiled by the manifest's rules, so that both mean the same
        path_glob(pattern)?;
        let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
        set.add(GlobBuilder::new(pattern).literal_separator(true).empty_alternates(true).build()?);
    }
    set.build()
}

/// The folders where the patterns begin, none inside another.
fn bases(patterns: &[String]) -> Vec<PathBuf> {
    let mut bases: Vec<PathBuf> = patterns.iter().map(|pattern| base(pattern)).collect();
    bases.sort();
    bases.dedup();
    let all = bases.clone();
    bases.retain(|base| !all.iter().any(|other| other != base && base.starts_with(other)));
    bases
}

/// `dist/*/browser/**` begins at `dist`.
fn base(pattern: &str) -> PathBuf {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let special = |part: &&str| part.contains(['*', '?', '[', '{', '\\']);
    pattern.split('/').take_while(|part| !special(part)).collect()
}

struct Walk<'a> {
    root: &'a Path,
    canonical_root: PathBuf,
    include: GlobSet,
    exclude: GlobSet,
    /// How often each folder was entered through a link, so that no web of links is walked for
    /// ever.
    entered: HashMap<PathBuf, usize>,
    /// What each of the include patterns has matched.
    matched: Vec<Matched>,
    /// Whether it matters when files were written.
    times: bool,
    seen: HashSet<PathBuf>,
    found: OutputFiles,
}

/// What a pattern has matched.
#[derive(Debug, Clone, Copy, Default)]
struct Matched {
    files: usize,
    /// When the newest of the files was written.
    newest: Option<SystemTime>,
}

impl Walk<'_> {
    /// Everything below a path; `whole` takes all files, else those that the patterns name.
    fn below(&mut self, path: &Path, whole: bool) {
        let start = self.root.join(path);
        let tree = if whole {
            start.canonicalize().unwrap_or_default()
        } else {
            self.canonical_root.clone()
        };
        let mut entries = WalkDir::new(&start).follow_links(true).sort_by_file_name().into_iter();
        while let Some(entry) = entries.next() {
            match entry {
                Ok(entry) => {
                    if !self.enter(&entry, &tree, whole) {
                        if entry.file_type().is_dir() {
                            entries.skip_current_dir();
                        }
                        continue;
                    }
                    self.take(&entry, whole);
                }
                Err(error) => self.failed(&error),
            }
        }
    }

    /// Whether an entry is to be looked at. Says what is wrong with links that are not.
    fn enter(&mut self, entry: &DirEntry, tree: &Path, whole: bool) -> bool {
        let name = self.name(entry.path());
        if self.exclude.is_match(&name) {
            return false;
        }
        if !entry.path_is_symlink() || (entry.depth() == 0 && whole) {
            return true;
        }
        let Ok(target) = entry.path().canonicalize() else { return true };
        if !target.starts_with(tree) {
            if entry.file_type().is_dir() || whole || self.include.is_match(&name) {
                self.found.findings.push(outside(&name));
            }
            return false;
        }
        if !entry.file_type().is_dir() {
            return true;
        }
        let times = self.entered.entry(target).or_default();
        *times += 1;
        let enter = *times <= MAX_LINKS;
        if !enter {
            self.found.findings.push(too_many_links(&name));
        }
        enter
    }

    fn take(&mut self, entry: &DirEntry, whole: bool) {
        let name = self.name(entry.path());
        let patterns = self.include.matches(&name);
        let wanted = whole || !patterns.is_empty();
        // a pattern that names a folder alone names no file
        if entry.file_type().is_dir() || !wanted || !self.seen.insert(entry.path().to_owned()) {
            return;
        }
        let written =
            entry.metadata().ok().filter(|_| self.times).and_then(|it| it.modified().ok());
        for pattern in patterns {
            if let Some(matched) = self.matched.get_mut(pattern) {
                matched.files += 1;
                matched.newest = matched.newest.max(written);
            }
        }
        if entry.file_type().is_file() {
            self.found.files.push(OutputFile { path: entry.path().to_owned(), name, part: None });
        } else {
            let finding = Finding::new(Code::NotLookedAt, "not a regular file")
                .at(Location::file(name))
                .help("pipes, sockets and devices cannot be deployed: remove it");
            self.found.findings.push(finding);
        }
    }

    fn failed(&mut self, error: &walkdir::Error) {
        let name = error.path().map_or_else(String::new, |path| self.name(path));
        if self.exclude.is_match(&name) {
            return;
        }
        let finding = match error.io_error() {
            None => link_loop(name),
            Some(io) if error.path().is_some_and(Path::is_symlink) => broken_link(name, io.kind()),
            Some(io) => unreadable(&name, io),
        };
        self.found.findings.push(finding);
    }

    fn name(&self, path: &Path) -> String {
        name_of(self.root, path)
    }
}

/// A path relative to the project, with forward slashes.
fn name_of(root: &Path, path: &Path) -> String {
    let relative = path.strip_prefix(root).unwrap_or(path);
    let parts = relative.components().map(|part| part.as_os_str().to_string_lossy());
    match parts.collect::<Vec<_>>().join("/") {
        name if name.is_empty() => ".".to_owned(),
        name => name.strip_prefix("//").map_or(name.clone(), |rest| format!("/{rest}")),
    }
}

fn link_loop(name: String) -> Finding {
    Finding::new(Code::LinkNotFollowed, "symbolic link loop")
        .at(Location::file(name))
        .help("remove the link, or exclude it in [client]")
}

fn broken_link(name: String, kind: ErrorKind) -> Finding {
    match kind {
        ErrorKind::NotFound => Finding::new(Code::LinkNotFollowed, "broken symbolic link")
            .at(Location::file(name))
            .help("remove the link, or exclude it in [client]"),
        ErrorKind::PermissionDenied => unreadable(&name, &kind.into()),
        // the kind for a link to itself has no stable name yet
        _ => link_loop(name),
    }
}

fn too_many_links(name: &str) -> Finding {
    let message = format!("more than {MAX_LINKS} symbolic links point to this folder");
    Finding::new(Code::LinkNotFollowed, message)
        .at(Location::file(name))
        .help("remove some of the links, or exclude them in [client]")
}

fn outside(name: &str) -> Finding {
    Finding::new(Code::LinkNotFollowed, "this symbolic link points outside the project folder")
        .at(Location::file(name))
        .help(
            "its target was not scanned: copy it into the project, or exclude the link in [client] if \
             it is not deployed",
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_begin_at_their_plain_part() {
        let patterns = [
            "dist/**",
            "./dist/*/browser/**",
            ".next/static/**",
            ".next/server/app/**/*.{html,rsc}",
        ];
        let bases = bases(&patterns.map(str::to_owned));
        assert_eq!(bases, [".next/server/app", ".next/static", "dist"].map(PathBuf::from));
        assert_eq!(base("**/*.js"), PathBuf::new());
    }
}
