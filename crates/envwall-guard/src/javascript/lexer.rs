//! The string and template literals of a program, found without parsing it.
//!
//! A slash divides or begins a regular expression, by what precedes it. That is known but after a
//! closing brace, where it matters only if a literal or a comment would begin in the expression.
//! Who is led astray takes code for text, which shows at the next literal: no name goes on before
//! or behind one. From there on the stretches between any two quotation marks are read instead.

use std::ops::Range;

use memchr::{memchr, memchr3, memchr3_iter, memmem, memrchr_iter};

/// What a program consists of, in its order.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// The text of a string or of a template between two substitutions, without quotation marks.
    Literal(Range<usize>),
    /// A number that is written in digits, as they are written.
    Number(Range<usize>),
    /// A comment or a regular expression.
    Other(Range<usize>),
}

/// Calls back with every literal and number of a program.
pub(crate) fn read(text: &[u8], each: &mut impl FnMut(Token)) {
    if lex(text, each).is_err() {
        stretches(text, each);
    }
}

/// The same, up to the place from which on only a parser knows what is code: that is the error.
pub(super) fn lex(text: &[u8], each: &mut impl FnMut(Token)) -> Result<(), usize> {
    let mut lexer = Lexer { text, at: 0, comments: 0..0, substitutions: Vec::new(), depth: 0 };
    lexer.run(each).ok_or(lexer.at)
}

/// The stretches between any two quotation marks, whether those begin or end a literal, and the
/// numbers in them.
fn stretches(text: &[u8], each: &mut impl FnMut(Token)) {
    let mut start = 0;
    for end in memchr3_iter(b'"', b'\'', b'`', text).chain([text.len()]) {
        // what puts literals together is none
        if text[start..end].iter().any(u8::is_ascii_alphanumeric) {
            each(Token::Literal(start..end));
            numbers(text, start..end, &mut |digits| each(Token::Number(digits)));
        }
        start = end + 1;
    }
}

/// The numbers in a part of a text.
pub(crate) fn numbers(text: &[u8], part: Range<usize>, each: &mut impl FnMut(Range<usize>)) {
    let mut at = part.start;
    while let Some(found) = text[at..part.end].iter().position(u8::is_ascii_digit) {
        let start = at + found;
        at = number_end(text, start);
        if begins_number(text, start) {
            each(start..at);
        }
    }
}

fn number_end(text: &[u8], start: usize) -> usize {
    let of_number = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
    start + text[start..].iter().take_while(of_number).count()
}

/// Whether a digit is not one of a name or behind a point.
fn begins_number(text: &[u8], start: usize) -> bool {
    let goes_on = |before: usize| is_name(text[before]) || text[before] == b'.';
    !start.checked_sub(1).is_some_and(goes_on)
}

struct Lexer<'t> {
    text: &'t [u8],
    at: usize,
    /// The last comments, with nothing but blanks between them.
    comments: Range<usize>,
    /// How many braces were open before each substitution of a template that is open.
    substitutions: Vec<usize>,
    /// How many braces are open.
    depth: usize,
}

/// The bytes of code at which something begins or ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Nothing,
    Digit,
    Telling,
}

const CLASSES: [Class; 256] = {
    let mut classes = [Class::Nothing; 256];
    let mut all: &[u8] = b"\"'`/{}";
    while let Some((byte, rest)) = all.split_first() {
        classes[*byte as usize] = Class::Telling;
        all = rest;
    }
    let mut digits: &[u8] = b"0123456789";
    while let Some((byte, rest)) = digits.split_first() {
        classes[*byte as usize] = Class::Digit;
        digits = rest;
    }
    classes
};

