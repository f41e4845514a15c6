//! The extent of a flat object of strings, as programs and JSON write an environment.

use std::ops::Range;

/// Maximum number of braces before a place that are tried as the object's own.
const MAX_TRIED: usize = 16;

/// The object around a part of a text: how many members it has, and from brace to brace. `None`
/// where nothing there can be read as one.
pub(super) fn around(
    text: &[u8],
    part: &Range<usize>,
    from: usize,
) -> Option<(usize, Range<usize>)> {
    let braces = memchr::memrchr_iter(b'{', text.get(from..part.start)?).take(MAX_TRIED);
    braces.map(|at| from + at).find_map(|start| {
        let (members, end) = object(text, start)?;
        (end >= part.end).then_some((members, start..end))
    })
}

/// The members of an object that begins at a byte, and where it ends.
fn object(text: &[u8], start: usize) -> Option<(usize, usize)> {
    let mut at = blanks(text, start + 1);
    let mut members = 0;
    while *text.get(at)? != b'}' {
        at = blanks(text, key(text, at)?);
        if *text.get(at)? != b':' {
            return None;
        }
        at = blanks(text, at + 1);
        at = blanks(text, value(text, at)?);
        members += 1;
        match text.get(at)? {
            b',' => at = blanks(text, at + 1),
            b'}' => {}
            _ => return None,
        }
    }
    Some((members, at + 1))
}

/// Blanks, and the line breaks of a text that is written with escapes.
fn blanks(text: &[u8], mut at: usize) -> usize {
    loop {
        let rest = text.get(at..).unwrap_or_default();
        match rest {
            [byte, ..] if byte.is_ascii_whitespace() => at += 1,
            [b'\\', b'n' | b'r' | b't', ..] => at += 2,
            _ => return at,
        }
    }
}

fn key(text: &[u8], at: usize) -> Option<usize> {
    string(text, at).or_else(|| {
        let rest = text.get(at..)?;
        let is_of_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"_$".contains(byte);
        let length = rest.iter().take_while(is_of_name).count();
        (length > 0).then_some(at + length)
    })
}

/// A string, or another value without a structure of its own.
fn value(text: &[u8], at: usize) -> Option<usize> {
    string(text, at).or_else(|| {
        let rest = text.get(at..)?;
        let length = rest.iter().position(|byte| b",}{[(\"'`\n".contains(byte))?;
        (length > 0 && matches!(rest[length], b',' | b'}')).then_some(at + length)
    })
}

/// The byte behind a string. In a text that is itself written with escapes its quotation marks
/// have backslashes before them, and those inside it have more.
fn string(text: &[u8], at: usize) -> Option<usize> {
    let level = backslashes(text.get(at..)?.iter());
    let first = at + level;
    let quote = *text.get(first).filter(|byte| b"\"'`".contains(byte))?;
    let mut from = first + 1;
    loop {
        let end = from + memchr::memchr(quote, text.get(from..)?)?;
        let before = backslashes(text[first + 1..end].iter().rev());
        if before.checked_sub(level).is_some_and(|more| more % (2 * (level + 1)) == 0) {
            return Some(end + 1);
        }
        from = end + 1;
    }
}

fn backslashes<'a>(bytes: impl Iterator<Item = &'a u8>) -> usize {
    bytes.take_while(|byte| **byte == b'\\').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(text: &str) -> Option<(usize, &str)> {
        let at = text.find("PATH").unwrap();
        around(text.as_bytes(), &(at..at + 4), 0).map(|(members, span)| (members, &text[span]))
    }

    #[test]
    fn members_are_counted_whatever_stands_in_them() {
        for (text, expected) in [
            (r#"a={B:1};c={"PATH":"/bin:/x","A":"{B:C,D=E}","_":"x\"}y"};d={"F":"G"}"#, 3),
            (r#"c={A:'{"B":1}',PATH:"/bin",no_proxy:void 0}"#, 3),
            ("{\n  \"PATH\": \"/bin\",\n  \"A\": \"b\",\n}", 2),
            (r#"f("{\"A\":\"\\\"}\",\n \"PATH\":\"/bin\"}")"#, 2),
            (r#"f('{\"A\":\"x\\\\\",\"PATH\":\"/bin\",\"B\":\"{\"}')"#, 3),
        ] {
            assert_eq!(members(text).map(|(members, _)| members), Some(expected), "{text}");
            let shown = members(text).unwrap().1;
            assert!(shown.starts_with('{') && shown.ends_with('}'), "{shown}");
        }
        for text in ["PATH=/bin\nA=b", r#"{"PATH":{"A":"b"}}"#, r#"{"PATH":"/bin"#, "{PATH"] {
            assert_eq!(members(text), None, "{text}");
        }
    }
}
