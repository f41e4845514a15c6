//! From a place in built code back to the original source, by the source map next to it or in it.

use std::cell::OnceCell;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use envwall_core::diagnostic::Location;
use envwall_core::source::Position;
use memchr::memmem;
use sourcemap::DecodedMap;

use super::import_chain::Importers;
use super::source_line::{self, is_of_a_name};
use crate::content::source_map::{REFERENCE, address_length, decode_address};
use crate::files::output::OutputFile;
use crate::needle::{Needles, SecretId};
use crate::text::path::{is_third_party, source_path};

/// A larger map is not loaded for this.
const MAX_MAP: u64 = 1 << 30;

/// The way back from one artifact; its map is read when it is first asked for.
pub(crate) struct Originals<'a> {
    artifact: &'a OutputFile,
    bytes: &'a [u8],
    needles: &'a Needles,
    map: OnceCell<Option<Map>>,
    runs: OnceCell<source_line::Runs>,
}

/// Where something in an artifact was written.
pub(crate) struct Original {
    pub(crate) location: Location,
    /// The modules that brought the source in.
    pub(crate) importers: Vec<String>,
}

/// The secrets whose values are in a package as it was installed, and may be there by chance.
///
/// What a map holds of it says nothing: a build may have put the value there.
pub(crate) fn published(artifact: &OutputFile, source: &str, needles: &Needles) -> Vec<SecretId> {
    let mut published = Vec::new();
    // tools write files of their own there: `node_modules/.prisma`, `node_modules/.cache`
    let is_written = source.replace("node_modules/.pnpm/", "").contains("node_modules/.");
    let below = Path::new(&artifact.name).components().count();
    let project = artifact.path.ancestors().nth(below);
    let project = project.filter(|_| is_third_party(source) && !is_written);
    let file = project.map(|project| project.join(source));
    let is_small = |file: &PathBuf| {
        fs::metadata(file).is_ok_and(|about| about.is_file() && about.len() <= MAX_MAP)
    };
    if let Some(bytes) = file.filter(is_small).and_then(|file| fs::read(file).ok()) {
        needles.search(&bytes, |found| {
            if !needles.is_strong(&found) {
                published.push(found.secret);
            }
        });
    }
    published
}

/// A map, decoded and as it is.
struct Map {
    decoded: DecodedMap,
    bytes: Vec<u8>,
    importers: OnceCell<Importers>,
}

impl Map {
    fn new(bytes: Vec<u8>) -> Option<Self> {
        let decoded = sourcemap::decode_slice(&bytes).ok()?;
        Some(Self { decoded, bytes, importers: OnceCell::new() })
    }
}

impl<'a> Originals<'a> {
    pub(crate) fn new(artifact: &'a OutputFile, bytes: &'a [u8], needles: &'a Needles) -> Self {
        Self { artifact, bytes, needles, map: OnceCell::new(), runs: OnceCell::new() }
    }

    /// Where the code at a place of the artifact was written: where the variable is read, if it is in
    /// that line by its name.
    pub(crate) fn of(&self, place: &Location, variable: Option<&str>) -> Option<Original> {
        let position = place.position?;
        let (line, column) = (position.line.checked_sub(1)?, position.column.checked_sub(1)?);
        let map = self.map.get_or_init(|| self.load()).as_ref()?;
        let token = map.decoded.lookup_token(line, column)?;
        // past a map's last line this would be the last token of all
        let source = token.get_source().filter(|_| token.get_dst_line() == line)?;
        let file = source_path(source, &self.artifact.name);
        let read = || Importers::of_map(&map.bytes, &self.artifact.name);
        let chain = map.importers.get_or_init(read).chain(&file);
        let line = token.get_source_view().and_then(|view| view.get_line(token.get_src_line()));
        let read = line.zip(variable).and_then(|(line, name)| read_of(line, name));
        let column = line.zip(read.as_ref()).map(|(line, read)| utf16_column(line, read.start));
        let column = column.unwrap_or(token.get_src_col());
        let position = Position {
            line: token.get_src_line().saturating_add(1),
            column: column.saturating_add(1),
        };
        let excerpt = line.and_then(|line| {
            let mapped = word(line, utf16_offset(line, token.get_src_col() as usize));
            let runs = self.runs.get_or_init(|| source_line::Runs::of(self.needles));
            source_line::excerpt(line, read.as_ref(), &mapped, runs)
        });
        let location = Location { position: Some(position), excerpt, ..Location::file(file) };
        Some(Original { location, importers: chain })
    }

