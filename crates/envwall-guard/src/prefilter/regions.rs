//! The parts of a program around some places, as far as they can be parsed alone.

use std::ops::Range;

use crate::javascript::lexer::{self, Token};
use crate::text::ranges::union;

/// A shorter bracket is parsed with what is around it.
const MIN_BRACKET: usize = 8 << 10;

/// So far around a place what it is used on may stand.
const MARGIN: usize = 4 << 10;

/// An open bracket.
struct Open {
    start: usize,
    /// How many cuts there were before it.
    cuts: usize,
    /// The places in it.
    places: Vec<usize>,
}

impl Open {
    /// The parts around the places, up to the end of the bracket.
    fn regions(&self, cuts: &[usize], end: usize) -> impl Iterator<Item = Range<usize>> {
        self.places.iter().map(move |place| {
            let before = cuts.partition_point(|cut| cut + MARGIN <= *place);
            let after = cuts.partition_point(|cut| *cut < place + MARGIN);
            let start = before.checked_sub(1).map_or(self.start, |at| cuts[at]);
            start..cuts.get(after).copied().unwrap_or(end)
        })
    }
}

/// The regions around places, which are in order. They are in order and do not overlap.
pub(super) fn around(text: &[u8], places: &[usize]) -> Vec<Range<usize>> {
    let mut walk = Walk::new(text, places);
    lexer::read(text, &mut |token| match token {
        Token::Literal(passed) => {
            walk.code(passed.start);
            walk.at = walk.at.max(passed.end);
        }
        Token::Other(passed) => {
            walk.code(passed.start);
            walk.take_places(passed.start);
            walk.drop_places(passed.end);
            walk.at = walk.at.max(passed.end);
        }
        Token::Number(_) => {}
    });
    walk.code(text.len());
    walk.take_places(text.len());
    while walk.open.len() > 1 {
        walk.closes(text.len());
    }
    let outermost = walk.open.pop();
    walk.regions.extend(outermost.iter().flat_map(|open| open.regions(&walk.cuts, text.len())));
    union(walk.regions)
}

struct Walk<'a> {
    text: &'a [u8],
    places: &'a [usize],
    open: Vec<Open>,
    /// Where statements, members or items end in the brackets that are open.
    cuts: Vec<usize>,
    at: usize,
    regions: Vec<Range<usize>>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a [u8], places: &'a [usize]) -> Self {
        let mut walk =
            Self { text, places, open: Vec::new(), cuts: Vec::new(), at: 0, regions: Vec::new() };
        walk.opens(0);
        walk
    }

    fn opens(&mut self, start: usize) {
        self.open.push(Open { start, cuts: self.cuts.len(), places: Vec::new() });
    }

    /// Goes on to the end of some code.
    fn code(&mut self, end: usize) {
        for at in self.at..end {
            match self.text[at] {
                b'(' | b'[' | b'{' => {
                    self.take_places(at);
                    self.opens(at + 1);
                }
                b')' | b']' | b'}' => self.closes(at),
                b',' | b';' => self.cut(at + 1),
                _ => {}
            }
        }
        self.at = self.at.max(end);
    }

    /// Ends a bracket: what is in a short one belongs to the one around it.
    fn closes(&mut self, end: usize) {
        self.take_places(end);
        if self.open.len() == 1 {
            return;
        }
        let Some(open) = self.open.pop() else { return };
        let cuts = &self.cuts[open.cuts..];
        if end - open.start >= MIN_BRACKET {
            self.regions.extend(open.regions(cuts, end));
        } else if let Some(outer) = self.open.last_mut() {
            outer.places.extend(open.places);
        }
        self.cuts.truncate(open.cuts);
        if self.text.get(end) == Some(&b'}') {
            self.cut(end + 1);
        }
    }

    fn cut(&mut self, at: usize) {
        self.take_places(at);
        self.cuts.push(at);
    }

    /// What is in a comment computes nothing.
    fn drop_places(&mut self, end: usize) {
        let count = self.places.partition_point(|place| *place < end);
        self.places = &self.places[count..];
    }

    /// Gives the places up to here to the innermost bracket.
    fn take_places(&mut self, end: usize) {
        if self.places.first().is_none_or(|place| *place >= end) {
            return;
        }
        let count = self.places.partition_point(|place| *place < end);
        let (taken, rest) = self.places.split_at(count);
        self.places = rest;
        if let Some(open) = self.open.last_mut() {
            open.places.extend_from_slice(taken);
        }
    }
}
