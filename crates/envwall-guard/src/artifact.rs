//! One file of build output: read, peeled, searched.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::ops::{Range, RangeInclusive};
use std::rc::Rc;

use envwall_core::diagnostic::{Code, Finding, Location, Severity};

use crate::digest::sha256;
use crate::guard::Guard;
use crate::hit::{Hit, distinct, most_specific};
use crate::importers::Importers;
use crate::large;
use crate::links::{Imports, Links};
use crate::needle::{A_PART, Secret, SecretId};
use crate::original::{Original, Originals, is_third_party, source_path};
use crate::output::Artifact;
use crate::peel::{self, Context, Note, Peeled, peel};
use crate::place::Places;
use crate::report::{self, are_excused};
use crate::sign::{self, Sighting, Sign};
use crate::view::{Document, Kind, View};

/// So many places of one variable in one artifact are told; the rest is counted.
const MOST_PLACES: usize = 10;

/// So many things that could not be looked into are told of one artifact.
const MOST_NOTES: usize = 20;

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

/// A file of which nothing was seen.
pub(crate) fn unreadable(name: &str, error: &io::Error) -> Finding {
    Finding::new(Code::NotLookedAt, format!("this file cannot be read: {}", error.kind()))
        .at(Location::file(name))
        .help(
            "give the guard the right to read it, or exclude it in [client] if browsers cannot \
               fetch it",
        )
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
            None => traced(guard, finding, &originals),
        }));
    }
    for (Sighting { document, span, .. }, finding) in sign::findings(&guard.signs.names, sightings)
    {
        let text = document.as_ref().map_or(bytes, |document| &document.bytes);
        let hidden = Hidden::inside(&hidden, document.as_ref());
        let finding = finding.at(Places::new(text).locate(name, &span, &hidden));
        findings.push(match &document {
            Some(document) => placed(finding, name, document, bytes, &mut maps),
            None => traced(guard, finding, &originals),
        });
    }
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
fn traced(guard: &Guard, mut finding: Finding, originals: &Originals<'_>) -> Finding {
    let original = finding.location.as_ref().and_then(|location| originals.of(location));
    let Some(Original { location, importers, published }) = original else { return finding };
    (finding.original, finding.importers) = (Some(location), importers);
    let is_this = |id: &SecretId| finding.variable.as_ref() == Some(&guard.secrets[*id].name);
    if finding.code == Code::ValueInOutput && published.iter().any(is_this) {
        published_by_others(&mut finding);
    }
    finding
}

