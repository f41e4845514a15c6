//! Credentials by their format: what an issuer's token looks like, whether any variable holds it or
//! not.
//!
//! | module | knows |
//! |---|---|
//! | `anchors` | all formats in one automaton |
//! | `plausible` | what is a sample, a placeholder or a word, and no credential |

mod anchors;
mod plausible;

use std::ops::Range;

use envwall_core::SecretValue;
use envwall_core::classify::issuers::{Format, Found, Shape, Verified, identify, shapes};
use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

use self::anchors::ANCHORS;

/// A credential in a text.
#[derive(Debug, Clone)]
pub(crate) struct Credential {
    pub(crate) format: &'static Format,
    /// Whether its checksum or its structure says that it is one.
    pub(crate) is_sure: bool,
    /// The same for the same credential. It is never shown.
    pub(crate) digest: [u8; 32],
}

/// Finds credentials that no variable holds.
#[derive(Default)]
pub(crate) struct Credentials {
    /// Values that are settled: the client may have them, or nobody keeps them secret.
    settled: Vec<SecretValue>,
}

/// An occurrence of a format.
struct Occurrence {
    shape: &'static Shape,
    found: Found,
    verified: Verified,
}

impl Credentials {
    /// What is in these values is not reported.
    pub(crate) fn except(values: impl IntoIterator<Item = SecretValue>) -> Self {
        Self { settled: values.into_iter().collect() }
    }

    /// The same with more such values.
    pub(crate) fn and_except(&mut self, values: impl IntoIterator<Item = SecretValue>) {
        self.settled.extend(values);
    }

    /// The values that are settled.
    pub(crate) fn settled(&self) -> &[SecretValue] {
        &self.settled
    }

    /// Those of them that may settle a credential: the text by which its format is found is in it.
    pub(crate) fn deciding(&self) -> impl Iterator<Item = &SecretValue> {
        let Self { settled } = self;
        settled.iter().filter(|value| {
            let mut anchors = shapes().iter().filter_map(Shape::anchor);
            anchors.any(|anchor| value.expose().contains(anchor))
        })
    }

    /// Calls back with every credential in the bytes of a view, and where it is. `runs` are its long
    /// runs of what tokens are made of.
    pub(crate) fn search(
        &self,
        text: &[u8],
        runs: &[Range<usize>],
        mut found: impl FnMut(Credential, Range<usize>),
    ) {
        let mut occurrences = Vec::new();
        ANCHORS.search(text, runs, &mut |shape, at| {
            occurrences.extend(occurrence(shape, text, at));
        });
        // a file may have the same one very often
        let mut known: FxHashMap<(&str, &[u8]), bool> = FxHashMap::default();
        for Occurrence { shape, found: place, verified } in most_specific(occurrences) {
            let bytes = &text[place.span.clone()];
            let is_one =
                || self.is_reported(bytes) && plausible::is_plausible(&place.random_part(text));
            if *known.entry((shape.format.what, bytes)).or_insert_with(is_one) {
                let is_sure = verified == Verified::Yes;
                let digest = Sha256::digest(without_breaks(bytes)).into();
                found(Credential { format: shape.format, is_sure, digest }, place.span);
            }
        }
    }

    /// Whether a text is not, all in all, something that browsers may have, and in no settled value.
    fn is_reported(&self, bytes: &[u8]) -> bool {
        let Ok(text) = std::str::from_utf8(bytes) else { return false };
        let is_settled = self.settled.iter().any(|value| value.expose().contains(text));
        !is_settled && identify(text).is_none_or(anchors::is_searched_for)
    }
}

/// The lines of a key are the same with line breaks, with escapes of them, and without.
fn without_breaks(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = match (first, after) {
            (b'\\', [b'n' | b'r' | b't', after @ ..]) => after,
            _ => after,
        };
        if !first.is_ascii_whitespace() && *first != b'\\' {
            plain.push(*first);
        }
    }
    plain
}

fn occurrence(shape: &'static Shape, text: &[u8], anchor: usize) -> Option<Occurrence> {
    let found = shape.find_at(text, anchor)?;
    let verified = shape.verified(text, &found);
    (verified != Verified::No).then_some(Occurrence { shape, found, verified })
}

/// Of occurrences that overlap the one that says most, in the order of the text.
fn most_specific(mut all: Vec<Occurrence>) -> Vec<Occurrence> {
    all.sort_by_key(|one| one.found.span.start);
    let mut kept: Vec<Occurrence> = Vec::with_capacity(all.len());
    for one in all {
        match kept.last_mut() {
            Some(last) if one.found.span.start < last.found.span.end => {
                if one.shape.specificity() > last.shape.specificity() {
                    *last = one;
                }
            }
            _ => kept.push(one),
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use envwall_core::classify::issuers::{Audience, formats};

    use super::*;
    use crate::text::token_runs::token_runs;

    fn found(text: &str) -> Vec<(&'static str, bool)> {
        let mut all = Vec::new();
        let (text, runs) = (text.as_bytes(), token_runs(text.as_bytes()));
        Credentials::default().search(text, &runs, |credential, _| {
            all.push((credential.format.what, credential.is_sure));
        });
        all
    }

    #[test]
    fn every_format_that_only_servers_may_have_is_found() {
        let mut missed = Vec::new();
        for format in formats().filter(|format| matches!(format.audience, Audience::Servers(_))) {
            for value in format.made_up(11) {
                let in_program = found(&format!("f({{key:\"{value}\"}})"));
                if identify(&value).is_some()
                    && in_program.first().is_none_or(|it| it.0 != format.what)
                {
                    missed.push(format!("{}: {in_program:?}", format.what));
                }
            }
        }
        // those without a text that is long enough to search for
        assert!(missed.len() <= 14, "{} missed:\n{}", missed.len(), missed.join("\n"));
    }

    #[test]
    fn what_browsers_may_have_is_not() {
        let public = |format: &&Format| !anchors::is_searched_for(format);
        for format in formats().filter(public) {
            for value in format.made_up(12) {
                assert_eq!(found(&format!("f(\"{value}\")")), [], "{}", format.what);
            }
        }
    }

    #[test]
    fn settled_values_are_not_reported() {
        let format = formats().find(|format| format.what == "a Groq key").unwrap();
        let value = &format.made_up(1)[0];
        let settled = Credentials::except([SecretValue::from(value.as_str())]);
        let runs = token_runs(value.as_bytes());
        settled.search(value.as_bytes(), &runs, |_, _| panic!("reported"));
        assert_eq!(found(value), [("a Groq key", true)]);
    }
}
