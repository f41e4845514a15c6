//! Chains over which swc goes again and again: a hundred thousand `else if` take it ten seconds,
//! as it walks from the first to the last for each.

use memchr::memmem;

/// So many links take it a tenth of a second. Real bundles of 9 MB have less than two thousand.
const MAX_CONDITIONS: usize = 10_000;

/// So many readings, one in another, take swc a tenth of a second; each more doubles that.
const MAX_READINGS: usize = 16;

/// So many angle brackets in a row take it as long.
const MAX_ANGLES: usize = 1_000;

/// Whether a program may have a chain that takes too long; with types there are more of them.
pub(super) fn are_too_long(text: &str, is_typed: bool) -> bool {
    let text = text.as_bytes();
    conditions(text) > MAX_CONDITIONS || has_labels(text) || is_typed && has_readings(text)
}

/// Whether there are too many places in a row where only what follows says what it is:
/// `a?(b):c=>a?(b):c=>…`, `<T>(<T>(…`, `a<a<…`.
fn has_readings(text: &[u8]) -> bool {
    let (mut readings, mut angles) = (0, 0);
    for (at, byte) in text.iter().enumerate() {
        match byte {
            b'(' => {
                let before = text[..at].trim_ascii_end();
                readings += usize::from(matches!(before.last(), Some(b'?' | b'>')));
            }
            b'<' => angles += 1,
            b',' | b';' | b'{' | b'}' => (readings, angles) = (0, 0),
            _ => {}
        }
        if readings > MAX_READINGS || angles > MAX_ANGLES {
            return true;
        }
    }
    false
}

/// How many `else if`, `else while` and their like there are, at most: together, since nothing but a
/// parser knows which of them go on with which.
fn conditions(text: &[u8]) -> usize {
    const ELSE: &[u8] = b"else";
    const HEADS: [&[u8]; 4] = [b"if", b"while", b"for", b"with"];
    let goes_on = |at: &usize| {
        let next = without_blanks(&text[at + ELSE.len()..]);
        HEADS.iter().any(|head| next.starts_with(head))
    };
    memmem::find_iter(text, ELSE).filter(goes_on).take(MAX_CONDITIONS + 1).count()
}

/// What follows blanks and comments.
fn without_blanks(mut text: &[u8]) -> &[u8] {
    loop {
        text = text.trim_ascii_start();
        text = match text {
            [b'/', b'*', rest @ ..] => {
                memmem::find(rest, b"*/").map_or(&[][..], |end| &rest[end + 2..])
            }
            [b'/', b'/', rest @ ..] => {
                memchr::memchr2(b'\n', b'\r', rest).map_or(&[][..], |end| &rest[end..])
            }
            // other blanks of Unicode
            [0xC2 | 0xE1..=0xE3 | 0xEF, rest @ ..] => {
                let more = rest.iter().take_while(|byte| matches!(byte, 0x80..=0xBF)).count();
                &rest[more..]
            }
            _ => return text,
        };
    }
}

/// So many labels of one name, one in another, take swc 75 MB: they grow with the square.
const MAX_LABELS: usize = 1_000;

/// Whether there are too many labels in a row: `a: b: c: …`. A text that ends one ends all, but for
/// the head of a statement: those behind one, `while(b)a:`, are counted together.
fn has_labels(text: &[u8]) -> bool {
    let (mut at, mut count) = (0, 0);
    let behind_heads = memchr::memchr_iter(b':', text).filter(|at| is_behind_head(&text[..*at]));
    if behind_heads.take(MAX_LABELS + 1).count() > MAX_LABELS {
        return true;
    }
    while let Some(byte) = text.get(at) {
        match byte {
            b':' => count += 1,
            b'/' => {
                let rest = without_blanks(&text[at..]);
                if rest.len() < text.len() - at {
                    at = text.len() - rest.len();
                    continue;
                }
                count = 0;
            }
            b'$' | b'_' | b'\\' | b'{' | b'}' | 0x80.. => {}
            byte if byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() => {}
            _ => count = 0,
        }
        if count > MAX_LABELS {
            return true;
        }
        at += 1;
    }
    false
}

/// Whether a label ends a text that stands behind `if (…)`, `else` and their like. The value of a
/// condition, `a?f(b)c:d`, never does.
fn is_behind_head(before: &[u8]) -> bool {
    let before = before.trim_ascii_end();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_$".contains(byte) || *byte > 0x7F;
    let name = before.iter().rev().take_while(|byte| is_name(byte)).count();
    let before = before[..before.len() - name].trim_ascii_end();
    name > 0 && (before.ends_with(b")") || before.ends_with(b"else"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_are_known_however_they_are_written() {
        for link in [
            "else if(a)b;",
            "else while(a)b;",
            "else\n  if (a) {b()}",
            "else/* if */if(a)b;",
            "else//\nif(a)b;",
        ] {
            let text = format!("if(a)b;{}", link.repeat(MAX_CONDITIONS + 1));
            assert!(are_too_long(&text, false), "{link}");
            assert!(!are_too_long(&link.repeat(MAX_CONDITIONS), false), "{link}");
        }
        for link in ["a:", "a : \n", "ä:", "a/*;*/:", "$_:", "a:{", "a:while(b)", "a:if(b);else "]
        {
            assert!(are_too_long(&link.repeat(MAX_LABELS + 2), false), "{link}");
        }
        for text in ["a?b:c;", "{a:1},", "f({a:[]})", "/*:*/", "case 1:b();"] {
            assert!(!are_too_long(&text.repeat(MAX_CONDITIONS + 1), false), "{text}");
        }
    }

    #[test]
    fn what_is_read_more_than_once_is_known() {
        for text in ["a?(b):c=>", "<T>(", "b ? (c):d=>f("] {
            assert!(are_too_long(&text.repeat(MAX_READINGS + 1), true), "{text}");
            assert!(!are_too_long(&text.repeat(MAX_READINGS), true), "{text}");
        }
        assert!(are_too_long(&"a<".repeat(MAX_ANGLES + 1), true));
        let wide = "[f<A>(),f<B>(c?(d):e),".repeat(MAX_ANGLES);
        assert!(!are_too_long(&wide, true));
    }
}