    fn load(&self) -> Option<Map> {
        let last = memmem::rfind(self.bytes, REFERENCE).map(|found| found + REFERENCE.len());
        let address = last.map(|start| {
            let rest = &self.bytes[start..];
            &rest[..address_length(rest)]
        });
        if let Some(map) = address.and_then(decode_address) {
            return Map::new(map.ok()?);
        }
        let named = address.and_then(|address| std::str::from_utf8(address).ok());
        let next_to_it = format!("{}.map", self.artifact.path.file_name()?.to_str()?);
        let mut paths = named.into_iter().chain([next_to_it.as_str()]);
        let file = paths.find_map(|address| map_file(self.artifact, address))?;
        Map::new(fs::read(file).ok()?)
    }
}

/// The UTF-16 column of a byte of a line, from 0.
fn utf16_column(line: &str, byte: usize) -> u32 {
    line[..byte].encode_utf16().fold(0, |column, _| column.saturating_add(1))
}

/// The byte at which a UTF-16 column of a line begins.
fn utf16_offset(line: &str, column: usize) -> usize {
    let mut units = 0;
    for (offset, char) in line.char_indices() {
        if units >= column {
            return offset;
        }
        units += char.len_utf16();
    }
    line.len()
}

/// The word of a line that is the name of a variable, with or without underscores around it:
/// `__API_KEY__`, `process.env.API_KEY`.
pub(crate) fn read_of(line: &str, variable: &str) -> Option<Range<usize>> {
    // an address has such slashes, too
    let mut comments = line.match_indices("//").filter(|(at, _)| !line[..*at].ends_with(':'));
    let code = comments.next().map_or(line, |(comment, _)| &line[..comment]);
    code.match_indices(variable).find_map(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + variable.len()..]);
        let start = before.trim_end_matches('_').len();
        let end = line.len() - after.trim_start_matches('_').len();
        let goes_on =
            line[..start].ends_with(is_of_a_name) || line[end..].starts_with(is_of_a_name);
        (!goes_on).then_some(start..end)
    })
}

/// Whether a name or a literal may begin with a character.
pub(crate) fn is_of_word(char: char) -> bool {
    is_of_a_name(char) || "\"'`".contains(char)
}

/// The name or the literal that begins at a byte of a line.
fn word(line: &str, start: usize) -> Range<usize> {
    let rest = &line[start..];
    let quoted = rest.chars().next().filter(|char| matches!(char, '"' | '\'' | '`'));
    let length = match quoted {
        Some(quote) => literal_length(rest, quote),
        None => rest.find(|char: char| !is_of_a_name(char)).unwrap_or(rest.len()),
    };
    start..start + length
}

fn literal_length(text: &str, quote: char) -> usize {
    let mut escaped = true;
    for (at, char) in text.char_indices() {
        if char == quote && !escaped {
            return at + 1;
        }
        escaped = char == '\\' && !escaped;
    }
    text.len()
}

/// The file at a relative address, if it is inside the output folder that holds the artifact.
fn map_file(artifact: &OutputFile, address: &str) -> Option<PathBuf> {
    let address = address.split(['?', '#']).next()?;
    let relative = Path::new(address);
    if address.is_empty() || relative.is_absolute() || address.contains("://") {
        return None;
    }
    let file = artifact.path.parent()?.join(relative).canonicalize().ok()?;
    let below = Path::new(&artifact.name).components().count().saturating_sub(1);
    let tree = artifact.path.ancestors().nth(below.max(1))?.canonicalize().ok()?;
    let small = fs::metadata(&file).is_ok_and(|of| of.is_file() && of.len() <= MAX_MAP);
    (file.starts_with(tree) && small).then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_columns() {
        assert_eq!(utf16_offset("'😀é' x", 6), 9);
        assert_eq!(word("f(\"a\\\"b\")", 2), 2..8);
        assert_eq!(word("f(key)", 2), 2..5);
        assert_eq!(word("f(", 2), 2..2);
        assert_eq!(read_of("f('é', __KEY__)", "KEY"), Some(8..15));
        assert_eq!(read_of("env.KEY", "KEY"), Some(4..7));
        assert_eq!(read_of("f()", "KEY"), None);
        assert_eq!(read_of("KEYBOARD, MY_KEY, env.KEY // KEY", "KEY"), Some(22..25));
    }
}