/// What a third party wrote in its source is no value that this build put there.
fn published_by_others(finding: &mut Finding) {
    let name = finding.variable.as_deref().unwrap_or_default();
    finding.severity = Severity::Warning;
    finding.help = Some(
        format!(
            "a third party published the same text, which may be chance: say `sensitive = false` for \
             `{name}` if it is no secret, and use a random value if it is"
        )
        .into(),
    );
    finding.message = format!("{}, in code of a third party", finding.message).into();
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

fn findings_of(
    guard: &Guard,
    name: &str,
    bytes: &[u8],
    hits: &[Hit],
    hidden: &[Range<usize>],
) -> Vec<Finding> {
    let mut places = Places::new(bytes);
    let mut told = vec![0usize; guard.secrets.len()];
    let mut findings = Vec::new();
    let of = |hits: &mut dyn Iterator<Item = &Hit>| hits.map(|hit| hit.secret).collect();
    let whole: BTreeSet<_> = of(&mut hits.iter().filter(|hit| hit.part.is_none()));
    let written: BTreeSet<_> =
        of(&mut hits.iter().filter(|hit| hit.part.is_none() && !hit.is_folded()));
    for hit in hits {
        // a run of a value says nothing more where all of it is told, and what a program puts
        // together with it nothing more than where it is written
        if hit.part == Some(A_PART) && whole.contains(&hit.secret)
            || hit.is_folded() && written.contains(&hit.secret)
        {
            continue;
        }
        told[hit.secret] += 1;
        if told[hit.secret] > MOST_PLACES {
            continue;
        }
        findings.push(leak(guard, name, hit, places.locate(name, &hit.span, hidden)));
    }
    for (secret, count) in told.into_iter().enumerate().filter(|(_, count)| *count > MOST_PLACES) {
        let more = count - MOST_PLACES;
        let of_secret = |finding: &&mut Finding| {
            finding.variable.as_deref() == Some(&guard.secrets[secret].name)
        };
        if let Some(last) = findings.iter_mut().rev().find(of_secret) {
            last.message = format!("{} (and {more} times more in this file)", last.message).into();
        }
    }
    findings
}

/// Whether a waiver excuses a hit if it is told as one of a variable.
fn is_waived(guard: &Guard, file: &str, hit: &Hit, secret: SecretId) -> bool {
    if guard.waivers.is_empty() {
        return false;
    }
    let mut finding = Finding::new(Code::ValueInOutput, "")
        .variable(&guard.secrets[secret].name)
        .at(Location::file(file));
    finding.trail = hit.trail.iter().map(ToString::to_string).collect();
    are_excused(&guard.waivers, &finding)
}

/// The finding of a hit. A waiver excuses only the variable that it names: of several variables
/// with one value the first that none excuses is told.
pub(crate) fn leak(guard: &Guard, file: &str, hit: &Hit, location: Location) -> Finding {
    let also = guard.needles.also(&guard.secrets, hit.piece);
    let also: Vec<_> = also.into_iter().filter(|_| hit.part.is_none()).collect();
    let same = || std::iter::once(hit.secret).chain(also.iter().copied());
    let told = same().find(|secret| !is_waived(guard, file, hit, *secret)).unwrap_or(hit.secret);
    let Secret { name, stand_in, file, .. } = &guard.secrets[told];
    let what = match hit.part {
        _ if *stand_in => format!("the stand-in for `{name}`"),
        None => format!("the value of `{name}`"),
        Some(A_PART) => format!("a large part of the value of `{name}`"),
        Some(part) => format!("the {part} in `{name}`"),
    };
    let whence = file.as_ref().map(|file| format!(" in `{file}`"));
    let what = what + &whence.unwrap_or_default();
    let others = same().map(|id| &guard.secrets[id].name).filter(|other| *other != name);
    let also: Vec<_> = others.map(|name| format!(" (`{name}` has the same value)")).collect();
    let also = also.concat();
    let mut finding =
        Finding::new(Code::ValueInOutput, format!("{what} is in client output{also}"))
            .variable(name)
            .at(location)
            .label(what.replace('`', "").trim_start_matches("the ").to_owned())
            .help(if *stand_in { not_leaked(name) } else { leaked(name) });
    finding.trail = hit.trail.iter().map(ToString::to_string).collect();
    let source = hit.document.as_ref().and_then(|document| document.source.as_deref());
    if source.is_some_and(is_third_party) && !guard.needles.is_strong(hit.piece) {
        published_by_others(&mut finding);
    }
    finding
}

fn leaked(name: &str) -> String {
    format!(
        "read `{name}` in server code only and let the browser ask the server; if this was deployed, \
         change the value (envwall explain EW001)"
    )
}

fn not_leaked(name: &str) -> String {
    format!(
        "the build was given a stand-in, so this output has no value of `{name}`; a build without \
         Envwall would have it: read `{name}` in server code only and let the browser ask the server"
    )
}

/// Many damaged members of one archive are no more than one.
fn all_noted(name: &str, mut notes: Vec<Note>) -> Vec<Finding> {
    let more = notes.len().saturating_sub(MOST_NOTES);
    notes.truncate(MOST_NOTES);
    let mut findings: Vec<_> = notes.into_iter().map(|note| noted(name, note)).collect();
    if more > 0 {
        let note = format!("it holds {more} things more that were not looked at as what they are");
        findings.push(noted(name, Note::NotLookedAt(note)));
    }
    findings
}

fn noted(name: &str, note: Note) -> Finding {
    match note {
        Note::NotParsed(why) => {
            Finding::new(Code::NotParsed, format!("searched as bytes only: {why}"))
                .help("what is put together or encoded in it may not have been seen")
        }
        Note::BrokenScript(why) => {
            let mut finding = Finding::new(Code::NotParsed, format!("searched as text: {why}"))
                .help(
                    "a value that it puts together would not be seen in it; mend it, or give it \
                     another extension if it is no script",
                );
            finding.severity = Severity::Warning;
            finding
        }
        Note::NotLookedAt(why) => Finding::new(Code::NotLookedAt, format!("not looked at: {why}"))
            .help(
                "make it smaller or whole, or exclude it in [client] if browsers cannot fetch it",
            ),
    }
    .at(Location::file(name))
}
