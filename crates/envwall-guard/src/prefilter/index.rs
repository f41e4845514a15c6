//! Every way in which the needles may be spelled, indexed by grams of four bytes.

use super::forms::{Class, EFFORT, Form};
use crate::needle::Piece;
use crate::text::buckets::Buckets;
use crate::text::filter::Filter;

/// Bytes of a gram.
pub(super) const GRAM: usize = 4;

/// Maximum number of places of one gram: one that is everywhere tells little.
const MAX_PLACES: usize = 64;

/// A gram of signs with fewer effective characters is one of every address or list.
const MIN_SIGNS_EFFORT: u16 = EFFORT * 5 / 2;

/// No text of a program has this byte, so that no run goes beyond a form.
const END: u8 = 0xFF;

/// A run of bytes that a text has in common with a form of a needle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    pub(super) needle: u32,
    pub(super) class: Class,
    /// Its bytes in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// What of the needle they spell.
    pub(super) from: u16,
    pub(super) to: u16,
    /// How many characters they count as: those of a word count two together.
    pub(super) effective: usize,
}

/// How much of a needle is enough.
pub(super) struct Wanted {
    /// For each byte, and for the end, the effort of all before it.
    pub(super) efforts: Vec<u32>,
    /// So many bytes in a row are an occurrence.
    pub(super) least: usize,
}

impl Wanted {
    fn new(value: &Form, least: usize) -> Self {
        let efforts = value.letters.iter().scan(0, |sum, letter| {
            *sum += u32::from(letter.effort);
            Some(*sum)
        });
        Self { efforts: std::iter::once(0).chain(efforts).collect(), least }
    }

    /// Its length in bytes.
    pub(super) fn length(&self) -> usize {
        self.efforts.len() - 1
    }
}

/// All forms of all needles.
pub(super) struct FormIndex {
    pub(super) wanted: Vec<Wanted>,
    /// All forms in a row, each behind an [`END`].
    text: Vec<u8>,
    /// For each byte of the text the byte of the needle that it spells, in part or whole.
    places: Vec<u16>,
    /// For each byte of the text the effort of all before it in its form.
    efforts: Vec<u16>,
    /// Where each form begins, whose it is, and what it is.
    forms: Vec<(u32, u32, Class)>,
    /// It rejects most texts alone.
    filter: Filter,
    /// Where each gram is in the text.
    grams: Option<Buckets<u32>>,
}

impl FormIndex {
    /// All forms that `forms` makes of each piece, the first of them the piece itself.
    pub(super) fn new(pieces: &[Piece], forms_of: fn(&str) -> Vec<Form>) -> Self {
        let mut index = Self {
            wanted: Vec::new(),
            text: vec![END],
            places: vec![0],
            efforts: vec![0],
            forms: Vec::new(),
            filter: Filter::default(),
            grams: None,
        };
        for (needle, piece) in (0..).zip(pieces) {
            let value = piece.text.expose();
            let forms = forms_of(value);
            index.wanted.extend(forms.first().map(|value| Wanted::new(value, piece.min_run)));
            for form in &forms {
                index.add(needle, form);
            }
        }
        index.index();
        index
    }

    #[expect(clippy::cast_possible_truncation, reason = "values of less than 4 GB")]
    fn add(&mut self, needle: u32, form: &Form) {
        self.forms.push((self.text.len() as u32, needle, form.class));
        self.text.extend(form.letters.iter().map(|letter| letter.byte));
        self.places.extend(form.letters.iter().map(|letter| letter.place));
        let mut effort = 0u16;
        self.efforts.extend(form.letters.iter().map(|letter| {
            effort = effort.wrapping_add(letter.effort);
            effort.wrapping_sub(letter.effort)
        }));
        self.text.push(END);
        self.places.push(0);
        self.efforts.push(effort);
    }

    #[expect(clippy::cast_possible_truncation, reason = "as above")]
    fn index(&mut self) {
        let places = (0..self.text.len() as u32).filter(|at| self.is_indexed(*at as usize));
        let places: Vec<u32> = places.collect();
        self.filter = Filter::of(places.iter().map(|at| self.gram(*at)));
        self.grams = Buckets::new(&places, |at| self.gram(*at));
    }