impl Lexer<'_> {
    /// `None` where this is no program, or only a parser knows.
    fn run(&mut self, each: &mut impl FnMut(Token)) -> Option<()> {
        if self.text.starts_with(b"#!") {
            self.at = end_of_line(self.text, 0);
        }
        loop {
            let rest = &self.text[self.at..];
            let Some(found) =
                rest.iter().position(|byte| CLASSES[usize::from(*byte)] != Class::Nothing)
            else {
                return self.substitutions.is_empty().then_some(());
            };
            self.at += found;
            match self.text[self.at] {
                b'"' | b'\'' => self.string(each)?,
                b'`' => self.template(each)?,
                b'/' => self.slash(each)?,
                b'{' => {
                    self.depth += 1;
                    self.at += 1;
                }
                b'}' => self.closes(each)?,
                _ => self.number(each),
            }
        }
    }

    fn string(&mut self, each: &mut impl FnMut(Token)) -> Option<()> {
        let (mark, start) = (self.text[self.at], self.at + 1);
        if !may_precede(&self.text[..self.at]) {
            return None;
        }
        let mut at = start;
        loop {
            at += memchr3(mark, b'\\', b'\n', &self.text[at..])?;
            match self.text[at..] {
                [b'\\', b'\r', b'\n', ..] => at += 3,
                [b'\\', _, ..] => at += 2,
                [byte, ..] if byte == mark => break,
                _ => return None,
            }
        }
        each(Token::Literal(start..at));
        self.at = at + 1;
        may_follow(&self.text[self.at..]).then_some(())
    }

    fn template(&mut self, each: &mut impl FnMut(Token)) -> Option<()> {
        let start = self.at + 1;
        let mut at = start;
        loop {
            at += memchr3(b'`', b'\\', b'$', &self.text[at..])?;
            match self.text[at..] {
                [b'`', ..] => break,
                [b'$', b'{', ..] => {
                    self.substitutions.push(self.depth);
                    each(Token::Literal(start..at));
                    self.at = at + 2;
                    return Some(());
                }
                [b'\\', _, ..] => at += 2,
                [b'$', _, ..] => at += 1,
                _ => return None,
            }
        }
        each(Token::Literal(start..at));
        self.at = at + 1;
        may_follow(&self.text[self.at..]).then_some(())
    }

    fn closes(&mut self, each: &mut impl FnMut(Token)) -> Option<()> {
        if self.substitutions.last() == Some(&self.depth) {
            self.substitutions.pop();
            return self.template(each);
        }
        self.depth = self.depth.checked_sub(1)?;
        self.at += 1;
        Some(())
    }

    fn number(&mut self, each: &mut impl FnMut(Token)) {
        let start = self.at;
        self.at = number_end(self.text, start);
        if begins_number(self.text, start) {
            each(Token::Number(start..self.at));
        }
    }

    fn slash(&mut self, each: &mut impl FnMut(Token)) -> Option<()> {
        let (text, start) = (self.text, self.at);
        let end = match text.get(start + 1)? {
            b'/' => self.comment(end_of_line(text, start)),
            b'*' => self.comment(start + memmem::find(&text[start + 2..], b"*/")? + 4),
            _ => match behind(self.code()) {
                Slash::Divides => start + 1,
                Slash::Begins => expression_end(text, start)?,
                Slash::Either => self.either()?,
            },
        };
        if end > start + 1 {
            each(Token::Other(start..end));
        }
        self.at = end;
        Some(())
    }

    /// What is between two slashes is the same either way, unless something begins there.
    fn either(&self) -> Option<usize> {
        const LONGEST: usize = 4 << 10;
        let start = self.at;
        let near = &self.text[..self.text.len().min(start + LONGEST)];
        match expression_end(near, start) {
            None => Some(start + 1),
            Some(end) => (!begins_anything(&near[start + 1..end - 1])).then_some(end),
        }
    }

    /// Notes a comment, which ends there.
    fn comment(&mut self, end: usize) -> usize {
        let between = &self.text[self.comments.end.min(self.at)..self.at];
        let goes_on = self.comments.end > 0 && between.trim_ascii().is_empty();
        let start = if goes_on { self.comments.start } else { self.at };
        self.comments = start..end;
        end
    }

    /// The code before this place, without comments and blanks at its end.
    fn code(&self) -> &[u8] {
        let code = self.text[..self.at].trim_ascii_end();
        let ends_in_comment = !self.comments.is_empty()
            && (self.comments.end >= code.len() && self.comments.start < code.len());
        if ends_in_comment { self.text[..self.comments.start].trim_ascii_end() } else { code }
    }
}

