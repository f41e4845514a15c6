//! Which bytes of which needle were coverage, and whether they are enough.

use rustc_hash::FxHashMap;

/// Bytes of a needle.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) needle: u32,
    pub(super) start: u16,
    pub(super) end: u16,
}

/// How much of a needle is enough.
pub(super) struct Wanted {
    pub(super) length: usize,
    /// So many bytes in a row are an occurrence.
    pub(super) least: usize,
}

/// A piece as modules hand them to each other has so many bytes.
const MIN_PIECE: usize = 10;

/// The bytes of each needle that were coverage, a bit for each.
#[derive(Default)]
pub(super) struct Coverage(FxHashMap<u32, Vec<u64>>);

impl Coverage {
    pub(super) fn add_all(&mut self, places: &[Place]) {
        for place in places {
            let bits = self.0.entry(place.needle).or_default();
            let (start, end) = (usize::from(place.start), usize::from(place.end));
            if bits.len() * 64 < end {
                bits.resize(end.div_ceil(64), 0);
            }
            (start..end).for_each(|at| bits[at / 64] |= 1 << (at % 64));
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        #[expect(clippy::iter_over_hash_type, reason = "a union is the same in any order")]
        for (needle, bits) in &other.0 {
            let all = self.0.entry(*needle).or_default();
            if all.len() < bits.len() {
                all.resize(bits.len(), 0);
            }
            all.iter_mut().zip(bits).for_each(|(all, bits)| *all |= bits);
        }
    }

    /// Whether any needle may be put together from what was coverage.
    pub(super) fn suffice(&self, wanted: &[Wanted]) -> bool {
        let wanted = |needle: &u32| wanted.get(usize::try_from(*needle).ok()?);
        self.0.iter().any(|(needle, bits)| wanted(needle).is_some_and(|it| suffices(bits, it)))
    }

    /// Whether so much of any needle was seen that a module may hand it to another.
    pub(super) fn has_a_run(&self) -> bool {
        self.0.values().any(|bits| {
            let mut run = 0;
            (0..bits.len() * 64).any(|at| {
                run = if bits[at / 64] >> (at % 64) & 1 == 1 { run + 1 } else { 0 };
                run == MIN_PIECE
            })
        })
    }
}

/// Whether a stretch that is long enough has no large hole, and was seen for the better part.
///
/// Holes are what a program may have made of what leaves no trace: a letter here and there.
fn suffices(bits: &[u64], wanted: &Wanted) -> bool {
    let hole = (wanted.least / 3).clamp(3, 8);
    let was_seen = |at: usize| bits.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1);
    let (mut start, mut count, mut next) = (0, 0, 0);
    for at in (0..wanted.length).filter(|at| was_seen(*at)) {
        if at - next > hole {
            (start, count) = (at - hole, 0);
        }
        (count, next) = (count + 1, at + 1);
        let end = (next + hole).min(wanted.length);
        if end - start >= wanted.least && count * 5 >= wanted.least * 3 {
            return true;
        }
    }
    false
}
