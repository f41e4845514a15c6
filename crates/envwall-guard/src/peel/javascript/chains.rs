//! Chains over which swc goes again and again: a hundred thousand `else if` take it ten seconds,
//! as it walks from the first to the last for each.

use memchr::memmem;

/// So many links take it a tenth of a second. Real bundles of 9 MB have less than two thousand.
const LONGEST: usize = 10_000;

/// Whether a program may have a chain that takes too long.
pub(super) fn are_too_long(text: &str) -> bool {
    conditions(text.as_bytes()) > LONGEST || has_labels(text.as_bytes())
}

/// How many `else if` there are, at most: together, since nothing but a parser knows which of them
/// go on with which.
fn conditions(text: &[u8]) -> usize {
    const ELSE: &[u8] = b"else";
    let goes_on = |at: &usize| without_blanks(&text[at + ELSE.len()..]).starts_with(b"if");
    memmem::find_iter(text, ELSE).filter(goes_on).take(LONGEST + 1).count()
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

/// Whether there are too many labels in a row: `a: b: c: …`. A text that ends one ends all.
fn has_labels(text: &[u8]) -> bool {
    let (mut at, mut count) = (0, 0);
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
        if count > LONGEST {
            return true;
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chains_are_known_however_they_are_written() {
        for link in
            ["else if(a)b;", "else\n  if (a) {b()}", "else/* if */if(a)b;", "else//\nif(a)b;"]
        {
            let text = format!("if(a)b;{}", link.repeat(LONGEST + 1));
            assert!(are_too_long(&text), "{link}");
            assert!(!are_too_long(&link.repeat(LONGEST)), "{link}");
        }
        for link in ["a:", "a : \n", "ä:", "a/*;*/:", "$_:", "a:{"] {
            assert!(are_too_long(&link.repeat(LONGEST + 1)), "{link}");
        }
        for text in ["a?b:c;", "{a:1},", "f({a:[]})", "/*:*/", "case 1:b();"] {
            assert!(!are_too_long(&text.repeat(LONGEST + 1)), "{text}");
        }
    }
}
