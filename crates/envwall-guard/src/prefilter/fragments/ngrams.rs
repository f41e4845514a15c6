//! Every short run of the spelled values, to be looked up.
//!
//! Runs are of letters and digits. What is between them is passed over, in the needle and in
//! the text: `"q7"+"Wz"` is `q7Wz`. So pieces of one or two characters side by side are coverage, too.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::coverage::{Coverage, Place, Wanted};
use super::spellings::{Letter, Spelled, Way, spellings};
use crate::needle::Piece;

/// Runs of this length count wherever in a text they stand.
pub(super) const LONG: usize = 8;

/// The shortest run: four letters are looked up before any longer run is.
const MIN_RUN: usize = 4;

/// A literal as short as this is a piece if it is one as a whole.
pub(super) const SHORT_LITERAL: usize = 5;

/// What precedes the characters of a short literal, so that their number tells, too.
const LITERAL: u64 = 1;

/// Characters as numbers are known by so many steps between them; those of hex by more.
const STEPS: [usize; 2] = [4, 6];

/// So many places of one run are kept: one that is everywhere tells little.
const MAX_PLACES: usize = 32;

/// Maximum number of characters that all needles may have together. Each has its place in about 250
/// runs, which take about 10 kB; to parse every program costs less time, too, from here on.
const MAX_CHARACTERS: usize = 8 << 10;

/// Places by the characters, the last of them lowest.
type Table = FxHashMap<u64, Vec<Place>>;

/// All runs of all needles.
#[derive(Default)]
pub(super) struct NgramIndex {
    wanted: Vec<Wanted>,
    is_blind: bool,
    /// The last four letters of every run, a bit for each.
    filter: Filter,
    tiers: Vec<(usize, Table)>,
    short_literals: Table,
    /// By XOR, and by difference: a key that is the same for all characters does not change these.
    steps: [[Table; 2]; 2],
}

impl NgramIndex {
    pub(super) fn new(pieces: &[Piece]) -> Self {
        let mut index = Self {
            is_blind: are_too_many(pieces) || pieces.iter().any(is_elusive),
            ..Self::default()
        };
        if index.is_blind {
            return index;
        }
        let mut tiers: BTreeMap<usize, Table> = BTreeMap::new();
        for (needle, piece) in (0..).zip(pieces) {
            let value = piece.text.expose();
            index.wanted.push(Wanted { length: value.len(), least: piece.min_run });
            for spelled in spellings(value) {
                let letters: Vec<Letter> = spelled.letters().collect();
                for length in [run_length(&spelled), LONG] {
                    add_runs(tiers.entry(length).or_default(), 0, needle, &letters, length);
                }
                index.add_short(needle, &spelled);
                if spelled.way == Way::Plain {
                    index.add_steps(needle, &spelled);
                }
            }
        }
        let suffixes = tiers.values().flat_map(Table::keys).map(|run| suffix(*run));
        index.filter = Filter::new(suffixes.collect());
        index.tiers = tiers.into_iter().collect();
        index
    }

    fn add_short(&mut self, needle: u32, spelled: &Spelled) {
        // single digits of a number are everywhere
        let least = if spelled.way == Way::Plain && !spelled.is_of_few() { 1 } else { 2 };
        for length in least..=SHORT_LITERAL {
            add_runs(&mut self.short_literals, LITERAL, needle, &spelled.all, length);
        }
    }

    fn add_steps(&mut self, needle: u32, spelled: &Spelled) {
        let kind = usize::from(spelled.is_of_few());
        for run in spelled.all.windows(STEPS[kind] + 1) {
            let pairs = || run.windows(2).map(|pair| (pair[0].0, pair[1].0));
            let xors = pairs().fold(0, |key, (a, b)| pushed(key, a ^ b));
            let differences = pairs().fold(0, |key, (a, b)| pushed(key, b.wrapping_sub(a)));
            for (table, steps) in self.steps[kind].iter_mut().zip([xors, differences]) {
                add(table, steps, place(needle, run));
            }
        }
    }

    pub(super) fn is_blind(&self) -> bool {
        self.is_blind
    }

    pub(super) fn wanted(&self) -> &[Wanted] {
        &self.wanted
    }

