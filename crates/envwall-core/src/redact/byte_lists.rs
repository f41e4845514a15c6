//! Values as lists of their bytes: `<Buffer 5a 6b 33>`, `[ 90, 107, 51 ]`, `5a:6b:33`, `\x5a\x6b\x33`,
//! as Node's `console.log` and dumps print them.

use std::ops::Range;

use super::runs::{RUN, Runs};

/// Maximum number of bytes between two numbers: a comma, a line break, and what indents and aligns
/// the next line.
const MAX_BETWEEN: usize = 10;

/// Maximum length of a number: `0x5a`.
const MAX_NUMBER: usize = 4;

/// Number of bytes that eight numbers take at most.
pub(super) const REACH: usize = RUN * (MAX_BETWEEN + MAX_NUMBER);

/// The values that must not be shown, as bytes.
#[derive(Default)]
pub(super) struct ByteLists {
    runs: Runs,
}

/// How a list writes numbers.
#[derive(Clone, Copy)]
enum Radix {
    Ten,
    Sixteen,
}

impl ByteLists {
    pub(super) fn of<'a>(values: impl IntoIterator<Item = &'a [u8]>) -> Self {
        Self { runs: Runs::of(values) }
    }

    /// Calls back with every part of a text that lists eight bytes of a value; `ended` if nothing
    /// follows.
    pub(super) fn find(&self, text: &[u8], ended: bool, mut found: impl FnMut(Range<usize>)) {
        if self.runs.is_empty() {
            return;
        }
        for radix in [Radix::Ten, Radix::Sixteen] {
            let mut list = List::default();
            let is_whole = |number: &Range<usize>| ended || number.end < text.len();
            for number in numbers(text).filter(is_whole) {
                list.add(text, &number, radix);
                if let Some(start) = list.start().filter(|_| self.runs.has(list.run)) {
                    found(start..number.end);
                }
            }
        }
    }

    /// The length of the end of the text that may become a part to hide.
    pub(super) fn begun(&self, text: &[u8]) -> usize {
        if self.runs.is_empty() {
            return 0;
        }
        let text = &text[text.len().saturating_sub(REACH)..];
        let begun = [Radix::Ten, Radix::Sixteen].map(|radix| self.begun_in(text, radix));
        begun.into_iter().max().unwrap_or(0)
    }

    fn begun_in(&self, text: &[u8], radix: Radix) -> usize {
        let mut list = List::default();
        let mut open = None;
        for number in numbers(text) {
            // what the text ends with may go on
            if number.end == text.len() && may_become_number(&text[number.clone()]) {
                open = Some(number);
            } else {
                list.add(text, &number, radix);
            }
        }
        let end = open.as_ref().map_or(text.len(), |open| open.start);
        let goes_on = is_between(&text[list.end..end]);
        let begins = |(_, at): &(&usize, usize)| {
            let length = list.starts.len() - at;
            length < RUN && self.runs.begins_with(list.run, length)
        };
        let start = list.starts.iter().zip(0..).find(begins).filter(|_| goes_on);
        let start = start.map(|(start, _)| *start).or(open.map(|open| open.start));
        start.map_or(0, |start| text.len() - start)
    }
}

/// The last eight numbers of a list.
#[derive(Default)]
struct List {
    /// As bytes, the last one lowest.
    run: u64,
    starts: Vec<usize>,
    end: usize,
}

impl List {
    fn add(&mut self, text: &[u8], number: &Range<usize>, radix: Radix) {
        let byte = byte(&text[number.clone()], radix);
        let goes_on = is_between(&text[self.end..number.start]);
        if byte.is_none() || !goes_on {
            self.starts.clear();
        }
        self.end = number.end;
        let Some(byte) = byte else { return };
        if self.starts.len() == RUN {
            self.starts.remove(0);
        }
        self.starts.push(number.start);
        self.run = self.run << 8 | u64::from(byte);
    }

    /// Where eight numbers begin.
    fn start(&self) -> Option<usize> {
        self.starts.first().copied().filter(|_| self.starts.len() == RUN)
    }
}

fn is_between(text: &[u8]) -> bool {
    text.len() <= MAX_BETWEEN && text.iter().all(|byte| b" ,;:|-\t\r\n\\".contains(byte))
}

/// The words of a text that may be numbers, whatever they are.
fn numbers(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].iter().position(u8::is_ascii_alphanumeric)?;
        let length = text[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        at = start + length;
        Some(start..at)
    })
}

fn may_become_number(word: &[u8]) -> bool {
    let digits = word.strip_prefix(b"0").unwrap_or(word);
    let digits = digits.strip_prefix(b"x").unwrap_or(digits);
    word.len() < MAX_NUMBER && digits.iter().all(u8::is_ascii_hexdigit)
}

fn byte(word: &[u8], radix: Radix) -> Option<u8> {
    let digits = word.strip_prefix(b"0x").or_else(|| word.strip_prefix(b"x")).unwrap_or(word);
    let digits = std::str::from_utf8(digits).ok()?;
    match radix {
        Radix::Ten => digits.parse().ok().filter(|_| digits.len() == word.len()),
        Radix::Sixteen => u8::from_str_radix(digits, 16).ok().filter(|_| digits.len() <= 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUE: &[u8] = b"q7WzXe81Kp0v4T";

    fn hidden(text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        ByteLists::of([VALUE]).find(text.as_bytes(), true, |span| match found.last_mut() {
            Some(last) if span.start <= last.end => last.end = span.end,
            _ => found.push(span),
        });
        found
    }

    fn list(separator: &str, write: impl Fn(&u8) -> String) -> String {
        VALUE.iter().map(write).collect::<Vec<_>>().join(separator)
    }

    #[test]
    fn lists_of_bytes_are_hidden_as_they_are_printed() {
        for list in [
            list(" ", |byte| format!("{byte:02x}")),
            list(":", |byte| format!("{byte:02X}")),
            list(", ", |byte| format!("0x{byte:02x}")),
            list("", |byte| format!("\\x{byte:02x}")),
            list(",", u8::to_string),
            list(",\n  ", |byte| format!("{byte:3}")),
        ] {
            let text = format!("<Buffer {list}> 113 55 87");
            let all = 8..8 + list.trim_start().len();
            let hidden = hidden(&text);
            assert_eq!(hidden.len(), 1, "{text}: {hidden:?}");
            assert!(
                hidden[0].start <= all.start + 2 && hidden[0].end == all.end,
                "{text}: {hidden:?}"
            );
        }
        for text in ["113, 55, 87, 122, 88, 101, 56", "1 2 3 4 5 6 7 8 9", "q7WzXe81"] {
            assert!(hidden(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn the_beginning_of_a_list_waits() {
        let lists = ByteLists::of([VALUE]);
        for (text, begun) in [
            ("at 113, 55, ", 9),
            ("at 113, 5", 6),
            ("at 113, 55 and", 0),
            ("x 71 37 ", 6),
            ("12, 13, ", 0),
            ("at 113", 3),
            ("at 1139", 0),
        ] {
            assert_eq!(lists.begun(text.as_bytes()), begun, "{text}");
        }
    }
}
