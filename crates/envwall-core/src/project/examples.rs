//! Names in examples of `.env` files: the project has such variables, wherever their values are.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::dotenv::{self, Dialect, DotenvxKeys};
use super::env_files;
use super::process::ProcessEnv;
use super::workspace::levels_above;
use crate::encoding::jsonc;
use crate::regular_file;

/// A variable that an example names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Example {
    pub(super) name: String,
    /// The example.
    pub(super) file: String,
}

/// Parts of file names that mark an example.
const MARKS: &[&str] = &["example", "sample", "template", "dist", "schema"];

/// The variables that the examples in the project's folder name.
pub(super) fn examples(directory: &Path) -> Vec<Example> {
    of_folder(directory, "")
}

/// Those that the examples and `turbo.json` above it in its workspace name: any of its packages may
/// have them.
pub(super) fn of_workspace(directory: &Path) -> Vec<Example> {
    let folders = (1..=levels_above(directory)).map(|level| "../".repeat(level));
    let named = |folder: String| {
        let of_turbo = turbo_environment(directory, &folder);
        of_folder(directory, &folder).into_iter().chain(of_turbo)
    };
    folders.flat_map(named).collect()
}

fn of_folder(directory: &Path, folder: &str) -> Vec<Example> {
    let entries = fs::read_dir(directory.join(folder)).into_iter().flatten().flatten();
    let mut files: Vec<_> =
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    files.retain(|name| is_example(name));
    files.sort();
    files.iter().flat_map(|file| named_in(directory, &format!("{folder}{file}"))).collect()
}

/// turborepo.com/docs/reference/configuration: the variables of all tasks, and of each.
fn turbo_environment(directory: &Path, folder: &str) -> Vec<Example> {
    let file = format!("{folder}turbo.json");
    let text = regular_file::read_to_string(directory.join(&file)).unwrap_or_default();
    let turbo: Value = serde_json::from_str(&jsonc::plain(&text)).unwrap_or_default();
    let tasks = ["tasks", "pipeline"].iter().filter_map(|key| turbo[key].as_object());
    let of_tasks = tasks.flat_map(|tasks| tasks.values().map(|task| &task["env"]));
    let lists = [&turbo["globalEnv"], &turbo["globalPassThroughEnv"]].into_iter().chain(of_tasks);
    let names = lists.filter_map(Value::as_array).flatten().filter_map(Value::as_str);
    names.map(|name| Example { name: name.to_owned(), file: file.clone() }).collect()
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
    fn a_workspace_names_variables_too() {
        let root = tempfile::TempDir::new().unwrap();
        let app = root.path().join("apps/web");
        fs::create_dir_all(&app).unwrap();
        fs::write(root.path().join(".env.example"), "A=\n").unwrap();
        let turbo = r#"{"globalEnv":["B"], /* x */ "tasks":{"build":{"env":["C"]}}}"#;
        fs::write(root.path().join("turbo.json"), turbo).unwrap();
        let named = of_workspace(&app);
        let named: Vec<_> = named.iter().map(|it| (&*it.name, &*it.file)).collect();
        let file = "../../turbo.json";
        assert_eq!(named, [("A", "../../.env.example"), ("B", file), ("C", file)]);
    }

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
