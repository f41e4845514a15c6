//! Names that a text reads as variables: `env.NAME`, `env["NAME"]`, `env.get("NAME")`,
//! `const { NAME } = process.env`, and `e.NAME` where `e` may be the environment.
//!
//! The bare word says nothing: `DEBUG` and `PORT` are in every bundle.

use std::cell::OnceCell;
use std::ops::Range;

use memchr::memmem;

/// The names that a text reads as variables; `None` where only a parser knows what the environment is
/// called.
pub(super) fn places(text: &[u8], names: Vec<Range<usize>>) -> Option<Vec<usize>> {
    let (mut reads, kept) = (Vec::new(), OnceCell::new());
    for name in names.into_iter().filter(|name| is_word(text, name)) {
        let kept = || kept.get_or_init(|| Kept::of(text));
        match place(text, &name) {
            Place::OfEnvironment => reads.push(name.start),
            Place::Member(object) if kept().names.contains(&object) => return None,
            Place::Pattern if kept().in_pattern => return None,
            _ => {}
        }
    }
    Some(reads)
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

fn is_word(text: &[u8], name: &Range<usize>) -> bool {
    let before = name.start.checked_sub(1).map(|at| text[at]);
    !before.is_some_and(is_name) && !text.get(name.end).copied().is_some_and(is_name)
}

/// Where a name stands.
enum Place<'t> {
    OfEnvironment,
    /// Of an object that has this name.
    Member(&'t [u8]),
    Pattern,
    Elsewhere,
}

fn place<'t>(text: &'t [u8], name: &Range<usize>) -> Place<'t> {
    let before = without(&text[..name.start], b"\"'`\\ \t\r\n");
    let Some((last, rest)) = before.split_last() else { return Place::Elsewhere };
    match last {
        b'.' | b'[' => {
            let object = without(rest, b"?.!)]{}|\"'`\\ \t\r\n");
            let is_environment = object.ends_with(b"env") && !object.ends_with(b"$env");
            if is_environment { Place::OfEnvironment } else { Place::Member(last_name(object)) }
        }
        b'(' if rest.ends_with(b"get") => Place::OfEnvironment,
        b'{' | b',' => Place::Pattern,
        _ => Place::Elsewhere,
    }
}

fn without<'t>(text: &'t [u8], trimmed: &[u8]) -> &'t [u8] {
    let count = text.iter().rev().take_while(|byte| trimmed.contains(byte)).count();
    &text[..text.len() - count]
}

/// The name at the end of some code.
fn last_name(code: &[u8]) -> &[u8] {
    let length = code.iter().rev().take_while(|byte| is_name(**byte)).count();
    &code[code.len() - length..]
}

/// How a program keeps the environment as a whole.
#[derive(Default)]
struct Kept<'t> {
    /// What it is called: `e = process.env`.
    names: Vec<&'t [u8]>,
    /// `{ A } = import.meta.env`
    in_pattern: bool,
}

impl<'t> Kept<'t> {
    fn of(text: &'t [u8]) -> Self {
        let mut kept = Self::default();
        for at in memmem::find_iter(text, b"env") {
            let after = text[at + 3..].iter().find(|byte| !b"\"'`] \t\r\n".contains(byte));
            if !after.is_some_and(|byte| is_name(*byte) || matches!(byte, b'.' | b'[' | b'(')) {
                match target(&text[..at]) {
                    Some(pattern) if pattern.ends_with(b"}") => kept.in_pattern = true,
                    Some(name) => kept.names.push(last_name(name)),
                    None => {}
                }
            }
        }
        kept
    }
}

/// What a value is assigned to, of which some code is the beginning: `e` of `e=`, `e = x ? `.
fn target(code: &[u8]) -> Option<&[u8]> {
    const MAX_DISTANCE: usize = 200;
    let near = &code[code.len().saturating_sub(MAX_DISTANCE)..];
    let near = near.iter().rposition(|byte| *byte == b';').map_or(near, |end| &near[end..]);
    let is_assignment = |at: &usize| {
        !matches!(near.get(at + 1), Some(b'=' | b'>'))
            && !at.checked_sub(1).is_some_and(|before| b"=!<>".contains(&near[before]))
    };
    let at = memchr::memrchr_iter(b'=', near).find(is_assignment)?;
    Some(without(&near[..at], b" \t\r\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reads(text: &str) -> bool {
        let names = memmem::find_iter(text.as_bytes(), b"API_KEY").map(|at| at..at + 7);
        places(text.as_bytes(), names.collect()).is_none_or(|reads| !reads.is_empty())
    }

    #[test]
    fn reads_are_known_by_their_bytes() {
        for text in [
            "f(process.env.API_KEY)",
            "f(process?.env?.API_KEY)",
            "import.meta.env['API_KEY']",
            "env[`API_KEY`]",
            "eval(\"env[\\\"API_KEY\\\"]\")",
            "Deno.env.get('API_KEY')",
            "(process.env).API_KEY",
            "var e=process.env;f(e.API_KEY)",
            "const { A, API_KEY: b } = process.env",
            "const {API_KEY}=import.meta.env||{}",
            "f(process['env'].API_KEY)",
        ] {
            assert!(reads(text), "{text}");
        }
        for text in [
            "API_KEY",
            "f(e.API_KEY)",
            "{API_KEY:1}",
            "process.env.MODE;e.API_KEY",
            "process.env.MY_API_KEY",
            "'API_KEY is missing from process.env'",
        ] {
            assert!(!reads(text), "{text}");
        }
    }
}
