//! One file of build output: its bytes are searched first, whatever it is; then each view inside.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::OnceLock;

use envwall_core::diagnostic::Finding;

use super::clean_sources::CleanSources;
use super::dissection::Dissection;
use super::large_file;
use super::outcome::Outcome;
use super::runtime_config;
use super::search::Search;
use crate::content::document::{Document, DocumentId, DocumentIds, id_of};
use crate::content::kind::Kind;
use crate::content::view::View;
use crate::files::artifact::Artifact;
use crate::files::buffer::with_bytes_of;
use crate::files::digest::sha256;
use crate::files::output::{OutputFile, Part};
use crate::files::unreadable::unreadable;
use crate::findings::credential::{self, CredentialSighting};
use crate::findings::hidden::Hidden;
use crate::findings::hit::{Hit, distinct, most_specific};
use crate::findings::import_chain::Importers;
use crate::findings::locate::{Places, Reached};
use crate::findings::neighbours;
use crate::findings::sighting::{self, Sighting};
use crate::findings::source_map::{Original, Originals};
use crate::findings::unparsed;
use crate::javascript::module_graph::Imports;
use crate::peel::peeler::Context;
use crate::prefilter::Prefilter;
use crate::text::path::source_path;

/// How the programs of a file are looked at.
#[derive(Clone, Copy, Default)]
pub(crate) struct Programs<'a> {
    /// Decides which are parsed; `None` parses all.
    pub(crate) prefilter: Option<&'a Prefilter<'a>>,
    /// What other scripts give to them.
    pub(crate) imports: Imports<'a>,
    /// Sources that need not be looked into once more.
    pub(super) clean_sources: Option<&'a CleanSources>,
}

/// How a file is looked at first, which knows nothing of other files.
pub(crate) struct Look<'a> {
    pub(crate) search: &'a Search,
    prefilter: OnceLock<Prefilter<'a>>,
    clean_sources: CleanSources,
}

impl<'a> Look<'a> {
    pub(crate) fn new(search: &'a Search) -> Self {
        Self { search, prefilter: OnceLock::new(), clean_sources: CleanSources::default() }
    }

    /// Decides which programs are parsed. It is made when a file is looked into.
    pub(crate) fn prefilter(&self) -> &Prefilter<'a> {
        let Search { needles, indicators, .. } = self.search;
        self.prefilter.get_or_init(|| Prefilter::new(needles, &indicators.names))
    }

    /// Takes the bytes of a file apart.
    pub(crate) fn look_into(&self, file: &OutputFile, bytes: &[u8]) -> Outcome {
        let prefilter = (!self.search.exhaustive).then(|| self.prefilter());
        let clean_sources = Some(&self.clean_sources);
        let programs = Programs { prefilter, imports: Imports::default(), clean_sources };
        look_into(self.search, file, bytes, programs)
    }
}

/// Takes one file apart.
pub(crate) fn scan(search: &Search, file: &OutputFile, programs: Programs<'_>) -> Outcome {
    read(search, file, |bytes| look_into(search, file, bytes, programs))
}

/// Hands over the bytes of a file, unless it is too large for that: then they are searched here.
pub(crate) fn read(
    search: &Search,
    file: &OutputFile,
    look: impl FnOnce(&[u8]) -> Outcome,
) -> Outcome {
    let is_large = |about: std::fs::Metadata| about.len() > search.max_file_size;
    let outcome = if std::fs::metadata(&file.path).is_ok_and(is_large) {
        large_file::scan(search, file)
    } else {
        with_bytes_of(&file.path, look)
    };
    outcome.unwrap_or_else(|error| {
        let findings = vec![unreadable(&file.name, &error)];
        Outcome { findings, ..Outcome::default() }
    })
}

fn look_into(search: &Search, file: &OutputFile, bytes: &[u8], programs: Programs<'_>) -> Outcome {
    match file.part {
        None => scan_bytes(search, file, bytes, programs),
        Some(Part::PublicRuntimeConfig) => scan_part(search, file, bytes, programs),
    }
}

/// A server file of which a part goes to browsers: that part alone is taken apart.
fn scan_part(search: &Search, file: &OutputFile, bytes: &[u8], programs: Programs<'_>) -> Outcome {
    let Some(part) = runtime_config::public_part(bytes, search.trials()) else {
        return Outcome::default();
    };
    let mut outcome = scan_bytes(search, file, &part, programs);
    if let Some(artifact) = outcome.artifact.as_mut().filter(|_| search.digests) {
        artifact.digest = Some(sha256(bytes));
    }
    outcome
}

