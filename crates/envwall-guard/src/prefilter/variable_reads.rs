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
            Place::Member if kept().by_name => return None,
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
enum Place {
    OfEnvironment,
    /// Of an object that has another name.
    Member,
    Pattern,
    Elsewhere,
}

fn place(text: &[u8], name: &Range<usize>) -> Place {
    let before = without(&text[..name.start], b"\"'`\\ \t\r\n");
    let Some((last, rest)) = before.split_last() else { return Place::Elsewhere };
    match last {
        b'.' | b'[' => {
            let object = without(rest, b"?.!)]{}|\"'`\\ \t\r\n");
            let is_environment = object.ends_with(b"env") && !object.ends_with(b"$env");
            if is_environment { Place::OfEnvironment } else { Place::Member }
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

/// How a program keeps the environment as a whole.
#[derive(Default)]
struct Kept {
    /// `e = process.env`
    by_name: bool,
    /// `{ A } = import.meta.env`
    in_pattern: bool,
}

impl Kept {
    fn of(text: &[u8]) -> Self {
        let mut kept = Self::default();
        for at in memmem::find_iter(text, b"env") {
            let after = text[at + 3..].iter().find(|byte| !b"\"'`] \t\r\n".contains(byte));
            if after.is_some_and(|byte| is_name(*byte) || matches!(byte, b'.' | b'[' | b'(')) {
                continue;
            }
            // what of `A = process.env` or `A = x ? process.env : {}` is before the environment
            let chain = text[..at].iter().rev();
            let chain = chain.take_while(|byte| is_name(**byte) || b".?!()[]\"'` ".contains(byte));
            let before = without(&text[..at - chain.count()], b" \t\r\n");
            match before.strip_suffix(b"=").map(|target| without(target, b" \t\r\n").last()) {
                Some(Some(b'}')) => kept.in_pattern = true,
                Some(Some(b'=' | b'!' | b'<' | b'>')) => {}
                Some(_) => kept.by_name = true,
                None if before.ends_with(b"|") || before.ends_with(b":") => {
                    (kept.by_name, kept.in_pattern) = (true, true);
                }
                None => {}
            }
        }
        kept
    }
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
