//! Neighbouring literals: what a program puts together stands together, whatever is between.

use std::ops::Range;

/// So many bytes may be between two literals, other than their quotation marks.
const MAX_GAP: usize = 40;

/// Of a longer literal only so many bytes at its beginning and its end matter.
const MAX_END: usize = 8;

/// Literals in a row, joined.
#[derive(Default)]
pub(super) struct Chain {
    pub(super) text: Vec<u8>,
    /// Where in the text two literals meet.
    joints: Vec<usize>,
    /// Where the chain begins in the program.
    pub(super) at: usize,
    /// Where the last literal ends in the program.
    end: usize,
}

impl Chain {
    /// Adds a literal; calls back with the chain that ends before it.
    pub(super) fn push(&mut self, place: &Range<usize>, value: &[u8], ends: impl FnOnce(&Self)) {
        let gap = place.start.checked_sub(self.end);
        if gap.is_none_or(|gap| gap > MAX_GAP + 2) {
            self.end(ends);
            self.at = place.start;
        }
        self.end = place.end;
        if !self.text.is_empty() {
            self.joints.push(self.text.len());
        }
        if value.len() > 2 * MAX_END {
            self.text.extend_from_slice(&value[..MAX_END]);
            // nothing goes on over what is left out
            self.text.push(0xFE);
            self.text.extend_from_slice(&value[value.len() - MAX_END..]);
        } else {
            self.text.extend_from_slice(value);
        }
    }

    pub(super) fn end(&mut self, ends: impl FnOnce(&Self)) {
        if !self.joints.is_empty() {
            ends(self);
        }
        self.text.clear();
        self.joints.clear();
    }

    /// Whether two literals meet in a part of the text.
    pub(super) fn joins(&self, start: usize, end: usize) -> bool {
        let next = self.joints.partition_point(|joint| *joint <= start);
        self.joints.get(next).is_some_and(|joint| *joint < end)
    }
}
