//! Escapes undone: those of JSON, JavaScript and their kin in one, those of CSS, those of URLs.

/// Text without its escapes.
#[derive(Debug, Default)]
pub(crate) struct Unescaped {
    pub(crate) bytes: Vec<u8>,
    /// From which byte of `bytes` on it was copied from which byte of the text.
    pub(crate) jumps: Vec<(usize, usize)>,
}

/// Where texts are copied from, as far as anybody asks.
trait Jumps {
    /// Notes that the byte `at` of the result is what the text has at `from`.
    fn jump(&mut self, at: usize, from: usize);
}

impl Jumps for Vec<(usize, usize)> {
    fn jump(&mut self, at: usize, from: usize) {
        match self.last_mut() {
            Some((last, before)) if *last == at => *before = from,
            _ => self.push((at, from)),
        }
    }
}

impl Jumps for () {
    fn jump(&mut self, _: usize, _: usize) {}
}

fn push(char: char, out: &mut Vec<u8>) {
    out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Reads what follows the mark of an escape: puts its value in `out` and returns the bytes it took.
type Reader = fn(&[u8], &mut Vec<u8>) -> usize;

/// The escapes of JSON and of JavaScript strings, as lenient as any reader of them.
pub(crate) fn unescape(text: &[u8]) -> Unescaped {
    undo(text, b'\\', script_escape)
}

/// The escapes of CSS: `\\41 `, `\\000041`, a line continuation, any other character.
pub(crate) fn unescape_css(text: &[u8]) -> Unescaped {
    undo(text, b'\\', css_escape)
}

/// The escapes of URLs: `%2F`. A percent sign before anything else is itself.
pub(crate) fn unescape_percent(text: &[u8]) -> Unescaped {
    undo(text, b'%', percent_escape)
}

/// What [`unescape`] makes of a text, where nobody asks for places.
pub(crate) fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    undo_into(text, b'\\', script_escape, &mut bytes, &mut ());
    bytes
}

fn undo(text: &[u8], mark: u8, read: Reader) -> Unescaped {
    let mut out = Unescaped { bytes: Vec::with_capacity(text.len()), jumps: vec![(0, 0)] };
    undo_into(text, mark, read, &mut out.bytes, &mut out.jumps);
    out
}

fn undo_into(text: &[u8], mark: u8, read: Reader, out: &mut Vec<u8>, jumps: &mut impl Jumps) {
    let mut at = 0;
    while let Some(escape) = memchr::memchr(mark, &text[at..]).map(|found| at + found) {
        out.extend_from_slice(&text[at..escape]);
        jumps.jump(out.len(), escape);
        at = escape + 1 + read(&text[escape + 1..], out);
        jumps.jump(out.len(), at);
    }
    out.extend_from_slice(&text[at..]);
}

fn script_escape(rest: &[u8], out: &mut Vec<u8>) -> usize {
    let Some(letter) = rest.first() else { return 0 };
    let value = match letter {
        b'n' => '\n',
        b't' => '\t',
        b'r' => '\r',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'v' => '\u{b}',
        b'x' => return coded(hex(rest.get(1..3)).map(|code| (code, 3)), *letter, out),
        b'u' => return coded(unicode(rest), *letter, out),
        b'0'..=b'7' => return coded(octal(rest), *letter, out),
        b'\r' if rest.get(1) == Some(&b'\n') => return 2,
        b'\n' | b'\r' => return 1,
        _ => {
            out.push(*letter);
            return 1;
        }
    };
    push(value, out);
    1
}

/// A character by its number, or the letter itself where no number follows.
fn coded(read: Option<(u32, usize)>, letter: u8, out: &mut Vec<u8>) -> usize {
    let Some((code, length)) = read else {
        out.push(letter);
        return 1;
    };
    push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), out);
    length
}

