//! Which parts of a program are code, distinguished from strings, comments, templates and regular
//! expressions without parsing it.
//!
//! Whether a slash divides or begins a regular expression depends on what precedes it. That
//! is known but after a closing brace and in JSX; where there is doubt it is said so, since who is
//! led astray takes code for text.

use memchr::memmem;

/// From this place on only a parser knows what is code.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Doubt(pub(super) usize);

/// Receives the parts of a program, in order.
pub(super) trait Reader {
    /// A part of it that is code.
    fn code(&mut self, part: &[u8]);

    /// Behind `if (…)` and its like a statement follows that is part of this one.
    fn head(&mut self);
}

/// Reads the code of a program. In one that `is_typed`, `>` and `!` may end a value.
pub(super) fn read(text: &[u8], is_typed: bool, reader: &mut impl Reader) -> Result<(), Doubt> {
    let start = beginning(text);
    let mut scanner = Scanner {
        text,
        is_typed,
        at: start,
        start,
        carried: Before::Operator,
        closed: Open::Group,
        open: Vec::new(),
        reader,
    };
    match scanner.run() {
        Some(()) => Ok(()),
        None => Err(Doubt(scanner.start)),
    }
}

/// Behind a byte order mark and a hashbang.
fn beginning(text: &[u8]) -> usize {
    let mark = if text.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
    if text[mark..].starts_with(b"#!") { end_of_line(text, mark) } else { mark }
}

/// What precedes a place in code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// A value: a slash divides it.
    Operand,
    /// Anything that a value follows: a slash begins a regular expression.
    Operator,
    /// What follows is a name, whatever else it may mean.
    Dot,
    /// `if`, `while` and their like: what follows the brackets behind it is a statement.
    Head,
    /// `else`, `try` and their like, or a head with its brackets.
    Statement,
    /// A statement or a value, and only a parser knows which.
    Unknown,
}

/// What an open bracket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Group,
    /// The condition of a statement.
    Head,
    /// One of the two.
    Unknown,
    List,
    Brace,
    /// Braces around statements, which are no value.
    Block,
    /// In a template.
    Substitution,
}

struct Scanner<'a, R> {
    text: &'a [u8],
    is_typed: bool,
    at: usize,
    /// Where the part of code begins that is being read.
    start: usize,
    /// What precedes that part.
    carried: Before,
    /// The bracket that was closed last.
    closed: Open,
    open: Vec<Open>,
    reader: &'a mut R,
}

/// The bytes at which something may begin or end.
const TELLING: [bool; 256] = {
    let mut telling = [false; 256];
    let (all, mut index) = (b"\"'`/<\\()[]{}\x0b", 0);
    while index < all.len() {
        telling[all[index] as usize] = true;
        index += 1;
    }
    let mut byte = 0x80;
    while byte < telling.len() {
        telling[byte] = true;
        byte += 1;
    }
    telling
};

