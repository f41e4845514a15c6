//! The language of formats: text, and runs of characters in braces.
//!
//! `ghp_{w36}` is `ghp_` and 36 letters or digits; `{w20-60}` is 20 to 60 of them, `{w20-}` 20 or
//! more. The letter names the characters:
//!
//! | letter | characters |
//! |---|---|
//! | `d` | digits |
//! | `h`, `H`, `x` | hexadecimal digits: lower case, upper case, both |
//! | `l`, `u`, `w` | digits and letters: lower case, upper case, both |
//! | `t` | base32: upper case and `2` to `7` |
//! | `s` | base64 for URLs: letters, digits, `_`, `-` |
//! | `b` | base64: letters, digits, `+`, `/` |
//! | `B` | base64 in either alphabet, with `=` |
//! | `=` | the padding of base64 |
//! | `q` | letters, digits, `_`, `-`, `.`, `~` |
//! | `n` | the name of a host |
//! | `p` | what a user or a password in an address is made of |
//! | `c` | what a query of an address is made of |
//! | `U` | upper case and blanks: the label of a PEM block |
//! | `k` | the lines of a PEM block, escaped or not |
//! | `g` | all of a UUID; takes no number |

use std::ops::Range;

/// The most characters of a run that has no upper limit.
const MOST: usize = 8192;

/// Shorter texts occur too often to be searched for.
const MIN_ANCHOR: usize = 3;

/// Text and runs, one after the other.
#[derive(Debug)]
pub(super) struct Pattern {
    parts: Vec<Part>,
    /// Which part is the text to search for, of those that can be.
    anchor: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Text(&'static str),
    Run(Run),
}

/// So many characters of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    class: u8,
    least: usize,
    most: usize,
}

/// Where a pattern was found, and the runs in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// All of it.
    pub span: Range<usize>,
    /// The class and the place of each run.
    pub(super) runs: Vec<(u8, Range<usize>)>,
}

