//! Code that computes characters from others, so that no piece of what it comes to is in the
//! text: a key by exclusive or, an alphabet and indices into it.
//!
//! Libraries have such code as well (they encode and decode), but hardly ever next to what it may
//! be used on: text that is no language, or numbers.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use aho_corasick::packed::Searcher;
use memchr::memmem;

/// So far from such code what it is used on is looked for.
const MAX_DISTANCE: usize = 4096;

/// Where characters may be computed in a text, in no order.
pub(super) fn places(text: &[u8]) -> Vec<usize> {
    let sites = sites(text).filter(|at| {
        let around = at.saturating_sub(MAX_DISTANCE)..text.len().min(at + MAX_DISTANCE);
        has_material(&text[around])
    });
    sites.chain(picks(text)).collect()
}

/// The names that are found where characters are made, read or chosen.
const NAMES: [&str; 7] = [
    "fromCharCode",
    "fromCodePoint",
    "charCodeAt(0)",
    "charCodeAt()",
    "codePointAt(0)",
    "codePointAt()",
    ".filter(",
];

/// In one pass, and many bytes at a time.
static ANY_NAME: LazyLock<Option<Searcher>> = LazyLock::new(|| Searcher::new(NAMES));

/// Where characters are made of changed numbers: `String.fromCharCode(c ^ 42)`,
/// `c.charCodeAt(0) ^ key`, `bytes.map(b => b ^ 42)`, every second one by `filter`.
fn sites(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    const NEAR: usize = 80;
    let named = ANY_NAME.iter().flat_map(move |names| names.find_iter(text)).filter(move |found| {
        let (before, rest) = (&text[..found.start()], &text[found.end()..]);
        let rest = &rest[..rest.len().min(NEAR)];
        match found.pattern().as_usize() {
            0 | 1 => is_returned(before) && (arithmetic(rest) || is_computed(before)),
            6 => takes_every_other(rest),
            _ => {
                is_returned(before)
                    && !is_summed(before)
                    && (is_changed(rest) || is_operand(before))
            }
        }
    });
    let mapped = memchr::memchr_iter(b'^', text)
        .filter(|at| is_result(&text[..*at]) && !is_digest(&text[at + 1..]));
    named.map(|found| found.start()).chain(mapped)
}

/// Whether a function gives back what a text ends in the midst of: the evaluator knows no loops, so
/// that characters are changed by functions that `map` and its like call.
fn is_returned(before: &[u8]) -> bool {
    const NEAR: usize = 80;
    let before = &before[before.len().saturating_sub(NEAR)..];
    let starts = ["=>", "return"].into_iter();
    let start =
        starts.filter_map(|word| Some(memmem::rfind(before, word.as_bytes())? + word.len()));
    start.max().is_some_and(|start| !before[start..].iter().any(|byte| b";=".contains(byte)))
}

/// Whether an exclusive or stands a little before.
fn is_computed(before: &[u8]) -> bool {
    const NEAR: usize = 60;
    memchr::memchr(b'^', &before[before.len().saturating_sub(NEAR)..]).is_some()
}

/// Whether a number comes of it that stands for many characters, as in a checksum.
fn is_summed(before: &[u8]) -> bool {
    const NEAR: usize = 60;
    memmem::find(&before[before.len().saturating_sub(NEAR)..], b".reduce(").is_some()
}

/// Whether `filter` goes by the index: `.filter((_,i)=>i%2)`.
fn takes_every_other(arguments: &[u8]) -> bool {
    const NEAR: usize = 24;
    let is_index = |byte: &u8| byte.is_ascii_alphanumeric() || b"_$!(+ )=*<>&|{".contains(byte);
    ["=>", "return"].iter().any(|word| {
        memmem::find(arguments, word.as_bytes()).is_some_and(|at| {
            let result = &arguments[at + word.len()..];
            let index = result.iter().take(NEAR).take_while(|byte| is_index(byte)).count();
            result.get(index) == Some(&b'%')
        })
    })
}

