//! One file of build output: read, peeled, searched.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};
use std::rc::Rc;

use envwall_core::diagnostic::Finding;

use crate::digest::sha256;
use crate::guard::Guard;
use crate::hit::{Hit, distinct, most_specific};
use crate::importers::Importers;
use crate::large;
use crate::links::{Imports, Links};
use crate::original::{Original, Originals, source_path};
use crate::output::Artifact;
use crate::peel::{self, Context, Note, Peeled, peel};
use crate::place::Places;
use crate::report;
use crate::sign::{self, Sighting, Sign};
use crate::told::{all_noted, findings_of, is_waived, unless_published, unreadable};
use crate::view::{Document, Kind, View};

/// How many layers are peeled off, one inside another.
const DEEPEST: usize = 32;

/// What is inside an artifact may have so many times its bytes: beyond it is a bomb.
const MOST_TIMES: usize = 200;

/// A small artifact may hold this much all the same, and a larger one not more than this,
const ALLOWANCE: RangeInclusive<usize> = 64 << 20..=256 << 20;

/// except for so many times its bytes, as text that is packed well has.
const USUAL_TIMES: usize = 8;

/// What became of one artifact.
#[derive(Default)]
pub(crate) struct Outcome {
    pub(crate) findings: Vec<Finding>,
    /// The file; `None` when it could not be read.
    pub(crate) artifact: Option<report::Artifact>,
    /// What its scripts export and import, as far as they were parsed.
    pub(crate) links: Vec<Links>,
    /// That some of its scripts were not, and whether one may export a piece of a value.
    pub(crate) passed_over: Option<bool>,
}

/// Which programs are parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// Those of which the parser may tell more than their bytes do.
    WhereItTells,
    AtEverything,
}

/// Takes one file apart.
pub(crate) fn scan(guard: &Guard, artifact: &Artifact, how: Look, imports: Imports<'_>) -> Outcome {
    let large = |about: std::fs::Metadata| about.len() > guard.largest;
    let outcome = if std::fs::metadata(&artifact.path).is_ok_and(large) {
        large::scan(guard, artifact)
    } else {
        let bytes = std::fs::read(&artifact.path);
        bytes.map(|bytes| scan_bytes(guard, artifact, &bytes, how, imports))
    };
    match outcome {
        Ok(outcome) => outcome,
        Err(error) => {
            Outcome { findings: vec![unreadable(&artifact.name, &error)], ..Outcome::default() }
        }
    }
}

fn scan_bytes(
    guard: &Guard,
    artifact: &Artifact,
    bytes: &[u8],
    how: Look,
    imports: Imports<'_>,
) -> Outcome {
    let name = artifact.name.as_str();
    let mut search = Search {
        guard,
        context: Context {
            names: &guard.signs.names,
            needles: &guard.needles,
            exhaustive: guard.exhaustive || how == Look::AtEverything,
            imports,
        },
        links: Vec::new(),
        passed_over: None,
        hits: Vec::new(),
        sightings: Vec::new(),
        notes: Vec::new(),
        peelers: BTreeSet::new(),
        allowance: allowance(bytes),
    };
    search.look_into(&View::artifact(bytes, Kind::of(name, bytes)).named(name), 0);
    let Search { hits, sightings, notes, peelers, links, passed_over, .. } = search;
    let originals = Originals::new(artifact, bytes, &guard.needles);
    let mut findings = Vec::new();
    let mut maps = BTreeMap::new();
    let mut hidden: Vec<_> = sightings.iter().filter_map(Hidden::of_sighting).collect();
    for (document, hits) in by_document(without_outer(hits)) {
        let text = document.as_ref().map_or(bytes, |document| &document.bytes);
        let excused = |hit: &Hit| is_waived(guard, name, hit, hit.secret);
        let hits = most_specific(distinct(hits), &guard.needles, excused);
        hidden.extend(hits.iter().map(Hidden::of_hit));
        let hidden = Hidden::inside(&hidden, document.as_ref());
        let of_document = findings_of(guard, name, text, &hits, &hidden);
        findings.extend(of_document.into_iter().map(|finding| match &document {
            Some(document) => placed(finding, name, document, bytes, &mut maps),
            None => traced(finding, &originals),
        }));
    }
    for (Sighting { document, span, .. }, finding) in sign::findings(&guard.signs.names, sightings)
    {
        let text = document.as_ref().map_or(bytes, |document| &document.bytes);
        let hidden = Hidden::inside(&hidden, document.as_ref());
        let finding = finding.at(Places::new(text).locate(name, &span, &hidden));
        findings.push(match &document {
            Some(document) => placed(finding, name, document, bytes, &mut maps),
            None => traced(finding, &originals),
        });
    }
    let settled = |finding| unless_published(finding, guard, artifact);
    let mut findings: Vec<_> = findings.into_iter().map(settled).collect();
    findings.extend(all_noted(name, notes));
    let artifact = report::Artifact {
        name: name.to_owned(),
        bytes: bytes.len() as u64,
        digest: guard.digests.then(|| sha256(bytes)),
        peelers: peelers.into_iter().collect(),
    };
    Outcome { findings, artifact: Some(artifact), links, passed_over }
}

/// Bytes of a document that are never shown.
struct Hidden {
    document: Option<*const Document>,
    span: Range<usize>,
}

impl Hidden {
    fn of_hit(hit: &Hit) -> Self {
        Self { document: hit.document.as_ref().map(Rc::as_ptr), span: hit.span.clone() }
    }

    fn of_sighting(sighting: &Sighting) -> Option<Self> {
        let document = sighting.document.as_ref().map(Rc::as_ptr);
        matches!(sighting.sign, Sign::Dump(_))
            .then(|| Self { document, span: sighting.span.clone() })
    }

