//! The whole: secrets in, report out.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use envwall_core::diagnostic::{Code, Finding};
use envwall_core::manifest::Waiver;
use envwall_core::{Date, Redactor, SecretValue};
use rayon::iter::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator,
    IntoParallelRefMutIterator, ParallelIterator,
};

use crate::artifact::{self, Look, Outcome};
use crate::large::LARGEST;
use crate::links::{Exports, Imports};
use crate::names;
use crate::needle::{Needles, Secret};
use crate::output::{Artifact, Output};
use crate::report::{Report, Summary, valid};
use crate::siblings;
use crate::sign::{ServerNames, Signs};

/// swc recurses. This is address space, not memory: pages are taken when they are touched.
pub(crate) const STACK_SIZE: usize = 1 << 30;

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
    pub(crate) secrets: Vec<Secret>,
    pub(crate) needles: Needles,
    pub(crate) signs: Signs,
    pub(crate) digests: bool,
    pub(crate) waivers: Vec<Waiver>,
    pub(crate) exhaustive: bool,
    pub(crate) largest: u64,
    redactor: Redactor,
}

impl Guard {
    /// Derives what is searched for from the sensitive values.
    pub fn new(secrets: impl IntoIterator<Item = Secret>) -> Self {
        Self::with_public_values(secrets, [])
    }

    /// The same for a project that gives values to the client, too: a part of a sensitive value
    /// that stands in one of those is not searched for.
    pub fn with_public_values(
        secrets: impl IntoIterator<Item = Secret>,
        public: impl IntoIterator<Item = SecretValue>,
    ) -> Self {
        let public: Vec<SecretValue> = public.into_iter().collect();
        let mut secrets: Vec<Secret> = secrets.into_iter().collect();
        for secret in &mut secrets {
            secret.values.retain(|value| !value.expose().trim().is_empty());
        }
        secrets.retain(|secret| !secret.values.is_empty());
        let redactor = Redactor::new(secrets.iter().flat_map(|secret| &secret.values))
            .names(secrets.iter().map(|secret| secret.name.as_str()));
        let needles = Needles::new(&secrets, &public);
        let signs = Signs::new(ServerNames::default());
        Self {
            needles,
            signs,
            digests: false,
            exhaustive: false,
            waivers: Vec::new(),
            largest: LARGEST,
            redactor,
            secrets,
        }
    }

    /// The names of server variables: code of the client that reads one is a finding, whether it
    /// has a value here or not.
    #[must_use]
    pub fn server_names<S: Into<String>>(self, names: impl IntoIterator<Item = S>) -> Self {
        let names = ServerNames::new(names.into_iter().map(Into::into));
        Self { signs: Signs::new(names), ..self }
    }

    /// Whether to compute the digest of every file: that costs more than reading it.
    #[must_use]
    pub fn digests(self, digests: bool) -> Self {
        Self { digests, ..self }
    }

    /// The size from which on a file is searched as bytes only, piece by piece; 1 GiB if nothing
    /// is said.
    #[must_use]
    pub fn largest(self, bytes: u64) -> Self {
        Self { largest: bytes, ..self }
    }

    /// The waivers that [`Report::waive`] will be given: what they excuse hides nothing else, such
    /// as the key that stands in an address.
    #[must_use]
    pub fn waivers(self, waivers: &[Waiver], today: Date) -> Self {
        Self { waivers: valid(waivers, today), ..self }
    }

    /// Whether to parse every program. Without it a program is parsed only if the parser may tell
    /// more than the program's bytes do, which finds the same in a fraction of the time
    /// (docs/limits.md names what it does not); this is for who wants to see that it does.
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
    pub fn exhaustive(self, exhaustive: bool) -> Self {
        Self { exhaustive, ..self }
    }

    /// Looks at every file of the output. The report is never empty-handed: what could not be
    /// looked at, or looked for, is a finding.
    ///
    /// # Errors
    /// When a pattern is no glob or no thread can be started.
    pub fn scan(
        &self,
        output: &Output,
        progress: &(dyn Fn(Progress) + Sync),
    ) -> Result<Report, ScanError> {
        let artifacts = output.walk()?;
        let done = AtomicUsize::new(0);
        let total = artifacts.files.len();
        let (outcomes, stale): (Vec<Outcome>, _) = pool()?.install(|| {
            let scan = |file| {
                let outcome = artifact::scan(self, file, Look::WhereItTells, Imports::default());
                progress(Progress { done: 1 + done.fetch_add(1, Ordering::Relaxed), total });
                outcome
            };
            let outcomes = artifacts.files.par_iter().map(scan).collect();
            (self.linked(&artifacts.files, outcomes), siblings::check(&artifacts.files))
        });
        let mut findings = artifacts.findings;
        findings.extend(stale);
        findings.extend(self.unsearchable());
        findings.extend(names::findings(self, &artifacts.files));
        Ok(self.report(findings, outcomes, total))
    }

    /// Looks once more at the scripts that import what may be a piece of a secret.
    fn linked(&self, files: &[Artifact], mut outcomes: Vec<Outcome>) -> Vec<Outcome> {
        let exporters = |outcome: &Outcome| outcome.passed_over == Some(true);
        self.parse(files, &mut outcomes, |outcome, _| exporters(outcome));
        let exports = self.exports(files, &mut outcomes);
        if exports.is_empty() {
            return outcomes;
        }
        let again = |(outcome, file): (Outcome, &Artifact)| {
            let imports =
                outcome.links.iter().find_map(|links| exports.imports_of(&file.name, links));
            imports
                .map_or(outcome, |imports| artifact::scan(self, file, Look::AtEverything, imports))
        };
        outcomes.into_par_iter().zip(files).map(again).collect()
    }

