//! Names of output files: whoever fetches a file knows its name.

use std::collections::BTreeSet;
use std::ops::Range;

use envwall_core::diagnostic::{Code, Finding, Location};

use super::search::Search;
use crate::files::output::OutputFile;
use crate::needle::{Match, Part, SecretId};
use crate::text::escape::unescape_percent;

/// What is shown instead.
const MASK: &str = "••••••••";

/// A name without what must not be shown of it, in any encoding.
pub(crate) fn shown(search: &Search, name: &str) -> String {
    let (written, places) = found_in(search, name);
    if places.is_empty() { name.to_owned() } else { masked(&written, &places) }
}

/// Whether nothing of a value is in a name.
pub(crate) fn is_clean(search: &Search, name: &str) -> bool {
    found_in(search, name).1.is_empty()
}

/// A finding for each variable whose value is in the name of a file or of a folder around it.
pub(crate) fn findings<'f>(
    search: &Search,
    files: impl Iterator<Item = &'f OutputFile>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        let mut reported = BTreeSet::new();
        let (written, places) = found_in(search, &file.name);
        for place in &places {
            if reported.insert(place.secret) {
                findings.push(finding(search, place, &masked(&written, &places)));
            }
        }
    }
    findings
}

/// A secret, what of it, and where.
#[derive(Clone)]
struct Place {
    secret: SecretId,
    part: Option<Part>,
    span: Range<usize>,
}

impl Place {
    fn overlaps(&self, other: &Self) -> bool {
        self.span.start < other.span.end && other.span.start < self.span.end
    }
}

/// The name, as it is or without its percent signs, and what is in it.
fn found_in(search: &Search, name: &str) -> (String, Vec<Place>) {
    let decoded = String::from_utf8(unescape_percent(name.as_bytes()).bytes);
    let names = [Some(name.to_owned()), decoded.ok()].into_iter().flatten();
    let mut found = names.map(|name| (places(search, &name), name));
    let found = found.find(|(places, _)| !places.is_empty());
    found.map(|(places, name)| (name, places)).unwrap_or_default()
}

/// All of a value before a part of it; what another value has of a part is nothing new.
fn places(search: &Search, name: &str) -> Vec<Place> {
    let mut places = Vec::new();
    search.needles.search(name.as_bytes(), |Match { secret, part, span, .. }| {
        places.push(Place { secret, part, span });
    });
    places.sort_by_key(|place: &Place| (place.part.is_some(), place.span.start));
    let (whole, parts): (Vec<Place>, Vec<_>) =
        places.into_iter().partition(|place| place.part.is_none());
    let is_new = |part: &Place| !whole.iter().any(|whole| part.overlaps(whole));
    let parts: Vec<_> = parts.into_iter().filter(is_new).collect();
    [whole, parts].concat()
}

/// The name with a mask for everything that was found.
fn masked(name: &str, places: &[Place]) -> String {
    let hidden = |at: usize| places.iter().any(|place| place.span.contains(&at));
    let mut shown = String::new();
    for (at, char) in name.char_indices() {
        if !hidden(at) {
            shown.push(char);
        } else if at == 0 || !hidden(at - 1) {
            shown.push_str(MASK);
        }
    }
    shown
}

fn finding(search: &Search, place: &Place, file: &str) -> Finding {
    let secret = &search.secrets[place.secret];
    let (name, what) = (&secret.name, secret.describe(place.part));
    Finding::new(
        Code::ValueInOutput,
        format!("{what} is in the name of a file of client output"),
    )
    .variable(name)
    .at(Location::file(file))
    .help(format!(
        "rename the file, and do not build URLs from `{name}`; if this was deployed, change the \
         value (envwall explain EW001)"
    ))
}
