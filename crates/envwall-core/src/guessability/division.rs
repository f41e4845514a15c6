//! Divides a text into the words, walks, runs and dates that an attacker would try first.
//!
//! The division is that of zxcvbn (Wheeler, USENIX Security 2016, section 3.2): the one whose
//! pieces take the fewest guesses together, where each further piece costs some, too.

use std::ops::Range;

use super::piece::{Kind, Piece};
use super::{lexicon, runs};

/// Guesses for a character of which nothing is known: ten.
const UNKNOWN: f64 = 3.322;

/// What an attacker tries before a text of one more piece: ten thousand guesses for each.
const GROWTH: f64 = 13.288;

/// A piece among others takes at least so many guesses: 10 of one character, 50 of several.
const FEWEST: [f64; 2] = [3.322, 5.644];

/// An unknown piece takes one guess more than that, so that what is known comes first.
const FEWEST_UNKNOWN: [f64; 2] = [3.459, 5.672];

/// A way to divide the beginning of a text that ends with a piece.
struct Way {
    piece: Piece,
    pieces: usize,
    /// The guesses of all pieces together.
    product: f64,
    /// The same with what the number of pieces costs.
    total: f64,
}

/// The pieces of a text, from its beginning to its end, and how many guesses it takes as a whole.
///
/// It takes time with the square of the length: no more than 64 characters are meant.
pub(super) fn divide(text: &[char]) -> (Vec<Piece>, f64) {
    // what is repeated is not looked into for repetitions: there may be very many, one inside another
    let known = |text: &[char]| lexicon::words(text).into_iter().chain(runs::all(text));
    let repeated = runs::repetitions(text, |part| best(part, known(part)).1);
    best(text, known(text).chain(repeated))
}

/// The best of the divisions that known pieces allow.
fn best(text: &[char], pieces: impl Iterator<Item = Piece>) -> (Vec<Piece>, f64) {
    let mut known: Vec<Vec<Piece>> = vec![Vec::new(); text.len()];
    for piece in pieces {
        known[piece.at.end - 1].push(piece);
    }
    let mut ways = Ways::new(text.len());
    for (last, known) in known.into_iter().enumerate() {
        for piece in known {
            let bits = if piece.at.len() < text.len() { least(FEWEST, &piece.at) } else { 0.0 };
            ways.add(&Piece { bits: piece.bits.max(bits), ..piece });
        }
        for start in 0..=last {
            ways.add(&unknown(start..last + 1));
        }
    }
    ways.best()
}

fn least(fewest: [f64; 2], at: &Range<usize>) -> f64 {
    fewest[usize::from(at.len() > 1)]
}

fn unknown(at: Range<usize>) -> Piece {
    #[expect(clippy::cast_precision_loss, reason = "a length of 64 at most")]
    let bits = (at.len() as f64 * UNKNOWN).max(least(FEWEST_UNKNOWN, &at));
    Piece { at, kind: Kind::Unknown, bits }
}

/// The best ways by their last character, each with another number of pieces.
struct Ways {
    ending: Vec<Vec<Way>>,
    /// What each number of pieces costs: their order, and the growth of the text.
    costs: Vec<(f64, f64)>,
}

impl Ways {
    #[expect(clippy::cast_precision_loss, reason = "a number of pieces")]
    fn new(length: usize) -> Self {
        let costs = (0..=length).scan(0.0, |orders, pieces| {
            *orders += (pieces.max(1) as f64).log2();
            Some((*orders, GROWTH * (pieces.max(1) - 1) as f64))
        });
        Self { ending: (0..length).map(|_| Vec::new()).collect(), costs: costs.collect() }
    }

    /// Every way that ends with a piece, as far as it is better than those with fewer pieces.
    fn add(&mut self, piece: &Piece) {
        let (earlier, later) = self.ending.split_at_mut(piece.at.end - 1);
        let Some(before) = piece.at.start.checked_sub(1) else {
            keep(&mut later[0], piece, 1, piece.bits, self.costs[1]);
            return;
        };
        for way in &earlier[before] {
            if piece.kind == Kind::Unknown && way.piece.kind == Kind::Unknown {
                continue;
            }
            let pieces = way.pieces + 1;
            keep(&mut later[0], piece, pieces, piece.bits + way.product, self.costs[pieces]);
        }
    }