/// Whether the arguments of a call hold more than names and numbers.
fn arithmetic(rest: &[u8]) -> bool {
    let end = rest.iter().position(|byte| b";{}".contains(byte)).unwrap_or(rest.len());
    let rest = &rest[..end];
    let end = rest.iter().position(|byte| *byte == b')').unwrap_or(rest.len());
    let (first, operators) = (&rest[..end], b"^-+%");
    if memchr::memchr(b'^', rest).is_some() {
        return true;
    }
    // hexadecimal digits are decoded where they are
    let is_changed = rest.get(end + 1).is_some_and(|next| operators.contains(next));
    let is_hex = [",16", ", 16", "\"0x\"", "'0x'", "`0x`"]
        .iter()
        .any(|word| memmem::find(first, word.as_bytes()).is_some());
    if is_hex && !is_changed {
        return false;
    }
    let operators = first.iter().filter(|byte| operators.contains(byte)).count();
    let words: [&[u8]; 3] = [b"charCodeAt", b"codePointAt", b"parseInt"];
    operators == 1 && memchr::memchr2(b',', b'>', first).is_none()
        || words.iter().any(|word| memmem::find(rest, word).is_some())
}

/// Whether a number is changed by what follows. To add a string is no such thing, nor is what is
/// done with halves of a character.
fn is_changed(after: &[u8]) -> bool {
    let after = after.trim_ascii_start();
    let Some((operator, operand)) = after.split_first() else { return false };
    let operand = operand.trim_ascii_start();
    match operator {
        b'^' | b'%' => true,
        b'+' => !operand.first().copied().is_some_and(is_quote),
        b'-' => ![&b"55296"[..], b"56320", b"0xd8", b"0xD8"]
            .iter()
            .any(|surrogate| operand.starts_with(surrogate)),
        _ => false,
    }
}

/// Whether a name with an operator before it ends a text: `k^c.`.
fn is_operand(before: &[u8]) -> bool {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_$.[] ".contains(byte);
    let name = before.iter().rev().take(24).take_while(|byte| is_name(byte)).count();
    let Some((operator, left)) = before[..before.len() - name].split_last() else { return false };
    match operator {
        b'^' | b'-' | b'%' => true,
        b'+' => !left.trim_ascii_end().last().copied().is_some_and(is_quote),
        _ => false,
    }
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// Whether an exclusive or is one of a digest: of more than two, with large numbers, or in place.
fn is_digest(operand: &[u8]) -> bool {
    const NEAR: usize = 40;
    let operand = &operand[..operand.len().min(NEAR)];
    let end = operand.iter().position(|byte| b";,}\n".contains(byte)).unwrap_or(operand.len());
    let operand = &operand[..end];
    let is_masked_by_name = |at: usize| {
        operand[at + 1..].trim_ascii_start().first().is_some_and(|next| !next.is_ascii_digit())
    };
    let masks = || memchr::memchr2_iter(b'&', b'|', operand);
    let is_of_names = operand.iter().all(|byte| !byte.is_ascii_digit() && *byte != b'[');
    let is_large = || operand.split(|byte| !byte.is_ascii_digit()).any(|digits| digits.len() > 5);
    operand.starts_with(b"=")
        || operand.contains(&b'^') && is_of_names
        || masks().any(is_masked_by_name)
        || is_large() && masks().next().is_none()
        || memmem::find(operand, b".toString(16").is_some()
}

/// Whether a function gives back what is at the end of a text: `=>c`, `return c`.
fn is_result(before: &[u8]) -> bool {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    let before = before.trim_ascii_end();
    let name = before.iter().rev().take(24).take_while(|byte| is_name(**byte)).count();
    let before = before[..before.len() - name].trim_ascii_end();
    let before = before.strip_suffix(b"(").unwrap_or(before).trim_ascii_end();
    before.ends_with(b"=>") || before.ends_with(b"return")
}

/// Where single characters are picked and put together: `a[3]+a[17]+…`, `s.charAt(3)+…`. Sums
/// of vectors and matrices go in even steps.
fn picks(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    const MIN_COUNT: usize = 5;
    const NEAR: usize = 24;
    let (mut indices, mut last) = (Vec::new(), 0);
    memchr::memchr_iter(b'+', text).filter(move |at| {
        let before = text[..*at].trim_ascii_end();
        let Some((b']' | b')', index)) = before.split_last() else { return false };
        let Some(index) = pick(index).filter(|_| text.get(at + 1) != Some(&b'+')) else {
            return false;
        };
        let between = &text[last..before.len() - 1];
        if between.len() > NEAR || between.iter().any(|byte| b"*/;?:".contains(byte)) {
            indices.clear();
        }
        last = *at;
        indices.push(index);
        indices.len() >= MIN_COUNT && !is_even(&indices[indices.len() - MIN_COUNT..])
    })
}

fn is_even(indices: &[u32]) -> bool {
    let step = |pair: &[u32]| i64::from(pair[1]) - i64::from(pair[0]);
    let mut steps = indices.windows(2).map(step);
    let first = steps.next();
    steps.all(|step| Some(step) == first)
}

/// The index with which a text ends: `[3`, `charAt(3`, `at(3`.
fn pick(before: &[u8]) -> Option<u32> {
    let digits =
        before.iter().rev().take(5).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let (before, index) = before.split_at(before.len() - digits);
    let callers: [&[u8]; 3] = [b"charAt(", b".at(", b"["];
    let index = std::str::from_utf8(index).ok()?;
    let index = match index.strip_prefix("0x") {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => index.parse(),
    };
    index.ok().filter(|_| callers.iter().any(|caller| before.ends_with(caller)))
}

/// Whether there is text that is no language, or numbers in a row.
fn has_material(text: &[u8]) -> bool {
    opaque_literal(text) || small_numbers(text)
}

/// Whether a literal changes between kinds of characters all the time.
fn opaque_literal(text: &[u8]) -> bool {
    const MIN_LENGTH: usize = 8;
    const MAX_LENGTH: usize = 4096;
    let marks = memchr::memchr3_iter(b'"', b'\'', b'`', text);
    marks.filter(|at| opens(&text[..*at])).any(|at| {
        let rest = &text[at + 1..text.len().min(at + MAX_LENGTH)];
        let literal = memchr::memchr(text[at], rest).map_or(rest, |end| &rest[..end]);
        literal.len() >= MIN_LENGTH && changes(literal) * 4 > literal.len()
    })
}

/// Whether a literal may begin where a text ends, other than end there.
fn opens(before: &[u8]) -> bool {
    const WORDS: [&[u8]; 8] =
        [b"return", b"case", b"typeof", b"in", b"of", b"else", b"yield", b"await"];
    match before.last() {
        None => true,
        _ if before.ends_with(b"...") => true,
        Some(byte) if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.' | b'/') => {
            WORDS.iter().any(|word| before.ends_with(word))
        }
        Some(byte) => !matches!(byte, b'"' | b'\'' | b'`' | b'\\' | b')' | b']'),
    }
}