    /// Notes the runs that end with the last letter of a window; those that are long as such.
    pub(super) fn look_up(&self, window: Window, coverage: &mut Coverage, long: &mut Coverage) {
        if !self.filter.may_hold(suffix(window.letters)) {
            return;
        }
        for (length, table) in self.tiers.iter().filter(|(length, _)| *length <= window.filled) {
            let run = window.letters & (u64::MAX >> (64 - 8 * length));
            if let Some(places) = table.get(&run) {
                coverage.add_all(places);
                if *length == LONG {
                    long.add_all(places);
                }
            }
        }
    }

    /// Notes a short literal.
    pub(super) fn look_up_literal(&self, literal: &[u8], coverage: &mut Coverage) {
        let key = literal.iter().fold(LITERAL, |key, byte| pushed(key, *byte));
        if let Some(places) = self.short_literals.get(&key) {
            coverage.add_all(places);
        }
    }

    /// Notes the last few steps between numbers, by XOR and by difference.
    pub(super) fn look_up_steps(&self, steps: [u64; 2], coverage: &mut Coverage) {
        for (tables, length) in self.steps.iter().zip(STEPS) {
            for (table, steps) in tables.iter().zip(steps) {
                if let Some(places) = table.get(&(steps & (u64::MAX >> (64 - 8 * length)))) {
                    coverage.add_all(places);
                }
            }
        }
    }
}

fn are_too_many(pieces: &[Piece]) -> bool {
    pieces.iter().map(|piece| piece.text.expose().len()).sum::<usize>() > MAX_CHARACTERS
}

/// Whether a piece has too few letters and digits to leave runs of them.
fn is_elusive(piece: &Piece) -> bool {
    let text = piece.text.expose();
    let letters = text.bytes().filter(u8::is_ascii_alphanumeric).count();
    !text.is_ascii() || letters * 2 < text.len()
}

/// The last letters of a text.
#[derive(Default, Clone, Copy)]
pub(super) struct Window {
    letters: u64,
    filled: usize,
}

impl Window {
    pub(super) fn push(&mut self, letter: u8) {
        self.letters = pushed(self.letters, letter);
        self.filled += 1;
    }
}

pub(super) fn pushed(key: u64, byte: u8) -> u64 {
    key << 8 | u64::from(byte)
}

fn suffix(run: u64) -> u64 {
    run & (u64::MAX >> (64 - 8 * MIN_RUN))
}

fn add_runs(table: &mut Table, start: u64, needle: u32, letters: &[Letter], length: usize) {
    for run in letters.windows(length) {
        let key = run.iter().fold(start, |key, (byte, _)| pushed(key, *byte));
        add(table, key, place(needle, run));
    }
}

fn add(table: &mut Table, key: u64, place: Place) {
    let places = table.entry(key).or_default();
    if places.len() < MAX_PLACES {
        places.push(place);
    }
}

fn place(needle: u32, run: &[Letter]) -> Place {
    let places = || run.iter().map(|(_, at)| *at);
    let (start, last) = (places().min().unwrap_or(0), places().max().unwrap_or(0));
    Place { needle, start, end: last + 1 }
}

/// How long a run has to be to be rare.
fn run_length(spelled: &Spelled) -> usize {
    match spelled.way {
        Way::Hex => 8,
        Way::Base64 => 5,
        Way::Plain if spelled.is_of_few() => 6,
        Way::Plain => MIN_RUN,
    }
}

/// A bit for each of many numbers: it rejects most others alone.
struct Filter {
    bits: Vec<u64>,
    shift: u32,
}

impl Default for Filter {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Filter {
    fn new(numbers: Vec<u64>) -> Self {
        let size = (numbers.len() * 16).next_power_of_two().clamp(1 << 12, 1 << 21);
        let mut filter = Self { bits: vec![0; size / 64], shift: 64 - size.trailing_zeros() };
        for number in numbers {
            let bit = filter.bit(number);
            filter.bits[bit / 64] |= 1 << (bit % 64);
        }
        filter
    }

    fn may_hold(&self, number: u64) -> bool {
        let bit = self.bit(number);
        self.bits[bit / 64] >> (bit % 64) & 1 == 1
    }

    /// Multiplicative hashing, by the golden ratio (Knuth, TAOCP 6.4).
    #[expect(clippy::cast_possible_truncation, reason = "21 bits at most are left")]
    fn bit(&self, number: u64) -> usize {
        (number.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> self.shift) as usize
    }
}