    fn best(self) -> (Vec<Piece>, f64) {
        let by_total = |a: &&Way, b: &&Way| a.total.total_cmp(&b.total);
        let Some(best) = self.ending.last().and_then(|ways| ways.iter().min_by(by_total)) else {
            return (Vec::new(), 0.0);
        };
        let mut way = best;
        let mut pieces = vec![way.piece.clone()];
        while let Some(before) = way.piece.at.start.checked_sub(1)
            && let Some(shorter) = self.ending[before].iter().find(|it| it.pieces + 1 == way.pieces)
        {
            pieces.push(shorter.piece.clone());
            way = shorter;
        }
        pieces.reverse();
        (pieces, best.total)
    }
}

/// Keeps a way unless one with as many pieces or fewer takes no more guesses.
fn keep(ways: &mut Vec<Way>, piece: &Piece, pieces: usize, product: f64, costs: (f64, f64)) {
    let same = ways.iter().position(|way| way.pieces == pieces);
    if same.is_some_and(|at| ways[at].product <= product) {
        return;
    }
    let total = sum(product + costs.0, costs.1);
    if ways.iter().any(|way| way.pieces < pieces && way.total <= total) {
        return;
    }
    let way = Way { piece: piece.clone(), pieces, product, total };
    match same {
        Some(at) => ways[at] = way,
        None => ways.push(way),
    }
}

/// The sum of two numbers of guesses, each a power of two.
fn sum(a: f64, b: f64) -> f64 {
    a.max(b) + (1.0 + (-(a - b).abs()).exp2()).log2()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The bits of a text, here and for zxcvbn.
    fn both(text: &str) -> (f64, f64) {
        let common: Vec<&str> = include_str!("../../words/common.txt").lines().collect();
        let (_, bits) = divide(&text.chars().collect::<Vec<_>>());
        (bits, zxcvbn::zxcvbn(text, &common).guesses_log10() * std::f64::consts::LOG2_10)
    }

    /// Ranks are rounded to powers of two.
    #[test]
    fn a_text_takes_as_many_guesses_as_for_zxcvbn() {
        for text in [
            "password",
            "P4ssw0rd!",
            "correcthorsebatterystaple",
            "drowssap",
            "LETMEIN",
            "qwertyuiop",
            "zxcvbnm,./",
            "QWErty",
            "abcdefgh",
            "97531",
            "aaaaaaaa",
            "abcabcabc",
            "lovelovelove",
            "1990",
            "13.05.1984",
            "20241022",
            "summer2019",
            "q7WzXe81Kp0",
            "velvet-walrus",
        ] {
            let (bits, of_zxcvbn) = both(text);
            assert!((bits - of_zxcvbn).abs() < 1.5, "{text}: {bits}, zxcvbn: {of_zxcvbn}");
        }
    }

    proptest! {
        #[test]
        fn any_letters_do(text in "[a-z]{6,14}") {
            // zxcvbn takes `aab` for a sequence
            prop_assume!(!text.as_bytes().windows(2).any(|pair| pair[0] == pair[1]));
            let (bits, of_zxcvbn) = both(&text);
            prop_assert!((bits - of_zxcvbn).abs() < 2.5, "{text}: {bits}, zxcvbn: {of_zxcvbn}");
        }

        #[test]
        fn the_pieces_of_any_text_are_all_of_it(text in ".{0,40}") {
            let chars: Vec<char> = text.chars().collect();
            let (pieces, bits) = divide(&chars);
            let end = pieces.iter().try_fold(0, |end, piece| (piece.at.start == end).then_some(piece.at.end));
            prop_assert_eq!(end, Some(chars.len()));
            prop_assert!(bits.is_finite());
        }
    }
}
