//! Which variables a project's sources read.
//!
//! Names are searched for as bytes and count where they are read: behind `env.`, `env["`, `env!("`,
//! `var("` or `get("`. Nothing is parsed: a name in a comment counts as well, which searches for one
//! more value and costs nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;

/// Files that may read variables.
const EXTENSIONS: &[&str] =
    &["astro", "cjs", "cts", "js", "jsx", "mjs", "mts", "rs", "svelte", "ts", "tsx", "vue"];

/// Folders that hold no sources of the project.
const SKIPPED: &[&str] = &["node_modules", "dist", "build", "out", "target", "coverage", "public"];

/// Maximum number of files that are read; the rest of a large project reads the same names.
const MAX_FILES: usize = 20_000;

/// Larger files are no sources.
const MAX_BYTES: u64 = 1 << 20;

/// What is before a name that is read.
const BEFORE: &[&str] = &[
    "env.",
    "env?.",
    "env[\"",
    "env['",
    "env[`",
    "env!(\"",
    "var(\"",
    "var_os(\"",
    "get(\"",
    "get('",
];

/// Each name that a source reads, with the first file that does.
pub(super) fn read_in_sources(directory: &Path, names: &[&str]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let Some(search) = AhoCorasick::new(names).ok().filter(|_| !names.is_empty()) else {
        return found;
    };
    for file in source_files(directory, &[]) {
        if found.len() == names.len() {
            break;
        }
        let text = fs::read(&file).unwrap_or_default();
        let loads = holds(&text, LOAD_ENV);
        let names_in_text = search.find_overlapping_iter(&text);
        for name in names_in_text.filter(|it| is_read(&text, it.start(), it.end(), loads)) {
            let shown = file.strip_prefix(directory).unwrap_or(&file).to_string_lossy();
            let name = names[name.pattern().as_usize()].to_owned();
            found.entry(name).or_insert_with(|| shown.replace('\\', "/"));
        }
    }
    found
}

/// Every name in capital letters that the project's own program reads, with the first file that does.
///
/// Tests and scripts have secrets of their own, which the build never sees.
pub(super) fn names_read(directory: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for file in source_files(directory, &[]) {
        let shown = file.strip_prefix(directory).unwrap_or(&file).to_string_lossy();
        let shown = shown.replace('\\', "/");
        if is_aside(&shown) {
            continue;
        }
        let text = fs::read(&file).unwrap_or_default();
        let loads = holds(&text, LOAD_ENV);
        let is_needed = |(start, end): &(usize, usize)| {
            is_read(&text, *start, *end, loads) && !is_optional(&text, *start, *end)
        };
        for (start, end) in capitals(&text).filter(is_needed) {
            let name = String::from_utf8_lossy(&text[start..end]).into_owned();
            found.entry(name).or_insert_with(|| shown.clone());
        }
    }
    found
}

/// Whether a program goes on without the variable, or does not read it at all: it has a default, is
/// asked for by `!`, or stands in a comment or text.
fn is_optional(text: &[u8], start: usize, end: usize) -> bool {
    let after = text[end..].trim_ascii_start();
    let line = text[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let before = &text[line..start];
    let expression =
        before.iter().rposition(|byte| !byte.is_ascii_alphanumeric() && !b"._$".contains(byte));
    let sign = expression.map(|at| before[at]);
    let starts = [&b"//"[..], b"/*", b"*"];
    let is_comment = starts.iter().any(|it| before.trim_ascii_start().starts_with(it))
        || before.windows(3).any(|it| it.ends_with(b"//") && it[0] != b':');
    after.starts_with(b"||")
        || after.starts_with(b"??")
        || is_comment
        || sign.is_some_and(|sign| b"!`".contains(&sign))
}

/// Whether a file is a test, or a script apart from the build.
fn is_aside(file: &str) -> bool {
    const PARTS: &[&str] = &[
        "test",
        "tests",
        "spec",
        "e2e",
        "cypress",
        "playwright",
        "vitest",
        "jest",
        "mocks",
        "stories",
        "scripts",
        "tools",
        "bin",
        "docs",
        "vendor",
        "examples",
        "seed",
        "seeds",
        "release",
        "prisma",
        "drizzle",
    ];
    file.split(['/', '.']).any(|part| PARTS.contains(&part.trim_matches('_')))
}

/// The words of capital letters, digits and underscores in a text.
fn capitals(text: &[u8]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let is_capital =
        |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_';
    let mut end = 0;
    std::iter::from_fn(move || {
        let start = end + text[end..].iter().position(is_capital)?;
        let length = text[start..].iter().position(|byte| !is_capital(byte));
        end = length.map_or(text.len(), |length| start + length);
        Some((start, end))
    })
}

/// `loads` says whether the text calls [`LOAD_ENV`].
fn is_read(text: &[u8], start: usize, end: usize, loads: bool) -> bool {
    let goes_on = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let before = &text[..start];
    // a letter or two are names of a minifier's
    let is_whole = end - start > 2
        && !text.get(end).is_some_and(goes_on)
        && !before.last().is_some_and(goes_on);
    BEFORE.iter().any(|mark| before.ends_with(mark.as_bytes()))
        && !text.get(end).is_some_and(goes_on)
        || is_whole && (is_taken_apart(text, start, end) || is_given_to_plugin(before))
        || is_whole && loads && before.ends_with(b".")
}

/// `const { NAME } = process.env`.
fn is_taken_apart(text: &[u8], start: usize, end: usize) -> bool {
    const NEAR: usize = 400;
    let after = &text[end..text.len().min(end + NEAR)];
    let before = &text[start.saturating_sub(NEAR)..start];
    let Some(close) = after.iter().position(|byte| *byte == b'}') else { return false };
    let source = after[close + 1..].trim_ascii_start();
    // SvelteKit and Astro: `import { NAME } from '$env/static/private'`
    let module = source.strip_prefix(b"from").map(<[u8]>::trim_ascii_start).unwrap_or_default();
    let is_module = [&b"$env/"[..], b"astro:env/"]
        .iter()
        .any(|it| module.get(1..).is_some_and(|rest| rest.starts_with(it)));
    let source = source.strip_prefix(b"=").map(<[u8]>::trim_ascii_start).unwrap_or_default();
    let is_opened = || {
        let opens = before.iter().rposition(|byte| b"{};".contains(byte));
        opens.is_some_and(|at| before[at] == b'{')
    };
    let from = [&b"process.env"[..], b"import.meta.env", b"env", LOAD_ENV];
    (is_module || from.iter().any(|it| source.starts_with(it))) && is_opened()
}

/// Vite's reader of `.env` files, whose result has any name: `const server = loadEnv(mode, root, "")`.
const LOAD_ENV: &[u8] = b"loadEnv(";

fn holds(text: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find(text, part).is_some()
}

/// `new EnvironmentPlugin(['NAME'])` of webpack and Rspack.
fn is_given_to_plugin(before: &[u8]) -> bool {
    let call = before.rsplitn(2, |byte| *byte == b'(').nth(1).unwrap_or_default();
    before.last().is_some_and(|byte| b"'\"".contains(byte)) && call.ends_with(b"EnvironmentPlugin")
}

/// The offsets at which a program reads a variable: `process.env.NAME`, `env!("NAME")`.
///
/// ```
/// assert_eq!(envwall_core::reads_of("f(process.env.KEY)", "KEY").collect::<Vec<_>>(), [14]);
/// assert_eq!(envwall_core::reads_of("const KEY = 1", "KEY").count(), 0);
/// ```
pub fn reads_of<'a>(text: &'a str, name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let found = text.match_indices(name).map(|(at, _)| at);
    let loads = holds(text.as_bytes(), LOAD_ENV);
    found.filter(move |at| is_read(text.as_bytes(), *at, *at + name.len(), loads))
}