impl Pattern {
    /// Reads a pattern; `None` if it is not one.
    pub(super) fn parse(text: &'static str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (run, after) = after.split_once('}')?;
            parts.extend((!before.is_empty()).then_some(Part::Text(before)));
            match run {
                "g" => parts.extend(uuid()),
                _ => parts.push(Part::Run(Run::parse(run)?)),
            }
            rest = after;
        }
        parts.extend((!rest.is_empty()).then_some(Part::Text(rest)));
        let searchable = |part: &Part| matches!(part, Part::Text(text) if text.len() >= MIN_ANCHOR);
        // only one run can be read backwards
        let anchor = parts.iter().take(2).position(searchable);
        Some(Self { parts, anchor })
    }

    /// The text to search for: in every occurrence of the pattern, and long enough.
    pub(super) fn anchor(&self) -> Option<&'static str> {
        match self.parts.get(self.anchor?) {
            Some(Part::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether every occurrence begins with the text to search for.
    pub(super) fn begins_with_anchor(&self) -> bool {
        self.anchor == Some(0)
    }

    /// How far before the first characters in a row that belong together, as many as asked for, the
    /// anchor may begin; `None` if there need not be so many.
    pub(super) fn reach(&self, count: usize, belongs: impl Fn(u8) -> bool) -> Option<usize> {
        let (anchor, mut in_a_row) = (self.anchor?, 0);
        // at most so many bytes from the anchor to the part, and to the first of the row
        let (mut distance, mut start) = (0, 0);
        for (index, part) in self.parts.iter().enumerate() {
            let (least, most) = part.lengths();
            let after = if index < anchor { 0 } else { distance + most };
            match part {
                Part::Text(text) => {
                    for (at, byte) in text.bytes().enumerate() {
                        if belongs(byte) {
                            in_a_row += 1;
                        } else {
                            (in_a_row, start) = (0, distance + at + 1);
                        }
                        if in_a_row >= count {
                            return Some(start);
                        }
                    }
                }
                Part::Run(run) if (0..=127).all(|byte| !run.fits(byte) || belongs(byte)) => {
                    in_a_row += least;
                }
                Part::Run(_) => (in_a_row, start) = (0, after),
            }
            if in_a_row >= count {
                return Some(start);
            }
            distance = after;
        }
        None
    }

    /// The text that it begins with, or nothing.
    pub(super) fn head(&self) -> &'static str {
        match self.parts.first() {
            Some(Part::Text(text)) => text,
            _ => "",
        }
    }

    /// How little is left to chance: the bytes of text, then the fewest kinds of characters.
    pub(super) fn specificity(&self) -> (usize, std::cmp::Reverse<usize>) {
        let text = |part: &Part| if let Part::Text(text) = part { text.len() } else { 0 };
        let kinds = |part: &Part| if let Part::Run(run) = part { run.kinds() } else { 0 };
        let widest = self.parts.iter().map(kinds).max().unwrap_or_default();
        (self.parts.iter().map(text).sum(), std::cmp::Reverse(widest))
    }

    /// The place of the pattern in a text in which its anchor begins at a byte, if nothing around it
    /// belongs to it.
    pub(super) fn find_at(&self, text: &[u8], at: usize) -> Option<Found> {
        let start = match (self.anchor?, self.parts.first()?) {
            (1, Part::Run(run)) => at - run.count_before(text, at)?,
            _ => at,
        };
        let found = self.at(text, start)?;
        (begins_anew(text, start) && self.ends(text, found.span.end)).then_some(found)
    }

    /// The same where the pattern is all of the text.
    pub(super) fn is_all_of(&self, text: &[u8]) -> Option<Found> {
        self.at(text, 0).filter(|found| found.span.end == text.len())
    }

    fn at(&self, text: &[u8], start: usize) -> Option<Found> {
        let mut runs = Vec::new();
        let end = rest(&self.parts, text, start, &mut runs)?;
        runs.reverse();
        Some(Found { span: start..end, runs })
    }

    /// Whether what follows is no more of the same.
    fn ends(&self, text: &[u8], end: usize) -> bool {
        let Some(next) = text.get(end) else { return true };
        match self.parts.last() {
            // dashes end a PEM block
            Some(Part::Run(run)) if run.class == b'k' => !run.fits(*next),
            Some(Part::Run(run)) => !run.fits(*next) && !is_of_word(*next),
            _ => !text[end - 1].is_ascii_alphanumeric() || !is_of_word(*next),
        }
    }

    #[cfg(test)]
    pub(super) fn is_fixed(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Text(_)))
    }

    /// A text that it matches, of characters that `choose` picks among so many.
    pub(super) fn made_up(&self, choose: &mut impl FnMut(usize) -> usize) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(fixed) => text.push_str(fixed),
                Part::Run(run) => run.made_up(choose, &mut text),
            }
        }
        text
    }
}

/// Reads parts from a place on: where they end. The runs are listed backwards.
fn rest(
    parts: &[Part],
    text: &[u8],
    at: usize,
    runs: &mut Vec<(u8, Range<usize>)>,
) -> Option<usize> {
    let Some((first, others)) = parts.split_first() else { return Some(at) };
    match first {
        Part::Text(fixed) => {
            text.get(at..)?.starts_with(fixed.as_bytes()).then_some(())?;
            rest(others, text, at + fixed.len(), runs)
        }
        Part::Run(run) => {
            let available = run.count(text, at);
            let lengths = run.least..=available.min(run.most);
            let is_last_try = !matches!(others.first(), Some(Part::Text(_)));
            let tried = if is_last_try { 1 } else { usize::MAX };
            let mut ends = lengths.rev().take(tried).map(|length| at + length);
            ends.find_map(|end| {
                if let Some(Part::Text(next)) = others.first() {
                    text.get(end..)?.starts_with(next.as_bytes()).then_some(())?;
                }
                let found = rest(others, text, end, runs)?;
                runs.push((run.class, at..end));
                Some(found)
            })
        }
    }
}

impl Part {
    /// The fewest and the most bytes that it takes.
    fn lengths(self) -> (usize, usize) {
        match self {
            Self::Text(text) => (text.len(), text.len()),
            Self::Run(run) => (run.least, run.most),
        }
    }
}

impl Run {
    const fn exactly(class: u8, length: usize) -> Self {
        Self { class, least: length, most: length }
    }

