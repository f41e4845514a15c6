//! Files that are too large to be held in memory: their bytes are searched piece by piece, and
//! that no one looked inside is told.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read};

use envwall_core::diagnostic::{Code, Finding, Location, Severity};

use crate::artifact::Outcome;
use crate::digest::Sha256;
use crate::guard::Guard;
use crate::hit::Hit;
use crate::needle::SecretId;
use crate::output::Artifact;
use crate::report;
use crate::sign::{self, Sighting};
use crate::told::leak;
use crate::view::{Kind, View};

/// Larger files are searched in pieces.
pub(crate) const LARGEST: u64 = 1 << 30;

/// Bytes of a piece.
const PIECE: usize = 16 << 20;

/// Bytes that a piece has in common with the next one: more than any needle is long.
const OVERLAP: usize = 64 << 10;

/// Searches the bytes of a file.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn scan(guard: &Guard, artifact: &Artifact) -> io::Result<Outcome> {
    let mut seen = Seen { guard, hits: BTreeMap::new(), sightings: Vec::new() };
    let mut digest = Sha256::default();
    let bytes = pieces(File::open(&artifact.path)?, |piece, new| {
        if guard.digests {
            digest.update(&piece[new..]);
        }
        seen.search(piece);
    })?;
    let name = &artifact.name;
    let mut findings = seen.findings(name);
    findings.push(searched_in_pieces(name));
    let artifact = report::Artifact {
        name: name.clone(),
        bytes,
        digest: guard.digests.then(|| digest.hex()),
        peelers: Vec::new(),
    };
    Ok(Outcome { findings, artifact: Some(artifact), ..Outcome::default() })
}

/// Hands on a file in pieces, and where in each begins what is new; says how many bytes it has.
pub(crate) fn pieces(mut file: impl Read, mut each: impl FnMut(&[u8], usize)) -> io::Result<u64> {
    let (mut piece, mut total) = (Vec::with_capacity(PIECE + OVERLAP), 0);
    loop {
        let old = piece.len();
        let limit = u64::try_from(PIECE).unwrap_or(u64::MAX);
        let count = file.by_ref().take(limit).read_to_end(&mut piece)?;
        if count == 0 {
            return Ok(total);
        }
        total += count as u64;
        each(&piece, old);
        piece.drain(..piece.len().saturating_sub(OVERLAP));
    }
}

fn searched_in_pieces(name: &str) -> Finding {
    let message = "searched as bytes only: it is too large to be looked into";
    let mut finding = Finding::new(Code::NotParsed, message).at(Location::file(name)).help(
        "what is packed, encoded or put together in it would not be seen; make it smaller, or \
         exclude it in [client] if browsers cannot fetch it",
    );
    finding.severity = Severity::Warning;
    finding
}

/// What was met so far: of each variable the first place, as lines cannot be counted.
struct Seen<'a> {
    guard: &'a Guard,
    hits: BTreeMap<SecretId, Hit>,
    sightings: Vec<Sighting>,
}

impl Seen<'_> {
    fn search(&mut self, piece: &[u8]) {
        let view = View::artifact(piece, Kind::Bytes);
        self.guard.needles.search(piece, |found| {
            let hit = Hit::new(&view, found, None);
            let first = self.hits.entry(hit.secret).or_insert_with(|| hit.clone());
            // all of a value tells more than a part of it
            if first.part.is_some() && hit.part.is_none() {
                *first = hit;
            }
        });
        let sightings = &mut self.sightings;
        self.guard.signs.search(piece, |sign, span| {
            sightings.push(Sighting::new(&view, sign, span));
        });
    }

    fn findings(self, name: &str) -> Vec<Finding> {
        let (guard, place) = (self.guard, || Location::file(name));
        let leaks = self.hits.values().map(|hit| leak(guard, name, hit, place()));
        let mut findings: Vec<_> = leaks.collect();
        let mut told = BTreeSet::new();
        for (_, finding) in sign::findings(&guard.signs.names, self.sightings) {
            if told.insert((finding.code, finding.variable.clone(), finding.message.clone())) {
                findings.push(finding.at(place()));
            }
        }
        findings
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_cut_in_two() {
        let text: Vec<u8> = (0..PIECE * 2 + 77).map(|at| (at % 251).to_le_bytes()[0]).collect();
        let (mut whole, mut start, mut count) = (Vec::new(), 0, 0);
        let bytes = pieces(&text[..], |piece, new| {
            assert_eq!(piece, &text[start..start + piece.len()]);
            assert!(count == 0 || new == OVERLAP);
            whole.extend_from_slice(&piece[new..]);
            (start, count) = (start + piece.len() - OVERLAP.min(piece.len()), count + 1);
        });
        assert_eq!(bytes.ok(), Some(text.len() as u64));
        assert_eq!((whole == text, count), (true, 3));
    }
}