    fn inside(all: &[Self], document: Option<&Rc<Document>>) -> Vec<Range<usize>> {
        let of_document = all.iter().filter(|hidden| hidden.document == document.map(Rc::as_ptr));
        of_document.map(|hidden| hidden.span.clone()).collect()
    }
}

/// Names the place in the source too.
fn traced(mut finding: Finding, originals: &Originals<'_>) -> Finding {
    let original = finding.location.as_ref().and_then(|location| originals.of(location));
    if let Some(Original { location, importers }) = original {
        (finding.original, finding.importers) = (Some(location), importers);
    }
    finding
}

/// Without the hits that were met again in a document made from the same bytes: there the place
/// is known better.
fn without_outer(mut hits: Vec<Hit>) -> Vec<Hit> {
    let address = |document: Option<&Rc<Document>>| document.map(Rc::as_ptr);
    let mut inner: BTreeMap<_, usize> = BTreeMap::new();
    for hit in &hits {
        if let Some(document) = &hit.document {
            let found_at = &document.found_at;
            let key = (address(document.parent.as_ref()), hit.secret, found_at.start);
            let end = inner.entry(key).or_default();
            *end = (*end).max(found_at.end);
        }
    }
    hits.retain(|hit| {
        let around = (address(hit.document.as_ref()), hit.secret);
        let before = inner.range((around.0, around.1, 0)..=(around.0, around.1, hit.span.start));
        before.last().is_none_or(|(_, end)| *end < hit.span.end)
    });
    hits
}

/// How many bytes all that is inside an artifact may have together.
fn allowance(bytes: &[u8]) -> usize {
    let times = |count| bytes.len().saturating_mul(count);
    times(MOST_TIMES).clamp(*ALLOWANCE.start(), *ALLOWANCE.end()).max(times(USUAL_TIMES))
}

/// Hits of the artifact itself and of each document, in the order they were met.
fn by_document(hits: Vec<Hit>) -> Vec<(Option<Rc<Document>>, Vec<Hit>)> {
    let address = |document: &Option<Rc<Document>>| document.as_ref().map(Rc::as_ptr);
    let mut groups: Vec<(Option<Rc<Document>>, Vec<Hit>)> = Vec::new();
    for hit in hits {
        match groups.iter_mut().find(|(document, _)| address(document) == address(&hit.document)) {
            Some((_, group)) => group.push(hit),
            None => groups.push((hit.document.clone(), vec![hit])),
        }
    }
    groups
}

/// A finding in a document of its own: an original source is told as such, with the place of the
/// document in the artifact; what was in a container keeps its own lines.
fn placed(
    mut finding: Finding,
    name: &str,
    document: &Document,
    artifact: &[u8],
    maps: &mut BTreeMap<Option<*const Document>, Importers>,
) -> Finding {
    let Some(source) = &document.source else { return finding };
    let source = source_path(source, name);
    let around = document.parent.as_ref().map_or(artifact, |parent| &parent.bytes);
    let map = maps.entry(document.parent.as_ref().map(Rc::as_ptr));
    let importers = map.or_insert_with(|| Importers::of_map(around, name));
    finding.importers = importers.chain(&source);
    let original = finding.location.take().map(|mut location| {
        location.file = source;
        location
    });
    let at = document.found_at.start..document.found_at.start;
    let mut location = Places::new(around).locate(name, &at, &[]);
    location.excerpt = None;
    finding.original = original;
    finding.at(location)
}

/// The needles met so far in one artifact.
struct Search<'a> {
    guard: &'a Guard,
    context: Context<'a>,
    links: Vec<Links>,
    passed_over: Option<bool>,
    hits: Vec<Hit>,
    sightings: Vec<Sighting>,
    notes: Vec<Note>,
    peelers: BTreeSet<String>,
    allowance: usize,
}

impl Search<'_> {
    /// Searches a view's own bytes, then everything inside it.
    fn look_into(&mut self, view: &View<'_>, depth: usize) {
        let mut found = Vec::new();
        self.guard.needles.search(&view.bytes, |hit| found.push(hit));
        found.sort_by_key(|hit| (hit.span.start, hit.span.end, hit.secret));
        self.peelers.extend(peel::names(view.kind));
        let guard = self.guard;
        guard.signs.search(&view.bytes, |sign, span| {
            self.sightings.push(Sighting::new(view, sign, span));
        });
        let places = found.iter().map(|hit| hit.span.clone());
        let context = self.context;
        let Peeled { views, notes, reads, links, passed_over, allowance, layers, inside, .. } =
            peel(view, &context, places, self.allowance);
        self.links.extend(links);
        self.passed_over = self.passed_over.max(passed_over);
        let reads = reads.into_iter().map(|(span, name)| (Sign::Read(name), span));
        self.sightings.extend(reads.map(|(sign, span)| Sighting::new(view, sign, span)));
        self.allowance = allowance;
        let (mut held_back, first_inside) = (Vec::new(), self.hits.len());
        for ((hit, layer), inside) in found.into_iter().zip(layers).zip(inside) {
            let hit = Hit::new(view, hit, layer);
            if inside { &mut held_back } else { &mut self.hits }.push(hit);
        }
        self.notes.extend(notes);
        if depth == DEEPEST && !views.is_empty() {
            let note = format!("it holds more than {DEEPEST} layers, one inside another");
            self.notes.push(Note::NotLookedAt(note));
        } else {
            for inner in &views {
                self.look_into(inner, depth + 1);
            }
        }
        // what a document inside tells of as well is told there only
        let told = |held: &Hit, hit: &Hit| hit.secret == held.secret && hit.is_inside(view);
        held_back.retain(|held| !self.hits[first_inside..].iter().any(|hit| told(held, hit)));
        self.hits.extend(held_back);
    }
}
