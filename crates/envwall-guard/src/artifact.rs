//! One file of build output: read, peeled, searched.

use std::io;
use std::ops::Range;

use envwall_core::diagnostic::{Code, Finding, Location};

use crate::guard::Guard;
use crate::hit::{Hit, distinct};
use crate::output::Artifact;
use crate::peel::peel;
use crate::place::Places;
use crate::view::{Kind, View};

/// So many places of one variable in one artifact are told; the rest is counted.
const MOST_PLACES: usize = 10;

/// How many layers are peeled off, one inside another.
const DEEPEST: usize = 32;

/// What became of one artifact.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) findings: Vec<Finding>,
    pub(crate) bytes: u64,
}

/// Takes one file apart.
pub(crate) fn scan(guard: &Guard, artifact: &Artifact) -> Outcome {
    match std::fs::read(&artifact.path) {
        Ok(bytes) => scan_bytes(guard, &artifact.name, &bytes),
        Err(error) => {
            Outcome { findings: vec![unreadable(&artifact.name, &error)], ..Outcome::default() }
        }
    }
}

/// A file of which nothing was seen.
pub(crate) fn unreadable(name: &str, error: &io::Error) -> Finding {
    Finding::new(Code::NotLookedAt, format!("this file cannot be read: {}", error.kind()))
        .at(Location::file(name))
        .help(
            "give the guard the right to read it, or exclude it in [client] if browsers cannot \
               fetch it",
        )
}

fn scan_bytes(guard: &Guard, name: &str, bytes: &[u8]) -> Outcome {
    let mut search = Search { guard, hits: Vec::new(), notes: Vec::new() };
    search.look_into(&View::artifact(bytes, Kind::of_name(name)), 0);
    let Search { hits, notes, .. } = search;
    let mut findings = findings(guard, name, bytes, &distinct(hits));
    findings.extend(notes.into_iter().map(|note| not_parsed(name, &note)));
    Outcome { findings, bytes: bytes.len() as u64 }
}

/// The needles met so far in one artifact.
struct Search<'a> {
    guard: &'a Guard,
    hits: Vec<Hit>,
    notes: Vec<String>,
}

impl Search<'_> {
    /// Searches a view's own bytes, then everything inside it.
    fn look_into(&mut self, view: &View<'_>, depth: usize) {
        let mut found = Vec::new();
        self.guard.needles.search(&view.bytes, |hit| found.push(hit));
        found.sort_by_key(|hit| hit.span.start);
        let peeled = peel(view, found.iter().map(|hit| hit.span.clone()));
        let layers: Vec<_> = peeled.layers().collect();
        for (hit, layer) in found.into_iter().zip(layers) {
            let mut hit = Hit::new(view, hit);
            hit.trail.extend(layer);
            self.hits.push(hit);
        }
        self.notes.extend(peeled.notes);
        if depth == DEEPEST && !peeled.views.is_empty() {
            self.notes.push(format!("it holds more than {DEEPEST} layers, one inside another"));
            return;
        }
        for inner in &peeled.views {
            self.look_into(inner, depth + 1);
        }
    }
}

fn findings(guard: &Guard, name: &str, bytes: &[u8], hits: &[Hit]) -> Vec<Finding> {
    let hidden: Vec<Range<usize>> = hits.iter().map(|hit| hit.span.clone()).collect();
    let mut places = Places::new(bytes);
    let mut told = vec![0usize; guard.secrets.len()];
    let mut findings = Vec::new();
    for hit in hits {
        told[hit.secret] += 1;
        if told[hit.secret] > MOST_PLACES {
            continue;
        }
        findings.push(leak(guard, hit, places.locate(name, &hit.span, &hidden)));
    }
    for (secret, count) in told.into_iter().enumerate().filter(|(_, count)| *count > MOST_PLACES) {
        let more = count - MOST_PLACES;
        let of_secret = |finding: &&mut Finding| {
            finding.variable.as_deref() == Some(&guard.secrets[secret].name)
        };
        if let Some(last) = findings.iter_mut().rev().find(of_secret) {
            last.message = format!("{} (and {more} times more in this file)", last.message);
        }
    }
    findings
}

fn leak(guard: &Guard, hit: &Hit, location: Location) -> Finding {
    let name = &guard.secrets[hit.secret].name;
    let mut finding =
        Finding::new(Code::ValueInOutput, format!("the value of `{name}` is in client output"))
            .variable(name)
            .at(location)
            .label(format!("value of {name}"))
            .help(format!(
                "read `{name}` in server code only and let the browser ask the server; if this \
                 was deployed, change the value (envwall explain EW001)"
            ));
    finding.trail = hit.trail.iter().map(|layer| (*layer).to_owned()).collect();
    finding
}

fn not_parsed(name: &str, note: &str) -> Finding {
    Finding::new(Code::NotParsed, format!("searched as bytes only: {note}"))
        .at(Location::file(name))
        .help(
            "values that are written with escapes would not be seen in it; if it is not \
               JavaScript, give it another extension",
        )
}
