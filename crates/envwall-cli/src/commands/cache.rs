//! The cache of a scan: whether there is one, and where.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use envwall_core::diagnostic::Severity;
use envwall_core::{ProcessEnv, levels_above};
use envwall_guard::output::Output;
use envwall_guard::{Cache, CacheUse, Guard};

use super::check::KEY_VARIABLE;
use crate::args::CacheArgs;
use crate::output::text::plural;
use crate::settings::Settings;

/// The cache of a project's scan.
pub(super) struct ScanCache {
    cache: Option<Cache>,
    /// Whether the user has a key for it.
    has_own_key: bool,
    /// How it is said if there is none.
    without: Option<Severity>,
    /// Whether somebody named the folder.
    is_named: bool,
    /// Minimum severity to show.
    show: Severity,
}

impl ScanCache {
    /// Without an option there is a cache in CI. A folder on the command line is relative to the
    /// settings' one; any other is found from the project's `directory`.
    pub(super) fn new(settings: &Settings, directory: &Path, args: &CacheArgs) -> Self {
        let CacheArgs { cache, cache_dir, no_cache } = args;
        let named = cache_dir.as_ref().map(|folder| settings.path(folder));
        let is_named = named.is_some();
        let is_requested = *cache || is_named;
        let is_on = !no_cache && (is_requested || is_ci(&settings.process));
        let folder = named.or_else(|| usual_folder(directory, &settings.process));
        let key = settings.process.get(KEY_VARIABLE);
        Self {
            cache: folder.filter(|_| is_on).map(|folder| Cache::new(folder).key(key.cloned())),
            has_own_key: key.is_some(),
            without: is_on.then_some(if is_requested { Severity::Warning } else { Severity::Note }),
            is_named,
            show: settings.show,
        }
    }

    /// The same for a build that is about to begin.
    pub(super) fn before_build(mut self) -> Self {
        self.cache = self.cache.map(Cache::before_placeholders);
        self
    }

    /// What was there before a build, if that is the same folder.
    pub(super) fn before<'c>(&'c self, build: Option<&'c Self>) -> &'c Self {
        build.filter(|build| build.folder() == self.folder()).unwrap_or(self)
    }

    /// The same scan with the cache.
    pub(super) fn of(&self, guard: Guard) -> Guard {
        match &self.cache {
            Some(cache) => guard.cache(cache.clone()),
            None => guard,
        }
    }

    fn folder(&self) -> Option<&Path> {
        self.cache.as_ref().map(Cache::folder)
    }

    /// The folder that was named, if it is inside client output.
    pub(super) fn in_output(&self, output: &Output) -> Option<&Path> {
        let folder = self.folder().filter(|_| self.is_named)?;
        [folder, &folder.join("store")].iter().any(|it| output.covers(it)).then_some(folder)
    }

    /// Says why there is no cache, if there was to be one, and what it was good for, if every note is shown.
    pub(super) fn report(&self, used: &CacheUse) -> io::Result<()> {
        let reason = match (used, self.folder()) {
            (CacheUse::Used { files }, Some(folder)) if self.show == Severity::Note => {
                let files = plural(*files, "unchanged file");
                return writeln!(anstream::stderr(), "cache: {files} in `{}`", folder.display());
            }
            (CacheUse::NoKey, _) if self.has_own_key => {
                format!("{KEY_VARIABLE} is too easy to guess: set it to a long random value")
            }
            (CacheUse::NoKey, _) => format!(
                "no secret is hard enough to guess to be its key: set {KEY_VARIABLE} to a long random \
                 value"
            ),
            (CacheUse::Failed(error), Some(folder)) => {
                format!("cannot write `{}`: {error}", folder.display())
            }
            (CacheUse::Off, None) => "no folder is known: name one with `--cache-dir`".to_owned(),
            _ => return Ok(()),
        };
        if let Some(severity) = self.without.filter(|severity| self.show <= *severity) {
            let severity = if severity == Severity::Warning { "warning" } else { "note" };
            writeln!(anstream::stderr(), "{severity}: the scan was not cached: {reason}")?;
        }
        Ok(())
    }
}

/// docs.github.com, "Variables reference", and docs.gitlab.com, "Predefined CI/CD variables reference": `CI`
/// is always set. Whoever sets it to nothing or to `false` says that this is none.
fn is_ci(process: &ProcessEnv) -> bool {
    let value = process.get("CI").map_or("", |value| value.expose().trim());
    !["", "0", "false", "no"].iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// Where tools of a project have their caches (npmjs.com/package/find-cache-dir), else those of a user.
fn usual_folder(directory: &Path, process: &ProcessEnv) -> Option<PathBuf> {
    let of_project = modules_folder(directory).map(|folder| folder.join(".cache"));
    Some(of_project.or_else(|| of_user(process))?.join("envwall"))
}

/// `node_modules` of the project, its workspace or its repository.
fn modules_folder(directory: &Path) -> Option<PathBuf> {
    let directory = directory.canonicalize().ok()?;
    let repository = directory.ancestors().position(|folder| folder.join(".git").exists());
    let levels = levels_above(&directory).max(repository.unwrap_or(0));
    let folders = directory.ancestors().take(levels + 1).map(|it| it.join("node_modules"));
    folders.into_iter().find(|folder| folder.is_dir())
}

/// The XDG Base Directory Specification (specifications.freedesktop.org/basedir), which ignores relative
/// paths; on Windows, known folders.
fn of_user(process: &ProcessEnv) -> Option<PathBuf> {
    let folder = |name| {
        let path = process.get(name).map(|value| PathBuf::from(value.expose()));
        path.filter(|path| path.is_absolute())
    };
    if cfg!(windows) {
        return folder("LOCALAPPDATA");
    }
    folder("XDG_CACHE_HOME").or_else(|| Some(folder("HOME")?.join(".cache")))
}
