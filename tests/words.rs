//! The vocabulary of the project: what people read, and what things are called.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Words for which there is a better one, in no text and in no name.
const REPLACED: &[(&str, &str)] = &[
    ("stand-in", "placeholder"),
    ("stand_in", "placeholder"),
    ("standin", "placeholder"),
    ("canary", "placeholder"),
    ("mend", "fix"),
    ("mended", "fixed"),
    ("mending", "fixing"),
    ("is told", "gets, reads"),
    ("told", "reported, distinguished"),
    ("worth", "searchable, needed"),
    ("beside", "next to"),
    ("ours", "of Envwall"),
];

/// Where such a word is what anybody would write.
const PROSE: &[(&str, &str)] = &[
    // a version's name on npm, among the words that no random value contains
    ("crates/envwall-core/src/guessability/known.rs", "canary"),
];

const TEXT: &[&str] =
    &["css", "html", "js", "json", "md", "mjs", "py", "rs", "sh", "toml", "ts", "yml"];

/// What nobody here wrote, and this file.
const LEFT_OUT: &[&str] =
    &[".git", "dist", "node_modules", "package-lock.json", "target", "words.rs"];

#[test]
fn the_words_are_those_of_the_field() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    collect(&root, &mut files);
    assert!(files.len() > 300, "only {} files were read", files.len());
    let found: Vec<String> = files.iter().flat_map(|file| replaced_words(&root, file)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if LEFT_OUT.contains(&name.as_str()) || path.is_symlink() {
            continue;
        }
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().and_then(OsStr::to_str).is_some_and(|e| TEXT.contains(&e)) {
            files.push(path);
        }
    }
}

fn replaced_words(root: &Path, file: &Path) -> Vec<String> {
    let name = file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    let text = String::from_utf8_lossy(&fs::read(file).unwrap()).to_lowercase();
    let mut found = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for (word, better) in REPLACED {
            if contains_word(line, word) && !PROSE.contains(&(name.as_str(), *word)) {
                found.push(format!("{name}:{}: `{word}`: write {better}", index + 1));
            }
        }
    }
    found
}

/// Whether a word stands in a line on its own, or as a part of a `snake_case` name.
fn contains_word(line: &str, word: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + word.len()..]);
        !is_letter(before.chars().next_back()) && !is_letter(after.chars().next())
    })
}

#[test]
fn a_word_is_found_in_prose_and_in_names() {
    assert!(contains_word("what is worth parsing", "worth"));
    assert!(contains_word("fn worth_parsing()", "worth"));
    assert!(!contains_word("trustworthy, besides, recommend", "worth"));
    assert!(!contains_word("besides, recommend", "beside"));
    assert!(!contains_word("recommended", "mend"));
}
