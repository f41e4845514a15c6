//! The texts by which formats are found. They are the same for every scan, so they are prepared once.
//!
//! Nearly every credential has a long run of letters and digits, and programs have few. So most texts
//! are looked up only where a word begins, in such a run or before it; those that may stand within a
//! word are looked up in still longer runs. Those of addresses are looked up before `://`, and so few
//! are left that a search of all of the text for them takes many bytes at a time.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use envwall_core::classify::issuers::{Audience, Format, Shape, shapes};
use memchr::memmem;

use crate::text::buckets::Buckets;
use crate::text::token_runs::{self, is_of_token};

/// All formats that are searched for.
pub(super) static ANCHORS: LazyLock<Anchors> = LazyLock::new(Anchors::new);

/// Characters in a row that those have whose text may stand within a word.
const MIN_LONGER_RUN: usize = 36;

/// How many bytes before a run a text may begin; formats whose texts are farther away are searched
/// for in all of the text.
const MAX_REACH: usize = 32;

/// A longer run is one of base64, in which words begin by chance.
const LONGEST_PATH: usize = 512;

/// What follows the scheme of an address.
const ADDRESS: &str = "://";

/// Whether a character separates a run from what precedes it, as in no text.
fn is_apart(byte: u8) -> bool {
    b" \"'`(),;[]{}<>\n\t\r".contains(&byte)
}

/// All formats, by how they are searched for.
pub(super) struct Anchors {
    where_words_begin: Beginnings,
    within_words: Beginnings,
    addresses: Beginnings,
    anywhere: Option<AhoCorasick>,
    anywhere_shapes: Vec<Vec<&'static Shape>>,
}

impl Anchors {
    fn new() -> Self {
        let searched = shapes().iter().filter(|shape| is_searched_for(shape.format));
        let (near, others): (Vec<_>, Vec<_>) = searched.partition(|shape| begins_near_run(shape));
        let (within, others): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|shape| is_in_longer_run(shape));
        let is_address = |shape: &&Shape| shape.anchor().is_some_and(|it| it.ends_with(ADDRESS));
        let (addresses, others) = others.into_iter().partition(is_address);
        let others = by_text(others);
        let mut builder = AhoCorasick::builder();
        let builder = builder.match_kind(MatchKind::LeftmostLongest);
        Self {
            where_words_begin: Beginnings::new(by_text(near)),
            within_words: Beginnings::new(by_text(within)),
            addresses: Beginnings::new(by_text(addresses)),
            anywhere: builder.build(others.keys()).ok(),
            anywhere_shapes: others.into_values().collect(),
        }
    }

    /// Calls back with every format whose text begins at a byte. `runs` are the text's long runs of
    /// what tokens are made of.
    pub(super) fn search(
        &self,
        text: &[u8],
        runs: &[Range<usize>],
        found: &mut impl FnMut(&'static Shape, usize),
    ) {
        for place in self.anywhere.iter().flat_map(|texts| texts.find_iter(text)) {
            let shapes = &self.anywhere_shapes[place.pattern().as_usize()];
            for shape in shapes {
                found(shape, place.start());
            }
        }
        for at in memmem::find_iter(text, ADDRESS) {
            for at in at.saturating_sub(MAX_REACH)..at {
                self.addresses.at(text, at, found);
            }
        }
        let mut done = 0;
        for run in runs {
            each_beginning(text, run, done, |at| self.where_words_begin.at(text, at, found));
            done = run.end;
            if run.len() >= MIN_LONGER_RUN {
                self.within_words.within(text, run, found);
            }
        }
    }
}

/// Whether the text of a format begins a word in or near a run, or is no part of a word.
fn begins_near_run(shape: &Shape) -> bool {
    let Some(first) = shape.anchor().and_then(|text| text.bytes().next()) else { return false };
    let begins_word = shape.begins_with_anchor() && first.is_ascii_alphanumeric();
    let ends_apart = |text: &str| text.bytes().last().is_some_and(is_apart);
    (begins_word || !is_of_token(first))
        && shape.reach(token_runs::MIN_LENGTH, is_of_token).is_some_and(|reach| reach <= MAX_REACH)
        && !shape.anchor().is_some_and(ends_apart)
}

fn is_in_longer_run(shape: &Shape) -> bool {
    shape.reach(MIN_LONGER_RUN, is_of_token) == Some(0)
}

