//! A line of original source that may be shown: a build may have made a value of anything that is
//! written there, so only names and everyday words of it are.

use std::ops::Range;

use envwall_core::SecretValue;
use envwall_core::diagnostic::Excerpt;
use rustc_hash::FxHashSet;

use crate::needle::Needles;

/// So many characters of a value in a row are not shown, in whatever case or order.
const RUN: usize = 6;

/// Runs of all values that are searched for, forwards and backwards, in lower case.
pub(crate) struct Runs {
    all: FxHashSet<[u8; RUN]>,
    texts: Vec<SecretValue>,
}

impl Runs {
    pub(crate) fn of(needles: &Needles) -> Self {
        let pieces = needles.pieces().iter();
        let texts: Vec<_> = pieces.map(|piece| piece.text.expose().to_lowercase()).collect();
        let backwards = texts.iter().map(|text| text.chars().rev().collect());
        let texts: Vec<String> = backwards.chain(texts.iter().cloned()).collect();
        let runs = texts.iter().flat_map(|text| text.as_bytes().windows(RUN));
        let all = runs.filter_map(|run| run.try_into().ok()).collect();
        Self { all, texts: texts.into_iter().map(SecretValue::from).collect() }
    }

    /// Whether a text, in lower case, holds so much of a value that it is not shown.
    fn are_in(&self, text: &str) -> bool {
        text.as_bytes()
            .windows(RUN)
            .any(|run| <[u8; RUN]>::try_from(run).is_ok_and(|run| self.all.contains(&run)))
    }

    /// Whether a text, in lower case, is a part of a value.
    fn hold(&self, text: &str) -> bool {
        self.texts.iter().any(|value| value.expose().contains(text))
    }
}

/// The line with the name of the variable marked where it is `read`, else with the word that the map
/// leads to; `None` if what is left of it says too much.
pub(crate) fn excerpt(
    line: &str,
    read: Option<&Range<usize>>,
    mapped: &Range<usize>,
    runs: &Runs,
) -> Option<Excerpt> {
    let is_read = |at: usize| read.is_some_and(|read| read.contains(&at));
    let mark = read.unwrap_or(mapped);
    let window = window(line, mark);
    let mut literals = literals(line);
    literals.retain(|it| it.start < window.end && window.start < it.end);
    let in_literal = |at: usize| literals.iter().any(|literal| literal.contains(&at));
    let of_literals = literals.iter().filter(|it| !is_harmless(&line[(*it).clone()], runs));
    let words = words(line, window.clone()).filter(|word| !in_literal(word.start));
    let data = words.filter(|word| {
        let text = &line[word.clone()];
        is_data(text) || is_quoted(line, word) && !is_harmless(text, runs)
    });
    let data = data.filter(|word| !is_read(word.start));
    let hidden: Vec<_> = of_literals.cloned().chain(data).collect();
    let is_shown = |at: usize| !is_read(at) && !hidden.iter().any(|it| it.contains(&at));
    let shown = line[window.clone()].char_indices();
    let shown = shown.map(|(at, char)| if is_shown(window.start + at) { char } else { char::MAX });
    let shown = shown.collect::<String>().to_lowercase();
    (!runs.are_in(&shown)).then(|| Excerpt::new(line, mark, &hidden))
}

/// All of a line that an excerpt may show, and more.
fn window(line: &str, mark: &Range<usize>) -> Range<usize> {
    const AROUND: usize = 400;
    let boundary = |at: usize| (0..=at.min(line.len())).rev().find(|at| line.is_char_boundary(*at));
    let [start, end] = [mark.start.saturating_sub(AROUND), mark.start.saturating_add(AROUND)];
    boundary(start).unwrap_or_default()..boundary(end).unwrap_or_default()
}

/// Everyday words, and signs between them, that are not of a value.
fn is_harmless(literal: &str, runs: &Runs) -> bool {
    const LONGEST: usize = 24;
    const SIGNS: usize = 2;
    if !literal.contains(char::is_alphanumeric) {
        return literal.len() <= SIGNS;
    }
    let is_word = |word: &str| {
        let rest = word.as_bytes().get(1..).unwrap_or_default();
        word.len() >= 3
            && word.bytes().all(|byte| byte.is_ascii_alphabetic())
            && (rest.iter().all(u8::is_ascii_lowercase) || rest.iter().all(u8::is_ascii_uppercase))
    };
    literal.len() <= LONGEST
        && literal.split([' ', '-', '_', '.', '/', ':']).all(is_word)
        && !runs.hold(&literal.to_lowercase())
}

/// Whether a word outside of literals is a number, or made of digits for the most part.
fn is_data(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    word.len() > 1
        && (word.starts_with(|char: char| char.is_ascii_digit()) || digits * 2 >= word.len())
}

/// Whether a quotation mark is next to a word: it may be a literal after all, where a regular
/// expression holds such a mark.
fn is_quoted(line: &str, word: &Range<usize>) -> bool {
    const MARKS: [char; 3] = ['"', '\'', '`'];
    line[..word.start].ends_with(MARKS) || line[word.end..].starts_with(MARKS)
}

