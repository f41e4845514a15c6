//! Characters in an order that anybody knows: sequences, repetitions, walks on the keyboard, dates.
//!
//! The guesses for each are those of zxcvbn (Wheeler, USENIX Security 2016, section 3.3).

use std::ops::{Range, RangeInclusive};

use super::lexicon::choose;
use super::piece::{Kind, Piece};

/// Every sequence, walk and date in a text.
pub(super) fn all(text: &[char]) -> impl Iterator<Item = Piece> + use<> {
    sequences(text).into_iter().chain(walks(text)).chain(dates(text))
}

fn run(at: Range<usize>, bits: f64) -> Piece {
    Piece { at, kind: Kind::Run, bits }
}

#[expect(clippy::cast_precision_loss, reason = "a length of 64 at most")]
fn log2(count: usize) -> f64 {
    (count as f64).log2()
}

/// Steps from one character to the next are at most so wide in a sequence.
const WIDEST_STEP: i64 = 5;

/// `abcd`, `13579`, `zyx`.
fn sequences(text: &[char]) -> Vec<Piece> {
    let steps: Vec<i64> = text
        .windows(2)
        .map(|pair| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0])))
        .collect();
    let mut start = 0;
    let mut found = Vec::new();
    for same in steps.chunk_by(|a, b| a == b) {
        let at = start..start + same.len() + 1;
        start += same.len();
        let step = same[0];
        let long = at.len() > 2 || step.abs() == 1;
        if long && step != 0 && step.abs() <= WIDEST_STEP {
            let first = match text[at.start] {
                'a' | 'A' | 'z' | 'Z' | '0' | '1' | '9' => 4,
                '0'..='9' => 10,
                _ => 26,
            };
            let directions = if step > 0 { 1 } else { 2 };
            let bits = log2(first * directions * at.len());
            found.push(run(at, bits));
        }
    }
    found
}

/// `aaaa`, `abcabcabc`. `bits` rates what is repeated.
pub(super) fn repetitions(text: &[char], bits: impl Fn(&[char]) -> f64) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    for period in 1..=text.len() / 2 {
        let mut start = 0;
        while start + 2 * period <= text.len() {
            let same = (start..text.len() - period)
                .take_while(|at| text[*at] == text[*at + period])
                .count();
            let times = same / period + 1;
            let at = start..start + times * period;
            let covered = |other: &Piece| other.at.start <= at.start && at.end <= other.at.end;
            if times > 1 && !found.iter().any(covered) {
                let once = bits(&text[start..start + period]);
                found.push(Piece { at, kind: Kind::Repetition(period), bits: once + log2(times) });
            }
            start += same + 1;
        }
    }
    found
}

/// Keys by their rows, each with and without shift; a row stands half a key to the right of the
/// one above.
const KEYBOARD: [(usize, &str, &str); 4] = [
    (0, "`1234567890-=", "~!@#$%^&*()_+"),
    (1, "qwertyuiop[]\\", "QWERTYUIOP{}|"),
    (1, "asdfghjkl;'", "ASDFGHJKL:\""),
    (1, "zxcvbnm,./", "ZXCVBNM<>?"),
];

/// Keys, and neighbours of a key on average.
const KEYS: f64 = 94.0;
const NEIGHBOURS: f64 = 4.0;

/// The place of a character's key, and whether it takes shift.
fn key(char: char) -> Option<(i64, i64, bool)> {
    let rows = KEYBOARD.iter().zip(0..);
    let mut places = rows.flat_map(|((left, plain, shifted), row)| {
        [(plain, false), (shifted, true)].into_iter().filter_map(move |(keys, shift)| {
            let column = keys.chars().position(|key| key == char)?;
            Some((i64::try_from(left + column).ok()?, row, shift))
        })
    });
    places.next()
}

/// `qwerty`, `zxcvb`, `1qaz`: each key next to the one before.
fn walks(text: &[char]) -> Vec<Piece> {
    let keys: Vec<_> = text.iter().map(|char| key(*char)).collect();
    let directions: Vec<Option<(i64, i64)>> = keys
        .windows(2)
        .map(|pair| {
            let ((x, y, _), (to_x, to_y, _)) = (pair[0]?, pair[1]?);
            let direction = (to_x - x, to_y - y);
            let near = [(-1, 0), (1, 0), (0, -1), (1, -1), (0, 1), (-1, 1)];
            near.contains(&direction).then_some(direction)
        })
        .collect();
    let mut start = 0;
    let mut found = Vec::new();
    for steps in directions.chunk_by(|a, b| a.is_some() && b.is_some()) {
        let at = start..start + steps.len() + 1;
        start += steps.len();
        if at.len() > 2 && steps[0].is_some() {
            let turns = 1 + steps.windows(2).filter(|pair| pair[0] != pair[1]).count();
            let shifted = keys[at.clone()].iter().flatten().filter(|(_, _, shift)| *shift).count();
            let bits = walk(at.len(), turns) + shifts(at.len(), shifted);
            found.push(run(at, bits));
        }
    }
    found
}

