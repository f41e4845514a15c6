//! Which files hold values besides those that the framework reads.

use std::collections::BTreeSet;
use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use super::config_files::config_files;
use crate::project::manifest::Manifest;
use crate::project::workspace::levels_above;

/// A file that may exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    /// Relative to the project, with forward slashes.
    pub(super) name: String,
    /// Whether it is another package's: what is there is no business of this project, unless it is
    /// in the output.
    pub(super) is_of_sibling: bool,
}

impl Place {
    /// Whether it is a script of the shell with assignments in it.
    pub(super) fn is_script(&self) -> bool {
        self.name.rsplit('/').next().is_some_and(|name| name.starts_with(".envrc"))
    }
}

/// Folders without values that are in use: packages, output, and what is made up for tests and
/// examples.
const NO_VALUES: &[&str] = &[
    "__fixtures__",
    "__mocks__",
    "__tests__",
    "build",
    "coverage",
    "cypress",
    "dist",
    "docs",
    "e2e",
    "example",
    "examples",
    "fixtures",
    "mocks",
    "node_modules",
    "out",
    "target",
    "test",
    "tests",
    "vendor",
];

/// How deep below the project `.env` files are looked for: `apps/api/.env`, `supabase/functions/.env`.
const MAX_BELOW: usize = 2;

/// The folders whose files the project uses, nearest first: its own and those above it in its
/// workspace, each with its slash.
pub(super) fn folders(directory: &Path) -> Vec<String> {
    (0..=levels_above(directory)).map(|level| "../".repeat(level)).collect()
}

/// The files, nearest first.
pub(super) fn places(directory: &Path, manifest: Option<&Manifest>) -> Vec<Place> {
    let folders = folders(directory);
    let mut names: Vec<String> = folders.iter().flat_map(|it| of_folder(directory, it)).collect();
    names.extend(below(directory, "", MAX_BELOW));
    names.extend(folders.iter().flat_map(|folder| named(directory, folder)));
    let root = folders.last().filter(|root| !root.is_empty());
    let mut of_siblings = root.map_or_else(Vec::new, |root| below(directory, root, MAX_BELOW));
    let own = own_folder(directory, folders.len() - 1);
    of_siblings.retain(|name| !name.starts_with(&own) && !names.contains(name));
    let own = names.into_iter().map(|name| (name, false));
    let mut all: Vec<_> = own.chain(of_siblings.into_iter().map(|name| (name, true))).collect();
    all.retain(|(name, _)| !is_ignored(manifest, name));
    let listed = manifest.iter().flat_map(|manifest| &manifest.sources.files);
    all.extend(listed.map(|name| (name.clone(), false)));
    let mut seen = BTreeSet::new();
    all.retain(|(name, _)| seen.insert(name.clone()));
    let place = |(name, is_of_sibling): (String, bool)| Place {
        path: directory.join(&name),
        name,
        is_of_sibling,
    };
    all.into_iter().map(place).collect()
}

/// The project's folder as seen from the root of its workspace and back: `../../apps/web/`.
fn own_folder(directory: &Path, levels: usize) -> String {
    let directory = directory.canonicalize().unwrap_or_default();
    let parts: Vec<_> = directory.iter().map(|part| part.to_string_lossy()).collect();
    let own = parts[parts.len().saturating_sub(levels)..].join("/");
    "../".repeat(levels) + &own + "/"
}

/// Every `.env` file of a folder, whatever its mode: some frameworks read one of them alone, and a
/// script may load the others. A folder's name has its slash.
fn of_folder(directory: &Path, folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    // vercel.com/docs/cli/pull
    for inner in ["", ".vercel/"] {
        let mut names = names_in(&directory.join(folder).join(inner), |kind| !kind.is_dir());
        names.retain(|name| is_env_file(name));
        files.extend(names.into_iter().map(|name| format!("{folder}{inner}{name}")));
    }
    files
}

/// The `.env` files of the folders in a folder.
fn below(directory: &Path, folder: &str, depth: usize) -> Vec<String> {
    // a link may lead anywhere
    let mut folders = names_in(&directory.join(folder), |kind| kind.is_dir());
    folders.retain(|name| !name.starts_with('.') && !NO_VALUES.contains(&name.as_str()));
    let mut files = Vec::new();
    for name in folders {
        let inner = format!("{folder}{name}/");
        files.extend(of_folder(directory, &inner));
        if depth > 1 {
            files.extend(below(directory, &inner, depth - 1));
        }
    }
    files
}

