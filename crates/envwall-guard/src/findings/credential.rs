//! Credentials as findings: each once in an artifact, whatever the number of its places and layers.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use envwall_core::diagnostic::{Code, Finding, Severity};

use super::hit::Hit;
use crate::content::document::{Document, DocumentId, id_of};
use crate::content::layer::{Layer, texts};
use crate::content::view::View;
use crate::credentials::Credential;
use crate::text::path::is_third_party;

/// A credential and where it was seen.
#[derive(Debug, Clone)]
pub(crate) struct CredentialSighting {
    pub(crate) credential: Credential,
    /// What `span` counts in; `None` is the artifact.
    pub(crate) document: Option<Rc<Document>>,
    /// Bytes of the document.
    pub(crate) span: Range<usize>,
    trail: Vec<Layer>,
}

impl CredentialSighting {
    pub(crate) fn new(view: &View<'_>, credential: Credential, span: Range<usize>) -> Self {
        let span = view.anchor.resolve(span);
        Self { credential, document: view.document.clone(), span, trail: view.trail.clone() }
    }

    /// The document that it is in.
    pub(crate) fn document_id(&self) -> Option<DocumentId> {
        id_of(self.document.as_ref())
    }

    fn is_in(&self, hit: &Hit) -> bool {
        let overlaps = self.span.start < hit.span.end && hit.span.start < self.span.end;
        overlaps && self.document_id() == hit.document_id()
    }
}

/// What an artifact is reported for: the sighting to point at, and the finding without its place.
/// What is the value of a variable, or holds it, is reported as such.
pub(crate) fn findings(
    sightings: Vec<CredentialSighting>,
    hits: &[Hit],
) -> Vec<(CredentialSighting, Finding)> {
    let mut groups: BTreeMap<[u8; 32], Vec<CredentialSighting>> = BTreeMap::new();
    for sighting in sightings {
        groups.entry(sighting.credential.digest).or_default().push(sighting);
    }
    groups.retain(|_, same| !same.iter().any(|one| hits.iter().any(|hit| one.is_in(hit))));
    let mut found: Vec<_> = groups.into_values().filter_map(|same| finding(&same)).collect();
    found.sort_by_key(|(sighting, _)| (sighting.document_id(), sighting.span.start));
    number(&mut found);
    found
}

/// Several credentials of one kind are several findings, for baselines, too.
fn number(found: &mut [(CredentialSighting, Finding)]) {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for (sighting, finding) in found {
        let what = sighting.credential.format.what;
        let number = count.entry(what).and_modify(|number| *number += 1).or_insert(1);
        finding.part = Some(if *number == 1 { what.into() } else { format!("{what} #{number}") });
    }
}

fn finding(same: &[CredentialSighting]) -> Option<(CredentialSighting, Finding)> {
    let places = distinct(same);
    let best = places.iter().min_by_key(|sighting| {
        // an original source says more than the map that holds it
        let has_source = sighting.document.as_ref().is_some_and(|it| it.source.is_some());
        (!has_source, sighting.trail.last() == Some(&Layer::JsonString), sighting.span.start)
    })?;
    let of_document = places.iter().filter(|one| one.document_id() == best.document_id());
    let is_sure = same.iter().any(|one| one.credential.is_sure);
    let mut finding = without_place(&best.credential, is_sure);
    finding.more_places = of_document.count().saturating_sub(1);
    finding.trail = texts(&best.trail);
    Some(((*best).clone(), finding))
}

/// Each place once: what is around another place is the same one, met in another layer, and the one
/// in the fewest layers is exact.
fn distinct(same: &[CredentialSighting]) -> Vec<&CredentialSighting> {
    let mut sorted: Vec<_> = same.iter().collect();
    sorted.sort_by_key(|one| (one.document_id(), one.span.start, Reverse(one.span.end)));
    let mut around: Option<&CredentialSighting> = None;
    let mut places: Vec<&CredentialSighting> = Vec::new();
    for one in sorted {
        let is_inside = around.is_some_and(|around| {
            around.document_id() == one.document_id() && one.span.end <= around.span.end
        });
        match places.last_mut() {
            Some(place) if is_inside => {
                if one.trail.len() < place.trail.len() {
                    *place = one;
                }
            }
            _ => {
                around = Some(one);
                places.push(one);
            }
        }
    }
    places
}

fn without_place(credential: &Credential, is_sure: bool) -> Finding {
    let format = credential.format;
    let (what, code) = (format.what, Code::HardCodedCredential);
    let revoke = format.revoke.unwrap_or(format.source);
    if is_sure {
        let finding = Finding::new(code, format!("{what} is in client output"));
        return finding.label("credential").help(format!(
            "no variable that is known here holds it: move the code that uses it to the server, \
             and revoke or change it: {revoke} (envwall explain EW007)"
        ));
    }
    let message = format!("what looks like {what} is in client output");
    let finding = Finding::new(code, message).label("has the form of a credential");
    let finding = finding.help(format!(
        "no variable that is known here holds it; if it is one, move the code that uses it to the server, and revoke \
         or change it: {revoke} (envwall explain EW007)"
    ));
    Finding { severity: Severity::Warning, ..finding }
}

/// What a package brings with it is its author's, and often a sample.
pub(crate) fn unless_third_party(mut finding: Finding) -> Finding {
    let original = finding.original.as_ref();
    let is_of_package = original.is_some_and(|original| is_third_party(&original.file));
    if finding.code == Code::HardCodedCredential && is_of_package {
        finding.severity = Severity::Warning;
        finding.message = format!("{}, in third-party code", finding.message).into();
    }
    finding
}
