//! The views of one artifact, one inside another, and what was met in them.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};
use std::panic::resume_unwind;
use std::thread;

use crate::content::document::id_of;
use crate::content::kind::Kind;
use crate::content::note::{Note, Reason};
use crate::content::view::View;
use crate::credentials::Credential;
use crate::findings::credential::CredentialSighting;
use crate::findings::hit::Hit;
use crate::findings::sighting::Sighting;
use crate::indicators::Indicator;
use crate::javascript::module_graph::Links;
use crate::peel::peeler::{Context, Met, Peeled};
use crate::peel::{self, peel};
use crate::report::Parsing;
use crate::scan::clean_sources::{Clean, CleanSources, SourceDigest};
use crate::scan::search::Search;
use crate::text::token_runs::token_runs;

/// Maximum number of layers that are peeled off, one inside another.
const MAX_DEPTH: usize = 32;

/// What is inside an artifact may have so many times its bytes: more is a decompression bomb.
const MAX_EXPANSION: usize = 200;

/// A small artifact may hold this many bytes all the same, and a larger one not more than this,
const ALLOWANCE: RangeInclusive<usize> = 64 << 20..=256 << 20;

/// except for so many times its bytes, as text that compresses well has.
const USUAL_EXPANSION: usize = 8;

/// A view of so many bytes has a second thread, which takes some 50 µs to start.
const MIN_SHARED: usize = 512 << 10;

/// Takes an artifact apart.
pub(super) struct Dissection<'a> {
    search: &'a Search,
    context: Context<'a>,
    clean_sources: Option<&'a CleanSources>,
    pub(super) links: Vec<Links>,
    pub(super) skipped: Option<bool>,
    pub(super) parsing: Parsing,
    pub(super) hits: Vec<Hit>,
    pub(super) sightings: Vec<Sighting>,
    pub(super) credentials: Vec<CredentialSighting>,
    pub(super) notes: Vec<Note>,
    pub(super) peelers: BTreeSet<&'static str>,
    allowance: usize,
}

impl<'a> Dissection<'a> {
    /// Takes what has so many bytes apart.
    pub(super) fn new(
        search: &'a Search,
        context: Context<'a>,
        clean_sources: Option<&'a CleanSources>,
        bytes: usize,
    ) -> Self {
        Self {
            search,
            context,
            clean_sources,
            links: Vec::new(),
            skipped: None,
            parsing: Parsing::default(),
            hits: Vec::new(),
            sightings: Vec::new(),
            credentials: Vec::new(),
            notes: Vec::new(),
            peelers: BTreeSet::new(),
            allowance: allowance(bytes),
        }
    }

    /// Searches a view's own bytes, then everything inside it.
    pub(super) fn look_into(&mut self, view: &View<'_>, depth: usize) {
        let own = self.own_parts(view, depth);
        let first_inside = self.credentials.len();
        let credentials = if view.bytes.len() < MIN_SHARED {
            self.take_apart(view, &own, depth);
            let parts = searched_here(view, &own);
            credentials(self.search, &view.bytes, parts, runs_of(view, parts))
        } else {
            self.take_apart_on_two_threads(view, &own, depth)
        };
        let seen = |(credential, span)| CredentialSighting::new(view, credential, span);
        self.credentials.splice(first_inside..first_inside, credentials.into_iter().map(seen));
    }

    /// Takes a view apart while another thread finds its credentials: a single large file would
    /// leave all cores but one idle.
    fn take_apart_on_two_threads(
        &mut self,
        view: &View<'_>,
        own: &[Range<usize>],
        depth: usize,
    ) -> Vec<(Credential, Range<usize>)> {
        let (search, bytes) = (self.search, &view.bytes[..]);
        let prefilter = self.context.prefilter.filter(|_| view.kind == Kind::JavaScript);
        let parts = searched_here(view, own);
        let runs = runs_of(view, parts);
        let aside = || {
            if let Some(prefilter) = prefilter {
                prefilter.prepare();
            }
            credentials(search, bytes, parts, runs)
        };
        let ((), found) = both(|| self.take_apart(view, own, depth), &aside);
        found
    }

    /// Searches a view's own bytes for values and indicators, then looks into what is inside it.
    fn take_apart(&mut self, view: &View<'_>, own: &[Range<usize>], depth: usize) {
        let (mut found, mut composed_names) = (Vec::new(), Vec::new());
        for part in own {
            let bytes = &view.bytes[part.clone()];
            let composed =
                self.search.needles.search(bytes, |hit| found.push(hit.moved(part.start)));
            composed_names.extend(composed.into_iter().map(|name| part.start + name));
            self.search.indicators.search(bytes, |indicator, span| {
                let span = part.start + span.start..part.start + span.end;
                self.sightings.push(Sighting::new(view, indicator, span));
            });
        }
        found.sort_by_key(|hit| (hit.span.start, hit.span.end, hit.secret));
        self.peelers.extend(peel::names(view.kind));
        let places = found.iter().map(|hit| hit.span.clone()).collect();
        let context = self.context;
        let met = Met { needles: places, composed_names };
        let peeled = peel(view, &context, met, self.allowance);
        let (mut held_back, first_inside) = (Vec::new(), self.hits.len());
        for ((hit, layer), covered) in
            found.into_iter().zip(&peeled.layers).zip(&peeled.in_document)
        {
            let hit = Hit::new(view, hit, layer.clone());
            if *covered { &mut held_back } else { &mut self.hits }.push(hit);
        }
        self.take(peeled, view, depth);
        // what a document inside reports as well is reported there only
        let own = id_of(view.document.as_ref());
        held_back.retain(|held: &Hit| {
            let inside = |hit: &Hit| hit.secret == held.secret && hit.document_id() != own;
            !self.hits[first_inside..].iter().any(inside)
        });
        self.hits.extend(held_back);
    }