/// Sorted.
fn names_in(folder: &Path, is_wanted: impl Fn(FileType) -> bool) -> Vec<String> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let entries = entries.filter(|entry| entry.file_type().is_ok_and(&is_wanted));
    let mut names: Vec<_> = entries.filter_map(|it| it.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// `.env`, `.env.production`, `production.env`, `.dev.vars`, `.envrc`, but no example or file in
/// another format (developers.cloudflare.com/workers/configuration/secrets; direnv.net;
/// dotenvx.com/encryption for `.env.keys`).
pub(super) fn is_env_file(name: &str) -> bool {
    const OTHERS: &[&str] = &[
        "example", "examples", "sample", "template", "dist", "schema", "vault", "js", "json", "md",
        "mjs", "toml", "ts", "yaml", "yml", "d",
    ];
    let is_other = name.split('.').any(|part| OTHERS.contains(&part));
    let is_one = name.starts_with(".env") && !name.starts_with(".env-cmdrc")
        || name.starts_with(".dev.vars")
        || name.strip_suffix(".env").is_some();
    is_one && !is_other
}

/// Environment files that configuration names: `dotenv -e ops/prod.vars -- next build`, `env_file:
/// web.env`, `loadEnv(mode, "../environments")`.
fn named(directory: &Path, folder: &str) -> Vec<String> {
    let mut files = Vec::new();
    for (_, text) in config_files(directory, folder) {
        let mut before = "";
        for word in text.split(|char: char| char.is_whitespace() || "\"'`=,:;()[]\\".contains(char))
        {
            files.extend(named_by(directory, folder, before, word.trim_start_matches("./")));
            before = if word.is_empty() { before } else { word };
        }
    }
    files.sort();
    files.dedup();
    files
}

/// What comes before the name of an environment file, whatever the name is: options of Node, dotenv-cli,
/// env-cmd and Nuxt, and Compose's key.
const OPTIONS: &[&str] = &["--env-file", "--env-file-if-exists", "--dotenv", "env_file", "ENVFILE"];

/// The file that a word names, or those of the folder.
fn named_by(directory: &Path, folder: &str, before: &str, word: &str) -> Vec<String> {
    let is_path = !["", "."].contains(&word)
        && !word.starts_with(['/', '-', '$'])
        && !word.contains("node_modules");
    let path = directory.join(folder).join(word);
    let last = word.rsplit('/').next().unwrap_or(word);
    if is_path && path.is_file() && (is_env_file(last) || OPTIONS.contains(&before)) {
        vec![format!("{folder}{word}")]
    } else if is_path && word.contains(['/', '.']) && path.is_dir() {
        of_folder(directory, &format!("{folder}{}/", word.trim_end_matches('/')))
    } else {
        Vec::new()
    }
}

/// Whether `[sources] ignore` says that a file is not the project's.
pub(super) fn is_ignored(manifest: Option<&Manifest>, name: &str) -> bool {
    let mut globs = manifest.into_iter().flat_map(|manifest| &manifest.sources.ignore);
    globs.any(|glob| glob.is_match(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        places(directory, None).into_iter().map(|place| place.name).collect()
    }

    #[test]
    fn scripts_name_environment_files() {
        let root = tempfile::TempDir::new().unwrap();
        let scripts = r#"{"scripts":{"build":"dotenv -e ops/prod.env -- next build",
            "start":"node --env-file=.env.server ./env.mjs"}}"#;
        fs::write(root.path().join("package.json"), scripts).unwrap();
        fs::create_dir(root.path().join("ops")).unwrap();
        for file in ["ops/prod.env", ".env.server", ".env.example", ".env.keys", "env.mjs"] {
            fs::write(root.path().join(file), "A=b\n").unwrap();
        }
        let all = names(root.path());
        for (file, expected) in [
            ("ops/prod.env", true),
            (".env.server", true),
            (".env.example", false),
            (".env.keys", true),
            ("env.mjs", false),
        ] {
            assert_eq!(all.contains(&file.to_owned()), expected, "{file}");
        }
    }

    #[test]
    fn a_workspace_reaches_up_to_its_root_and_down_again() {
        let root = tempfile::TempDir::new().unwrap();
        let app = root.path().join("apps/web");
        for folder in ["apps/web/server", "apps/api", "packages/db/prisma", "tests"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        for file in [
            ".env.production",
            "apps/web/.dev.vars",
            "apps/web/server/.env",
            "apps/api/.env",
            "packages/db/prisma/.env",
            "tests/.env",
        ] {
            fs::write(root.path().join(file), "A=b\n").unwrap();
        }
        let own = [".dev.vars", "server/.env"];
        assert_eq!(names(&app), own, "nothing shows a workspace");
        fs::write(root.path().join("package.json"), r#"{"workspaces":["apps/*"]}"#).unwrap();
        let all = names(&app);
        assert_eq!(
            all,
            [".dev.vars", "../../.env.production", "server/.env", "../../apps/api/.env"]
        );
        fs::create_dir(app.join(".git")).unwrap();
        assert_eq!(names(&app), own, "the app is its own root");
    }
}
