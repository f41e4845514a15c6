//! Files that are too large to be held in memory: their bytes are searched in chunks, and that
//! nothing inside was looked into is reported.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;

use envwall_core::diagnostic::{Code, Finding, Location, Severity};

use super::outcome::Outcome;
use super::search::Search;
use crate::content::kind::Kind;
use crate::content::view::View;
use crate::files::artifact::Artifact;
use crate::files::chunks::chunks;
use crate::files::digest::Sha256;
use crate::files::output::OutputFile;
use crate::findings::credential::{self, CredentialSighting};
use crate::findings::hit::Hit;
use crate::findings::sighting::{self, Sighting};
use crate::needle::SecretId;
use crate::text::token_runs::token_runs;

/// Searches the bytes of a file.
///
/// # Errors
/// When it cannot be read.
pub(super) fn scan(search: &Search, file: &OutputFile) -> io::Result<Outcome> {
    let mut seen = Seen {
        search,
        hits: BTreeMap::new(),
        sightings: Vec::new(),
        undeclared: BTreeSet::new(),
        credentials: Vec::new(),
    };
    let mut digest = Sha256::default();
    let bytes = chunks(File::open(&file.path)?, |chunk, new| {
        if search.digests {
            digest.update(&chunk[new..]);
        }
        seen.search(chunk);
    })?;
    let (name, undeclared) = (&file.name, std::mem::take(&mut seen.undeclared));
    let mut findings = seen.findings(name);
    findings.push(searched_in_chunks(name));
    let artifact = Artifact {
        name: name.clone(),
        bytes,
        digest: search.digests.then(|| digest.hex()),
        peelers: Vec::new(),
    };
    Ok(Outcome { findings, artifact: Some(artifact), undeclared, ..Outcome::default() })
}

fn searched_in_chunks(name: &str) -> Finding {
    let message = "searched as bytes only: the file is too large to be parsed";
    let finding = Finding::new(Code::NotParsed, message).at(Location::file(name)).help(
        "values that are compressed, encoded or composed in it would be missed; make it smaller, or \
         exclude it in [client] if browsers cannot fetch it",
    );
    Finding { severity: Severity::Warning, ..finding }
}

/// What was met so far: of each variable the first place, as lines cannot be counted.
struct Seen<'a> {
    search: &'a Search,
    hits: BTreeMap<SecretId, Hit>,
    sightings: Vec<Sighting>,
    undeclared: BTreeSet<usize>,
    credentials: Vec<CredentialSighting>,
}

impl Seen<'_> {
    fn search(&mut self, chunk: &[u8]) {
        self.undeclared.extend(self.search.undeclared.search(chunk));
        let view = View::artifact(chunk, Kind::Bytes);
        self.search.needles.search(chunk, |found| {
            let hit = Hit::new(&view, found, None);
            let first = self.hits.entry(hit.secret).or_insert_with(|| hit.clone());
            // all of a value says more than a part of it
            if !first.is_whole() && hit.is_whole() {
                *first = hit;
            }
        });
        let sightings = &mut self.sightings;
        self.search.indicators.search(chunk, |indicator, span| {
            sightings.push(Sighting::new(&view, indicator, span));
        });
        let credentials = &mut self.credentials;
        self.search.credentials.search(chunk, &token_runs(chunk), |credential, span| {
            credentials.push(CredentialSighting::new(&view, credential, span));
        });
    }

    fn findings(self, name: &str) -> Vec<Finding> {
        let (leaks, place) = (self.search.leaks(), || Location::file(name));
        let mut findings: Vec<_> =
            self.hits.values().map(|hit| leaks.finding(name, hit, place())).collect();
        let mut reported = BTreeSet::new();
        for (_, finding) in sighting::findings(&self.search.indicators.names, self.sightings) {
            if reported.insert((finding.code, finding.variable.clone(), finding.message.clone())) {
                findings.push(finding.at(place()));
            }
        }
        let hits: Vec<_> = self.hits.into_values().collect();
        let credentials = credential::findings(self.credentials, &hits);
        findings.extend(credentials.into_iter().map(|(_, finding)| finding.at(place())));
        findings
    }
}
