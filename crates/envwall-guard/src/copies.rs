//! Files with the same content: one file in two folders, or a file and what a build compressed of it.

use std::collections::{BTreeMap, BTreeSet};

use envwall_core::diagnostic::{Code, Finding, Severity};
use envwall_core::source::Position;

use crate::decompress::FORMATS;
use crate::files::artifact::Artifact;

/// Which files have the same content.
#[derive(Debug, Default)]
pub(crate) struct Copies {
    /// The digests of files, by name. Names that redaction made equal have none.
    digests: BTreeMap<String, Option<String>>,
    /// Compressed files that differ from their originals.
    stale: BTreeSet<String>,
}

/// What findings of equal files have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Problem {
    content: String,
    code: Code,
    severity: Severity,
    variable: Option<String>,
    part: Option<String>,
    message: String,
    position: Option<Position>,
    trail: Vec<String>,
}

impl Copies {
    pub(crate) fn of(artifacts: &[Artifact], findings: &[Finding]) -> Self {
        let mut digests = BTreeMap::new();
        for artifact in artifacts {
            let digest = digests.entry(artifact.name.clone());
            digest.and_modify(|known| *known = None).or_insert_with(|| artifact.digest.clone());
        }
        let stale = findings.iter().filter(|finding| finding.code == Code::StalePrecompressed);
        let stale = stale.filter_map(|finding| Some(finding.location.as_ref()?.file.clone()));
        Self { digests, stale: stale.collect() }
    }

    /// Each finding of equal files once, at the file that was not compressed, with the names of the
    /// others.
    pub(crate) fn fold(&self, findings: Vec<Finding>) -> Vec<Finding> {
        let mut folded: Vec<Finding> = Vec::with_capacity(findings.len());
        let mut first: BTreeMap<Problem, usize> = BTreeMap::new();
        for finding in findings {
            let problem = self.problem(&finding);
            let same = problem.as_ref().and_then(|problem| first.get(problem));
            if let Some(same) = same.and_then(|index| folded.get_mut(*index)) {
                add(same, finding);
                continue;
            }
            first.extend(problem.map(|problem| (problem, folded.len())));
            folded.push(finding);
        }
        folded
    }

    /// `None` for what is no content of a file.
    fn problem(&self, finding: &Finding) -> Option<Problem> {
        let location = finding.location.as_ref()?;
        let (content, layer) = self.content(&location.file)?;
        let trail = finding.trail.strip_prefix(layer.as_slice()).unwrap_or(&finding.trail);
        Some(Problem {
            content,
            code: finding.code,
            severity: finding.severity,
            variable: finding.variable.clone(),
            part: finding.part.clone(),
            message: finding.message.to_string(),
            position: location.position,
            trail: trail.to_vec(),
        })
    }

    /// What identifies the content of a file, and the layer around it. A compressed file has the
    /// content of the one that was compressed.
    fn content(&self, name: &str) -> Option<(String, Vec<String>)> {
        if let Some((original, layer)) = compressed(name).filter(|_| !self.stale.contains(name)) {
            let digest = self.digests.get(original).cloned().flatten();
            return Some((digest.unwrap_or_else(|| original.to_owned()), vec![layer.to_owned()]));
        }
        Some((self.digests.get(name).cloned().flatten()?, Vec::new()))
    }
}

/// The name of the file that was compressed: `app.js` of `app.js.gz`.
///
/// ```
/// assert_eq!(envwall_guard::precompressed_original("app.js.br"), Some("app.js"));
/// assert_eq!(envwall_guard::precompressed_original("app.js"), None);
/// ```
pub fn precompressed_original(name: &str) -> Option<&str> {
    Some(compressed(name)?.0)
}

/// The name of the file that was compressed, and the layer that compression is.
fn compressed(name: &str) -> Option<(&str, &'static str)> {
    let (original, extension) = name.rsplit_once('.')?;
    let format = FORMATS.iter().find(|format| format.precompressed == extension)?;
    Some((original, format.name))
}