/// How many characters are of another kind than the one before them.
fn changes(text: &[u8]) -> usize {
    let kind = |byte: &u8| match byte {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        b' '..=b'~' => 3,
        _ => 4,
    };
    // words of other kinds of names are joined by these
    let counted = || text.iter().filter(|byte| !b"-_ ./".contains(byte));
    counted().zip(counted().skip(1)).filter(|(one, next)| kind(one) != kind(next)).count()
}

fn is_less(number: &[u8], other: &[u8]) -> bool {
    (number.len(), number) < (other.len(), other)
}

/// Whether so many small numbers follow one another in a list, and go up and down.
fn small_numbers(text: &[u8]) -> bool {
    const MIN_COUNT: usize = 6;
    const DISTINCT: usize = 5;
    let (mut row, mut falls, mut at) = (Vec::new(), 0, 0);
    while let Some(found) = text[at..].iter().position(u8::is_ascii_digit) {
        let between = text[at..at + found].trim_ascii();
        let digits = text[at + found..].iter().take_while(|byte| byte.is_ascii_alphanumeric());
        let digits = &text[at + found..][..digits.count()];
        at += found + digits.len();
        if between != b"," || digits.len() > 4 {
            row.clear();
            falls = 0;
        }
        falls += usize::from(row.last().is_some_and(|before: &&[u8]| is_less(digits, before)));
        row.push(digits);
        if row.len() >= MIN_COUNT && falls >= 2 {
            let last: BTreeSet<_> = row.iter().rev().take(MIN_COUNT * 2).collect();
            if last.len() >= DISTINCT {
                return true;
            }
        }
    }
    false
}
