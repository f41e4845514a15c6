//! The views of one artifact, one inside another, and what was met in them.

use std::collections::BTreeSet;
use std::ops::{Range, RangeInclusive};

use crate::content::anchor::Anchor;
use crate::content::document::id_of;
use crate::content::kind::Kind;
use crate::content::note::{Note, Reason};
use crate::content::view::View;
use crate::findings::credential::CredentialSighting;
use crate::findings::hit::Hit;
use crate::findings::sighting::Sighting;
use crate::indicators::Indicator;
use crate::javascript::module_graph::Links;
use crate::peel::peeler::{Context, Peeled};
use crate::peel::{self, peel};
use crate::report::Parsing;
use crate::scan::search::Search;

/// Maximum number of layers that are peeled off, one inside another.
const MAX_DEPTH: usize = 32;

/// What is inside an artifact may have so many times its bytes: more is a decompression bomb.
const MAX_EXPANSION: usize = 200;

/// A small artifact may hold this many bytes all the same, and a larger one not more than this,
const ALLOWANCE: RangeInclusive<usize> = 64 << 20..=256 << 20;

/// except for so many times its bytes, as text that compresses well has.
const USUAL_EXPANSION: usize = 8;

/// Takes an artifact apart.
pub(super) struct Dissection<'a> {
    search: &'a Search,
    context: Context<'a>,
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
    pub(super) fn new(search: &'a Search, context: Context<'a>, bytes: &[u8]) -> Self {
        Self {
            search,
            context,
            links: Vec::new(),
            skipped: None,
            parsing: Parsing::default(),
            hits: Vec::new(),
            sightings: Vec::new(),
            credentials: Vec::new(),
            notes: Vec::new(),
            peelers: BTreeSet::new(),
            allowance: allowance(bytes.len()),
        }
    }

    /// Searches a view's own bytes, then everything inside it.
    pub(super) fn look_into(&mut self, view: &View<'_>, depth: usize) {
        let mut found = Vec::new();
        self.search.needles.search(&view.bytes, |hit| found.push(hit));
        found.sort_by_key(|hit| (hit.span.start, hit.span.end, hit.secret));
        self.peelers.extend(peel::names(view.kind));
        self.search.indicators.search(&view.bytes, |indicator, span| {
            self.sightings.push(Sighting::new(view, indicator, span));
        });
        let places = found.iter().map(|hit| hit.span.clone()).collect();
        let context = self.context;
        let peeled = peel(view, &context, places, self.allowance);
        self.look_for_credentials(view, &peeled);
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

    /// Searches a view's own bytes for credentials, unless they are searched elsewhere: in the view
    /// around it, or in the sources that it holds.
    fn look_for_credentials(&mut self, view: &View<'_>, peeled: &Peeled<'_>) {
        if view.is_part() {
            return;
        }
        let mut from = 0;
        let end = view.bytes.len();
        for source in sources(view, peeled).chain(std::iter::once(end..end)) {
            let own = view.bytes.get(from..source.start).unwrap_or_default();
            self.search.credentials.search(own, |credential, span| {
                let span = from + span.start..from + span.end;
                self.credentials.push(CredentialSighting::new(view, credential, span));
            });
            from = from.max(source.end);
        }
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
            self.look_into(inner, depth + 1);
        }
    }
}

/// Where the sources are that a source map holds, in their order.
fn sources(view: &View<'_>, peeled: &Peeled<'_>) -> impl Iterator<Item = Range<usize>> {
    let is_map = view.kind == Kind::SourceMap && matches!(view.anchor, Anchor::Exact(0));
    let inside = peeled.views.iter().filter(move |_| is_map);
    let own = id_of(view.document.as_ref());
    inside.filter_map(move |inside| {
        let document = inside.document.as_ref().filter(|document| Some(document.id) != own)?;
        document.source.is_some().then(|| document.found_at.clone())
    })
}

/// How many bytes all that is inside an artifact of so many bytes may have together.
fn allowance(bytes: usize) -> usize {
    let times = |count| bytes.saturating_mul(count);
    times(MAX_EXPANSION).clamp(*ALLOWANCE.start(), *ALLOWANCE.end()).max(times(USUAL_EXPANSION))
}
