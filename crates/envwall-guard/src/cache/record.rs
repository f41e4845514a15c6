//! What a clean file's outcome is made of, as bytes.

use crate::files::artifact::Artifact;
use crate::peel;
use crate::report::Parsing;
use crate::scan::outcome::Outcome;

/// Number of the format of a store: a change of a record or of a store has the next.
pub(super) const FORMAT: u64 = 1;

/// Bytes of a record.
pub(super) const RECORD_BYTES: usize = 4 * 8 + 1;

/// What a clean file's outcome is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    bytes: u64,
    /// A bit for each.
    peelers: u64,
    parsing: Parsing,
    /// Whether some of its scripts were not parsed.
    skipped: bool,
}

impl Record {
    /// `None` unless nothing was found, no script is linked with those of other files, and none that was
    /// not parsed may export anything.
    pub(super) fn of(outcome: &Outcome) -> Option<Self> {
        let Outcome { findings, artifact, undeclared, parsing, links, skipped, is_cached: _ } =
            outcome;
        let Artifact { name: _, bytes, digest: _, peelers } = artifact.as_ref()?;
        let is_clean = findings.is_empty() && undeclared.is_empty() && links.is_empty();
        if !is_clean || *skipped == Some(true) {
            return None;
        }
        let bits: Option<Vec<u64>> = peelers.iter().map(|name| bit_of(name)).collect();
        let peelers = bits?.into_iter().fold(0, |all, bit| all | bit);
        Some(Self { bytes: *bytes, peelers, parsing: *parsing, skipped: skipped.is_some() })
    }

    /// The outcome of a file with this name.
    pub(super) fn outcome(self, name: &str, digest: Option<String>) -> Outcome {
        let Self { bytes, peelers, parsing, skipped } = self;
        let all = peel::all_names().filter(|name| bit_of(name).is_some_and(|it| peelers & it > 0));
        let mut peelers: Vec<_> = all.map(str::to_owned).collect();
        peelers.sort();
        peelers.dedup();
        let artifact = Artifact { name: name.to_owned(), bytes, digest, peelers };
        let skipped = skipped.then_some(false);
        let artifact = Some(artifact);
        Outcome { artifact, parsing, skipped, is_cached: true, ..Outcome::default() }
    }

    pub(super) fn to_bytes(self) -> [u8; RECORD_BYTES] {
        let Self { bytes, peelers, parsing: Parsing { programs, parsed }, skipped } = self;
        let mut all = [0; RECORD_BYTES];
        let numbers = [bytes, peelers, programs, parsed];
        for (place, number) in all.chunks_exact_mut(8).zip(numbers) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        all[RECORD_BYTES - 1] = skipped.into();
        all
    }

    pub(super) fn from_bytes(all: &[u8; RECORD_BYTES]) -> Self {
        let (numbers, rest) = all.as_chunks();
        let [bytes, peelers, programs, parsed] =
            std::array::from_fn(|at| numbers.get(at).map_or(0, |it| u64::from_le_bytes(*it)));
        let parsing = Parsing { programs, parsed };
        Self { bytes, peelers, parsing, skipped: rest.first().is_some_and(|it| *it > 0) }
    }
}

fn bit_of(peeler: &str) -> Option<u64> {
    let at = peel::all_names().position(|name| name == peeler)?;
    1_u64.checked_shl(u32::try_from(at).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_peeler_has_a_bit() {
        for name in peel::all_names() {
            assert!(bit_of(name).is_some(), "{name}");
        }
        assert_eq!(bit_of("no peeler"), None);
    }

    #[test]
    fn a_record_is_what_its_bytes_say() {
        let parsing = Parsing { programs: 700, parsed: 9 };
        for skipped in [true, false] {
            let record = Record { bytes: 1 << 33, peelers: 5, parsing, skipped };
            assert_eq!(Record::from_bytes(&record.to_bytes()), record);
        }
    }
}
