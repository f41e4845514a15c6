//! Thousands of patterns in one pass.
//!
//! Every few bytes a gram, a short run of bytes, is looked up; what it hits is compared. So most
//! of the text is never touched, and a run of a pattern is found as well as the whole.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::buckets::Buckets;
use super::filter::Filter;

/// What is searched for.
#[derive(Clone)]
pub(crate) struct Pattern {
    pub(crate) bytes: Vec<u8>,
    /// So many bytes of it in a row are an occurrence.
    pub(crate) least: usize,
}

/// Patterns of this length have grams of eight bytes, sampled at every eighth.
const LONG: usize = 15;

/// Shorter patterns cannot be sampled.
pub(crate) const MIN_LENGTH: usize = 6;

/// A pattern that repeats itself would be compared at every repetition; a run of it is found at
/// the first few.
const MAX_PLACES: usize = 8;

/// The patterns, ready to be searched for.
#[derive(Default)]
pub(crate) struct Grams {
    patterns: Vec<Pattern>,
    tiers: Vec<Tier>,
}

impl Grams {
    /// Patterns shorter than [`MIN_LENGTH`] are not searched for.
    pub(crate) fn new(patterns: Vec<Pattern>) -> Self {
        let of = |lengths: Range<usize>| {
            let chosen = patterns.iter().enumerate();
            let chosen = chosen.filter(|(_, pattern)| lengths.contains(&pattern.least));
            Tier::new(&chosen.collect::<Vec<_>>())
        };
        let tiers = [of(LONG..usize::MAX), of(MIN_LENGTH..LONG)].into_iter().flatten().collect();
        Self { patterns, tiers }
    }

    /// Calls back with the index of a pattern and the bytes that are it, or a run of it.
    pub(crate) fn search(&self, text: &[u8], found: &mut impl FnMut(usize, Range<usize>)) {
        for tier in &self.tiers {
            tier.search(&self.patterns, text, found);
        }
    }
}

/// Patterns of about one length.
struct Tier {
    gram: usize,
    stride: usize,
    least: usize,
    /// It rejects most texts alone.
    filter: Filter,
    places: Buckets<Place>,
}

/// Where a gram is: in which pattern, and at which offset.
#[derive(Clone, Copy, Default)]
struct Place {
    gram: u64,
    pattern: u32,
    offset: u32,
}

/// The places of a pattern's grams, up to an offset; of a gram that repeats itself the first few.
fn places_of(
    pattern: u32,
    bytes: &[u8],
    gram: usize,
    stride: usize,
    last: usize,
) -> impl Iterator<Item = Place> {
    let mut counts: FxHashMap<u64, usize> = FxHashMap::default();
    (0..).zip(0..=last).filter_map(move |(offset, at)| {
        let gram = word(bytes, at, gram);
        if last >= stride {
            let count = counts.entry(gram).or_default();
            *count += 1;
            if *count > MAX_PLACES && at >= stride {
                return None;
            }
        }
        Some(Place { gram, pattern, offset })
    })
}

impl Tier {
    fn new(patterns: &[(usize, &Pattern)]) -> Option<Self> {
        let least = patterns.iter().map(|(_, pattern)| pattern.least).min()?;
        let gram = match least {
            LONG.. => 8,
            8.. => 5,
            _ => 4,
        };
        let stride = (least - gram + 1).min(8);
        let mut places = Vec::new();
        for (index, pattern) in patterns {
            let last = pattern.bytes.len() - gram;
            // the first of the sampled grams of a whole pattern is among these
            let last =
                if pattern.least == pattern.bytes.len() { last.min(stride - 1) } else { last };
            let id = u32::try_from(*index).ok()?;
            places.extend(places_of(id, &pattern.bytes, gram, stride, last));
        }
        let filter = Filter::of(places.iter().map(|place: &Place| place.gram));
        let places = Buckets::new(&places, |place: &Place| place.gram)?;
        Some(Self { gram, stride, least, filter, places })
    }

    fn search(
        &self,
        patterns: &[Pattern],
        text: &[u8],
        found: &mut impl FnMut(usize, Range<usize>),
    ) {
        if text.len() < self.least {
            return;
        }
        let mut recent: Vec<(u32, Range<usize>)> = Vec::new();
        self.filter.each_gram(text, self.gram, self.stride, |gram, at| {
            self.compare(patterns, text, (gram, at), &mut recent, found);
        });
    }