    /// Reads `w36`, `w20-60` or `w20-`.
    fn parse(text: &str) -> Option<Self> {
        let (class, length) = text.split_at_checked(1)?;
        let class = *class.as_bytes().first()?;
        let (least, most) = match length.split_once('-') {
            None => (length.parse().ok()?, length.parse().ok()?),
            Some((least, "")) => (least.parse().ok()?, MOST),
            Some((least, most)) => (least.parse().ok()?, most.parse().ok()?),
        };
        let known = (0..=127).any(|byte| fits(class, byte));
        (known && least <= most && most > 0).then_some(Self { class, least, most })
    }

    fn fits(self, byte: u8) -> bool {
        fits(self.class, byte)
    }

    fn kinds(self) -> usize {
        (0..=127).filter(|byte| self.fits(*byte)).count()
    }

    /// How many characters of the kind follow a place, counted as far as it matters.
    fn count(self, text: &[u8], at: usize) -> usize {
        let rest = text.get(at..).unwrap_or_default().iter();
        rest.take(self.most + 1).take_while(|byte| self.fits(**byte)).count()
    }

    /// How many precede it, if they are as many as there have to be.
    fn count_before(self, text: &[u8], at: usize) -> Option<usize> {
        let before = text.get(..at)?.iter().rev();
        let count = before.take(self.most).take_while(|byte| self.fits(**byte)).count();
        (count >= self.least).then_some(count)
    }

    fn made_up(self, choose: &mut impl FnMut(usize) -> usize, text: &mut String) {
        let all: Vec<u8> = (33..=126).filter(|byte| self.fits(*byte)).collect();
        let sure = if self.class == b'U' { 0 } else { self.least.max(self.most.min(16)) };
        for _ in 0..sure.min(self.most) {
            text.extend(all.get(choose(all.len())).map(|byte| char::from(*byte)));
        }
    }
}

/// The parts of a UUID.
fn uuid() -> impl Iterator<Item = Part> {
    let lengths = [8, 4, 4, 4, 12].into_iter().enumerate();
    lengths.flat_map(|(index, length)| {
        let dash = (index > 0).then_some(Part::Text("-"));
        dash.into_iter().chain([Part::Run(Run::exactly(b'x', length))])
    })
}

/// Whether a character is of a class.
fn fits(class: u8, byte: u8) -> bool {
    let alphanumeric = byte.is_ascii_alphanumeric();
    match class {
        b'd' => byte.is_ascii_digit(),
        b'h' => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
        b'H' => byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte),
        b'x' => byte.is_ascii_hexdigit(),
        b'l' => byte.is_ascii_digit() || byte.is_ascii_lowercase(),
        b'u' => byte.is_ascii_digit() || byte.is_ascii_uppercase(),
        b'w' => alphanumeric,
        b't' => byte.is_ascii_uppercase() || (b'2'..=b'7').contains(&byte),
        b's' => alphanumeric || b"_-".contains(&byte),
        b'b' => alphanumeric || b"+/".contains(&byte),
        b'B' => alphanumeric || b"+/_-=".contains(&byte),
        b'=' => byte == b'=',
        b'q' => alphanumeric || b"_-.~".contains(&byte),
        b'n' => alphanumeric || b".-".contains(&byte),
        b'p' => alphanumeric || b"_-.~!%&+=^#?".contains(&byte),
        b'c' => alphanumeric || b"_-.~%&=+".contains(&byte),
        b'U' => byte.is_ascii_uppercase() || byte == b' ',
        b'k' => alphanumeric || b"+/=\\\n\r \t".contains(&byte),
        _ => false,
    }
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-".contains(&byte)
}