/// The files of a project that people write, programs and those with more extensions, in a stable
/// order: without installed packages, usual output folders and whatever begins with a dot.
pub fn source_files(directory: &Path, more: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
        let mut entries: Vec<_> = entries.map(|entry| entry.path()).collect();
        entries.sort();
        for path in entries {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            // a link may lead anywhere
            let Ok(about) = path.symlink_metadata() else { continue };
            if about.is_dir() && !name.starts_with('.') && !SKIPPED.contains(&name) {
                folders.push(path);
            } else if about.is_file() && about.len() <= MAX_BYTES && is_source(&path, more) {
                files.push(path);
            }
        }
        if files.len() >= MAX_FILES {
            break;
        }
    }
    files
}

fn is_source(path: &Path, more: &[&str]) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.is_some_and(|it| EXTENSIONS.contains(&it) || more.contains(&it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_a_program_reads_is_known() {
        let folder = tempfile::TempDir::new().unwrap();
        for (file, name) in [("next.config.ts", "A_KEY"), ("a.test.ts", "B_KEY"), ("c.ts", "C")] {
            let text = format!(
                "// process.env.E_KEY\nf(process.env.{name}, D_KEY, process.env.F_KEY || 1, \
                 !process.env.G_KEY, `process.env.H_KEY`) // process.env.I_KEY"
            );
            fs::write(folder.path().join(file), text).unwrap();
        }
        let read = names_read(folder.path());
        let names: Vec<_> = read.iter().map(|(name, file)| (&**name, &**file)).collect();
        assert_eq!(names, [("A_KEY", "next.config.ts"), ("C", "c.ts")]);
    }

    #[test]
    fn a_name_counts_where_it_is_read() {
        for text in [
            "process.env.KEY",
            "import.meta.env?.KEY;",
            "Deno.env.get('KEY')",
            "env!(\"KEY\")",
            "std::env::var(\"KEY\")",
            "env[\"KEY\"]",
            "const { A, KEY, B = 1 } = process.env",
            "let {KEY:k}=process.env;",
            "import { KEY } from '$env/static/private'",
            "new EnvironmentPlugin(['A', 'KEY'])",
            "const server = loadEnv(mode, root, ''); f(server.KEY)",
            "const { KEY } = loadEnv(mode, root, '')",
        ] {
            let at = text.find("KEY").unwrap();
            assert!(
                is_read(text.as_bytes(), at, at + 3, holds(text.as_bytes(), LOAD_ENV)),
                "{text}"
            );
        }
        for text in
            ["const KEY = 1", "env.KEYS", "// KEY", "{ KEY } = props", "f({KEY:1}); x = env"]
        {
            let at = text.find("KEY").unwrap();
            assert!(
                !is_read(text.as_bytes(), at, at + 3, holds(text.as_bytes(), LOAD_ENV)),
                "{text}"
            );
        }
    }
}
