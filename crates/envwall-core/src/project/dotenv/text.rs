//! Text as the JavaScript tools read it: without carriage returns, and with JavaScript's definition
//! of white space, words and lines.

use crate::source::Span;

/// A text without carriage returns, with a mapping back to offsets of the source.
pub(super) struct Normal {
    text: String,
    /// For each removed byte, the offset in `text` of the byte after it.
    taken: Vec<usize>,
}

impl Normal {
    /// CRLF and lone CR become LF, as `dotenv` does first.
    pub(super) fn with_line_feeds(source: &str) -> Self {
        Self::build(source, |next| (next != Some('\n')).then_some('\n'))
    }

    /// Every CR is removed, as in Node's parser.
    pub(super) fn without_returns(source: &str) -> Self {
        Self::build(source, |_| None)
    }

    fn build(source: &str, instead: impl Fn(Option<char>) -> Option<char>) -> Self {
        let mut normal = Self { text: String::with_capacity(source.len()), taken: Vec::new() };
        let mut chars = source.chars().peekable();
        while let Some(char) = chars.next() {
            let kept = if char == '\r' { instead(chars.peek().copied()) } else { Some(char) };
            match kept {
                Some(kept) => normal.text.push(kept),
                None => normal.taken.push(normal.text.len()),
            }
        }
        normal
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// A span of the normalized text as a span of the source.
    pub(super) fn in_source(&self, span: Span) -> Span {
        let to_source = |at: usize| at + self.taken.partition_point(|taken| *taken <= at);
        // the end is one past a byte: map that byte, so that nothing after it is included
        let end = if span.is_empty() { span.end } else { span.end - 1 };
        let start = to_source(span.start);
        start..(to_source(end) + usize::from(!span.is_empty())).max(start)
    }
}

/// JavaScript's `\s`, which is also what `trim` removes.
pub(super) fn is_space(char: char) -> bool {
    matches!(char, '\t'..='\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}')
        || matches!(char, '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
        || char == '\u{feff}'
}

/// Where JavaScript's `^` and `$` match in a multi-line pattern, without CR.
pub(super) fn is_line_end(char: char) -> bool {
    matches!(char, '\n' | '\u{2028}' | '\u{2029}')
}

/// JavaScript's `\w`.
pub(super) fn is_word(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_'
}

pub(super) const QUOTES: [char; 3] = ['\'', '"', '`'];

/// The offset of the first character from `at` that does not match, or the end.
pub(super) fn skip(text: &str, at: usize, fits: impl Fn(char) -> bool) -> usize {
    text[at..].find(|char| !fits(char)).map_or(text.len(), |found| at + found)
}

/// Whether a name may be shown, and so can be a variable.
///
/// An apparent name may also be the padded last line of a base64 block, which is a piece of a key.
pub(super) fn is_name(name: &str) -> bool {
    let fits = |char: char| is_word(char) || char == '.' || char == '-';
    name.len() <= 128
        && name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_')
        && name.chars().all(fits)
}

/// The key order of a JavaScript object: integers first, by value.
pub(super) fn key_order<'a>(names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let (mut numbers, mut rest) = (Vec::new(), Vec::new());
    for name in names {
        match array_index(name) {
            Some(number) => numbers.push((number, name)),
            None => rest.push(name),
        }
    }
    numbers.sort_unstable();
    numbers.into_iter().map(|(_, name)| name).chain(rest).collect()
}

fn array_index(name: &str) -> Option<u32> {
    let number: u32 = name.parse().ok()?;
    (number < u32::MAX && number.to_string() == name).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_find_their_way_back() {
        let source = "A=1\r\nB=\"x\r\ny\"\r\n";
        for normal in [Normal::with_line_feeds(source), Normal::without_returns(source)] {
            assert_eq!(normal.text(), "A=1\nB=\"x\ny\"\n");
            let span = normal.in_source(6..11);
            assert_eq!(&source[span], "\"x\r\ny\"");
            assert_eq!(normal.in_source(4..4), 5..5);
        }
    }

    #[test]
    fn numbers_come_first() {
        let names = ["b", "10", "a", "9", "01"];
        assert_eq!(key_order(names.into_iter()), ["9", "10", "b", "a", "01"]);
    }
}