/// Adds a copy to a finding, which stays or becomes the one with the shorter way to the value.
fn add(same: &mut Finding, mut copy: Finding) {
    if copy.trail.len() < same.trail.len() {
        std::mem::swap(same, &mut copy);
        same.also_in = std::mem::take(&mut copy.also_in);
    }
    same.also_in.extend(copy.location.map(|location| location.file));
}

#[cfg(test)]
mod tests {
    use envwall_core::diagnostic::Location;

    use super::*;

    fn artifact(name: &str, digest: &str) -> Artifact {
        let digest = (!digest.is_empty()).then(|| digest.to_owned());
        Artifact { name: name.to_owned(), bytes: 1, digest, peelers: Vec::new() }
    }

    fn leak(file: &str, column: u32, trail: &[&str]) -> Finding {
        let position = Some(Position { line: 1, column });
        let mut finding = Finding::new(Code::ValueInOutput, "the value is in client output")
            .variable("KEY")
            .at(Location { position, ..Location::file(file) });
        finding.trail = trail.iter().map(|layer| (*layer).to_owned()).collect();
        finding
    }

    /// Files of the findings that are left, each with its copies.
    fn fold(artifacts: &[Artifact], findings: &[Finding]) -> Vec<(String, Vec<String>)> {
        let folded = Copies::of(artifacts, findings).fold(findings.to_vec());
        let named = |finding: Finding| (finding.location.unwrap().file, finding.also_in);
        folded.into_iter().map(named).collect()
    }

    fn expected(rows: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
        let owned = |name: &&str| (*name).to_owned();
        rows.iter().map(|(name, also)| (owned(name), also.iter().map(owned).collect())).collect()
    }

    #[test]
    fn equal_files_and_what_was_compressed_of_them_are_one() {
        let artifacts = [("a/x.js", "1"), ("a/x.js.br", "2"), ("a/x.js.gz", "3"), ("b/x.js", "1")];
        let artifacts = artifacts.map(|(name, digest)| artifact(name, digest));
        let findings = [
            leak("a/x.js", 4, &["string"]),
            leak("a/x.js", 9, &["string"]),
            leak("a/x.js.br", 4, &["brotli", "string"]),
            leak("a/x.js.gz", 4, &["gzip", "string"]),
            leak("b/x.js", 4, &["string"]),
        ];
        let copies: &[_] = &["a/x.js.br", "a/x.js.gz", "b/x.js"];
        assert_eq!(fold(&artifacts, &findings), expected(&[("a/x.js", copies), ("a/x.js", &[])]));
    }

    #[test]
    fn compressed_files_without_an_original_are_one_and_stale_ones_are_not() {
        let twins = [leak("x.js.br", 4, &["brotli"]), leak("x.js.gz", 4, &["gzip"])];
        assert_eq!(fold(&[], &twins), expected(&[("x.js.br", &["x.js.gz"])]));
        let stale = Finding::new(Code::StalePrecompressed, "stale").at(Location::file("x.js.gz"));
        let [br, gz] = twins;
        assert_eq!(fold(&[], &[br, gz, stale]).len(), 3);
    }

    #[test]
    fn other_content_other_parts_and_unknown_files_stay() {
        let artifacts = [artifact("a.js", "1"), artifact("b.js", "2"), artifact("c.js", "1")];
        let part = Finding { part: Some("password".to_owned()), ..leak("c.js", 4, &[]) };
        let findings = [leak("a.js", 4, &[]), leak("b.js", 4, &[]), part, leak("d.js", 4, &[])];
        assert_eq!(fold(&artifacts, &findings).len(), 4);
        // redaction made two names equal
        let artifacts = [artifact("•.js", "1"), artifact("•.js", "2")];
        assert_eq!(fold(&artifacts, &[leak("•.js", 4, &[]), leak("•.js", 4, &[])]).len(), 2);
    }

    #[test]
    fn the_file_that_is_not_compressed_stays() {
        let artifacts = [artifact("x.js", "1"), artifact("w.js.gz", "2")];
        let findings = [leak("x.js.gz", 4, &["gzip", "string"]), leak("x.js", 4, &["string"])];
        assert_eq!(fold(&artifacts, &findings), expected(&[("x.js", &["x.js.gz"])]));
    }
}
