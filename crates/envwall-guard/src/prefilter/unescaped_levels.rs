//! A text with its escapes undone, again and again: those of scripts, percent signs and
//! character references, which may be in one another.

use crate::text::entities::decode_entities;
use crate::text::escape::{unescape, unescape_percent};

/// Escapes are undone so many times; what has more is not judged.
const MAX_DEPTH: usize = 12;

/// Every text that comes of undoing, without the text itself; `None` if there is no end of it.
pub(super) fn of(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut levels: Vec<Vec<u8>> = Vec::new();
    while let Some(next) = undone(levels.last().map_or(text, Vec::as_slice)) {
        if levels.len() == MAX_DEPTH {
            return None;
        }
        levels.push(next);
    }
    Some(levels)
}

/// The text with one layer undone, of one kind: what is there before the next kind is undone
/// may be what a program turns around or takes apart. `None` if there is none.
fn undone(text: &[u8]) -> Option<Vec<u8>> {
    if memchr::memchr(b'\\', text).is_some() {
        Some(unescape(text).bytes)
    } else if has_percent(text) {
        Some(unescape_percent(text).bytes)
    } else {
        without_references(text)
    }
}

fn has_percent(text: &[u8]) -> bool {
    let is_hex = |at: usize| text.get(at).is_some_and(u8::is_ascii_hexdigit);
    memchr::memchr_iter(b'%', text).any(|at| is_hex(at + 1) && is_hex(at + 2))
}

/// The text with its character references decoded, where there are any.
fn without_references(text: &[u8]) -> Option<Vec<u8>> {
    let (mut decoded, mut done) = (Vec::new(), 0);
    for at in memchr::memchr_iter(b'&', text) {
        let Some(reference) = reference(&text[at..]) else { continue };
        let value = decode_entities(reference);
        if value != reference {
            decoded.extend_from_slice(&text[done..at]);
            decoded.extend_from_slice(&value);
            done = at + reference.len();
        }
    }
    (done > 0).then(|| {
        decoded.extend_from_slice(&text[done..]);
        decoded
    })
}

/// What may be a character reference at the start of a text.
fn reference(text: &[u8]) -> Option<&[u8]> {
    const MAX_NAME: usize = 33;
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'#';
    let name = text[1..].iter().take(MAX_NAME).take_while(is_name).count();
    text.get(..name + 2).filter(|it| name > 1 && it.ends_with(b";"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone_within_one_another() {
        let texts = |text: &str| -> Vec<String> {
            let levels = of(text.as_bytes()).unwrap_or_default();
            levels.into_iter().map(|level| String::from_utf8_lossy(&level).into_owned()).collect()
        };
        assert_eq!(texts(r"a && b &unknown; 50%"), [""; 0]);
        assert_eq!(texts(r"\x71\u0037&#87;%7A"), ["q7&#87;%7A", "q7&#87;z", "q7Wz"]);
        assert_eq!(texts(r"\\\\x71"), [r"\\x71", r"\x71", "q"]);
        assert_eq!(texts("%2571&amp;amp;"), ["%71&amp;amp;", "q&amp;amp;", "q&amp;", "q&"]);
        assert_eq!(of("\\".repeat(1 << 14).as_bytes()), None);
    }
}
