//! `[generate]`: which files are generated, and where.

use std::path::{Component, Path};

use super::raw::{ClientMode, RawGenerate};
use super::spot::Spot;
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
    /// SvelteKit's declaration of variables.
    Sveltekit,
    /// Astro's schema of variables.
    Astro,
    /// A JSON Schema of the environment.
    JsonSchema,
    /// An example of an environment file.
    Example,
    /// A table in Markdown.
    Markdown,
}

/// The `[generate]` table of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generate {
    /// Whether the manifest has the table, even if it is empty.
    pub is_there: bool,
    /// Paths relative to the manifest, with forward slashes, in the order of [`Target`].
    pub files: Vec<(Target, Spot<String>)>,
    /// Where the generated client gets its values.
    pub client_mode: ClientMode,
    /// Whether the server's module may have `import "server-only"`.
    pub server_only: bool,
}

impl Generate {
    /// The checked table, and its problems.
    pub(super) fn of(raw: Option<&RawGenerate>) -> (Self, Vec<(Span, Finding)>) {
        let Some(raw) = raw else { return (Self::default(), Vec::new()) };
        let named = [
            (Target::Client, &raw.client),
            (Target::Server, &raw.server),
            (Target::Types, &raw.types),
            (Target::Validators, &raw.validators),
            (Target::Cloudflare, &raw.cloudflare),
            (Target::Sveltekit, &raw.sveltekit),
            (Target::Astro, &raw.astro),
            (Target::JsonSchema, &raw.json_schema),
            (Target::Example, &raw.example),
            (Target::Markdown, &raw.markdown),
        ];
        let mut files: Vec<(Target, Spot<String>)> = Vec::new();
        let mut problems = Vec::new();
        for (target, path) in named {
            let Some(path) = path else { continue };
            let file = Spot { value: plain(path), span: path.span() };
            if let Some(finding) = misplaced(target, &file.value) {
                problems.push((file.span.clone(), finding));
            } else if files.iter().any(|(_, other)| is_same(&other.value, &file.value)) {
                problems.push((file.span.clone(), same_file()));
            }
            files.push((target, file));
        }
        problems.extend(mode_without_client(raw));
        let client_mode = raw.client_mode.as_deref().copied().unwrap_or_default();
        let server_only = raw.server_only.as_deref().copied().unwrap_or(true);
        (Self { is_there: true, files, client_mode, server_only }, problems)
    }
}

impl Default for Generate {
    fn default() -> Self {
        Self {
            is_there: false,
            files: Vec::new(),
            client_mode: ClientMode::default(),
            server_only: true,
        }
    }
}

/// The path without redundant parts: `src/env.ts` for `./src//./env.ts`.
fn plain(path: &str) -> String {
    let is_nothing = |(at, part): &(usize, &str)| *part == "." || part.is_empty() && *at > 0;
    let parts = path.trim_end_matches("/.").split('/').enumerate().filter(|it| !is_nothing(it));
    let plain = parts.map(|(_, part)| part).collect::<Vec<_>>().join("/");
    if path.ends_with('/') { plain + "/" } else { plain }
}

/// Whether two paths are the same file on a case-insensitive file system.
fn is_same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// A finding if a path is outside the project, is not a file, or is an environment file.
fn misplaced(target: Target, path: &str) -> Option<Finding> {
    let only_names = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
    let is_file = !path.is_empty() && !path.ends_with('/') && !path.contains(['\\', ':', '\0']);
    if is_env_file(target, path) {
        let message = "tools would load this file as environment variables";
        let help = "use another name, such as \".env.example\" for an example";
        return Some(Finding::new(Code::BadGeneratePath, message).help(help));
    }
    let message = match (only_names, is_file) {
        (true, true) => return None,
        (false, _) => "the path points outside the project folder",
        (true, false) => "not a file path",
    };
    let help = "name a file below the manifest's folder, with forward slashes, such as \
                \"src/env.client.ts\"";
    Some(Finding::new(Code::BadGeneratePath, message).help(help))
}

fn is_env_file(target: Target, path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
    let is_example = ["example", "sample", "template", "dist", "defaults"]
        .iter()
        .any(|word| name.split('.').any(|part| part == *word));
    (name == ".env" || name.starts_with(".env.")) && !(is_example && target == Target::Example)
}

fn same_file() -> Finding {
    Finding::new(Code::BadGeneratePath, "another file of [generate] already has this path")
        .help("give each file its own path")
}

fn mode_without_client(raw: &RawGenerate) -> Option<(Span, Finding)> {
    let has_client = raw.client.is_some() || raw.sveltekit.is_some();
    let mode = raw.client_mode.as_ref().filter(|_| !has_client)?;
    let finding = Finding::new(Code::BadGeneratePath, "`client-mode` without `client`")
        .help("set the path of the module: client = \"src/env.client.ts\"");
    Some((mode.span(), finding))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_stay_in_the_project() {
        for path in ["src/env.client.ts", ".env.example", "a/b c/ä.ts", "src/./env.ts"] {
            assert_eq!(misplaced(Target::Example, path), None, "{path}");
        }
        for path in
            ["", "..", "../env.ts", "a/../../env.ts", "/env.ts", "src/", "C:/env.ts", "a\\b"]
        {
            assert!(misplaced(Target::Client, path).is_some(), "{path}");
        }
    }

    #[test]
    fn a_path_is_the_same_however_it_is_written() {
        for path in ["src/env.ts", "./src/env.ts", "src//env.ts", "src/./env.ts"] {
            assert_eq!(plain(path), "src/env.ts");
        }
        assert_eq!(
            [plain("/env.ts"), plain("../env.ts"), plain("src/")],
            ["/env.ts", "../env.ts", "src/"]
        );
        assert!(is_same("src/ENV.ts", "src/env.ts"));
    }

    #[test]
    fn no_file_is_written_that_tools_read_for_values() {
        for path in [".env", ".env.local", "a/.env.production", ".ENV"] {
            assert!(misplaced(Target::Example, path).is_some(), "{path}");
        }
        assert!(misplaced(Target::Client, ".env.example").is_some());
        assert!(misplaced(Target::Example, ".env.production.example").is_none());
    }
}