/// Letters, digits and what else is in names, in a row.
fn words(line: &str, window: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let words = line[window].split(|char: char| !is_of_a_name(char));
    words.filter(|word| !word.is_empty()).map(|word| {
        let start = word.as_ptr().addr() - line.as_ptr().addr();
        start..start + word.len()
    })
}

pub(super) fn is_of_a_name(char: char) -> bool {
    char.is_alphanumeric() || char == '_' || char == '$'
}

/// What is between quotation marks, and of templates what is not an expression; to the end of the
/// line where a mark is not closed.
fn literals(line: &str) -> Vec<Range<usize>> {
    let bytes = line.as_bytes();
    let (mut found, mut at) = (Vec::new(), 0);
    // for each template around the place how many braces are open in its expression
    let mut braces: Vec<usize> = Vec::new();
    while at < bytes.len() {
        match (bytes[at], braces.last_mut()) {
            (quote @ (b'"' | b'\''), _) => {
                let end = end_of(bytes, at + 1, quote);
                found.push(at + 1..end);
                at = end;
            }
            (b'`', _) => at = template(bytes, at + 1, &mut found, &mut braces),
            (b'{', Some(open)) => *open += 1,
            (b'}', Some(0)) => {
                braces.pop();
                at = template(bytes, at + 1, &mut found, &mut braces);
            }
            (b'}', Some(open)) => *open -= 1,
            _ => {}
        }
        at += 1;
    }
    found.retain(|literal| !literal.is_empty());
    found
}

/// Reads a template's text: returns the place of its end, or of the brace of an expression in it.
fn template(
    bytes: &[u8],
    start: usize,
    found: &mut Vec<Range<usize>>,
    braces: &mut Vec<usize>,
) -> usize {
    let mut at = start;
    while at < bytes.len() {
        match &bytes[at..] {
            [b'\\', ..] => at += 1,
            [b'`', ..] => break,
            [b'$', b'{', ..] => {
                found.push(start..at);
                braces.push(0);
                return at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    let end = at.min(bytes.len());
    found.push(start..end);
    end
}

/// The place of the quotation mark that ends a string.
fn end_of(bytes: &[u8], start: usize, quote: u8) -> usize {
    let mut at = start;
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Secret;
    use crate::needle::Secrets;

    const SECRET: &str = "Qz7wXe81Kp0v4TbN2mLs9RgY5hQd3JcF";

    fn shown(line: &str) -> Option<String> {
        let secrets = Secrets::new([Secret::new("KEY", SecretValue::from(SECRET))]);
        let runs = Runs::of(&Needles::new(&secrets, &[]));
        excerpt(line, None, &(0..1), &runs).map(|excerpt| excerpt.text().to_owned())
    }

    #[test]
    fn names_and_everyday_words_are_shown() {
        for line in [
            "send('key', __KEY__);",
            "const url = `${base}/${path}`;",
            "  set(\"Api-Key\", import.meta.env.KEY)",
            "define: { 'process.env.KEY': env.KEY },",
            "f(['a', '-'].join(', '))".replace("'a', ", "").as_str(),
        ] {
            assert_eq!(shown(line).as_deref(), Some(line));
        }
    }

    #[test]
    fn what_a_value_may_be_made_of_is_not_shown() {
        for (line, expected) in [
            (
                "f(['Qz7wXe8','1Kp0v4T','bN2mLs9'].join(''))",
                "f(['••••••••','••••••••','••••••••'].join(''))",
            ),
            ("f('Q'+'z'+\"7w\")", "f('••••••••'+'••••••••'+\"••••••••\")"),
            (
                "String.fromCharCode(81, 122, 0x37, 9)",
                "String.fromCharCode(••••••••, ••••••••, ••••••••, 9)",
            ),
            ("`${a}7wXe${`x${b}0v`}T` + c", "`${a}••••••••${`••••••••${b}••••••••`}••••••••` + c"),
            ("f('it\\'s 7wX', d", "f('••••••••', d"),
            ("a(/'/, 'Qz7', 'wXe')", "a(/'••••••••'••••••••', '••••••••')"),
            ("f('not closed 7wX, d", "f('••••••••"),
            ("<p>&#81;&#122;%51</p>", "<p>&#••••••••;&#••••••••;%••••••••</p>"),
        ] {
            assert_eq!(shown(line).as_deref(), Some(expected), "{line}");
        }
        // within a template of several lines, in other case or reversed
        for line in ["  wXe81Kp  ", "  WXE81KP", "pK18eXw"] {
            assert_eq!(shown(line), None, "{line}");
        }
        // the word that a map leads to may be a piece of a value, the name of a variable is none
        let secrets = Secrets::new([Secret::new("KEY", SecretValue::from(SECRET))]);
        let runs = Runs::of(&Needles::new(&secrets, &[]));
        assert!(excerpt("Qz7wXe + b", None, &(0..6), &runs).is_none());
        assert!(excerpt("Qz7wXe + b", Some(&(0..6)), &(0..6), &runs).is_some());
    }
}