/// `u00e9`, `u{e9}`, or a pair of surrogates with `\\u` between them.
fn unicode(rest: &[u8]) -> Option<(u32, usize)> {
    if rest.get(1) == Some(&b'{') {
        let digits = rest.iter().skip(2).take(16).position(|byte| *byte == b'}')?;
        return Some((hex(rest.get(2..2 + digits))?, digits + 3));
    }
    let first = hex(rest.get(1..5))?;
    if (0xD800..0xDC00).contains(&first)
        && rest.get(5..7) == Some(b"\\u")
        && let Some(second @ 0xDC00..0xE000) = hex(rest.get(7..11))
    {
        return Some((0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00), 11));
    }
    Some((first, 5))
}

fn octal(rest: &[u8]) -> Option<(u32, usize)> {
    let most = if rest.first()? <= &b'3' { 3 } else { 2 };
    let digits = rest.iter().take(most).take_while(|byte| matches!(byte, b'0'..=b'7'));
    Some(
        digits
            .fold((0, 0), |(code, length), digit| (code * 8 + u32::from(digit - b'0'), length + 1)),
    )
}

fn hex(digits: Option<&[u8]>) -> Option<u32> {
    let digits = digits.filter(|digits| !digits.is_empty())?;
    digits.iter().try_fold(0u32, |code, digit| {
        Some(code.checked_mul(16)? + char::from(*digit).to_digit(16)?)
    })
}

fn css_escape(rest: &[u8], out: &mut Vec<u8>) -> usize {
    let digits = rest.iter().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
    if let Some(code) = hex(rest.get(..digits)) {
        push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), out);
        return digits + line_break(&rest[digits..]).max(usize::from(is_blank(rest.get(digits))));
    }
    match line_break(rest) {
        0 => {
            out.extend(rest.first());
            rest.len().min(1)
        }
        length => length,
    }
}

fn percent_escape(rest: &[u8], out: &mut Vec<u8>) -> usize {
    let byte = hex(rest.get(..2)).and_then(|code| u8::try_from(code).ok());
    out.push(byte.unwrap_or(b'%'));
    if byte.is_some() { 2 } else { 0 }
}

fn is_blank(byte: Option<&u8>) -> bool {
    matches!(byte, Some(b' ' | b'\t'))
}

fn line_break(rest: &[u8]) -> usize {
    match rest {
        [b'\r', b'\n', ..] => 2,
        [b'\n' | b'\r' | b'\x0C', ..] => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_escape() {
        let cases: [(&[u8], &str); 12] = [
            (br#"a\"b\\c\/d"#, "a\"b\\c/d"),
            (br"\u003c\u002F\x3C", "</<"),
            (br"\u{1F600}\uD83D\uDE00", "\u{1F600}\u{1F600}"),
            (br"\uD83Dx", "\u{FFFD}x"),
            (br"\101\7\400", "A\u{7} 0"),
            (b"a\\\nb\\\r\nc", "abc"),
            (br"\q\u12\xZ", "qu12xZ"),
            (br"end\", "end"),
            (br"\n\t\r\b\f\v", "\n\t\r\u{8}\u{c}\u{b}"),
            (br"\u{110000}", "\u{FFFD}"),
            (br"\u{zz}", "u{zz}"),
            (b"", ""),
        ];
        for (text, value) in cases {
            assert_eq!(String::from_utf8_lossy(&unescape(text).bytes), value);
        }
        let cases: [(&[u8], &str); 4] =
            [(br"\41 b\000041c", "AbAc"), (b"a\\\nb", "ab"), (br"\'\q", "'q"), (br"x\", "x")];
        for (text, value) in cases {
            assert_eq!(String::from_utf8_lossy(&unescape_css(text).bytes), value);
        }
        let cases: [(&[u8], &str); 3] =
            [(b"a%2Fb%c3%A9", "a/bé"), (b"50%,%2", "50%,%2"), (b"%", "%")];
        for (text, value) in cases {
            assert_eq!(String::from_utf8_lossy(&unescape_percent(text).bytes), value);
        }
    }
}