/// Whether a word may begin at a byte: not within another one, but behind an escape such as `\n`
/// or `%20`.
fn begins_anew(text: &[u8], at: usize) -> bool {
    let Some(before) = text.get(..at) else { return false };
    if before.is_empty() || !text.get(at).is_some_and(u8::is_ascii_alphanumeric) {
        return true;
    }
    match before {
        [.., b'\\', b'n' | b'r' | b't' | b'b' | b'f' | b'v'] => true,
        [.., b'%', a, b] | [.., b'\\', b'x', a, b] | [.., b'\\', b'u', _, _, a, b] => {
            a.is_ascii_hexdigit() && b.is_ascii_hexdigit()
        }
        _ => !before.last().copied().is_some_and(is_of_word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(pattern: &'static str, text: &str) -> Option<String> {
        let pattern = Pattern::parse(pattern).unwrap();
        let anchor = pattern.anchor().unwrap();
        let mut places = text.match_indices(anchor);
        let found = places.find_map(|(at, _)| pattern.find_at(text.as_bytes(), at))?;
        Some(text[found.span].to_owned())
    }

    #[test]
    fn a_run_has_its_characters_and_its_length() {
        for (pattern, text, expected) in [
            ("abc_{w4}", "x='abc_12Ab'", Some("abc_12Ab")),
            ("abc_{w4}", "x='abc_12Ab5'", None),
            ("abc_{w4}", "x='abc_12A'", None),
            ("abc_{h4}", "x='abc_12Ab'", None),
            ("abc_{w2-4}", "abc_123", Some("abc_123")),
            ("abc_{w2-}", "abc_123456789.", Some("abc_123456789")),
            ("abc_{w2-4}.{d2}", "abc_123.45", Some("abc_123.45")),
            (
                "id-{g}",
                "id-0f8fad5b-d9cb-469f-a165-70867728950e;",
                Some("id-0f8fad5b-d9cb-469f-a165-70867728950e"),
            ),
            ("{d8-10}:AA{s5}", "f(12345678:AAab_-1)", Some("12345678:AAab_-1")),
            ("{d8-10}:AA{s5}", "f(123456789012:AAab_-1)", None),
        ] {
            assert_eq!(found(pattern, text).as_deref(), expected, "{pattern} in {text}");
        }
    }

    #[test]
    fn text_within_a_run_is_found_wherever_it_is() {
        let pattern = "sk-{s4-20}MARK{s4-20}";
        assert!(found(pattern, "sk-ab_cdMARKefgh").is_some());
        assert!(found(pattern, "sk-abcdMARKMARKefgh").is_some());
        assert!(found(pattern, "sk-abcMARKefgh").is_none());
        assert!(found(pattern, "sk-abcdMARKefg").is_none());
    }

    #[test]
    fn what_goes_on_is_something_else() {
        for text in ["xabc_12Ab", "_abc_12Ab", "-abc_12Ab", "abc_12Ab_", "abc_12Ab-c", "abc_12Abc"]
        {
            assert_eq!(found("abc_{w4}", text), None, "{text}");
        }
        for text in
            ["\"abc_12Ab\"", "a\\nabc_12Ab\\n", "q%20abc_12Ab%20", "=abc_12Ab.", "a\\x3dabc_12Ab"]
        {
            assert!(found("abc_{w4}", text).is_some(), "{text}");
        }
    }

    #[test]
    fn the_anchor_is_so_far_before_what_is_in_a_row() {
        for (pattern, reach) in [
            ("abc_{w20}", Some(0)),
            ("ab.{w20}", Some(3)),
            ("ab.{w2-9}.{w20}", Some(13)),
            ("{h32}-us{d1}", Some(0)),
            ("{w4}.abc.{w20}", Some(5)),
            ("abc://{p20}:{w4}", None),
        ] {
            let pattern = Pattern::parse(pattern).unwrap();
            assert_eq!(
                pattern.reach(15, |byte| byte.is_ascii_alphanumeric() || byte == b'_'),
                reach
            );
        }
    }

    #[test]
    fn what_is_not_a_pattern_is_not_read() {
        for text in ["a{", "a{w", "a{w4", "a{4}", "a{w4-2}", "a{z4}", "a{w}"] {
            assert!(Pattern::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn of_two_patterns_the_one_with_more_text_and_fewer_characters_is_more_specific() {
        let of = |text| Pattern::parse(text).unwrap().specificity();
        assert!(of("sk-ant-{s20}") > of("sk-{s20}"));
        assert!(of("sk_live_{h40}") > of("sk_live_{w40}"));
    }
}
