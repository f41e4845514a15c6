//! Parts of a text that no excerpt shows.

use std::ops::Range;

use crate::text::ranges::union;

/// Parts of a text, in order; none overlaps another.
#[derive(Debug, Default)]
pub(crate) struct Hidden(Vec<Range<usize>>);

impl Hidden {
    /// Adds parts.
    pub(crate) fn add(&mut self, parts: impl IntoIterator<Item = Range<usize>>) {
        self.0.extend(parts);
        self.0 = union(std::mem::take(&mut self.0));
    }

    /// Those that overlap a part of the text.
    pub(crate) fn overlapping(&self, part: &Range<usize>) -> &[Range<usize>] {
        let from = self.0.partition_point(|hidden| hidden.end <= part.start);
        let count = self.0[from..].partition_point(|hidden| hidden.start < part.end);
        &self.0[from..from + count]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_overlap_are_one() {
        let mut hidden = Hidden::default();
        hidden.add([10..20, 2..4, 30..40]);
        hidden.add([15..25, 4..6]);
        assert_eq!(hidden.overlapping(&(0..50)), [2..4, 4..6, 10..25, 30..40]);
        assert_eq!(hidden.overlapping(&(5..11)), [4..6, 10..25]);
        assert!(hidden.overlapping(&(25..30)).is_empty());
    }
}