impl<R: Reader> Scanner<'_, R> {
    /// `None` if there is doubt.
    fn run(&mut self) -> Option<()> {
        while let Some(found) =
            self.text[self.at..].iter().position(|byte| TELLING[usize::from(*byte)])
        {
            self.at += found;
            self.step()?;
        }
        self.hand_out(self.text.len())
    }

    fn step(&mut self) -> Option<()> {
        let byte = self.text[self.at];
        match byte {
            b'"' | b'\'' => self.skip(string_end(self.text, self.at)?, Before::Operand),
            b'`' => self.template(self.at + 1),
            b'/' => self.slash(),
            b'<' => self.angle(),
            b'(' | b'[' | b'{' => {
                self.open.push(self.bracket(byte));
                self.at += 1;
                Some(())
            }
            b')' | b']' | b'}' => self.closes(byte),
            b'\\' => self.escape(),
            _ => self.letter(),
        }
    }

    fn bracket(&self, byte: u8) -> Open {
        match byte {
            b'(' => match self.before() {
                Before::Head => Open::Head,
                Before::Unknown => Open::Unknown,
                _ => Open::Group,
            },
            b'{' if self.before() == Before::Statement => Open::Block,
            b'{' => Open::Brace,
            _ => Open::List,
        }
    }

    fn closes(&mut self, byte: u8) -> Option<()> {
        self.closed = self.open.pop()?;
        self.at += 1;
        match (byte, self.closed) {
            (b'}', Open::Substitution) => {
                self.hand_out(self.at)?;
                self.template(self.at)
            }
            (b')', Open::Head) => {
                self.hand_out(self.at)?;
                self.carried = Before::Statement;
                self.reader.head();
                Some(())
            }
            (b'}', Open::Brace | Open::Block)
            | (b']', Open::List)
            | (b')', Open::Group | Open::Unknown) => Some(()),
            _ => None,
        }
    }

    /// An escape in a name. One of a letter of ASCII may hide a keyword.
    fn escape(&mut self) -> Option<()> {
        let [_, b'u', digits @ ..] = self.text.get(self.at..self.at + 6)? else { return None };
        let digits = std::str::from_utf8(digits).ok()?;
        let is_letter = u32::from_str_radix(digits, 16).is_ok_and(|code| code >= 0x80);
        self.at += 6;
        is_letter.then_some(())
    }

    /// A character that is not ASCII, or a blank that only JavaScript takes for one: what reads
    /// backwards would take it for a letter.
    fn letter(&mut self) -> Option<()> {
        const MAX_DIGITS: usize = 4;
        let next = &self.text[self.at..self.text.len().min(self.at + MAX_DIGITS)];
        let letter = next.utf8_chunks().next()?.valid().chars().next()?;
        let end = self.at + letter.len_utf8();
        if letter.is_whitespace() || letter == '\u{feff}' {
            return self.skip(end, self.before());
        }
        self.at = end;
        Some(())
    }

    /// Passes over what is no code.
    fn skip(&mut self, end: usize, then: Before) -> Option<()> {
        self.hand_out(self.at)?;
        // it separates words, as a blank does
        self.reader.code(b" ");
        self.carried = then;
        self.start = end;
        self.at = end;
        Some(())
    }

    fn hand_out(&mut self, end: usize) -> Option<()> {
        let code = &self.text[self.start..end];
        if has_closing_comment(code) {
            return None;
        }
        self.reader.code(code);
        self.start = end;
        Some(())
    }

    /// Passes over the text of a template, to its end or to a substitution.
    fn template(&mut self, from: usize) -> Option<()> {
        self.hand_out(from)?;
        let mut at = from;
        loop {
            at += self.text[at..].iter().position(|byte| b"`\\$".contains(byte))?;
            match &self.text[at..] {
                [b'`', ..] => {
                    (self.carried, self.start, self.at) = (Before::Operand, at + 1, at + 1);
                    return Some(());
                }
                [b'$', b'{', ..] => {
                    (self.start, self.at) = (at + 1, at + 2);
                    self.open.push(Open::Substitution);
                    return Some(());
                }
                [b'\\', ..] => at += 2,
                _ => at += 1,
            }
            if at > self.text.len() {
                return None;
            }
        }
    }

    fn slash(&mut self) -> Option<()> {
        match self.text.get(self.at + 1) {
            Some(b'/') => return self.skip(end_of_line(self.text, self.at), self.before()),
            Some(b'*') => {
                let length = memmem::find(&self.text[self.at + 2..], b"*/")?;
                return self.skip(self.at + length + 4, self.before());
            }
            _ => {}
        }
        match self.before() {
            Before::Operand => {
                self.at += 1;
                Some(())
            }
            Before::Operator | Before::Statement => {
                self.skip(expression_end(self.text, self.at)?, Before::Operand)
            }
            Before::Head | Before::Dot => None,
            Before::Unknown => {
                let end = expression_end(self.text, self.at)?;
                // to divide by what is between the slashes is the same
                self.at = Some(end).filter(|_| is_harmless(&self.text[self.at + 1..end]))?;
                Some(())
            }
        }
    }

    /// An angle bracket: a comparison, or the beginning of what needs a parser.
    fn angle(&mut self) -> Option<()> {
        let rest = &self.text[self.at + 1..];
        let is_operator = self.before() == Before::Operand && !rest.starts_with(b"!--");
        // of `<<` the second follows no value
        self.at += 1 + usize::from(rest.starts_with(b"<"));
        is_operator.then_some(())
    }

    /// What precedes this place.
    fn before(&self) -> Before {
        self.behind(&self.text[self.start..self.at])
    }

    /// What precedes the end of code that begins where this part does.
    fn behind(&self, code: &[u8]) -> Before {
        let code = code.trim_ascii_end();
        match code.last() {
            None => self.carried,
            Some(b')') if self.closed == Open::Unknown => Before::Unknown,
            Some(b')' | b']') => Before::Operand,
            Some(b'}') if self.closed == Open::Block => Before::Operator,
            Some(b'}') => Before::Unknown,
            Some(b'>' | b'!') if self.is_typed && !code.ends_with(b"=>") => Before::Unknown,
            Some(b'+' | b'-') => self.behind_sign(code),
            Some(b'.') if !code.ends_with(b"...") => behind_dot(code),
            Some(byte) if is_name(*byte) => self.behind_name(code),
            Some(_) => Before::Operator,
        }
    }

    /// Behind a name, of which a comment may be in front.
    fn behind_name(&self, code: &[u8]) -> Before {
        let begins = code.iter().all(|byte| is_name(*byte) || byte.is_ascii_whitespace());
        let word = code.trim_ascii();
        match self.carried {
            Before::Dot if begins => Before::Operand,
            Before::Head if begins && word == b"await" => Before::Head,
            // as a type it ends a value
            _ if self.is_typed && code.ends_with(b"void") => Before::Unknown,
            _ => behind_word(code),
        }
    }

    /// Behind `+`, `-`, `++` and `--`.
    fn behind_sign(&self, code: &[u8]) -> Before {
        let sign = code[code.len() - 1];
        let signs = code.iter().rev().take_while(|byte| **byte == sign).count();
        let before = &code[..code.len() - signs];
        match signs {
            2 if ends_a_line(before) => Before::Unknown,
            // `a++` is a value, what follows `++` in `++a` is one
            2 => self.behind(before),
            _ if signs % 2 == 1 => Before::Operator,
            _ => Before::Unknown,
        }
    }
}