    /// Calls back with the patterns that are where a gram is, but for `recent` ones.
    #[inline(never)]
    fn compare(
        &self,
        patterns: &[Pattern],
        text: &[u8],
        (gram, at): (u64, usize),
        recent: &mut Vec<(u32, Range<usize>)>,
        found: &mut impl FnMut(usize, Range<usize>),
    ) {
        for Place { gram: other, pattern: index, offset } in self.places.of(gram) {
            if *other != gram {
                continue;
            }
            let pattern = &patterns[*index as usize];
            let Some(span) = run(pattern, *offset as usize, text, at) else { continue };
            recent.retain(|(_, earlier)| earlier.end > at);
            if !recent.iter().any(|(other, earlier)| other == index && *earlier == span) {
                found(*index as usize, span.clone());
                recent.push((*index, span));
            }
        }
    }
}

/// The longest run of a pattern around one place, if it is long enough.
fn run(pattern: &Pattern, offset: usize, text: &[u8], at: usize) -> Option<Range<usize>> {
    let before = common_suffix(&pattern.bytes[..offset], &text[..at]);
    let after = common_prefix(&pattern.bytes[offset..], &text[at..]);
    (before + after >= pattern.least).then(|| at - before..at + after)
}

/// Bytes compared at once.
const CHUNK: usize = 32;

/// How many bytes two texts have in common at their beginnings.
fn common_prefix(a: &[u8], b: &[u8]) -> usize {
    let chunks = a.chunks_exact(CHUNK).zip(b.chunks_exact(CHUNK));
    let whole = CHUNK * chunks.take_while(|(a, b)| a == b).count();
    whole + a[whole..].iter().zip(&b[whole..]).take_while(|(a, b)| a == b).count()
}

/// How many bytes two texts have in common at their ends.
fn common_suffix(a: &[u8], b: &[u8]) -> usize {
    let chunks = a.rchunks_exact(CHUNK).zip(b.rchunks_exact(CHUNK));
    let whole = CHUNK * chunks.take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[..a.len() - whole], &b[..b.len() - whole]);
    whole + a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count()
}

/// Up to eight bytes as a number.
fn word(bytes: &[u8], at: usize, gram: usize) -> u64 {
    if let Some(eight) = bytes[at..].first_chunk() {
        return u64::from_le_bytes(*eight) & (u64::MAX >> (64 - 8 * gram));
    }
    let mut eight = [0; 8];
    eight[..gram].copy_from_slice(&bytes[at..at + gram]);
    u64::from_le_bytes(eight)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(patterns: &[Pattern], text: &[u8]) -> Vec<(usize, Range<usize>)> {
        let mut found = Vec::new();
        Grams::new(patterns.to_vec()).search(text, &mut |index, span| found.push((index, span)));
        found
    }

    #[test]
    fn a_pattern_that_repeats_itself_has_few_places() {
        let bytes = b"q7WzXe81".repeat(256);
        let pattern = Pattern { least: 40, bytes };
        let grams = Grams::new(vec![pattern]);
        let places = grams.tiers[0].places.all();
        // eight grams, each at the first eight of 256 repetitions
        assert_eq!(places.len(), 8 * MAX_PLACES);
        assert!(places.iter().all(|place| (place.offset as usize) < 8 * MAX_PLACES));
    }

    proptest! {
        #[test]
        fn whole_patterns_are_found_wherever_they_stand(
            patterns in prop::collection::vec("[ab]{6,40}", 1..5),
            before in "[abc]{0,40}", after in "[abc]{0,20}", which in 0usize..5
        ) {
            let chosen = which % patterns.len();
            let text = format!("{before}{}{after}", patterns[chosen]);
            let all: Vec<_> = patterns.iter().map(|text| text.as_bytes().to_vec())
                .map(|bytes| Pattern { least: bytes.len(), bytes }).collect();
            let hits = found(&all, text.as_bytes());
            let place = before.len()..before.len() + patterns[chosen].len();
            prop_assert!(hits.contains(&(chosen, place)));
            for (index, span) in hits {
                prop_assert_eq!(&text[span], &patterns[index]);
            }
        }

        #[test]
        fn runs_are_found_wherever_they_stand(
            bytes in "[a-z0-9]{20,60}", before in "[A-Z]{0,40}", after in "[A-Z]{0,20}",
            start in 0usize..100, extra in 0usize..100
        ) {
            let least = 12.max(bytes.len() * 3 / 5);
            let start = start % (bytes.len() - least + 1);
            let length = least + extra % (bytes.len() - least - start + 1);
            let text = format!("{before}{}{after}", &bytes[start..start + length]);
            let pattern = Pattern { bytes: bytes.into_bytes(), least };
            let place = before.len()..before.len() + length;
            prop_assert!(found(&[pattern], text.as_bytes()).contains(&(0, place)));
        }
    }
}
