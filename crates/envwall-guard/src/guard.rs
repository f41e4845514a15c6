//! The whole: secrets in, report out.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use envwall_core::diagnostic::{Code, Finding};
use envwall_core::manifest::Waiver;
use envwall_core::{Date, Redactor, SecretValue};
use rayon::iter::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefIterator, ParallelIterator,
};

use crate::artifact::{self, Outcome};
use crate::large::LARGEST;
use crate::links::{Exports, Imports};
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
        let redactor = Redactor::new(secrets.iter().flat_map(|secret| &secret.values));
        let needles = Needles::new(&secrets, &public);
        let signs = Signs::new(ServerNames::default());
        Self {
            needles,
            signs,
            digests: false,
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
                let outcome = artifact::scan(self, file, Imports::default());
                progress(Progress { done: 1 + done.fetch_add(1, Ordering::Relaxed), total });
                outcome
            };
            let outcomes = artifacts.files.par_iter().map(scan).collect();
            (self.linked(&artifacts.files, outcomes), siblings::check(&artifacts.files))
        });
        let mut findings = artifacts.findings;
        findings.extend(stale);
        findings.extend(self.unsearchable());
        Ok(self.report(findings, outcomes, total))
    }

    /// Looks once more at the scripts that import what may be a piece of a secret.
    fn linked(&self, files: &[Artifact], outcomes: Vec<Outcome>) -> Vec<Outcome> {
        let scripts = files.iter().zip(&outcomes);
        let scripts = scripts.flat_map(|(file, outcome)| {
            outcome.links.iter().map(|links| (file.name.as_str(), links))
        });
        let exports = Exports::of(&scripts.collect::<Vec<_>>(), &self.needles);
        if exports.is_empty() {
            return outcomes;
        }
        let again = |(outcome, file): (Outcome, &Artifact)| {
            let imports =
                outcome.links.iter().find_map(|links| exports.imports_of(&file.name, links));
            imports.map_or(outcome, |imports| artifact::scan(self, file, imports))
        };
        outcomes.into_par_iter().zip(files).map(again).collect()
    }

    fn report(&self, mut findings: Vec<Finding>, outcomes: Vec<Outcome>, files: usize) -> Report {
        let mut artifacts = Vec::with_capacity(outcomes.len());
        for outcome in outcomes {
            findings.extend(outcome.findings);
            artifacts.extend(outcome.artifact);
        }
        for artifact in &mut artifacts {
            artifact.name = self.redactor.redact(&artifact.name);
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
        let mut findings: Vec<_> =
            guessable.map(|secret| not_searchable(&self.secrets[secret].name)).collect();
        if findings.len() == own.len() {
            findings.push(nothing_to_look_for(own.len()));
        }
        findings
    }
}

fn pool() -> Result<rayon::ThreadPool, rayon::ThreadPoolBuildError> {
    rayon::ThreadPoolBuilder::new()
        .stack_size(STACK_SIZE)
        .thread_name(|index| format!("guard-{index}"))
        .build()
}

fn not_searchable(name: &str) -> Finding {
    Finding::new(
        Code::NotSearchable,
        format!("the value of `{name}` is too guessable to search for"),
    )
    .variable(name)
    .help(format!(
        "text like it stands in every bundle, so it is found next to its own name only; use a \
             longer, random value, or say `sensitive = false` for `{name}` if it is no secret"
    ))
}

fn nothing_to_look_for(secrets: usize) -> Finding {
    let message = match secrets {
        0 => "no sensitive variable has a value here",
        _ => "every sensitive value here is too guessable to search for",
    };
    Finding::new(Code::NothingToLookFor, message).help(
        "the guard would have looked for nothing: run it where the build's secrets are set (in \
         `.env` files or in the environment), with the --env of that build",
    )
}
