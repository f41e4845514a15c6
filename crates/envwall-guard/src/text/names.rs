//! Names of variables in texts: dozens of them at once, without reading every byte.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use super::grams::{Grams, MIN_LENGTH, Pattern};

/// Names that are searched for.
#[derive(Default)]
pub(crate) struct Names {
    joined: Joined,
    grams: Grams,
    /// Which names the patterns are.
    long: Vec<usize>,
    /// Those too short to be sampled: few enough to be found many bytes at a time.
    few: Option<AhoCorasick>,
    short: Vec<usize>,
}

impl Names {
    pub(crate) fn new(names: &[impl AsRef<str>]) -> Self {
        let text = |index: &usize| names[*index].as_ref();
        let (joined, others): (Vec<_>, Vec<_>) =
            (0..names.len()).partition(|index| underscore(text(index).as_bytes()).is_some());
        let (long, short): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|index| text(index).len() >= MIN_LENGTH);
        let pattern = |index| {
            let bytes = text(index).as_bytes().to_vec();
            Pattern { least: bytes.len(), bytes }
        };
        Self {
            joined: Joined::new(joined.iter().map(|index| (*index, text(index)))),
            grams: Grams::new(long.iter().map(pattern).collect()),
            few: if short.is_empty() {
                None
            } else {
                AhoCorasick::new(short.iter().map(text)).ok()
            },
            long,
            short,
        }
    }

    /// Calls back with every occurrence, as the index of the name, in no order.
    pub(crate) fn search(&self, text: &[u8], found: &mut impl FnMut(usize, Range<usize>)) {
        self.joined.search(text, found);
        self.grams.search(text, &mut |pattern, span| found(self.long[pattern], span));
        for name in self.few.iter().flat_map(|few| few.find_overlapping_iter(text)) {
            found(self.short[name.pattern().as_usize()], name.range());
        }
    }

    /// Where the names are in a text.
    pub(crate) fn places(&self, text: &[u8]) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        self.search(text, &mut |_, place| places.push(place));
        places
    }
}

/// Where the first underscore is that joins two words of a name.
fn underscore(name: &[u8]) -> Option<usize> {
    let (_, inside) = name.split_first()?;
    let (_, inside) = inside.split_last()?;
    memchr::memchr(b'_', inside).map(|at| at + 1)
}

/// Names of words that underscores join, as most are. Texts have few underscores: each is compared.
#[derive(Default)]
struct Joined {
    names: Vec<JoinedName>,
    /// By what is before and behind the first underscore.
    around: FxHashMap<[u8; 2], Vec<usize>>,
}

struct JoinedName {
    index: usize,
    bytes: Vec<u8>,
    underscore: usize,
}

impl Joined {
    fn new<'n>(names: impl Iterator<Item = (usize, &'n str)>) -> Self {
        let mut joined = Self::default();
        for (index, name) in names {
            let bytes = name.as_bytes().to_vec();
            let Some(underscore) = underscore(&bytes) else { continue };
            let around = [bytes[underscore - 1], bytes[underscore + 1]];
            joined.around.entry(around).or_default().push(joined.names.len());
            joined.names.push(JoinedName { index, bytes, underscore });
        }
        joined
    }

    fn search(&self, text: &[u8], found: &mut impl FnMut(usize, Range<usize>)) {
        if self.names.is_empty() {
            return;
        }
        for at in memchr::memchr_iter(b'_', text) {
            let before = at.checked_sub(1).map(|before| text[before]);
            let (Some(before), Some(behind)) = (before, text.get(at + 1)) else { continue };
            for name in self.around.get(&[before, *behind]).into_iter().flatten() {
                let JoinedName { index, bytes, underscore } = &self.names[*name];
                let Some(start) = at.checked_sub(*underscore) else { continue };
                if text[start..].starts_with(bytes) {
                    found(*index, start..start + bytes.len());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_short_names_are_found() {
        let names = ["PORT", "API_KEY", "MY_API_KEY", "databaseUrl", "_TOKEN_", "A_B"];
        let text = "PORT,MY_API_KEY,x_TOKEN_A_B;databaseUrl;PORTS_";
        let mut found = Vec::new();
        Names::new(&names).search(text.as_bytes(), &mut |name, place| {
            assert_eq!(&text[place], names[name]);
            found.push(name);
        });
        found.sort_unstable();
        assert_eq!(found, [0, 0, 1, 2, 3, 4, 5]);
    }
}