/// Whether a line ends between the last of the code and its end, or may do so in a comment.
fn ends_a_line(code: &[u8]) -> bool {
    let last = code.trim_ascii_end().len();
    last == 0 || code[last..].iter().any(|byte| b"\n\r".contains(byte))
}

/// Behind a dot comes a property, unless the dot is the last character of a number: `1.` is one, and
/// a name behind it is a keyword on the next line.
fn behind_dot(code: &[u8]) -> Before {
    let (before, digits) = last_name(&code[..code.len() - 1]);
    let is_digit = |byte: &u8| byte.is_ascii_digit() || *byte == b'_';
    if !digits.first().is_some_and(u8::is_ascii_digit) || !digits.iter().all(is_digit) {
        return Before::Dot;
    }
    match before {
        // `1.5.` and `.5.` have their dot already
        [.., b'.'] if !before.ends_with(b"...") => Before::Dot,
        // so has `1e-5.` its exponent, which `e-5.` has not
        [rest @ .., b'+' | b'-'] if rest.ends_with(b"e") || rest.ends_with(b"E") => Before::Unknown,
        // `07.` is octal and `08.` is not
        _ if digits.len() > 1 && digits[0] == b'0' => Before::Unknown,
        _ => Before::Operand,
    }
}

/// The name, keyword or number at the end of code, and what precedes it.
fn last_name(code: &[u8]) -> (&[u8], &[u8]) {
    let length = code.iter().rev().take_while(|byte| is_name(**byte)).count();
    code.split_at(code.len() - length)
}

