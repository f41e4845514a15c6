//! Code that computes characters from others, so that no piece of what it comes to stands in the
//! text: a key by exclusive or, an alphabet and indices into it.
//!
//! Libraries have such code as well (they encode and decode), but hardly ever next to what it may
//! be used on: text that is no language, or numbers.

use std::ops::Range;

use memchr::memmem;

/// So far from such code what it is used on is looked for.
const FARTHEST: usize = 4096;

/// Whether characters may be computed in a text.
pub(super) fn is_likely(text: &[u8]) -> bool {
    let mut done = 0;
    picks(text)
        || sites(text).any(|at| {
            let around: Range<usize> =
                at.saturating_sub(FARTHEST).max(done)..text.len().min(at + FARTHEST);
            // what was looked at for the site before is not looked at again
            done = around.end.saturating_sub(OVERLAP);
            has_material(&text[around])
        })
}

/// What is looked for fits into so many bytes.
const OVERLAP: usize = 64;

/// Where characters are made of changed numbers: `String.fromCharCode(c ^ 42)`,
/// `c.charCodeAt(0) ^ key`, `bytes.map(b => b ^ 42)`, every second one by `filter`.
fn sites(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    const NEAR: usize = 80;
    let after = move |word: &'static str| {
        memmem::find_iter(text, word.as_bytes()).map(move |at| {
            let start = at + word.len();
            (at, &text[start..text.len().min(start + NEAR)])
        })
    };
    let made = ["fromCharCode", "fromCodePoint"].into_iter().flat_map(after);
    let of_one = ["charCodeAt(0)", "charCodeAt()", "codePointAt(0)", "codePointAt()"];
    let of_one = of_one.into_iter().flat_map(after);
    let changed = |rest: &[u8]| matches!(rest.trim_ascii_start(), [b'^' | b'+' | b'-' | b'%', ..]);
    let made = made.filter(|(_, rest)| arithmetic(rest));
    let of_one = of_one.filter(move |(at, rest)| changed(rest) || is_operand(&text[..*at]));
    let chosen = after(".filter(").filter(|(_, rest)| memchr::memchr(b'%', rest).is_some());
    let mapped = memchr::memchr_iter(b'^', text).filter(|at| is_result(&text[..*at]));
    made.chain(of_one).chain(chosen).map(|(at, _)| at).chain(mapped)
}

/// Whether the arguments of a call hold more than names and numbers.
fn arithmetic(rest: &[u8]) -> bool {
    let end = rest.iter().position(|byte| b";{}".contains(byte)).unwrap_or(rest.len());
    let rest = &rest[..end];
    let words: [&[u8]; 3] = [b"charCodeAt", b"codePointAt", b"parseInt"];
    let end = rest.iter().position(|byte| *byte == b')').unwrap_or(rest.len());
    let operators = rest[..end].iter().filter(|byte| b"^-+%".contains(byte)).count();
    memchr::memchr(b'^', rest).is_some()
        || operators == 1 && memchr::memchr2(b',', b'>', &rest[..end]).is_none()
        || words.iter().any(|word| memmem::find(rest, word).is_some())
}

/// Whether a name with an operator before it ends a text: `k^c.`.
fn is_operand(before: &[u8]) -> bool {
    let name = before.iter().rev().take(24).take_while(|byte| !b"^-+%,;({}".contains(byte)).count();
    before.len().checked_sub(name + 1).is_some_and(|at| b"^-+%".contains(&before[at]))
}

/// Whether a function gives back what stands at the end of a text: `=>c`, `return c`.
fn is_result(before: &[u8]) -> bool {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$');
    let before = before.trim_ascii_end();
    let name = before.iter().rev().take(24).take_while(|byte| is_name(**byte)).count();
    let before = before[..before.len() - name].trim_ascii_end();
    let before = before.strip_suffix(b"(").unwrap_or(before).trim_ascii_end();
    before.ends_with(b"=>") || before.ends_with(b"return")
}

/// Whether single characters are picked and put together: `a[3]+a[17]+…`, `s.charAt(3)+…`.
pub(super) fn picks(text: &[u8]) -> bool {
    const FEWEST: usize = 5;
    const NEAR: usize = 24;
    let (mut count, mut last) = (0, 0);
    memchr::memchr2_iter(b']', b')', text).any(|at| {
        if !is_pick(&text[..at]) || !joins(&text[at + 1..]) {
            return false;
        }
        let between = &text[last..at];
        let goes_on = between.len() <= NEAR && !between.iter().any(|byte| b"*/;?:".contains(byte));
        count = if goes_on { count + 1 } else { 1 };
        last = at;
        count >= FEWEST
    })
}

/// Whether a text ends with an index: `[3`, `charAt(3`, `at(3`.
fn is_pick(before: &[u8]) -> bool {
    let digits = before.iter().rev().take(5).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let (before, index) = before.split_at(before.len() - digits);
    let callers: [&[u8]; 3] = [b"charAt(", b".at(", b"["];
    index.first().is_some_and(u8::is_ascii_digit)
        && callers.iter().any(|caller| before.ends_with(caller))
}

/// Whether what stands before a text is put together with what comes.
fn joins(after: &[u8]) -> bool {
    let after = after.trim_ascii_start();
    after.starts_with(b"+") && !after.starts_with(b"++")
}

/// Whether there is text that is no language, or numbers in a row.
fn has_material(text: &[u8]) -> bool {
    opaque_literal(text) || small_numbers(text)
}

/// Whether a literal changes between kinds of characters all the time.
fn opaque_literal(text: &[u8]) -> bool {
    const SHORTEST: usize = 6;
    const LONGEST: usize = 4096;
    let mut start = 0;
    memchr::memchr3_iter(b'"', b'\'', b'`', text).any(|at| {
        let literal = &text[std::mem::replace(&mut start, at + 1)..at];
        (SHORTEST..=LONGEST).contains(&literal.len())
            && !literal.iter().any(|byte| b"(){};".contains(byte))
            && changes(literal) * 5 > literal.len() * 2
    })
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
    text.windows(2).filter(|pair| kind(&pair[0]) != kind(&pair[1])).count()
}

/// Whether so many small numbers follow one another in a list, and go up and down.
fn small_numbers(text: &[u8]) -> bool {
    const FEWEST: usize = 6;
    let (mut count, mut falls, mut before, mut at) = (0, 0, 0, 0);
    while let Some(found) = text[at..].iter().position(u8::is_ascii_digit) {
        let between = text[at..at + found].trim_ascii();
        let digits = text[at + found..].iter().take_while(|byte| byte.is_ascii_alphanumeric());
        let digits = &text[at + found..][..digits.count()];
        at += found + digits.len();
        if between != b"," || digits.len() > 4 {
            (count, falls) = (0, 0);
        }
        let number = digits.iter().fold(0, |number, digit| number << 8 | u32::from(*digit));
        count += 1;
        falls += usize::from(number < before);
        before = number;
        if count >= FEWEST && falls >= 2 {
            return true;
        }
    }
    false
}