/// Whether a comment or a literal may begin in a text.
fn begins_anything(text: &[u8]) -> bool {
    memchr3(b'"', b'\'', b'`', text).is_some() || memchr(b'/', text).is_some()
}

/// What a slash does.
enum Slash {
    Divides,
    /// It begins a regular expression.
    Begins,
    Either,
}

/// What a slash behind some code does.
fn behind(code: &[u8]) -> Slash {
    match code.last() {
        Some(b')') => match closes_head(code) {
            Some(true) => Slash::Begins,
            Some(false) => Slash::Divides,
            None => Slash::Either,
        },
        Some(b']' | b'"' | b'\'' | b'`') => Slash::Divides,
        Some(b'}') => Slash::Either,
        Some(b'.') if !code.ends_with(b"...") => Slash::Divides,
        Some(b'+') if code.ends_with(b"++") => Slash::Divides,
        Some(b'-') if code.ends_with(b"--") => Slash::Divides,
        Some(byte) if is_name(*byte) => behind_word(code),
        _ => Slash::Begins,
    }
}

/// Whether code ends with the brackets of `if (…)` and its like; `None` if they begin far before.
fn closes_head(code: &[u8]) -> Option<bool> {
    const FARTHEST: usize = 1 << 10;
    let near = &code[code.len().saturating_sub(FARTHEST)..];
    let (mut at, mut open) = (near.len(), 0);
    loop {
        at = at.checked_sub(1)?;
        match near[at] {
            b')' => open += 1,
            b'(' => open -= 1,
            mark @ (b'"' | b'\'' | b'`') => at = literal_start(&near[..at], mark)?,
            _ => {}
        }
        if open == 0 {
            let head = last_word(near[..at].trim_ascii_end());
            return Some(matches!(head, b"if" | b"while" | b"for" | b"with"));
        }
    }
}

/// Where the literal begins that a quotation mark behind some code ends.
fn literal_start(code: &[u8], mark: u8) -> Option<usize> {
    let is_escaped =
        |at: usize| code[..at].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1;
    memrchr_iter(mark, code).find(|at| !is_escaped(*at))
}

fn behind_word(code: &[u8]) -> Slash {
    let word = last_word(code);
    let before = code[..code.len() - word.len()].trim_ascii_end();
    if before.ends_with(b".") && !before.ends_with(b"...") {
        return Slash::Divides;
    }
    match word {
        b"return" | b"typeof" | b"case" | b"in" | b"instanceof" | b"new" | b"delete" | b"void"
        | b"throw" | b"do" | b"else" | b"extends" => Slash::Begins,
        b"of" | b"yield" | b"await" | b"default" => Slash::Either,
        _ => Slash::Divides,
    }
}

/// The name or keyword at the end of code, as far as it may be a keyword.
fn last_word(code: &[u8]) -> &[u8] {
    const LONGEST: usize = 12;
    let length = code.iter().rev().take(LONGEST).take_while(|byte| is_name(**byte)).count();
    &code[code.len() - length..]
}

/// Where a line ends: also at U+2028 and U+2029.
fn end_of_line(text: &[u8], from: usize) -> usize {
    let mut ends = memchr3_iter(b'\n', b'\r', 0xE2, &text[from..]).map(|found| from + found);
    let is_end = |at: &usize| {
        text[*at] != 0xE2 || matches!(text.get(at + 1..at + 3), Some([0x80, 0xA8 | 0xA9]))
    };
    ends.find(is_end).unwrap_or(text.len())
}

/// The place behind a regular expression; `None` if it does not end in its line.
fn expression_end(text: &[u8], open: usize) -> Option<usize> {
    let (mut at, mut in_class) = (open + 1, false);
    loop {
        match *text.get(at)? {
            b'\\' => at += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'/' if !in_class => return Some(at + 1),
            b'\n' | b'\r' => return None,
            _ => {}
        }
        at += 1;
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | 0x80..)
}

/// Keywords that a value follows.
const BEFORE_VALUES: [&[u8]; 24] = [
    b"return",
    b"case",
    b"typeof",
    b"in",
    b"of",
    b"from",
    b"import",
    b"as",
    b"else",
    b"default",
    b"throw",
    b"delete",
    b"void",
    b"do",
    b"yield",
    b"await",
    b"extends",
    b"instanceof",
    b"new",
    b"get",
    b"set",
    b"static",
    b"async",
    b"export",
];

