//! `[generate]`: which files are written from the manifest, and where to.

use std::path::{Component, Path};

use super::Spot;
use super::at::At;
use super::raw::{ClientMode, RawGenerate};
use crate::diagnostic::{Code, Finding};
use crate::source::Span;

/// What can be generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Target {
    /// The client's module in TypeScript.
    Client,
    /// The server's module in TypeScript.
    Server,
    /// Types of `process.env` and `import.meta.env`.
    Types,
    /// Standard Schema validators in TypeScript.
    Validators,
    /// Cloudflare's `Env`.
    Cloudflare,
    /// A JSON Schema of the environment.
    JsonSchema,
    /// An example of an environment file.
    Example,
    /// A table for people.
    Markdown,
}

/// What a manifest says of generated files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Generate {
    /// Whether the manifest has the table, if only an empty one.
    pub is_there: bool,
    /// Paths relative to the manifest, with forward slashes, in the order of [`Target`].
    pub files: Vec<(Target, Spot<String>)>,
    /// Where the generated client gets its values.
    pub client_mode: ClientMode,
}

impl Generate {
    /// What is written, and what is wrong with it.
    pub(super) fn of(raw: Option<&RawGenerate>) -> (Self, Vec<(Span, Finding)>) {
        let Some(raw) = raw else { return Default::default() };
        let named = [
            (Target::Client, &raw.client),
            (Target::Server, &raw.server),
            (Target::Types, &raw.types),
            (Target::Validators, &raw.validators),
            (Target::Cloudflare, &raw.cloudflare),
            (Target::JsonSchema, &raw.json_schema),
            (Target::Example, &raw.example),
            (Target::Markdown, &raw.markdown),
        ];
        let mut files: Vec<(Target, Spot<String>)> = Vec::new();
        let mut problems = Vec::new();
        for (target, path) in named {
            let Some(path) = path else { continue };
            let file = Spot { value: plain(path), span: path.span() };
            if let Some(finding) = misplaced(&file.value) {
                problems.push((file.span.clone(), finding));
            } else if files.iter().any(|(_, other)| other.value == file.value) {
                problems.push((file.span.clone(), same_file()));
            }
            files.push((target, file));
        }
        problems.extend(mode_without_client(raw));
        let client_mode = raw.client_mode.as_deref().copied().unwrap_or_default();
        (Self { is_there: true, files, client_mode }, problems)
    }
}

fn plain(path: &At<String>) -> String {
    path.strip_prefix("./").unwrap_or(path).to_owned()
}

/// Whether a path leads out of the project, or to no file.
fn misplaced(path: &str) -> Option<Finding> {
    let only_names = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let is_file = !path.is_empty() && !path.ends_with('/') && !path.contains(['\\', ':', '\0']);
    let message = match (only_names, is_file) {
        (true, true) => return None,
        (false, _) => "this path leaves the project's folder",
        (true, false) => "this is no path of a file",
    };
    let help = "name a file below the manifest's folder with forward slashes, such as \
                \"src/env.client.ts\"";
    Some(Finding::new(Code::BadGeneratePath, message).help(help))
}

fn same_file() -> Finding {
    Finding::new(Code::BadGeneratePath, "another file of [generate] has this path already")
        .help("give each its own")
}

fn mode_without_client(raw: &RawGenerate) -> Option<(Span, Finding)> {
    let mode = raw.client_mode.as_ref().filter(|_| raw.client.is_none())?;
    let finding = Finding::new(Code::BadGeneratePath, "`client-mode` without `client`")
        .help("name the module: client = \"src/env.client.ts\"");
    Some((mode.span(), finding))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_stay_in_the_project() {
        for path in ["src/env.client.ts", ".env.example", "a/b c/ä.ts", "src/./env.ts"] {
            assert_eq!(misplaced(path), None, "{path}");
        }
        for path in
            ["", "..", "../env.ts", "a/../../env.ts", "/env.ts", "src/", "C:/env.ts", "a\\b"]
        {
            assert!(misplaced(path).is_some(), "{path}");
        }
    }
}