/// Behind a keyword comes a value, behind a name or a number does not.
fn behind_word(code: &[u8]) -> Before {
    let (before, word) = last_name(code);
    let before = before.trim_ascii_end();
    if before.ends_with(b".") && !before.ends_with(b"...") {
        match behind_dot(before) {
            // a property, whatever its name
            Before::Dot => return Before::Operand,
            Before::Unknown => return Before::Unknown,
            _ => {}
        }
    }
    match word {
        b"return" | b"typeof" | b"instanceof" | b"in" | b"new" | b"delete" | b"void" | b"throw"
        | b"case" | b"default" | b"extends" => Before::Operator,
        b"do" | b"else" | b"try" | b"finally" => Before::Statement,
        b"if" | b"while" | b"for" | b"with" | b"switch" | b"catch" => Before::Head,
        // `for await (…)`
        b"await" if before.ends_with(b"for") => Before::Head,
        b"of" | b"yield" | b"await" | b"break" | b"continue" | b"debugger" => Before::Unknown,
        _ => Before::Operand,
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'#' | b'\\' | 0x80..)
}

/// Whether what is between two slashes, and the flags behind, can be divided by as well as it
/// can be a regular expression.
fn is_harmless(text: &[u8]) -> bool {
    let Some(end) = memchr::memchr(b'/', text) else { return false };
    let is_harmless = |byte: &u8| byte.is_ascii_alphanumeric() || b"_$.^?*|:".contains(byte);
    text[..end].iter().all(is_harmless)
        && text[..end].last().is_some_and(|byte| is_name(*byte))
        && behind_word(&text[..end]) == Before::Operand
}

/// Whether there is `-->` that may end a line's code, as it did in the days of HTML comments.
fn has_closing_comment(code: &[u8]) -> bool {
    memmem::find_iter(code, b"-->").any(|at| {
        let before = code[..at].trim_ascii_end();
        before.is_empty() || code[before.len()..at].iter().any(|byte| b"\n\r".contains(byte))
    })
}

/// The place behind the line in which a place is.
fn end_of_line(text: &[u8], from: usize) -> usize {
    const SEPARATORS: [&[u8]; 2] = ["\u{2028}".as_bytes(), "\u{2029}".as_bytes()];
    memchr::memchr3_iter(b'\n', b'\r', 0xE2, &text[from..])
        .map(|found| from + found)
        .find(|at| text[*at] != 0xE2 || SEPARATORS.iter().any(|it| text[*at..].starts_with(it)))
        .unwrap_or(text.len())
}

/// The place behind a string; `None` if it does not end in its line.
fn string_end(text: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        match text.get(at..)? {
            [b'\\', b'\r', b'\n', ..] => at += 3,
            [b'\\', ..] => at += 2,
            [b'\n' | b'\r', ..] | [] => return None,
            [byte, ..] if *byte == text[open] => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// The place behind a regular expression and its flags; `None` if it does not end in its line.
fn expression_end(text: &[u8], open: usize) -> Option<usize> {
    let (mut at, mut in_class) = (open + 1, false);
    loop {
        match *text.get(at)? {
            b'\\' if !text.get(at + 1).is_some_and(|next| b"\n\r".contains(next)) => at += 1,
            b'[' => in_class = true,
            b']' => in_class = false,
            b'/' if !in_class => break,
            b'\n' | b'\r' | b'\\' => return None,
            _ => {}
        }
        at += 1;
    }
    let flags = text[at + 1..].iter().take_while(|byte| is_name(**byte)).count();
    Some(at + 1 + flags)
}

#[cfg(test)]
mod tests;
