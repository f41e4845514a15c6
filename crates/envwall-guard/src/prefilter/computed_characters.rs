//! Code that computes characters from others, so that no piece of what it comes to is in the
//! text: a key by exclusive or, an alphabet and indices into it.

use std::sync::LazyLock;

use aho_corasick::packed::Searcher;
use memchr::memmem;

/// Where characters may be computed in a text, in no order.
pub(super) fn places(text: &[u8]) -> Vec<usize> {
    sites(text).chain(picks(text)).collect()
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
            0 | 1 => is_returned(before) && arithmetic(rest),
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
    if memchr::memchr(b'^', rest).is_some() {
        return true;
    }
    let first = rest.split(|byte| *byte == b')').next().unwrap_or(rest);
    let operators = first.iter().filter(|byte| b"-+%".contains(byte)).count();
    let words: [&[u8]; 3] = [b"charCodeAt", b"codePointAt", b"parseInt"];
    operators == 1 && memchr::memchr2(b',', b'>', first).is_none()
        || words.iter().any(|word| memmem::find(rest, word).is_some())
}

/// Whether a number is changed by what follows. To add a string is no such thing.
fn is_changed(after: &[u8]) -> bool {
    match after.trim_ascii_start() {
        [b'^' | b'%' | b'-', ..] => true,
        [b'+', operand @ ..] => !operand.trim_ascii_start().first().copied().is_some_and(is_quote),
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

/// Where single characters are picked and put together: `a[3]+a[17]+…`, `s.charAt(3)+…`.
fn picks(text: &[u8]) -> impl Iterator<Item = usize> + '_ {
    const MIN_COUNT: usize = 5;
    const NEAR: usize = 24;
    let (mut count, mut last) = (0, 0);
    memchr::memchr_iter(b'+', text).filter(move |at| {
        let before = text[..*at].trim_ascii_end();
        let Some((b']' | b')', index)) = before.split_last() else { return false };
        if !is_pick(index) || text.get(at + 1) == Some(&b'+') {
            return false;
        }
        let between = &text[last..before.len() - 1];
        if between.len() > NEAR || between.iter().any(|byte| b"*/;?:".contains(byte)) {
            count = 0;
        }
        last = *at;
        count += 1;
        count >= MIN_COUNT
    })
}

/// Whether a text ends with an index: `[3`, `[0x3`, `charAt(3`, `at(3`.
fn is_pick(before: &[u8]) -> bool {
    let digits =
        before.iter().rev().take(5).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let (before, index) = before.split_at(before.len() - digits);
    let callers: [&[u8]; 3] = [b"charAt(", b".at(", b"["];
    index.first().is_some_and(u8::is_ascii_digit)
        && callers.iter().any(|caller| before.ends_with(caller))
}