/// The bits of a walk over so many keys with so many changes of direction.
fn walk(length: usize, turns: usize) -> f64 {
    let walks = (2..=length).flat_map(|keys| {
        (1..=turns.min(keys - 1)).scan(KEYS, move |guesses, turn| {
            *guesses *= NEIGHBOURS;
            Some(*guesses * choose(keys - 1, turn - 1))
        })
    });
    walks.sum::<f64>().log2()
}

/// The bits of which keys are shifted.
fn shifts(length: usize, shifted: usize) -> f64 {
    match shifted {
        0 => 0.0,
        all if all == length => 1.0,
        some => (1..=some.min(length - some)).map(|some| choose(length, some)).sum::<f64>().log2(),
    }
}

/// Years near this one take the fewest guesses.
const THIS_YEAR: u32 = 2026;
const FEWEST_YEARS: u32 = 20;

/// Where dates without separators are divided, for each length from four digits on.
const SPLITS: [&[[usize; 2]]; 5] = [
    &[[1, 2], [2, 3]],
    &[[1, 3], [2, 3]],
    &[[1, 2], [2, 4], [4, 5]],
    &[[1, 3], [2, 3], [4, 5], [4, 6]],
    &[[2, 4], [4, 6]],
];

/// `2024-01-31`, `31.1.2024`, `20240131`, `2024`.
fn dates(text: &[char]) -> Vec<Piece> {
    let mut found = Vec::new();
    for start in 0..text.len() {
        let rest = &text[start..];
        if !rest[0].is_ascii_digit() {
            continue;
        }
        let year = rest.get(..4).and_then(number).filter(|year| (1900..2100).contains(year));
        found.extend(year.map(|year| run(start..start + 4, log2_of_year(year))));
        let lengths = (4..).zip(SPLITS).filter_map(|(length, splits)| {
            let digits = rest.get(..length)?;
            let all = splits.iter().filter_map(|[first, second]| {
                date([&digits[..*first], &digits[*first..*second], &digits[*second..]])
            });
            Some((length, all.reduce(f64::min)?))
        });
        found.extend(lengths.map(|(length, bits)| run(start..start + length, bits)));
        found.extend(separated(rest).map(|(length, bits)| run(start..start + length, bits + 2.0)));
    }
    found
}

/// The length and the bits of a date with separators that a text begins with.
fn separated(text: &[char]) -> Option<(usize, f64)> {
    let digits = |at: usize| {
        text.get(at..)
            .map_or(0, |rest| rest.iter().take_while(|char| char.is_ascii_digit()).count())
    };
    let separator = |at: usize| text.get(at).filter(|char| " /\\_.-".contains(**char));
    let first = digits(0);
    let second = first + 1 + digits(first + 1);
    let end = second + 1 + digits(second + 1).min(4);
    if separator(first)? != separator(second)? {
        return None;
    }
    let parts = [text.get(..first)?, text.get(first + 1..second)?, text.get(second + 1..end)?];
    Some((end, date(parts)?))
}

/// The bits of year, month and day in any order with the year at an end.
fn date(parts: [&[char]; 3]) -> Option<f64> {
    let [first, second, third] = [number(parts[0])?, number(parts[1])?, number(parts[2])?];
    let is_day_and_month = |a: u32, b: u32| {
        let is = |day, month| (1..=31).contains(&day) && (1..=12).contains(&month);
        is(a, b) || is(b, a)
    };
    let ends = [(third, first, second), (first, second, third)];
    let with_year = |years: RangeInclusive<u32>| {
        let ends =
            ends.iter().find(|(year, a, b)| years.contains(year) && is_day_and_month(*a, *b));
        ends.map(|(year, ..)| *year)
    };
    let year = with_year(1000..=2050).or_else(|| {
        with_year(0..=99).map(|year| if year > 50 { 1900 + year } else { 2000 + year })
    });
    Some(log2_of_year(year?) + 365_f64.log2())
}

fn log2_of_year(year: u32) -> f64 {
    f64::from(year.abs_diff(THIS_YEAR).max(FEWEST_YEARS)).log2()
}

fn number(digits: &[char]) -> Option<u32> {
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    digits.iter().try_fold(0, |number, digit| Some(number * 10 + digit.to_digit(10)?))
}
