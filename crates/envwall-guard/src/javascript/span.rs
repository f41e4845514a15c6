//! swc's spans as byte ranges.

use std::ops::Range;

use swc_common::Span;

/// swc counts bytes from 1.
pub(super) fn bytes_of(span: Span) -> Range<usize> {
    let from_zero = |position: u32| (position as usize).saturating_sub(1);
    from_zero(span.lo.0)..from_zero(span.hi.0)
}