fn scan_bytes(search: &Search, file: &OutputFile, bytes: &[u8], programs: Programs<'_>) -> Outcome {
    let (name, documents) = (file.name.as_str(), DocumentIds::default());
    let Programs { prefilter, imports, clean_sources } = programs;
    let context = Context {
        names: &search.indicators.names,
        prefilter,
        imports,
        trials: search.trials(),
        documents: &documents,
    };
    let mut dissection = Dissection::new(search, context, clean_sources, bytes.len());
    dissection.look_into(&View::artifact(bytes, Kind::of(name, bytes)).named(name), 0);
    let Dissection {
        hits, sightings, credentials, notes, peelers, links, skipped, parsing, ..
    } = dissection;
    let mut report = FileReport::new(search, file, bytes);
    report.hide(&sightings);
    report.hide_credentials(&credentials);
    let credentials = credential::findings(credentials, &hits);
    report.hits(hits);
    report.sightings(sightings);
    report.credentials(credentials);
    let mut findings = report.findings;
    findings.extend(unparsed::findings(name, notes));
    let artifact = Artifact {
        name: name.to_owned(),
        bytes: bytes.len() as u64,
        // what has findings is compared with other files
        digest: (search.digests || !findings.is_empty()).then(|| sha256(bytes)),
        peelers: peelers.into_iter().map(str::to_owned).collect(),
    };
    let undeclared = search.undeclared.search(bytes);
    let artifact = Some(artifact);
    Outcome { findings, artifact, undeclared, parsing, links, skipped, is_cached: false }
}

/// The findings of one file, each with its place and its original source.
struct FileReport<'a> {
    search: &'a Search,
    file: &'a OutputFile,
    bytes: &'a [u8],
    originals: Originals<'a>,
    /// The import graphs of the maps in the file, by the document that the map is.
    importers: BTreeMap<Option<DocumentId>, Importers>,
    /// Bytes of documents that are never shown.
    hidden: BTreeMap<Option<DocumentId>, Hidden>,
    /// How far places were looked for in each document.
    reached: BTreeMap<Option<DocumentId>, Reached>,
    findings: Vec<Finding>,
}

impl<'a> FileReport<'a> {
    fn new(search: &'a Search, file: &'a OutputFile, bytes: &'a [u8]) -> Self {
        Self {
            search,
            file,
            bytes,
            originals: Originals::new(file, bytes, &search.needles),
            importers: BTreeMap::new(),
            hidden: BTreeMap::new(),
            reached: BTreeMap::new(),
            findings: Vec::new(),
        }
    }

    fn hide(&mut self, sightings: &[Sighting]) {
        for sighting in sightings.iter().filter(|sighting| sighting.is_sensitive()) {
            let hidden = self.hidden.entry(sighting.document_id()).or_default();
            hidden.add(std::iter::once(sighting.span.clone()));
        }
    }

    fn hide_credentials(&mut self, sightings: &[CredentialSighting]) {
        let mut found: BTreeMap<_, (&[u8], Vec<_>)> = BTreeMap::new();
        let mut hidden: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for sighting in sightings {
            let text = sighting.document.as_ref().map_or(self.bytes, |document| &document.bytes);
            let found = found.entry(sighting.document_id()).or_insert((text, Vec::new()));
            found.1.push(sighting.span.clone());
            // where the document is encoded, its place in there is not known
            if let Some(document) = &sighting.document {
                let around = hidden.entry(id_of(document.parent.as_ref())).or_default();
                around.push(document.found_at.clone());
            }
        }
        for (document, (text, spans)) in found {
            let neighbours = neighbours::secrets_around(text, &spans);
            hidden.entry(document).or_default().extend(spans.into_iter().chain(neighbours));
        }
        for (document, parts) in hidden {
            self.hidden.entry(document).or_default().add(parts);
        }
    }

    fn hits(&mut self, hits: Vec<Hit>) {
        let leaks = self.search.leaks();
        for (document, hits) in by_document(without_outer(hits)) {
            let excused = |hit: &Hit| leaks.is_waived(&self.file.name, hit, hit.secret);
            let hits = most_specific(distinct(hits), &self.search.needles, excused);
            let hidden = self.hidden.entry(id_of(document.as_ref())).or_default();
            hidden.add(hits.iter().map(|hit| hit.span.clone()));
            let text = document.as_ref().map_or(self.bytes, |document| &document.bytes);
            for finding in leaks.findings(&self.file.name, text, &hits, hidden) {
                self.add(finding, document.as_ref());
            }
        }
    }