    /// The parts of a view that no document inside has: they are searched there. If there is not
    /// enough left for the documents, all of it is searched.
    fn own_parts(&self, view: &View<'_>, depth: usize) -> Vec<Range<usize>> {
        let own = view.own_parts();
        let inside = view.bytes.len() - own.iter().map(Range::len).sum::<usize>();
        let are_opened = depth < MAX_DEPTH && inside <= self.allowance;
        if are_opened { own } else { std::iter::once(0..view.bytes.len()).collect() }
    }

    /// Keeps what peelers found in a view, and goes on with the views inside it.
    fn take(&mut self, peeled: Peeled<'_>, view: &View<'_>, depth: usize) {
        let Peeled { views, notes, reads, links, skipped, parsing, allowance, .. } = peeled;
        self.parsing.add(parsing);
        self.links.extend(links);
        self.skipped = self.skipped.max(skipped);
        let reads = reads.into_iter().map(|(span, name)| (Indicator::Read(name), span));
        self.sightings.extend(reads.map(|(indicator, span)| Sighting::new(view, indicator, span)));
        self.allowance = allowance;
        self.notes.extend(notes);
        if depth == MAX_DEPTH && !views.is_empty() {
            self.notes.push(Note::new(Reason::TooDeep(MAX_DEPTH), &[]));
            return;
        }
        for inner in &views {
            self.look_into_unless_clean(inner, depth + 1);
        }
    }

    /// Looks into a view, unless it is a source that is known to be clean.
    fn look_into_unless_clean(&mut self, view: &View<'_>, depth: usize) {
        let source =
            self.clean_sources.and_then(|known| Some((known, SourceDigest::of(view, depth)?)));
        let Some((known, digest)) = source else { return self.look_into(view, depth) };
        let clean = known.get(&digest).filter(|clean| clean.inside <= self.allowance);
        if let Some(Clean { parsing, peelers, inside }) = clean {
            self.parsing.add(parsing);
            self.peelers.extend(peelers);
            self.allowance -= inside;
            return;
        }
        let mut dissection = Self::new(self.search, self.context, self.clean_sources, 0);
        dissection.allowance = self.allowance;
        dissection.look_into(view, depth);
        if let Some(clean) = dissection.clean(self.allowance) {
            known.insert(digest, clean);
        }
        self.add(dissection);
    }

    /// What it adds to a scan if nothing was met; at first it had this allowance.
    fn clean(&self, allowance: usize) -> Option<Clean> {
        let Self { links, skipped, parsing, hits, sightings, credentials, notes, .. } = self;
        let is_clean = links.is_empty()
            && skipped.is_none()
            && hits.is_empty()
            && sightings.is_empty()
            && credentials.is_empty()
            && notes.is_empty();
        let inside = allowance - self.allowance;
        is_clean.then(|| Clean { parsing: *parsing, peelers: self.peelers.clone(), inside })
    }

    /// Adds what was met inside.
    fn add(&mut self, inside: Self) {
        self.links.extend(inside.links);
        self.skipped = self.skipped.max(inside.skipped);
        self.parsing.add(inside.parsing);
        self.hits.extend(inside.hits);
        self.sightings.extend(inside.sightings);
        self.credentials.extend(inside.credentials);
        self.notes.extend(inside.notes);
        self.peelers.extend(inside.peelers);
        self.allowance = inside.allowance;
    }
}

/// Does two things at once, or one after the other if the system has no thread left.
fn both<A, B: Send>(here: impl FnOnce() -> A, aside: &(impl Fn() -> B + Sync)) -> (A, B) {
    thread::scope(|scope| match thread::Builder::new().spawn_scoped(scope, aside) {
        Ok(thread) => {
            let done = here();
            (done, thread.join().unwrap_or_else(|panic| resume_unwind(panic)))
        }
        Err(_) => (here(), aside()),
    })
}

/// Of a view's own parts those that are searched for credentials: none if the view around it is.
fn searched_here<'v>(view: &View<'_>, own: &'v [Range<usize>]) -> &'v [Range<usize>] {
    if view.is_part() { &[] } else { own }
}

/// The long runs of a view, if all of it is searched for credentials.
fn runs_of<'v>(view: &'v View<'_>, parts: &[Range<usize>]) -> Option<&'v [Range<usize>]> {
    let is_all = matches!(parts, [part] if part.len() == view.bytes.len());
    is_all.then(|| view.token_runs())
}

/// The credentials by format in parts of a text, and where they are. `runs` are those of the text if
/// they are known.
fn credentials(
    search: &Search,
    text: &[u8],
    parts: &[Range<usize>],
    runs: Option<&[Range<usize>]>,
) -> Vec<(Credential, Range<usize>)> {
    let mut found = Vec::new();
    for part in parts {
        let bytes = &text[part.clone()];
        let runs = runs.map_or_else(|| Cow::Owned(token_runs(bytes)), Cow::Borrowed);
        search.credentials.search(bytes, &runs, |credential, span| {
            found.push((credential, part.start + span.start..part.start + span.end));
        });
    }
    found
}

/// How many bytes all that is inside an artifact of so many bytes may have together.
fn allowance(bytes: usize) -> usize {
    let times = |count| bytes.saturating_mul(count);
    times(MAX_EXPANSION).clamp(*ALLOWANCE.start(), *ALLOWANCE.end()).max(times(USUAL_EXPANSION))
}