    /// What scripts export that may be pieces of secrets. Scripts that name one of these, and so
    /// may import or hand on what it exports, are parsed for it.
    fn exports(&self, files: &[Artifact], outcomes: &mut [Outcome]) -> Exports {
        loop {
            let scripts = files.iter().zip(&*outcomes);
            let scripts = scripts.flat_map(|(file, outcome)| {
                outcome.links.iter().map(|links| (file.name.as_str(), links))
            });
            let exports = Exports::of(&scripts.collect::<Vec<_>>(), &self.needles, self.exhaustive);
            let names = exports.names();
            let names_one = |outcome: &Outcome, file: &Artifact| {
                outcome.passed_over.is_some() && names.stand_in(file)
            };
            if exports.is_empty() || !self.parse(files, outcomes, names_one) {
                return exports;
            }
        }
    }

    /// Parses the scripts of some artifacts; says whether there are any.
    fn parse(
        &self,
        files: &[Artifact],
        outcomes: &mut [Outcome],
        chosen: impl Fn(&Outcome, &Artifact) -> bool + Sync,
    ) -> bool {
        let parse = |(outcome, file): (&mut Outcome, &Artifact)| {
            let chosen = chosen(outcome, file);
            if chosen {
                *outcome = artifact::scan(self, file, Look::AtEverything, Imports::default());
            }
            chosen
        };
        outcomes.par_iter_mut().zip(files).map(parse).reduce(|| false, |a, b| a || b)
    }

    fn report(&self, mut findings: Vec<Finding>, outcomes: Vec<Outcome>, files: usize) -> Report {
        let mut artifacts = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            findings.extend(outcome.findings);
            artifacts.extend(outcome.artifact);
        }
        for artifact in &mut artifacts {
            artifact.name = self.redactor.redact_path(&names::shown(self, &artifact.name));
        }
        for location in findings.iter_mut().filter_map(|finding| finding.location.as_mut()) {
            location.file = names::shown(self, &location.file);
        }
        let mut findings: Vec<_> =
            findings.into_iter().map(|finding| self.redactor.redact_finding(finding)).collect();
        findings.sort_by(Finding::report_order);
        let bytes = artifacts.iter().map(|artifact| artifact.bytes).sum();
        let variables = self.searched_for().count();
        let summary = Summary { files, bytes, variables, ..Summary::default() };
        Report { findings, artifacts, summary }
    }

    /// The names of the variables that are searched for.
    pub fn searched_for(&self) -> impl Iterator<Item = &str> {
        let covered = (0..self.secrets.len()).filter(|index| self.needles.covers(*index));
        let names: BTreeSet<_> = covered.map(|index| self.secrets[index].name.as_str()).collect();
        names.into_iter()
    }

    /// What is not searched for, and why a clean result would say little.
    fn unsearchable(&self) -> Vec<Finding> {
        let stand_ins: BTreeSet<_> =
            self.secrets.iter().filter(|it| it.stand_in).map(|it| &it.name).collect();
        // other modes' values say nothing of whether this build's are here
        let own: Vec<_> =
            (0..self.secrets.len()).filter(|secret| self.secrets[*secret].file.is_none()).collect();
        let guessable = own.iter().copied().filter(|secret| !self.needles.covers(*secret));
        // a build that was given a stand-in had no value to leak
        let guessable = guessable.filter(|secret| !stand_ins.contains(&self.secrets[*secret].name));
        let names: Vec<&str> = guessable.map(|secret| self.secrets[secret].name.as_str()).collect();
        let mut findings: Vec<_> = not_searchable(&names).into_iter().collect();
        if names.len() == own.len() {
            findings.push(nothing_to_look_for(own.len()));
        }
        let left_out = self.needles.left_out().map(|id| parts_left_out(&self.secrets[id].name));
        findings.extend(left_out);
        findings
    }
}

fn pool() -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new()
        .stack_size(STACK_SIZE)
        .thread_name(|index| format!("guard-{index}"))
        .build()
}

/// One finding for all of them: in a project without a manifest every setting may be one.
fn not_searchable(names: &[&str]) -> Option<Finding> {
    let (first, others) = names.split_first()?;
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    let message = match (quoted.as_slice(), others) {
        (_, []) => format!("the value of `{first}` is too guessable to search for"),
        (quoted, _) => {
            let (last, before) = quoted.split_last()?;
            let before = before.join(", ");
            format!("the values of {before} and {last} are too guessable to search for")
        }
    };
    let finding = Finding::new(Code::NotSearchable, message).help(format!(
        "text like it stands in every bundle, so it is found next to its own name only; use a \
         longer, random value; or, if it is no secret, say so in [server] of envwall.toml: \
         `{first} = {{ sensitive = false }}`"
    ));
    Some(if others.is_empty() { finding.variable(*first) } else { finding })
}

fn parts_left_out(name: &str) -> Finding {
    Finding::new(
        Code::NotSearchable,
        format!("the value of `{name}` has more parts than are searched for one by one"),
    )
    .variable(name)
    .help(
        "it is found as a whole, and by the parts that are hardest to guess; put fewer values \
           into one variable",
    )
}

fn nothing_to_look_for(secrets: usize) -> Finding {
    let message = match secrets {
        0 => "no sensitive value is known here",
        _ => "every sensitive value here is too guessable to search for",
    };
    Finding::new(Code::NothingToLookFor, message).help(
        "the guard would have looked for nothing: run it where the build's secrets are set, with \
         the --env of that build; those in `.env` files are known, those in the process environment \
         have to be named in [server] of envwall.toml",
    )
}
