//! What is searched for, and the search itself.

use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use envwall_core::{SecretValue, is_searchable};

/// A sensitive variable: its name, its value, and every other way its value may be read.
#[derive(Debug, Clone)]
pub struct Secret {
    /// The variable's name.
    pub name: String,
    /// The value, then its other readings.
    pub values: Vec<SecretValue>,
}

impl Secret {
    /// A variable with one value.
    pub fn new(name: impl Into<String>, value: SecretValue) -> Self {
        Self { name: name.into(), values: vec![value] }
    }

    /// Adds other readings of the value: other dialects', or the text before expansion.
    #[must_use]
    pub fn readings(mut self, readings: impl IntoIterator<Item = SecretValue>) -> Self {
        self.values.extend(readings);
        self
    }
}

/// Which variable's value a needle is: an index into the guard's secrets.
pub(crate) type SecretId = usize;

/// An occurrence of a needle.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    pub(crate) secret: SecretId,
    pub(crate) span: Range<usize>,
}

/// All byte patterns that are searched for, in one automaton.
pub(crate) struct Needles {
    automaton: Option<AhoCorasick>,
    owners: Vec<SecretId>,
    searched: Vec<bool>,
}

impl Needles {
    pub(crate) fn new(secrets: &[Secret]) -> Self {
        let mut patterns: Vec<(&[u8], SecretId)> = secrets
            .iter()
            .enumerate()
            .flat_map(|(id, secret)| secret.values.iter().map(move |value| (value.expose(), id)))
            .flat_map(|(value, id)| spellings(value).map(move |spelling| (spelling, id)))
            .filter(|(spelling, _)| is_searchable(spelling))
            .map(|(spelling, id)| (beginning(spelling.as_bytes()), id))
            .collect();
        patterns.sort_unstable();
        patterns.dedup();
        // other readings are searched for too, but it is the value in force that has to be
        let in_force = secrets.iter().map(|secret| secret.values.first());
        let searched = in_force
            .map(|value| value.is_some_and(|value| is_searchable(value.expose().trim())))
            .collect();
        let owners = patterns.iter().map(|(_, id)| *id).collect();
        Self { automaton: automaton(patterns.iter().map(|(bytes, _)| *bytes)), owners, searched }
    }

    /// Whether anything of a variable is searched for.
    pub(crate) fn covers(&self, secret: SecretId) -> bool {
        self.searched[secret]
    }

    /// Calls back with every occurrence, overlapping ones too.
    pub(crate) fn search(&self, haystack: &[u8], mut found: impl FnMut(Match)) {
        let Some(automaton) = &self.automaton else { return };
        for hit in automaton.find_overlapping_iter(haystack) {
            let secret = self.owners[hit.pattern().as_usize()];
            found(Match { secret, span: hit.range() });
        }
    }
}

/// What is enough to know a long value by; a large automaton would cost more than it finds.
fn beginning(value: &[u8]) -> &[u8] {
    const ENOUGH: usize = 512;
    &value[..value.len().min(ENOUGH)]
}

/// The value, and the value without the blanks around it: bundlers and forms trim.
fn spellings(value: &str) -> impl Iterator<Item = &str> {
    let trimmed = value.trim();
    std::iter::once(value).chain((trimmed.len() != value.len()).then_some(trimmed))
}

/// `None` when there is nothing to search for.
fn automaton<'a>(patterns: impl Iterator<Item = &'a [u8]> + Clone) -> Option<AhoCorasick> {
    patterns.clone().next()?;
    // the automatic choice loses its prefilter above 64 patterns; a DFA does not need one
    let kind = (patterns.clone().map(<[u8]>::len).sum::<usize>() < 64 * 1024)
        .then_some(AhoCorasickKind::DFA);
    // building fails only past four thousand million states
    AhoCorasick::builder().kind(kind).build(patterns).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(secrets: &[Secret], haystack: &str) -> Vec<(SecretId, Range<usize>)> {
        let mut found = Vec::new();
        Needles::new(secrets).search(haystack.as_bytes(), |hit| found.push((hit.secret, hit.span)));
        found
    }

    #[test]
    fn overlapping_values_are_all_found() {
        let secrets = [
            Secret::new("A", SecretValue::from("q7WzXe81madeup")),
            Secret::new("B", SecretValue::from("e81madeup-tail")),
            Secret::new("C", SecretValue::from("q7WzXe81madeup")),
        ];
        let found = names(&secrets, "x q7WzXe81madeup-tail");
        assert_eq!(found, [(0, 2..16), (2, 2..16), (1, 7..21)]);
    }

    #[test]
    fn blanks_around_a_value_do_not_hide_it() {
        let secret = Secret::new("A", SecretValue::from(" q7WzXe81madeup\n"));
        assert_eq!(names(&[secret], "'q7WzXe81madeup'"), [(0, 1..15)]);
    }
}
