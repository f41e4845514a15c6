//! The whole environment of a build in client output: `define: { "process.env": process.env }`.
//!
//! Every environment has a `PATH`, so that is looked for first, and then its neighbours. Programs
//! that bring an environment of their own (emulated shells, WebAssembly) have one as well, but no
//! variable in it that only a build has.

use std::ops::Range;

use envwall_core::classify::platform::{Evidence, evidence};
use memchr::memmem::Finder;

use super::env_object;

/// So far from `PATH` its neighbours are looked for.
const WINDOW: usize = 32 << 10;

/// So many neighbours, other than `PATH`, make an environment.
const MIN_NEIGHBORS: usize = 4;

/// Between a name and its value stand a few of these.
const SEPARATORS: &[u8] = b"\"'`\\ \t:=";

/// Finds dumps.
pub(super) struct EnvDumps {
    paths: [Finder<'static>; 2],
}

impl EnvDumps {
    pub(super) fn new() -> Self {
        Self { paths: [Finder::new("PATH"), Finder::new("Path")] }
    }

    /// The first dump in a text: how many variables it has, and from where to where it goes.
    pub(super) fn find(&self, text: &[u8]) -> Option<(usize, Range<usize>)> {
        let paths = self.paths.iter().flat_map(|path| path.find_iter(text));
        paths.filter(|at| is_list_of_folders(text, *at)).find_map(|at| around(text, at))
    }
}

/// Whether `PATH` at a place is a name, and folders follow it.
fn is_list_of_folders(text: &[u8], at: usize) -> bool {
    const MAX_VALUE: usize = 8 << 10;
    let name = at..at + 4;
    let Some(start) = value_of(text, &name) else { return false };
    let rest = &text[start..text.len().min(start + MAX_VALUE)];
    let end = rest.iter().position(|byte| matches!(byte, b'"' | b'\'' | b'`' | b'\n'));
    let value = &rest[..end.unwrap_or(rest.len())];
    let has = |part: &[u8]| memchr::memmem::find(value, part).is_some();
    match value {
        [b'/', ..] => has(b":/"),
        [drive, b':', b'\\', ..] => drive.is_ascii_alphabetic() && has(b";"),
        _ => false,
    }
}

/// The byte at which the value of a name begins, where the name is one.
fn value_of(text: &[u8], name: &Range<usize>) -> Option<usize> {
    const MAX_DISTANCE: usize = 12;
    let before = name.start.checked_sub(1).and_then(|at| text.get(at));
    if before.is_some_and(|byte| is_of_a_name(*byte)) {
        return None;
    }
    let between = text[name.end..].iter().take(MAX_DISTANCE);
    let between = between.take_while(|byte| SEPARATORS.contains(byte)).count();
    let between = &text[name.end..name.end + between];
    between.iter().any(|byte| matches!(byte, b':' | b'=')).then_some(name.end + between.len())
}

fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.')
}

/// The environment around a `PATH`, if it is that of a build.
fn around(text: &[u8], at: usize) -> Option<(usize, Range<usize>)> {
    let window = at.saturating_sub(WINDOW)..text.len().min(at + WINDOW);
    let (mut of_a_shell, mut of_a_build) = (0, 0);
    let mut span = at..at + 4;
    for name in names(text, window.clone()) {
        let word = std::str::from_utf8(&text[name.clone()]).unwrap_or_default();
        // which is no neighbour of itself
        let Some(evidence) = evidence(word).filter(|_| !["PATH", "Path"].contains(&word)) else {
            continue;
        };
        match evidence {
            Evidence::Shell => of_a_shell += 1,
            Evidence::Machine => of_a_build += 1,
        }
        span = span.start.min(name.start)..span.end.max(name.end);
    }
    let enough = of_a_shell > 0 && of_a_build > 0 && of_a_shell + of_a_build >= MIN_NEIGHBORS;
    if !enough {
        return None;
    }
    env_object::around(text, &(at..at + 4), window.start).or_else(|| {
        let whole = whole(text, &window, span);
        Some((names(text, whole.clone()).count(), whole))
    })
}

/// The names in a part of a text that have values.
fn names(text: &[u8], part: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = part.start;
    std::iter::from_fn(move || {
        while at < part.end {
            let rest = &text[at..part.end];
            let start = at + rest.iter().position(|byte| is_of_a_name(*byte))?;
            let length = text[start..].iter().take_while(|byte| is_of_a_name(**byte)).count();
            at = start + length;
            let long = text[start..at].iter().any(u8::is_ascii_uppercase);
            if (long || text[start..at].starts_with(b"npm_"))
                && value_of(text, &(start..at)).is_some()
            {
                return Some(start..at);
            }
        }
        None
    })
}

/// From brace to brace, or as far as was looked: what is between is not to be shown.
fn whole(text: &[u8], window: &Range<usize>, known: Range<usize>) -> Range<usize> {
    let before = &text[window.start..known.start];
    let start = memchr::memrchr(b'{', before).map_or(window.start, |at| window.start + at);
    let after = &text[known.end..window.end];
    let end = memchr::memchr(b'}', after).map_or(window.end, |at| known.end + at + 1);
    start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str) -> Option<(usize, Range<usize>)> {
        EnvDumps::new().find(text.as_bytes())
    }

    #[test]
    fn an_environment_is_found_as_it_is_written() {
        let object = r#"x={"npm_command":"run","USER":"me","PATH":"/usr/bin:/bin","HOME":"/me","SHLVL":"1"};y"#;
        let (variables, span) = find(object).unwrap();
        assert_eq!((variables, &object[span]), (5, &object[2..object.len() - 2]));
        let escaped = object.replace('"', "\\\"");
        assert!(find(&escaped).is_some());
        assert!(find("HOME=/me\nPATH=/usr/bin:/bin\nCI=1\nLANG=C\nPWD=/x\n").is_some());
        // what is around it is not part of it
        let among = format!("A={{B:1,C:2}};D={{E:3}};{object};F={{G:4,H:'I=J K=L'}}");
        assert_eq!(find(&among).map(|(variables, _)| variables), Some(5));
        let windows = r"{APPDATA:'C:\\a',Path:'C:\\a;C:\\b',TEMP:'C:\\t',OS:'Windows_NT',TMP:'x'}";
        assert!(find(windows).is_some());
    }

    #[test]
    fn what_programs_bring_with_them_is_no_environment() {
        for text in [
            // as Emscripten and emulated shells write it
            r#"{USER:"web_user",LOGNAME:"web_user",PATH:"/",PWD:"/",HOME:"/home/web_user",LANG:x}"#,
            r#"{PATH:"/usr/bin:/bin",HOME:"/home/me",SHELL:"/bin/sh",TERM:"xterm",USER:"me"}"#,
            r#"{NODE_ENV:"production",PUBLIC_URL:"",CI:!0,PATH:a}"#,
            "export PATH=/usr/local/bin:$PATH",
        ] {
            assert!(find(text).is_none(), "{text}");
        }
    }
}
