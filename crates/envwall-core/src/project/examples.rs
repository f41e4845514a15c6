//! Names in examples of `.env` files: the project has such variables, wherever their values are.

use std::fs;
use std::path::Path;

use super::dotenv::{self, Dialect, DotenvxKeys};
use super::env_files;
use super::process::ProcessEnv;

/// A variable that an example names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Example {
    pub(super) name: String,
    /// The example.
    pub(super) file: String,
}

/// Parts of file names that mark an example.
const MARKS: &[&str] = &["example", "sample", "template", "dist", "schema"];

/// The variables that the examples in a folder name.
pub(super) fn examples(directory: &Path) -> Vec<Example> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let mut files: Vec<_> =
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    files.retain(|name| is_example(name));
    files.sort();
    files.iter().flat_map(|file| named_in(directory, file)).collect()
}

/// `.env.example`, `.env.local.sample`, `example.env`.
fn is_example(name: &str) -> bool {
    let rest = name.strip_prefix(".env.").or_else(|| name.strip_suffix(".env"));
    rest.is_some_and(|rest| rest.split('.').any(|part| MARKS.contains(&part)))
}

fn named_in(directory: &Path, file: &str) -> Vec<Example> {
    let source = env_files::read_text(&directory.join(file), file).ok().flatten();
    let sources: Vec<_> = source.into_iter().collect();
    let loaded =
        dotenv::load(&sources, Dialect::Dotenv, &[], &ProcessEnv::empty(), &DotenvxKeys::none());
    let example = |name: String| Example { name, file: file.to_owned() };
    loaded.assignments.into_iter().map(|assignment| example(assignment.name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_known_by_their_names() {
        for name in [".env.example", ".env.local.example", "example.env", ".env.template"] {
            assert!(is_example(name), "{name}");
        }
        for name in [".env", ".env.staging", "production.env", "env.example.md"] {
            assert!(!is_example(name), "{name}");
        }
    }
}
