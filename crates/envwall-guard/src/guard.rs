//! The whole: secrets in, report out.

use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use envwall_core::diagnostic::Finding;
use envwall_core::manifest::Waiver;
use envwall_core::{Date, Redactor, SecretValue};
use rayon::iter::{ParallelBridge, ParallelIterator};

use crate::cache::{Cache, CachedScan, OfEachRun};
use crate::files::exposed;
use crate::files::output::{Output, OutputFile};
use crate::findings::project_source::ProjectSources;
use crate::findings::unsearchable;
use crate::findings::waivers::Waivers;
use crate::indicators::{Indicators, ServerNames};
use crate::javascript::{ParseTrial, STACK_SIZE};
use crate::needle::{Secret, Secrets};
use crate::report::{CacheUse, Parsing, Report, Summary};
use crate::scan::file::Look;
use crate::scan::linked_scripts::LinkedScripts;
use crate::scan::outcome::Outcome;
use crate::scan::search::Search;
use crate::scan::{file_name, precompressed};

/// Why a scan could not be made at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScanError {
    /// A pattern of the output is no glob.
    #[error("cannot use an output pattern: {0}")]
    Glob(#[from] globset::Error),
    /// The threads could not be started.
    #[error("cannot start threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

/// How far a scan has come.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Files that are done.
    pub done: usize,
    /// Files in all.
    pub total: usize,
}

/// Knows the sensitive values and takes output apart.
pub struct Guard {
    pub(crate) search: Search,
    pub(crate) redactor: Redactor,
    cache: Option<Cache>,
}

impl Guard {
    /// Derives what is searched for from the sensitive values.
    pub fn new(secrets: impl IntoIterator<Item = Secret>) -> Self {
        Self::with_public_values(secrets, [])
    }

    /// The same for a project that gives values to the client, too: a part of a sensitive value
    /// that occurs in one of those is not searched for.
    pub fn with_public_values(
        secrets: impl IntoIterator<Item = Secret>,
        public: impl IntoIterator<Item = SecretValue>,
    ) -> Self {
        let secrets = Secrets::new(secrets);
        let redactor = Redactor::new(secrets.iter().flat_map(|(_, secret)| &secret.values))
            .names(secrets.iter().map(|(_, secret)| secret.name.as_str()));
        let search = Search::new(secrets, public.into_iter().collect());
        Self { search, redactor, cache: None }
    }

