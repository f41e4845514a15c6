//! The texts by which formats are found. They are the same for every scan, so they are prepared once.
//!
//! Nearly every credential has a long run of letters and digits, and programs have few: so most texts
//! are looked up in these runs and what is before them, not in all of the text. Those of addresses
//! are looked up before `://`, and so few are left that a search of all of the text for them takes
//! many bytes at a time.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use envwall_core::classify::issuers::{Audience, Format, Shape, shapes};
use memchr::memmem;

use crate::text::base64;
use crate::text::buckets::Buckets;
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
    near_words: Beginnings,
    addresses: Beginnings,
    anywhere: Option<AhoCorasick>,
    anywhere_shapes: Vec<Vec<&'static Shape>>,
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
        let others = by_text(others);
        let mut builder = AhoCorasick::builder();
        let builder = builder.match_kind(MatchKind::LeftmostLongest);
        Self {
            near_words: Beginnings::new(by_text(near)),
            addresses: Beginnings::new(by_text(addresses)),
            anywhere: builder.build(others.keys()).ok(),
            anywhere_shapes: others.into_values().collect(),
        }
    }

    /// Calls back with every format whose text begins at a byte.
    pub(super) fn search(&self, text: &[u8], found: &mut impl FnMut(&'static Shape, usize)) {
        for place in self.anywhere.iter().flat_map(|texts| texts.find_iter(text)) {
            let shapes = &self.anywhere_shapes[place.pattern().as_usize()];
            for shape in shapes {
                found(shape, place.start());
            }
        }
        for at in memmem::find_iter(text, ADDRESS) {
            let scheme = at.saturating_sub(MAX_REACH)..at + ADDRESS.len();
            self.addresses.search(text, &scheme, found);
        }
        // parts that overlap are searched as one
        let mut part = 0..0;
        long_runs(text, MIN_WORD, is_of_word, &mut |word| {
            let is_first = word.start == 0 || is_apart(text[word.start - 1]);
            let reach = if is_first { 0 } else { MAX_REACH };
            let near = word.start.saturating_sub(reach)..word.end;
            if near.start > part.end {
                self.near_words.search(text, &part, found);
                part.start = near.start;
            }
            part.end = near.end;
        });
        self.near_words.search(text, &part, found);
    }
}

/// The formats of each text.
fn by_text(shapes: Vec<&'static Shape>) -> BTreeMap<&'static str, Vec<&'static Shape>> {
    let mut by_text: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for shape in shapes {
        if let Some(text) = shape.anchor() {
            by_text.entry(text).or_default().push(shape);
        }
    }
    by_text
}

/// Texts by how they begin: nearly every place of what is read is ruled out by two bytes.
struct Beginnings {
    /// A bit for each pair of bytes that a text begins with.
    pairs: Vec<u64>,
    texts: Vec<(&'static str, Vec<&'static Shape>)>,
    /// The texts by their beginnings.
    places: Option<Buckets<u32>>,
}

impl Beginnings {
    fn new(texts: BTreeMap<&'static str, Vec<&'static Shape>>) -> Self {
        let keys: Vec<u64> = texts.keys().map(|text| beginning(text.as_bytes())).collect();
        let mut pairs = vec![0; (1 << u16::BITS) / 64];
        for pair in texts.keys().filter_map(|text| text.as_bytes().first_chunk()) {
            let pair = usize::from(u16::from_le_bytes(*pair));
            pairs[pair / 64] |= 1 << (pair % 64);
        }
        let places: Vec<u32> = (0..).take(keys.len()).collect();
        let places = Buckets::new(&places, |place| keys[*place as usize]);
        Self { pairs, texts: texts.into_iter().collect(), places }
    }

    /// Calls back with every format whose text is in a part of a text, and where it begins.
    fn search(
        &self,
        text: &[u8],
        part: &Range<usize>,
        found: &mut impl FnMut(&'static Shape, usize),
    ) {
        let Some(bytes) = text.get(part.clone()) else { return };
        for (at, pair) in bytes.windows(2).enumerate() {
            let pair = usize::from(u16::from_le_bytes([pair[0], pair[1]]));
            if self.pairs[pair / 64] >> (pair % 64) & 1 == 1 {
                self.compare(&bytes[at..], &mut |shape| found(shape, part.start + at));
            }
        }
    }

    /// Calls back with the formats whose text a text begins with.
    fn compare(&self, text: &[u8], found: &mut impl FnMut(&'static Shape)) {
        let places = self.places.iter().flat_map(|places| places.of(beginning(text)));
        for (anchor, shapes) in places.map(|place| &self.texts[*place as usize]) {
            if text.starts_with(anchor.as_bytes()) {
                for shape in shapes {
                    found(shape);
                }
            }
        }
    }
}

/// The first three bytes of a text as a number: none that is searched for is shorter.
fn beginning(text: &[u8]) -> u64 {
    let [a, b, c] = text.first_chunk().copied().unwrap_or_default();
    u32::from_le_bytes([a, b, c, 0]).into()
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
    fn texts_are_long_enough_and_few_are_searched_for_anywhere() {
        let Anchors { near_words, addresses, anywhere, anywhere_shapes } = Anchors::new();
        assert!(anywhere.is_some());
        assert!(near_words.texts.len() >= 250, "{}", near_words.texts.len());
        // few texts are found many bytes at a time
        assert!((4..=20).contains(&anywhere_shapes.len()), "{}", anywhere_shapes.len());
        assert!(addresses.texts.len() >= 20, "{}", addresses.texts.len());
        let by_beginning = [near_words, addresses].into_iter().flat_map(|it| it.texts);
        assert!(by_beginning.into_iter().all(|(text, _)| text.len() >= 3));
    }
}
