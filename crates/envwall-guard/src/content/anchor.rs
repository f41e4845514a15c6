//! From the bytes of a view back to the bytes of its document.

use std::ops::Range;
use std::rc::Rc;

use crate::text::escape::Unescaped;

/// Where the bytes of a view are in its document.
#[derive(Debug, Clone)]
pub(crate) enum Anchor {
    /// Byte `n` of the view is byte `base + n` of the document.
    Exact(usize),
    /// The whole view was made from these bytes of the document.
    Within(Range<usize>),
    /// The view was decoded, and from each of these bytes of it (first of a pair) on it was copied
    /// from the document as it stands (second). The first pair is for byte 0.
    Mapped(Rc<[(usize, usize)]>),
}

impl Anchor {
    /// The bytes of the document that bytes of the view came from.
    pub(crate) fn resolve(&self, span: Range<usize>) -> Range<usize> {
        match self {
            Self::Exact(base) => base + span.start..base + span.end,
            Self::Within(outer) => outer.clone(),
            Self::Mapped(jumps) => {
                let start = mapped(jumps, span.start);
                start..mapped(jumps, span.end.saturating_sub(1)).max(start) + 1
            }
        }
    }
}

fn mapped(jumps: &[(usize, usize)], at: usize) -> usize {
    mapped_before(jumps, jumps.partition_point(|(view, _)| *view <= at), at)
}

/// The same where it is known which jump comes next.
fn mapped_before(jumps: &[(usize, usize)], next: usize, at: usize) -> usize {
    let copied = |(view, document): &(usize, usize)| document + (at - view);
    let here = next.checked_sub(1).and_then(|index| jumps.get(index)).map_or(at, copied);
    // what an escape stands for may be longer than what comes before the next piece
    jumps.get(next).map_or(here, |(_, document)| here.min(document.saturating_sub(1)))
}

/// The jumps of some bytes of a view, counted from the first of them.
pub(super) fn part(jumps: &[(usize, usize)], span: &Range<usize>) -> Rc<[(usize, usize)]> {
    let inside = jumps.iter().filter(|(view, _)| span.contains(view));
    let inside = inside.map(|(view, document)| (view - span.start, *document));
    std::iter::once((0, mapped(jumps, span.start))).chain(inside).collect()
}

/// The jumps of a text that was unescaped from a view, which was unescaped itself: where either
/// jumps. The text begins at byte `base` of the view.
pub(super) fn composed(
    text: &Unescaped,
    base: usize,
    outer: &[(usize, usize)],
) -> Rc<[(usize, usize)]> {
    let mut jumps = Vec::with_capacity(text.jumps.len());
    let ends = text.jumps.iter().skip(1).map(|(to, _)| *to).chain([text.bytes.len()]);
    // both go forwards, so each outer jump is passed once
    let mut next = outer.partition_point(|(view, _)| *view <= base);
    for (&(to, from), end) in text.jumps.iter().zip(ends) {
        let from = base + from;
        while outer.get(next).is_some_and(|(view, _)| *view <= from) {
            next += 1;
        }
        jumps.push((to, mapped_before(outer, next, from)));
        let inside = outer.get(next..).unwrap_or_default().iter();
        let inside = inside.take_while(|(view, _)| view - from < end.saturating_sub(to));
        jumps.extend(inside.map(|(view, document)| (to + (view - from), *document)));
    }
    jumps.into()
}
