//! The texts by which formats are found, in three automatons. They are the same for every scan, so
//! they are built once.
//!
//! Nearly every credential has a long run of letters and digits, and programs have few: so the first
//! automaton reads these runs and what is before them, not all of the text. The second reads what is
//! before `://`, and the third all of the text, for so few formats that it does so many bytes at a time.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use envwall_core::classify::issuers::{Audience, Format, Shape, shapes};
use memchr::memmem;

use crate::text::base64;
use crate::text::runs::long_runs;

/// All formats that are searched for.
pub(super) static ANCHORS: LazyLock<Anchors> = LazyLock::new(Anchors::new);

/// Characters in a row that nearly every credential has.
const MIN_WORD: usize = 15;

/// How many bytes before a long word a text may begin; formats whose texts are farther away are
/// searched for in all of the text.
const MAX_REACH: usize = 32;

/// What follows the scheme of an address.
const ADDRESS: &str = "://";

/// Whether a character is one that tokens are made of.
fn is_of_word(byte: u8) -> bool {
    base64::is_digit(byte) || byte == b'='
}

/// Whether a character separates a word from what precedes it, as in no format.
fn is_apart(byte: u8) -> bool {
    b" \"'`(),;[]{}<>\n\t\r".contains(&byte)
}

/// All formats, by how they are searched for.
pub(super) struct Anchors {
    near_words: Automaton,
    addresses: Automaton,
    anywhere: Automaton,
}

/// Texts, and the formats of each.
struct Automaton {
    texts: Option<AhoCorasick>,
    shapes: Vec<Vec<&'static Shape>>,
}

impl Anchors {
    fn new() -> Self {
        let searched = shapes().iter().filter(|shape| is_searched_for(shape.format));
        let is_near = |shape: &&Shape| {
            let ends_apart = |text: &str| text.bytes().last().is_some_and(is_apart);
            shape.reach(MIN_WORD, is_of_word).is_some_and(|reach| reach <= MAX_REACH)
                && !shape.anchor().is_some_and(ends_apart)
        };
        let is_address = |shape: &&Shape| shape.anchor().is_some_and(|it| it.ends_with(ADDRESS));
        let (near, others): (Vec<_>, Vec<_>) = searched.partition(is_near);
        let (addresses, others) = others.into_iter().partition(is_address);
        Self {
            near_words: Automaton::new(MatchKind::Standard, near),
            addresses: Automaton::new(MatchKind::Standard, addresses),
            anywhere: Automaton::new(MatchKind::LeftmostLongest, others),
        }
    }

    /// Calls back with every format whose text begins at a byte.
    pub(super) fn search(&self, text: &[u8], found: &mut impl FnMut(&'static Shape, usize)) {
        self.anywhere.search(text, found);
        for at in memmem::find_iter(text, ADDRESS) {
            let scheme = at.saturating_sub(MAX_REACH)..at + ADDRESS.len();
            self.addresses.search_overlapping(text, &scheme, found);
        }
        // parts that overlap are searched as one
        let mut part = 0..0;
        long_runs(text, MIN_WORD, is_of_word, &mut |word| {
            let is_first = word.start == 0 || is_apart(text[word.start - 1]);
            let reach = if is_first { 0 } else { MAX_REACH };
            let near = word.start.saturating_sub(reach)..word.end;
            if near.start > part.end {
                self.near_words.search_overlapping(text, &part, found);
                part.start = near.start;
            }
            part.end = near.end;
        });
        self.near_words.search_overlapping(text, &part, found);
    }
}

impl Automaton {
    fn new(kind: MatchKind, shapes: Vec<&'static Shape>) -> Self {
        let mut by_text: BTreeMap<&str, Vec<&Shape>> = BTreeMap::new();
        for shape in shapes {
            if let Some(text) = shape.anchor() {
                by_text.entry(text).or_default().push(shape);
            }
        }
        let mut builder = AhoCorasick::builder();
        let builder = builder.kind(Some(AhoCorasickKind::DFA)).match_kind(kind);
        let texts = builder.build(by_text.keys()).ok();
        Self { texts, shapes: by_text.into_values().collect() }
    }

    fn search(&self, text: &[u8], found: &mut impl FnMut(&'static Shape, usize)) {
        for place in self.texts.iter().flat_map(|texts| texts.find_iter(text)) {
            self.found(place.pattern().as_usize(), place.start(), found);
        }
    }

    fn search_overlapping(
        &self,
        text: &[u8],
        part: &Range<usize>,
        found: &mut impl FnMut(&'static Shape, usize),
    ) {
        let Some(bytes) = text.get(part.clone()) else { return };
        for place in self.texts.iter().flat_map(|texts| texts.find_overlapping_iter(bytes)) {
            self.found(place.pattern().as_usize(), part.start + place.start(), found);
        }
    }

    fn found(&self, pattern: usize, at: usize, found: &mut impl FnMut(&'static Shape, usize)) {
        for shape in self.shapes.get(pattern).into_iter().flatten() {
            found(shape, at);
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
    fn the_automatons_are_built_of_texts_that_are_long_enough() {
        let Anchors { near_words, addresses, anywhere } = Anchors::new();
        for automaton in [&near_words, &addresses, &anywhere] {
            assert!(automaton.texts.is_some());
        }
        assert!(near_words.shapes.len() >= 250, "{}", near_words.shapes.len());
        // few texts are found many bytes at a time
        assert!((4..=20).contains(&anywhere.shapes.len()), "{}", anywhere.shapes.len());
        assert!(addresses.shapes.len() >= 20, "{}", addresses.shapes.len());
        let all = [near_words, addresses, anywhere].into_iter().flat_map(|it| it.shapes).flatten();
        assert!(all.into_iter().all(|shape| shape.anchor().unwrap().len() >= 3));
    }
}