    /// Whether the gram at a place tells anything: one inside of a word stands anywhere.
    fn is_indexed(&self, at: usize) -> bool {
        let gram = self.text.get(at..at + GRAM).filter(|gram| !gram.contains(&END));
        let Some(gram) = gram else { return false };
        let effort = |at: usize| self.efforts[at + 1].wrapping_sub(self.efforts[at]);
        let is_of_word = |at: usize| effort(at) < EFFORT && self.text[at].is_ascii_alphanumeric();
        let is_word = (at..at + GRAM).all(|it| is_of_word(it) && effort(it) == effort(at));
        let signs = gram.iter().filter(|byte| byte.is_ascii_punctuation()).count();
        let all = self.efforts[at + GRAM].wrapping_sub(self.efforts[at]);
        !is_word && (signs < 2 || all >= MIN_SIGNS_EFFORT)
    }

    fn gram(&self, at: u32) -> u64 {
        gram(&self.text, at as usize)
    }

    /// Calls back with every run around one of the grams that begin at multiples of `stride`.
    #[inline]
    pub(super) fn runs(&self, text: &[u8], stride: usize, mut each: impl FnMut(Run, usize)) {
        self.filter.each_gram(text, GRAM, stride, |gram, at| {
            self.runs_around(text, (gram, at), &mut each);
        });
    }

    #[inline(never)]
    fn runs_around(
        &self,
        text: &[u8],
        (wanted, at): (u64, usize),
        each: &mut impl FnMut(Run, usize),
    ) {
        let places = self.grams.iter().flat_map(|grams| grams.of(wanted));
        for place in places.filter(|place| self.gram(**place) == wanted).take(MAX_PLACES) {
            each(self.run(text, at, *place as usize), at);
        }
    }

    fn run(&self, text: &[u8], at: usize, place: usize) -> Run {
        let before = self.text[..place].iter().rev().zip(text[..at].iter().rev());
        let same = |(a, b): &(&u8, &u8)| a == b && **a != END;
        let before = before.take_while(same).count();
        let after = self.text[place..].iter().zip(&text[at..]).take_while(same).count();
        let (first, last) = (place - before, place + after - 1);
        let form = self.forms.partition_point(|(start, ..)| *start as usize <= place) - 1;
        let (_, needle, class) = self.forms[form];
        let (from, to) = (self.places[first], self.places[last]);
        let effort = self.efforts[last + 1].wrapping_sub(self.efforts[first]);
        Run {
            needle,
            class,
            start: at - before,
            end: at + after,
            from: from.min(to),
            to: from.max(to) + 1,
            effective: usize::from(effort / EFFORT),
        }
    }
}

/// The gram at a place.
fn gram(text: &[u8], at: usize) -> u64 {
    let gram = text.get(at..).and_then(|rest| rest.first_chunk());
    gram.map_or(0, |gram| u32::from_le_bytes(*gram).into())
}

#[cfg(test)]
mod tests {
    use envwall_core::SecretValue;

    use super::super::forms;
    use super::*;
    use crate::needle::{Needles, Secret, Secrets};

    fn index(value: &str) -> FormIndex {
        let secrets = Secrets::new([Secret::new("KEY", SecretValue::from(value))]);
        FormIndex::new(Needles::new(&secrets, &[]).pieces(), forms::of)
    }

    /// The longest run in a text, as what of the value it spells.
    fn longest(value: &str, text: &str) -> Option<(u16, u16)> {
        let (index, mut longest) = (index(value), None::<Run>);
        index.runs(text.as_bytes(), 1, |run, _| {
            let is_longer = longest.is_none_or(|it| it.to - it.from < run.to - run.from);
            longest = if is_longer { Some(run) } else { longest };
        });
        longest.map(|run| (run.from, run.to))
    }

    #[test]
    fn every_form_says_what_of_the_value_it_spells() {
        const VALUE: &str = "q7WzXe81Kp0v4TbN2mLs";
        for (text, part) in [
            ("x q7WzXe81 y", (0, 8)),
            ("18eXzW7q", (0, 8)),
            ("KP0V4TBN", (8, 16)),
            ("4b70307634", (8, 13)),
            ("cTdXelhlOD", (0, 7)),
            ("S3AwdjRU", (8, 14)),
        ] {
            assert_eq!(longest(VALUE, text).unwrap_or((0, 0)), part, "{text}");
        }
    }

    #[test]
    fn words_are_no_grams_and_count_little() {
        let value = "q7WzXe81-password-Kp0v4TbN";
        assert_eq!(longest(value, "password"), None);
        let mut effective = 0;
        index(value).runs(b"81-password-Kp", 1, |run, _| effective = effective.max(run.effective));
        assert_eq!(effective, 2 + 2 + 2 + 1);
    }

    #[test]
    fn bytes_between_forms_are_never_met() {
        assert_eq!(longest("q7WzXe81Kp0v4TbN", "\u{ff}\u{ff}\u{ff}\u{ff}\u{ff}"), None);
    }
}
