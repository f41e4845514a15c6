//! Names in texts: dozens of them at once, without reading every byte.

use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::grams::{Grams, MIN_LENGTH, Pattern};

/// Names that are searched for.
#[derive(Default)]
pub(crate) struct Names {
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
        let (long, short): (Vec<_>, Vec<_>) =
            (0..names.len()).partition(|index| text(index).len() >= MIN_LENGTH);
        let pattern = |index| {
            let bytes = text(index).as_bytes().to_vec();
            Pattern { least: bytes.len(), bytes }
        };
        Self {
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

    /// Calls back with every occurrence, as the index of the name: first of the long names.
    pub(crate) fn search(&self, text: &[u8], found: &mut impl FnMut(usize, Range<usize>)) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_short_names_are_found() {
        let names = ["PORT", "API_KEY", "MY_API_KEY", "A_NAME_OF_MORE_THAN_15_BYTES"];
        let text = "PORT,MY_API_KEY,A_NAME_OF_MORE_THAN_15_BYTES;PORTS";
        let mut found = Vec::new();
        Names::new(&names).search(text.as_bytes(), &mut |name, place| {
            assert_eq!(&text[place], names[name]);
            found.push(name);
        });
        found.sort_unstable();
        assert_eq!(found, [0, 0, 1, 2, 3]);
    }
}