    fn sightings(&mut self, sightings: Vec<Sighting>) {
        for (sighting, finding) in sighting::findings(&self.search.indicators.names, sightings) {
            let text = sighting.document.as_ref().map_or(self.bytes, |it| &it.bytes);
            let finding = sighting::unless_of_server(finding, text, &self.file.name);
            self.seen(finding, sighting.document.as_ref(), &sighting.span);
        }
    }

    fn credentials(&mut self, found: Vec<(CredentialSighting, Finding)>) {
        for (sighting, finding) in found {
            self.seen(finding, sighting.document.as_ref(), &sighting.span);
        }
    }

    fn seen(&mut self, finding: Finding, document: Option<&Rc<Document>>, span: &Range<usize>) {
        let text = document.map_or(self.bytes, |document| &document.bytes);
        let hidden = self.hidden.entry(id_of(document)).or_default();
        let reached = self.reached.entry(id_of(document)).or_default();
        let mut places = Places::resume(text, *reached, span.start);
        let location = places.locate(&self.file.name, span, hidden);
        *reached = places.reached();
        self.add(finding.at(location), document);
    }

    fn add(&mut self, finding: Finding, document: Option<&Rc<Document>>) {
        let finding = match document {
            Some(document) => self.placed(finding, document),
            None => self.traced(finding),
        };
        let finding = self.search.leaks().unless_published(finding, self.file);
        self.findings.push(credential::unless_third_party(finding));
    }

    /// Names the place in the original source, too.
    fn traced(&self, mut finding: Finding) -> Finding {
        let variable = finding.variable.as_deref();
        let place = finding.location.as_ref();
        let original = place.and_then(|place| self.originals.of(place, variable));
        if let Some(Original { location, importers }) = original {
            (finding.original, finding.importers) = (Some(location), importers);
        }
        finding
    }

    /// A finding in a document of its own: an original source is reported as such, with the place
    /// of the document in the artifact; what was in a container keeps its own lines.
    fn placed(&mut self, mut finding: Finding, document: &Document) -> Finding {
        let Some(source) = &document.source else { return finding };
        let (name, parent) = (self.file.name.as_str(), document.parent.as_ref());
        let source = source_path(source, name);
        let around = parent.map_or(self.bytes, |parent| &parent.bytes);
        let importers = self.importers.entry(id_of(parent));
        let importers = importers.or_insert_with(|| Importers::of_map(around, name));
        finding.importers = importers.chain(&source);
        let original = finding.location.take().map(|mut location| {
            location.file = source;
            location
        });
        let at = document.found_at.start..document.found_at.start;
        let reached = self.reached.entry(id_of(parent)).or_default();
        let mut places = Places::resume(around, *reached, at.start);
        let mut location = places.locate(name, &at, &Hidden::default());
        *reached = places.reached();
        location.excerpt = None;
        finding.original = original;
        finding.at(location)
    }
}

/// Without the hits that were met again in a document made from the same bytes: there the place
/// is known better.
fn without_outer(mut hits: Vec<Hit>) -> Vec<Hit> {
    let mut inner: BTreeMap<_, usize> = BTreeMap::new();
    for hit in &hits {
        if let Some(document) = &hit.document {
            let found_at = &document.found_at;
            let key = (id_of(document.parent.as_ref()), hit.secret, found_at.start);
            let end = inner.entry(key).or_default();
            *end = (*end).max(found_at.end);
        }
    }
    hits.retain(|hit| {
        let around = (hit.document_id(), hit.secret);
        let before = inner.range((around.0, around.1, 0)..=(around.0, around.1, hit.span.start));
        before.last().is_none_or(|(_, end)| *end < hit.span.end)
    });
    hits
}

/// The document, or `None` for the artifact itself, and the hits in it.
type Group = (Option<Rc<Document>>, Vec<Hit>);

/// Hits of the artifact itself and of each document, in the order they were met.
fn by_document(hits: Vec<Hit>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut index_of: BTreeMap<Option<DocumentId>, usize> = BTreeMap::new();
    for hit in hits {
        let index = *index_of.entry(hit.document_id()).or_insert(groups.len());
        match groups.get_mut(index) {
            Some((_, group)) => group.push(hit),
            None => groups.push((hit.document.clone(), vec![hit])),
        }
    }
    groups
}
