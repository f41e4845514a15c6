//! A receipt: what exactly was scanned, so that a later step can check that it is what is deployed.
//! It is not signed: whoever can write it can make another.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use envwall_core::diagnostic::{Code, Finding, Location};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::{Deserialize, Serialize};

use crate::files::artifact::Artifact;
use crate::files::digest;
use crate::files::output::{Output, OutputFile};
use crate::files::unreadable::unreadable;
use crate::guard::ScanError;
use crate::report::Report;

/// How the guard ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Nothing that fails was found.
    Passed,
    /// Something was.
    Failed,
}

/// The versions of the receipt's shape that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Schema {
    #[serde(rename = "envwall-receipt/1")]
    V1,
}

/// The names of what was searched for. Never a value, nor anything made from one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Variables {
    count: usize,
    names: Vec<String>,
}

/// What was guarded, and how that ended.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    schema: Schema,
    tool: String,
    environment: String,
    verdict: Verdict,
    variables: Variables,
    waived: usize,
    baselined: usize,
    output: Output,
    artifacts: Vec<Artifact>,
}

impl Receipt {
    /// The receipt of a scan that was made with [`Guard::digests`](crate::Guard::digests).
    pub fn new<'a>(
        report: &Report,
        verdict: Verdict,
        output: &Output,
        environment: &str,
        searched_for: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut names: Vec<_> = searched_for.into_iter().map(str::to_owned).collect();
        names.sort();
        Self {
            schema: Schema::V1,
            tool: concat!("envwall ", env!("CARGO_PKG_VERSION")).to_owned(),
            environment: environment.to_owned(),
            verdict,
            variables: Variables { count: names.len(), names },
            waived: report.summary.waived,
            baselined: report.summary.baselined,
            output: output.clone(),
            artifacts: report.artifacts.clone(),
        }
    }

    /// How the guard ended.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }

    /// The environment that was guarded.
    pub fn environment(&self) -> &str {
        &self.environment
    }

    /// How many files were guarded.
    pub fn files(&self) -> usize {
        self.artifacts.len()
    }

    /// The folder in the project's that holds all of the output, if `root` is that folder and not
    /// the project's.
    pub fn names_inside(&self, root: &Path) -> Option<&str> {
        let (folder, _) = self.artifacts.first()?.name.split_once('/')?;
        let inside = |artifact: &Artifact| {
            let rest = artifact.name.strip_prefix(folder)?.strip_prefix('/')?;
            Some(!root.join(&artifact.name).exists() && root.join(rest).is_file())
        };
        let all = self.artifacts.iter().map(inside).collect::<Option<Vec<bool>>>()?;
        // some may be gone: that is for a comparison with the right folder to say
        all.contains(&true).then_some(folder)
    }

    /// Compares with what lies below a project's folder now: every file that was changed, is
    /// missing or was added, and whatever keeps from looking.
    ///
    /// # Errors
    /// When a pattern in the receipt is no glob.
    pub fn verify(&self, root: &Path) -> Result<Vec<Finding>, ScanError> {
        let found = self.output.clone().below(root).walk()?;
        let guarded: BTreeMap<&str, &Artifact> =
            self.artifacts.iter().map(|artifact| (artifact.name.as_str(), artifact)).collect();
        let compare = |file| compare(file, &guarded);
        let mut findings = found.findings;
        findings.extend(found.files.par_iter().filter_map(compare).collect::<Vec<_>>());
        let is_there: BTreeSet<&str> = found.files.iter().map(|file| file.name.as_str()).collect();
        findings.extend(guarded.keys().filter(|name| !is_there.contains(**name)).map(missing));
        findings.sort_by(Finding::report_order);
        Ok(findings)
    }
}

/// What is wrong with a file that is there.
fn compare(file: &OutputFile, guarded: &BTreeMap<&str, &Artifact>) -> Option<Finding> {
    let Some(guarded) = guarded.get(file.name.as_str()) else { return Some(added(&file.name)) };
    match digest::of_file(&file.path) {
        Ok((digest, _)) if guarded.digest.as_ref() == Some(&digest) => None,
        Ok((_, bytes)) => Some(changed(&file.name, guarded.bytes, bytes)),
        Err(error) => Some(unreadable(&file.name, &error)),
    }
}

fn changed(name: &str, before: u64, now: u64) -> Finding {
    let sizes = if before == now {
        format!("{now} bytes, as before")
    } else {
        format!("{before} bytes then, {now} now")
    };
    let message = format!("this file changed after the guard ran ({sizes})");
    Finding::new(Code::ArtifactDiffers, message).at(Location::file(name)).help(
        "run the guard last, after every step that writes to the output, and deploy exactly that",
    )
}

fn missing(name: &&str) -> Finding {
    Finding::new(Code::ArtifactDiffers, "this file is in the receipt, but it is missing")
        .at(Location::file(*name))
        .help("deploy everything that was scanned; if the file is not deployed, exclude it in [client]")
}

fn added(name: &str) -> Finding {
    Finding::new(Code::ArtifactAdded, "this file is not in the receipt, so it was never scanned")
        .at(Location::file(name))
        .help("run the guard last, after every step that writes to the output, and deploy exactly that")
}
