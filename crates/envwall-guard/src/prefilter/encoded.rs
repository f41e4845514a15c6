//! What is encoded in the value of a literal: percent signs, character references, base64, hex, and
//! characters with separators between them.

use std::ops::Range;

use data_encoding::HEXLOWER_PERMISSIVE;

use crate::text::base64::{self, promises_text};
use crate::text::entities::decode_entities;
use crate::text::escape::{unescape_percent, unescaped};
use crate::text::runs::long_runs;

/// Shorter texts hold nothing that is encoded.
pub(super) const MIN_LENGTH: usize = 8;

/// A shorter run of digits holds no piece.
const MIN_RUN: usize = 16;

/// Calls back with what each encoding in a text holds, and where in the text that is.
pub(super) fn each(text: &[u8], found: &mut impl FnMut(&[u8], usize)) {
    for part in escaped_parts(text) {
        let start = part.start;
        each_escaped(&text[part], &mut |decoded| found(decoded, start));
    }
    if let Some(plain) = without_separators(text) {
        found(&plain, 0);
    }
    runs(text, found);
}

/// So far around an escape what it is a part of is decoded with it: a program in a literal has few,
/// and what is decoded is read as all of it was.
const MARGIN: usize = 64;

/// The parts of a text around its escapes, percent signs and character references.
fn escaped_parts(text: &[u8]) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let marks = memchr::memchr3_iter(b'\\', b'%', b'&', text);
    for at in marks.filter(|at| is_escape(&text[*at..])) {
        let end = after_digits(text, text.len().min(at + MARGIN));
        match parts.last_mut() {
            Some(last) if at <= last.end + MARGIN => last.end = last.end.max(end),
            _ => parts.push(before_digits(text, at.saturating_sub(MARGIN))..end),
        }
    }
    parts
}

/// Where the digits of base64 begin that end at a place: a part of them stands for something else.
fn before_digits(text: &[u8], at: usize) -> usize {
    at - text[..at].iter().rev().take_while(|byte| base64::is_digit(**byte)).count()
}

fn after_digits(text: &[u8], at: usize) -> usize {
    at + text[at..].iter().take_while(|byte| base64::is_digit(**byte)).count()
}

fn is_escape(text: &[u8]) -> bool {
    match text {
        [b'\\', ..] => true,
        [b'%', rest @ ..] => rest.iter().take(2).filter(|it| it.is_ascii_hexdigit()).count() == 2,
        _ => reference(text).is_some(),
    }
}

/// Calls back with what escapes, percent signs and character references stand for.
fn each_escaped(text: &[u8], found: &mut impl FnMut(&[u8])) {
    if memchr::memchr(b'\\', text).is_some() {
        found(&unescaped(text));
    }
    if memchr::memchr_iter(b'%', text).any(|at| is_escape(&text[at..])) {
        found(&unescape_percent(text).bytes);
        // backwards it is hex all the same
        let digits: Vec<u8> = text.iter().copied().filter(|byte| *byte != b'%').collect();
        found(&digits);
    }
    if let Some(decoded) = without_references(text) {
        found(&decoded);
    }
}

/// The text with its character references decoded, where there are any.
fn without_references(text: &[u8]) -> Option<Vec<u8>> {
    let (mut decoded, mut done) = (Vec::new(), 0);
    for at in memchr::memchr_iter(b'&', text) {
        let Some(reference) = reference(&text[at..]) else { continue };
        decoded.extend_from_slice(&text[done..at]);
        decoded.extend_from_slice(&decode_entities(reference));
        done = at + reference.len();
    }
    (done > 0).then(|| {
        decoded.extend_from_slice(&text[done..]);
        decoded
    })
}

/// What may be a character reference at the start of a text.
fn reference(text: &[u8]) -> Option<&[u8]> {
    const MAX_NAME: usize = 10;
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'#';
    let name = text[1..].iter().take(MAX_NAME).take_while(is_name).count();
    text.get(..name + 2).filter(|it| name > 1 && it.ends_with(b";"))
}

/// The text without the character that divides it into small parts.
fn without_separators(text: &[u8]) -> Option<Vec<u8>> {
    const MAX_LENGTH: usize = 4096;
    // one of the first few characters is the first that divides
    const MAX_PART: usize = 5;
    const MIN_PARTS: usize = 4;
    if text.len() > MAX_LENGTH {
        return None;
    }
    let divides = |separator: &u8| {
        let mut parts = text.split(|byte| byte == separator);
        parts.clone().all(|part| part.len() <= MAX_PART) && parts.nth(MIN_PARTS - 1).is_some()
    };
    // most are not to be met again soon
    let first = text.get(..2 * MAX_PART + 2)?;
    let recurs = |at: &usize| first[at + 1..at + MAX_PART + 2].contains(&first[*at]);
    let separator = (1..=MAX_PART).filter(recurs).map(|at| &text[at]).find(|byte| divides(byte))?;
    Some(text.iter().copied().filter(|byte| byte != separator).collect())
}

/// The runs of digits of base64 or hex that may hold text.
fn runs(text: &[u8], found: &mut impl FnMut(&[u8], usize)) {
    long_runs(text, MIN_RUN, base64::is_digit, &mut |run| {
        let digits = &text[run.clone()];
        if changes_often(digits) {
            decode(digits, &mut |decoded| found(decoded, run.start));
        }
    });
}

/// Whether kinds of characters change too often for words.
fn changes_often(run: &[u8]) -> bool {
    let kind = |byte: u8| match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        _ => 3,
    };
    let changes = run.windows(2).filter(|pair| kind(pair[0]) != kind(pair[1])).count();
    changes * 5 >= run.len()
}

fn decode(run: &[u8], found: &mut impl FnMut(&[u8])) {
    let pairs = &run[..run.len() & !1];
    if let Ok(decoded) = HEXLOWER_PERMISSIVE.decode(pairs)
        && decoded.get(..MIN_RUN / 2).is_some_and(promises_text)
    {
        found(&decoded);
    }
    if run.first_chunk().is_some_and(|digits| promises_text(&base64::beginning(digits))) {
        found(&base64::decode(run));
    }
}
