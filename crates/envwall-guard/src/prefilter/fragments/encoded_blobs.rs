//! Texts that are encoded more than once: what base64 and hex in literals hold is read, too.

use std::borrow::Cow;

use super::coverage::Coverage;
use super::ngrams::{NgramIndex, Window};
use crate::text::escape::unescape_percent;

/// A shorter run holds no run of a needle.
const MIN_RUN: usize = 8;

/// How many encodings are undone, one inside another; one more is among the spellings.
const MAX_DEPTH: usize = 3;

/// Reads what the encoded literals of a text hold.
pub(super) fn read(text: &[u8], index: &NgramIndex, coverage: &mut Coverage) {
    let marks = memchr::memchr3_iter(b'"', b'\'', b'`', text);
    for at in marks {
        let is_digit = |byte: &&u8| VALUES[usize::from(**byte)] != NONE;
        let after = text[at + 1..].iter().take_while(is_digit).count();
        let before = text[..at].iter().rev().take_while(is_digit).count();
        let is_literal = text.get(at + 1 + after).is_some_and(|byte| b"\"'`".contains(byte));
        both_ways(&text[at + 1..at + 1 + after], index, coverage);
        // a run between two marks was read at the first of them
        let opened = (at - before).checked_sub(1).map(|at| text[at]);
        if !is_literal || !opened.is_some_and(|byte| b"\"'`".contains(&byte)) {
            both_ways(&text[at - before..at], index, coverage);
        }
    }
}

fn both_ways(run: &[u8], index: &NgramIndex, coverage: &mut Coverage) {
    if run.len() < MIN_RUN {
        return;
    }
    blob(run, index, coverage, MAX_DEPTH);
    let backwards: Vec<u8> = run.iter().rev().copied().collect();
    blob(&backwards, index, coverage, MAX_DEPTH);
}

fn blob(run: &[u8], index: &NgramIndex, coverage: &mut Coverage, depth: usize) {
    if run.iter().all(u8::is_ascii_hexdigit) {
        texts(&from_hex(run), index, coverage, depth);
        texts(&from_hex(&run[1..]), index, coverage, depth);
    }
    // a piece of base64 may begin anywhere in a group of four digits
    for skip in 0..4 {
        texts(&from_base64(&run[skip..]), index, coverage, depth);
    }
}

fn from_base64(digits: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(digits.len());
    for group in digits.chunks(4) {
        let value =
            |at: usize| group.get(at).map_or(0, |digit| u32::from(VALUES[usize::from(*digit)]));
        let word = value(0) << 18 | value(1) << 12 | value(2) << 6 | value(3);
        decoded.extend_from_slice(&word.to_be_bytes()[1..group.len()]);
    }
    decoded
}

fn from_hex(digits: &[u8]) -> Vec<u8> {
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let pairs = digits.chunks_exact(2);
    pairs.filter_map(|pair| Some(value(pair[0])? << 4 | value(pair[1])?)).collect()
}

/// Reads what is text in decoded bytes.
fn texts(decoded: &[u8], index: &NgramIndex, coverage: &mut Coverage, depth: usize) {
    const MIN_TEXT: usize = 3;
    let texts = decoded.split(|byte| !matches!(byte, b' '..=b'~'));
    for text in texts.filter(|text| text.len() >= MIN_TEXT) {
        letters(text, index, coverage);
        let mut inner = Cow::Borrowed(text);
        while inner.contains(&b'%') {
            let undone = unescape_percent(&inner).bytes;
            if undone.len() == inner.len() {
                break;
            }
            letters(&undone, index, coverage);
            inner = Cow::Owned(undone);
        }
        if depth > 1 {
            let runs = inner.split(|byte| VALUES[usize::from(*byte)] == NONE);
            for run in runs.filter(|run| run.len() >= MIN_RUN) {
                blob(run, index, coverage, depth - 1);
            }
        }
    }
}

fn letters(text: &[u8], index: &NgramIndex, coverage: &mut Coverage) {
    let mut window = Window::default();
    for letter in text.iter().filter(|byte| byte.is_ascii_alphanumeric()) {
        window.push(*letter);
        index.look_up(window, coverage, &mut Coverage::default());
    }
}

const NONE: u8 = 255;

/// What a digit of base64 stands for, in either alphabet.
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut at, mut value) = (0, 0);
    while at < digits.len() {
        values[digits[at] as usize] = value;
        at += 1;
        value += 1;
    }
    values[b'-' as usize] = 62;
    values[b'_' as usize] = 63;
    values
};
