//! The texts that formats begin with, or hold, in one automaton. It is the same for every scan, so
//! it is built once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use envwall_core::classify::issuers::{Audience, Format, Shape, shapes};

/// All formats that are searched for.
pub(super) static ANCHORS: LazyLock<Anchors> = LazyLock::new(Anchors::new);

/// The automaton, and what each of its texts belongs to.
pub(super) struct Anchors {
    automaton: Option<AhoCorasick>,
    shapes: Vec<Vec<&'static Shape>>,
}

impl Anchors {
    fn new() -> Self {
        let mut by_text: BTreeMap<&str, Vec<&Shape>> = BTreeMap::new();
        for shape in shapes().iter().filter(|shape| is_searched_for(shape.format)) {
            if let Some(text) = shape.anchor() {
                by_text.entry(text).or_default().push(shape);
            }
        }
        let mut builder = AhoCorasick::builder();
        let automaton = builder.kind(Some(AhoCorasickKind::DFA)).build(by_text.keys());
        Self { automaton: automaton.ok(), shapes: by_text.into_values().collect() }
    }

    /// Calls back with every format whose text begins at a byte.
    pub(super) fn search(&self, text: &[u8], mut found: impl FnMut(&'static Shape, usize)) {
        let automaton = self.automaton.iter();
        for place in automaton.flat_map(|automaton| automaton.find_overlapping_iter(text)) {
            for shape in self.shapes.get(place.pattern().as_usize()).into_iter().flatten() {
                found(shape, place.start());
            }
        }
    }
}

/// Whether a format is a secret, or an id that comes with one.
pub(super) fn is_searched_for(format: &Format) -> bool {
    let is_secret = matches!(format.audience, Audience::Servers(_));
    is_secret || format.audience == Audience::Unknown && format.revoke.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_automaton_is_built_of_texts_that_are_long_enough() {
        let anchors = Anchors::new();
        assert!(anchors.automaton.is_some());
        assert!(anchors.shapes.len() >= 250, "{}", anchors.shapes.len());
        assert!(anchors.shapes.iter().flatten().all(|shape| shape.anchor().unwrap().len() >= 3));
    }
}
