//! The words, names and passwords that people use, and how rare each is.
//!
//! `words/words.fst` is made by `words/make.sh` from the frequency lists of zxcvbn and from
//! `words/common.txt`, what configurations are made of.

use std::sync::LazyLock;

use fst::raw::{Fst, Node, Output};

use super::piece::{Kind, Piece};

/// Maps each word, in lower case, to its rank as a power of two, rounded.
static LEXICON: LazyLock<Option<Fst<&'static [u8]>>> =
    LazyLock::new(|| Fst::new(include_bytes!("../../words/words.fst").as_slice()).ok());

/// The signs that stand for a letter.
const SIGNS: [(char, &str); 12] = [
    ('a', "4@"),
    ('b', "8"),
    ('c', "({[<"),
    ('e', "3"),
    ('g', "69"),
    ('i', "1!|"),
    ('l', "1|7"),
    ('o', "0"),
    ('s', "$5"),
    ('t', "+7"),
    ('x', "%"),
    ('z', "2"),
];

/// For each ASCII character a bit for each of the letters that it stands for.
const LETTERS: [u16; 128] = {
    let mut letters = [0; 128];
    let mut index = 0;
    while index < SIGNS.len() {
        let signs = SIGNS[index].1.as_bytes();
        let mut at = 0;
        while at < signs.len() {
            letters[signs[at] as usize] |= 1 << index;
            at += 1;
        }
        index += 1;
    }
    letters
};

/// The letters that a sign stands for, by their places in [`SIGNS`].
fn letters_of(sign: char) -> impl Iterator<Item = usize> {
    let letters = LETTERS.get(sign as usize).copied().unwrap_or_default();
    (0..SIGNS.len())
        .filter(move |index| letters >> index & 1 == 1)
        .take(letters.count_ones() as usize)
}

/// A word may be written backwards, which is one more thing to guess.
const BACKWARDS: f64 = 1.0;

/// Every word in a text, also with signs for letters, in any case, and backwards.
pub(super) fn words(text: &[char]) -> Vec<Piece> {
    let mut found = Vec::new();
    words_forwards(text, |piece| found.push(piece));
    let reversed: Vec<char> = text.iter().rev().copied().collect();
    words_forwards(&reversed, |piece| {
        let at = text.len() - piece.at.end..text.len() - piece.at.start;
        found.push(Piece { at, bits: piece.bits + BACKWARDS, ..piece });
    });
    found
}

fn words_forwards(text: &[char], mut found: impl FnMut(Piece)) {
    let Some(words) = &*LEXICON else { return };
    let plain: Vec<char> = text.iter().map(char::to_ascii_lowercase).collect();
    for start in 0..text.len() {
        let mut walk = Walk { words, text, plain: &plain, start, found: &mut found };
        walk.on(&words.root(), start, Output::zero(), 0);
    }
}

/// The words that begin at a place.
struct Walk<'a, F> {
    words: &'a Fst<&'static [u8]>,
    text: &'a [char],
    plain: &'a [char],
    start: usize,
    found: &'a mut F,
}

impl<F: FnMut(Piece)> Walk<'_, F> {
    /// Goes on from a node of the automaton at a place of the text; `signs` has a bit for each
    /// letter that a sign stood for.
    fn on(&mut self, node: &Node<'_>, at: usize, rank: Output, signs: u16) {
        if node.is_final() {
            self.report(at, rank.cat(node.final_output()), signs);
        }
        let Some(&char) = self.plain.get(at) else { return };
        if let Ok(byte) = u8::try_from(char) {
            self.step(node, byte, at, rank, signs);
        }
        for index in letters_of(char) {
            let letter = SIGNS[index].0;
            self.step(node, letter as u8, at, rank, signs | 1 << index);
        }
    }

    fn step(&mut self, node: &Node<'_>, byte: u8, at: usize, rank: Output, signs: u16) {
        let Some(index) = node.find_input(byte) else { return };
        let transition = node.transition(index);
        self.on(&self.words.node(transition.addr), at + 1, rank.cat(transition.out), signs);
    }

    #[expect(clippy::cast_precision_loss, reason = "a rank is a small power of two")]
    fn report(&mut self, end: usize, rank: Output, signs: u16) {
        let at = self.start..end;
        let bits =
            rank.value() as f64 + f64::from(signs.count_ones()) + capitals(&self.text[at.clone()]);
        (self.found)(Piece { at, bits, kind: Kind::Word });
    }
}

/// In how many ways a word has capitals, as a power of two.
fn capitals(word: &[char]) -> f64 {
    let upper = word.iter().filter(|char| char.is_uppercase()).count();
    let lower = word.iter().filter(|char| char.is_lowercase()).count();
    let at_an_end =
        [word.first(), word.last()].into_iter().flatten().any(|char| char.is_uppercase());
    match (upper, lower) {
        (0, _) => 0.0,
        (_, 0) => 1.0,
        (1, _) if at_an_end => 1.0,
        _ => (1..=upper.min(lower)).map(|some| choose(upper + lower, some)).sum::<f64>().log2(),
    }
}

/// The number of ways to choose `some` of `all`.
#[expect(clippy::cast_precision_loss, reason = "an estimate")]
pub(super) fn choose(all: usize, some: usize) -> f64 {
    (0..some).map(|taken| (all - taken) as f64 / (taken + 1) as f64).product()
}
