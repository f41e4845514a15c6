//! What of the needles was met in a program, and whether it is enough to come to one.

use rustc_hash::FxHashMap;

use super::forms::EFFORT;
use super::index::{Run, Wanted};

/// Evidence counts together if it is in one block or in two that follow one another.
const BLOCK: usize = 4 << 10;

/// More evidence than this asks for a parse, whatever it is.
const MAX_EVENTS: usize = 1 << 16;

/// A run that was met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Event {
    needle: u32,
    block: u32,
    from: u16,
    to: u16,
}

/// All that was met in one program.
#[derive(Default)]
pub(super) struct Evidence {
    events: Vec<Event>,
    /// Runs that count wherever they are.
    long: Vec<Event>,
}

impl Evidence {
    /// Notes a run that is met at a byte of the program.
    pub(super) fn add(&mut self, run: &Run, at: usize) {
        let block = u32::try_from(at / BLOCK).unwrap_or(u32::MAX);
        let event = Event { needle: run.needle, block, from: run.from, to: run.to };
        // a run is met at each of its grams
        if self.events.last() == Some(&event) || self.events.len() == MAX_EVENTS {
            return;
        }
        self.events.push(event);
        if run.effective >= run.class.far() {
            self.long.push(event);
        }
    }

    /// Whether there is a run that is long enough for modules to hand it to each other.
    pub(super) fn has_a_piece(&self) -> bool {
        !self.long.is_empty()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// Whether a needle may be put together from what was met.
    pub(super) fn suffices(&mut self, wanted: &[Wanted]) -> bool {
        if self.events.len() == MAX_EVENTS {
            return true;
        }
        self.events.sort_unstable_by_key(|event| (event.needle, event.block));
        let mut long: FxHashMap<u32, Vec<Event>> = FxHashMap::default();
        for event in &self.long {
            long.entry(event.needle).or_default().push(*event);
        }
        self.events.chunk_by(|a, b| a.needle == b.needle).any(|events| {
            let needle = events[0].needle;
            let wanted = &wanted[needle as usize];
            let long = long.get(&needle).map_or(&[][..], Vec::as_slice);
            windows(events).any(|window| covers(window.iter().chain(long), wanted))
        })
    }
}

/// For each block the events of it and of the one before.
fn windows(events: &[Event]) -> impl Iterator<Item = &[Event]> {
    let ends = events.chunk_by(|a, b| a.block == b.block).scan(0, |end, block| {
        *end += block.len();
        Some((block[0].block, *end))
    });
    ends.map(|(block, end)| {
        let start = events.partition_point(|event| event.block + 1 < block);
        &events[start..end]
    })
}

/// Whether a stretch that is long enough has no large hole, and was met for the better part.
///
/// Holes are what a program may have made of what leaves no trace: a letter here and there, or
/// a word.
fn covers<'e>(events: impl Iterator<Item = &'e Event>, wanted: &Wanted) -> bool {
    let (efforts, length) = (&wanted.efforts, wanted.length());
    let mut met = vec![false; length];
    for event in events {
        met[usize::from(event.from)..usize::from(event.to)].fill(true);
    }
    let bytes = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let hole = u32::from(EFFORT) * u32::try_from((wanted.least / 3).clamp(3, 8)).unwrap_or(8);
    // three fifths of what so many bytes of it come to
    let enough = u64::from(efforts[length]) * bytes(wanted.least) * 3 / bytes(length.max(1)) / 5;
    let (mut start, mut count, mut next) = (0, 0, 0);
    for at in (0..length).filter(|at| met[*at]) {
        if efforts[at] - efforts[next] > hole {
            start = efforts.partition_point(|effort| effort + hole < efforts[at]);
            count = 0;
        }
        count += u64::from(efforts[at + 1] - efforts[at]);
        next = at + 1;
        let end = efforts.partition_point(|effort| *effort <= efforts[next] + hole) - 1;
        if end - start >= wanted.least && count >= enough {
            return true;
        }
    }
    false
}