    /// The names of server variables: client code that reads one is a finding, whether the variable
    /// has a value here or not.
    #[must_use]
    pub fn server_names<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        let names = ServerNames::new(names.into_iter().map(Into::into));
        self.search.indicators = Indicators::new(names);
        self
    }

    /// Values that are no secret, although no client is given them: a credential that is one of
    /// these is not reported as hard-coded.
    #[must_use]
    pub fn harmless(mut self, values: impl IntoIterator<Item = SecretValue>) -> Self {
        self.search.credentials.and_except(values);
        self
    }

    /// Whether to compute the digest of every file: that costs more than reading it.
    #[must_use]
    pub fn digests(mut self, digests: bool) -> Self {
        self.search.digests = digests;
        self
    }

    /// The size from which on a file is searched as bytes only, in chunks; 1 GiB by default.
    #[must_use]
    pub fn max_file_size(mut self, bytes: u64) -> Self {
        self.search.max_file_size = bytes;
        self
    }

    /// Who parses, in another process, what may crash the parser or take it forever. Without it, what
    /// such a text needs is estimated.
    #[must_use]
    pub fn parse_trials(mut self, trials: impl ParseTrial + 'static) -> Self {
        self.search.trials = Some(Arc::new(trials));
        self
    }

    /// The waivers that [`Report::waive`] will be given: what they excuse hides nothing else, such
    /// as the key that is part of a URL.
    #[must_use]
    pub fn waivers(mut self, waivers: &[Waiver], today: Date) -> Self {
        self.search.waivers = Waivers::on(waivers, today);
        self
    }

    /// Whether to parse every program. By default a program is parsed only if its literals or numbers
    /// hold pieces of a value, and around code that computes characters; that finds nearly the same in
    /// a fraction of the time (docs/limits.md names the exceptions). This is the means to check it.
    ///
    /// ```
    /// use envwall_core::SecretValue;
    /// use envwall_guard::{Guard, Secret, output::Output};
    ///
    /// # let folder = tempfile::tempdir()?;
    /// # std::fs::write(folder.path().join("app.js"), "f('q7WzXe81' + '-made-up')")?;
    /// let key = Secret::new("WEATHER_API_KEY", SecretValue::from("q7WzXe81-made-up"));
    /// let output = Output::new(folder.path()).include(["**"]);
    /// let guard = Guard::new([key]).exhaustive(true);
    /// assert_eq!(guard.scan(&output, &|_| {})?.findings.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn exhaustive(mut self, exhaustive: bool) -> Self {
        self.search.exhaustive = exhaustive;
        self
    }

    /// Remembers clean files in a folder: the next scan for the same values only reads these.
    /// [`Cache`] has an example.
    #[must_use]
    pub fn cache(mut self, cache: Cache) -> Self {
        self.cache = Some(cache);
        self
    }

    /// Scans every file of the output. The report is never empty-handed: what could not be scanned,
    /// or searched for, is a finding.
    ///
    /// # Errors
    /// When a pattern is no glob or no thread can be started.
    pub fn scan(
        &self,
        output: &Output,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Report, ScanError> {
        let found = output.walk()?;
        let ((outcomes, cache), stale) = on_own_threads(|| {
            (self.scan_files(&found.files, progress), precompressed::check(&found.files))
        })?;
        let mut findings = found.findings;
        findings.extend(stale);
        findings.extend(unsearchable::findings(
            &self.search.secrets,
            self.search.coverage(),
            self.search.requires_secrets,
        ));
        let looked_into = found.files.iter().zip(&outcomes).filter(|(_, it)| !it.is_cached);
        findings.extend(file_name::findings(&self.search, looked_into.map(|(file, _)| file)));
        findings.extend(exposed::findings(&found.files));
        let mut report = self.report(findings, outcomes, &found.files, output.root());
        report.basis = found.basis;
        report.cache = cache;
        Ok(report)
    }

    fn scan_files(
        &self,
        files: &[OutputFile],
        progress: &(dyn Fn(Progress) + Sync),
    ) -> (Vec<Outcome>, CacheUse) {
        let look = Look::new(&self.search);
        let cache = self.cache.as_ref();
        let cache = cache.map(|cache| (cache, OfEachRun::new(&self.search, cache)));
        let again = cache.as_ref().and_then(|(_, of_each_run)| of_each_run.look());
        let cached = match &cache {
            Some((cache, of_each_run)) => {
                CachedScan::begin(cache, of_each_run, &look, again.as_ref())
            }
            None => CachedScan::without(&look),
        };
        let (done, total) = (AtomicUsize::new(0), files.len());
        let scan = |file: &OutputFile| {
            let outcome = cached.scan(file);
            progress(Progress { done: 1 + done.fetch_add(1, Ordering::Relaxed), total });
            outcome
        };
        let outcomes = largest_first(files, scan);
        let used = cached.end();
        (LinkedScripts { look: &look, files }.rescan(outcomes), used)
    }

    fn report(
        &self,
        mut findings: Vec<Finding>,
        outcomes: Vec<Outcome>,
        files: &[OutputFile],
        root: &Path,
    ) -> Report {
        let shown = |name: &str| file_name::shown(&self.search, name);
        let mut artifacts = Vec::with_capacity(outcomes.len());
        let mut undeclared = BTreeSet::new();
        let mut parsing = Parsing::default();
        for outcome in outcomes {
            parsing.add(outcome.parsing);
            findings.extend(outcome.findings);
            undeclared.extend(outcome.undeclared);
            let mut artifact = outcome.artifact;
            if let Some(artifact) = artifact.as_mut().filter(|_| !outcome.is_cached) {
                artifact.name = shown(&artifact.name);
            }
            artifacts.extend(artifact);
        }
        findings.extend(self.search.undeclared.finding(&undeclared));
        let sources = ProjectSources::new(root, &self.search, files, &findings);
        for finding in &mut findings {
            sources.settle(finding);
        }
        for artifact in &mut artifacts {
            artifact.name = self.redactor.redact_path(&artifact.name);
        }
        for location in findings.iter_mut().filter_map(|finding| finding.location.as_mut()) {
            location.file = shown(&location.file);
        }
        let mut findings: Vec<_> =
            findings.into_iter().map(|finding| self.redactor.redact_finding(finding)).collect();
        findings.sort_by(Finding::report_order);
        let bytes = artifacts.iter().map(|artifact| artifact.bytes).sum();
        let variables = self.searched_for().count();
        let summary = Summary { files: files.len(), bytes, variables, ..Summary::default() };
        Report { findings, artifacts, summary, parsing, ..Report::default() }
    }

    /// The names of the variables that are searched for.
    pub fn searched_for(&self) -> impl Iterator<Item = &str> {
        let coverage = self.search.coverage();
        let covered = self.search.secrets.iter().filter(|(id, _)| coverage.has(*id));
        let names: BTreeSet<_> = covered.map(|(_, secret)| secret.name.as_str()).collect();
        names.into_iter()
    }
}

/// What becomes of each file. The largest come first: whoever got one last would keep the others waiting.
fn largest_first<T: Send>(
    files: &[OutputFile],
    scan: impl Fn(&OutputFile) -> T + Send + Sync,
) -> Vec<T> {
    let size = |file: &OutputFile| fs::metadata(&file.path).map_or(0, |about| about.len());
    let mut files: Vec<_> = files.iter().enumerate().collect();
    files.sort_by_cached_key(|(_, file)| Reverse(size(file)));
    let scanned = files.into_iter().par_bridge().map(|(at, file)| (at, scan(file)));
    let mut scanned: Vec<_> = scanned.collect();
    scanned.sort_unstable_by_key(|(at, _)| *at);
    scanned.into_iter().map(|(_, outcome)| outcome).collect()
}

/// On threads that have ended when this returns, and given their stacks back.
fn on_own_threads<T: Send>(
    work: impl FnOnce() -> T + Send,
) -> Result<T, rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new()
        .stack_size(STACK_SIZE)
        .thread_name(|index| format!("guard-{index}"))
        .build_scoped(rayon::ThreadBuilder::run, |pool| pool.install(work))
}