/// Calls back with every place in a run or before it, but not before `from`, where a word may begin
/// or a character is of no word.
fn each_beginning(text: &[u8], run: &Range<usize>, from: usize, mut found: impl FnMut(usize)) {
    let is_path = run.len() <= LONGEST_PATH;
    for at in memchr::memchr3_iter(b'+', b'/', b'=', &text[run.clone()]) {
        if is_path || text[run.start + at] == b'=' {
            found(run.start + at + 1);
        }
    }
    let from = from.max(run.start.saturating_sub(MAX_REACH + 1));
    for at in (from..run.start).rev() {
        // how long an escape may be that begins here
        let lengths: &[usize] = match text[at] {
            byte if byte.is_ascii_alphanumeric() || b"_-".contains(&byte) => continue,
            b'\\' => &[0, 1, 2, 4, 6],
            b'%' => &[0, 1, 3],
            _ => &[0, 1],
        };
        for length in lengths {
            found(at + length);
        }
        if is_apart(text[at]) {
            return;
        }
    }
    if from == 0 {
        found(0);
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

    /// Calls back with every format whose text begins at a byte.
    fn at(&self, text: &[u8], at: usize, found: &mut impl FnMut(&'static Shape, usize)) {
        self.within(text, &(at..at + 2), found);
    }

    /// Calls back with every format whose text begins in a part of a text.
    #[inline]
    fn within(
        &self,
        text: &[u8],
        part: &Range<usize>,
        found: &mut impl FnMut(&'static Shape, usize),
    ) {
        for (at, pair) in text.get(part.clone()).unwrap_or_default().windows(2).enumerate() {
            let pair = usize::from(u16::from_le_bytes([pair[0], pair[1]]));
            if self.pairs[pair / 64] >> (pair % 64) & 1 == 1 {
                let at = part.start + at;
                self.compare(&text[at..], &mut |shape| found(shape, at));
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
    use crate::text::token_runs::token_runs;

    #[test]
    fn texts_are_long_enough_and_few_are_searched_for_anywhere() {
        let Anchors { where_words_begin, within_words, addresses, anywhere, anywhere_shapes } =
            Anchors::new();
        assert!(anywhere.is_some());
        assert!(where_words_begin.texts.len() >= 250, "{}", where_words_begin.texts.len());
        // these are looked up everywhere in their runs, and those many bytes at a time
        assert!((4..=12).contains(&within_words.texts.len()), "{}", within_words.texts.len());
        assert!((4..=20).contains(&anywhere_shapes.len()), "{}", anywhere_shapes.len());
        assert!(addresses.texts.len() >= 20, "{}", addresses.texts.len());
        let by_beginning = [where_words_begin, within_words, addresses];
        let mut by_beginning = by_beginning.into_iter().flat_map(|it| it.texts);
        assert!(by_beginning.all(|(text, _)| text.len() >= 3));
    }

    #[test]
    fn no_word_begins_within_base64() {
        let format = shapes().iter().find(|shape| shape.anchor() == Some("EAA")).unwrap();
        for (value, length, expected) in
            format.format.made_up(3).iter().flat_map(|it| [(it, 200, true), (it, 5_000, false)])
        {
            let text = format!("'{}/{value}'", "AbC4".repeat(length / 4));
            let mut found = false;
            ANCHORS.search(text.as_bytes(), &token_runs(text.as_bytes()), &mut |shape, at| {
                found |= shape.find_at(text.as_bytes(), at).is_some();
            });
            assert_eq!(found, expected, "{length}");
        }
    }

    #[test]
    fn a_format_is_found_wherever_it_stands() {
        let before = [
            "",
            "\"",
            "a",
            "_",
            "a.",
            "a=",
            "b/c/",
            "x+",
            "x:",
            "\\n",
            "\\\\",
            "%20",
            "%3D",
            "\\x3d",
            "\\u0020",
            "some.longMemberOfAnObject.",
            "someVeryLongNameOfAVariable=",
            "http://host/path/",
            "%7B%22key%22%3A%22",
            "\\\"",
            "&key=",
            "|",
            "$",
            "#",
        ];
        let mut missed = Vec::new();
        for shape in shapes().iter().filter(|shape| is_searched_for(shape.format)) {
            let Some(anchor) = shape.anchor() else { continue };
            for value in shape.format.made_up(3) {
                for before in before {
                    let text = format!("{before}{value}\" {value}");
                    let is_one = |at: &usize| shape.find_at(text.as_bytes(), *at).is_some();
                    let all = text.match_indices(anchor).map(|(at, _)| at).filter(is_one);
                    let mut found = Vec::new();
                    ANCHORS.search(text.as_bytes(), &token_runs(text.as_bytes()), &mut |it, at| {
                        found.extend(std::ptr::eq(it, shape).then_some(at));
                    });
                    missed.extend(all.filter(|at| !found.contains(at)).map(|_| (anchor, before)));
                }
            }
        }
        assert_eq!(missed, []);
    }
}
