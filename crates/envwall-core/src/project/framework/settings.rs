//! Settings that move output or `.env` files, as far as they are plain strings.
//!
//! For build scripts, which compile no JavaScript parser. The guard reads configuration files
//! better, and what it read takes the place of this.

use std::path::Path;

use super::config_names::matching_names;
use super::model::{Moves, Setting};
use crate::project::env_files;
use crate::source::Position;

/// A setting in a project's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Set {
    pub(crate) moves: Moves,
    /// The configuration file's name.
    pub(crate) file: String,
    pub(crate) position: Position,
    /// The folder, relative to the project. If the file sets `root`, there may be two readings.
    pub(crate) folders: Vec<String>,
}

/// The settings of a project's configuration that are plain strings.
pub(crate) fn set(project: &Path, settings: &[Setting]) -> Vec<Set> {
    let of_setting = |setting: &Setting| {
        let names = matching_names(setting.file);
        // the tool itself reports a file that cannot be read
        let read = |name: &String| env_files::read_text(&project.join(name), name).ok().flatten();
        let source = names.iter().find_map(read)?;
        let root = literals(source.text(), "root").next();
        let in_file = |(at, folder): (usize, &str)| Set {
            moves: setting.moves,
            file: source.name().to_owned(),
            position: source.position(at),
            folders: readings(folder, root.map(|(_, root)| root)),
        };
        Some(literals(source.text(), setting.last_key()).map(in_file).collect::<Vec<_>>())
    };
    let folders =
        settings.iter().filter(|it| matches!(it.moves, Moves::Output(_) | Moves::EnvFiles));
    folders.filter_map(of_setting).flatten().collect()
}

fn readings(folder: &str, root: Option<&str>) -> Vec<String> {
    let below_root = root.map(|root| tidy(&format!("{root}/{folder}")));
    std::iter::once(tidy(folder)).chain(below_root).collect()
}

/// `./a/../b/` → `b`; an absolute path stays absolute.
fn tidy(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match (part, parts.last()) {
            ("." | "", _) => {}
            ("..", Some(last)) if *last != ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    let start = if path.starts_with('/') { "/" } else { "" };
    start.to_owned() + &parts.join("/")
}

/// Each `key: "text"` outside comments: the offset of the quote, and the text.
fn literals<'a>(program: &'a str, key: &'a str) -> impl Iterator<Item = (usize, &'a str)> {
    program.match_indices(key).filter_map(move |(at, _)| {
        let line = program[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = &program[line..at];
        let is_of_name = |char: char| char.is_alphanumeric() || "_$.-".contains(char);
        let commented = before.contains("//") || before.trim_start().starts_with(['*', '#']);
        if commented || before.contains("/*") || before.ends_with(is_of_name) {
            return None;
        }
        let rest = program[at + key.len()..].trim_start_matches(['"', '\'']).trim_start();
        let value = rest.strip_prefix(':')?.trim_start();
        let quote = value.chars().next().filter(|char| "\"'`".contains(*char))?;
        let text =
            value[1..].split(quote).next().filter(|text| !text.contains(['\n', '$', '\\']))?;
        Some((program.len() - value.len(), text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_strings_are_read_and_nothing_else() {
        let found = |program| literals(program, "outDir").map(|(_, text)| text).collect::<Vec<_>>();
        for (program, expected) in [
            ("build: { outDir: 'www' }", vec!["www"]),
            ("{ \"outDir\" : \"../out\" }", vec!["../out"]),
            ("outDir:\n  `out`,\noutDir: \"b\"", vec!["out", "b"]),
            ("// outDir: 'www'\n * outDir: 'x'\n/* outDir: 'y' */", vec![]),
            ("outDir: path.resolve('www')", vec![]),
            ("outDir: `${name}/x`, myoutDir: 'a', x.outDir: 'b', outDirs: 'c'", vec![]),
            ("outDir: 'open", vec!["open"]),
            ("outDir", vec![]),
        ] {
            assert_eq!(found(program), expected, "{program}");
        }
    }

    #[test]
    fn folders_are_relative_to_the_project() {
        assert_eq!(readings("./build/", None), ["build"]);
        assert_eq!(readings("../dist", Some("client")), ["../dist", "dist"]);
        assert_eq!(readings("/srv/www", None), ["/srv/www"]);
        assert_eq!(tidy("./"), "");
    }
}