/// Keywords that may follow a value.
const BEHIND_VALUES: [&[u8]; 6] = [b"in", b"instanceof", b"of", b"as", b"from", b"satisfies"];

/// Whether a string may begin behind some code.
fn may_precede(code: &[u8]) -> bool {
    !code.last().is_some_and(|byte| is_name(*byte)) || BEFORE_VALUES.contains(&last_word(code))
}

/// Whether a string may end before some code.
fn may_follow(code: &[u8]) -> bool {
    const LONGEST: usize = 11;
    let length = code.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphabetic()).count();
    length == 0 || BEHIND_VALUES.contains(&&code[..length])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> (Vec<&str>, Vec<&str>) {
        let (mut literals, mut numbers) = (Vec::new(), Vec::new());
        read(text.as_bytes(), &mut |token| match token {
            Token::Literal(inside) => literals.push(&text[inside]),
            Token::Number(digits) => numbers.push(&text[digits]),
            Token::Other(_) => {}
        });
        (literals, numbers)
    }

    #[test]
    fn literals_are_distinguished_from_code() {
        for (text, literals) in [
            ("f('a', \"b\", `c`)", &["a", "b", "c"][..]),
            (
                r#"f("a\"b", 'c\\', "d\
e")"#,
                &[r#"a\"b"#, r"c\\", "d\\\ne"],
            ),
            ("`a${b('c')}d${`e${f}`}`", &["a", "c", "d", "e", "", ""]),
            ("`a${{b:'c'}}$d`", &["a", "c", "$d"]),
            ("// it's\n/* don't */ f('a')", &["a"]),
            ("x=/'/g,y='a'", &["a"]),
            ("return/[/']/.test('a')", &["a"]),
            ("a=b/c;d='e'/f", &["e"]),
            ("if(a)b/2;'c'", &["c"]),
            ("(a)/b,'c',d/e", &["c"]),
            ("[...'a']", &["a"]),
            ("case'a':b in'c'", &["a", "c"]),
            ("if(a)/[/*]/.test(b),'c';/* ' */", &["c"]),
            ("if(a!=')')/[/*]/.test(b),'c';/* ' */", &[")", "c"]),
            (r#"if(a!="\")")/\/*$/.test(b),'c';/* ' */"#, &[r#"\")"#, "c"]),
            ("f('if(')/2,'c',d/e", &["if(", "c"]),
            ("while (f('x')) /['\"]/.test(b),'c'", &["x", "c"]),
            ("k=e.from/2;'c';z=a/b", &["c"]),
            ("r=[// a word\n/\\//,'c'];a/b", &["c"]),
            ("r=a/* = *//* ( *//2;'c';z=a/b", &["c"]),
            ("z=1// '\u{2028}f('c')", &["c"]),
            ("(a+b)/2,'c',d/e", &["c"]),
            ("#!/usr/bin/env node's\nf('a')", &["a"]),
        ] {
            assert_eq!(tokens(text).0, literals, "{text}");
        }
    }

    #[test]
    fn where_it_is_lost_the_stretches_between_quotation_marks_are_read() {
        for text in [
            "if(a){}/['\"]/.test(b),'q7Wz'",
            "function z(){}/\\//.test(b),'q7Wz'",
            &format!("{}'q7Wz'", "{}/[".repeat(1 << 16)),
            &format!("if({})/[/*]/.test(b),'q7Wz';/* */", "a||".repeat(400)),
            "<p>Don't {'q7Wz'}</p>",
            "f(\"q7Wz\", 'open",
            "a}'q7Wz'",
            "`${'q7Wz'",
        ] {
            assert!(tokens(text).0.contains(&"q7Wz"), "{text}");
        }
    }

    #[test]
    fn numbers_are_those_that_are_no_part_of_a_name() {
        assert_eq!(tokens("a1=[1,0x2f,3.5,b2.c,1e3]").1, ["1", "0x2f", "3", "1e3"]);
    }
}
