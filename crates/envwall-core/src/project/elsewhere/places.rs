//! Which files hold values besides those that the framework reads.

use std::fs::{self, FileType};
use std::path::{Path, PathBuf};

use crate::project::manifest::Manifest;
use crate::project::private_keys;
use crate::project::workspace::{levels_above, packages_used};

/// A file that may exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    /// Relative to the project, with forward slashes.
    pub(super) name: String,
    /// Whether it is a script of the shell with assignments in it.
    pub(super) is_script: bool,
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

/// The files, nearest first.
pub(super) fn places(
    directory: &Path,
    manifest: Option<&Manifest>,
    environment: &str,
) -> Vec<Place> {
    let dot_env = dot_env(environment);
    let mut names: Vec<String> = of_platforms(environment);
    names.extend(of_folder(directory, ""));
    names.extend(of_scripts(directory));
    names.extend(below(directory, "", MAX_BELOW));
    let levels = levels_above(directory);
    let root = "../".repeat(levels);
    for package in packages_used(&directory.join(&root), directory) {
        let folder = package.to_string_lossy().replace('\\', "/");
        names.extend(of_folder(directory, &format!("{root}{folder}/")));
    }
    for level in 1..=levels {
        let up = "../".repeat(level);
        let of_workers = of_platforms(environment).into_iter().filter(|name| !name.contains('/'));
        names.extend(dot_env.iter().cloned().chain(of_workers).map(|name| format!("{up}{name}")));
    }
    names.retain(|name| !manifest.is_some_and(|manifest| is_ignored(manifest, name)));
    names.extend(manifest.iter().flat_map(|manifest| manifest.sources.files.iter().cloned()));
    names.into_iter().map(|name| place(directory, name)).collect()
}

/// Every `.env` file of a folder, whatever its mode: some frameworks read one of them alone, and a
/// script may load the others. A folder's name has its slash.
fn of_folder(directory: &Path, folder: &str) -> Vec<String> {
    let mut names = names_in(&directory.join(folder), |kind| !kind.is_dir());
    names.retain(|name| is_env_file(name));
    names.into_iter().map(|name| format!("{folder}{name}")).collect()
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

/// `.env`, `.env.production` and `production.env`, but no example or file in another format.
fn is_env_file(name: &str) -> bool {
    const OTHERS: &[&str] = &[
        "example", "examples", "sample", "template", "dist", "schema", "defaults", "vault", "js",
        "json", "md", "mjs", "toml", "ts", "yaml", "yml", "d",
    ];
    let is_other = name.split('.').any(|part| OTHERS.contains(&part));
    // `.envrc` is a script
    let is_one =
        name.starts_with(".env") && name != ".envrc" || name.strip_suffix(".env").is_some();
    is_one && !is_other
}

/// Environment files that scripts in `package.json` name: `dotenv -e ops/prod.env -- next build`,
/// `node --env-file=ops/prod.env`, `env-cmd -f ops/envfile`.
fn of_scripts(directory: &Path) -> Vec<String> {
    let text = fs::read_to_string(directory.join("package.json")).unwrap_or_default();
    let package: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    let scripts = package["scripts"].as_object().into_iter().flatten();
    let words = scripts.filter_map(|(_, script)| script.as_str()).flat_map(str::split_whitespace);
    let files = words.map(|word| word.rsplit('=').next().unwrap_or(word));
    let files = files.map(|word| word.trim_matches(['"', '\'']).trim_start_matches("./"));
    let is_env = |file: &&str| {
        let name = file.rsplit('/').next().unwrap_or(file);
        let is_program = [".js", ".mjs", ".cjs", ".ts"].iter().any(|end| name.ends_with(end));
        name.contains("env") && !is_program && directory.join(file).is_file()
    };
    let mut files: Vec<String> = files.filter(is_env).map(str::to_owned).collect();
    files.sort();
    files.dedup();
    files
}

fn place(directory: &Path, name: String) -> Place {
    let is_script = name.rsplit('/').next() == Some(".envrc");
    Place { path: directory.join(&name), name, is_script }
}

fn is_ignored(manifest: &Manifest, name: &str) -> bool {
    manifest.sources.ignore.iter().any(|glob| glob.is_match(name))
}

/// The files that nearly every reader of `.env` files reads.
fn dot_env(environment: &str) -> Vec<String> {
    let mut names = vec![".env".to_owned(), ".env.local".to_owned()];
    names.push(format!(".env.{environment}"));
    names.push(format!(".env.{environment}.local"));
    names
}

/// developers.cloudflare.com/workers/configuration/secrets; vercel.com/docs/cli/pull; direnv.net;
/// dotenvx.com/encryption.
fn of_platforms(environment: &str) -> Vec<String> {
    let mut names = vec![".dev.vars".to_owned(), format!(".dev.vars.{environment}")];
    let of_vercel = ["development", "preview", "production"];
    names.extend(of_vercel.map(|environment| format!(".vercel/.env.{environment}.local")));
    names.extend([".envrc", private_keys::FILE].map(str::to_owned));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(directory: &Path) -> Vec<String> {
        places(directory, None, "production").into_iter().map(|place| place.name).collect()
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
    fn a_workspace_reaches_up_to_its_root() {
        let root = tempfile::TempDir::new().unwrap();
        let app = root.path().join("apps/web");
        fs::create_dir_all(&app).unwrap();
        assert!(!names(&app).contains(&"../.env".to_owned()), "nothing shows a workspace");
        fs::write(root.path().join("package.json"), r#"{"workspaces":["apps/*"]}"#).unwrap();
        let all = names(&app);
        for name in [".dev.vars", "../.env", "../../.env.production"] {
            assert!(all.contains(&name.to_owned()), "{name}: {all:?}");
        }
        assert!(!all.contains(&"../../../.env".to_owned()));
        fs::create_dir(app.join(".git")).unwrap();
        assert!(!names(&app).contains(&"../.env".to_owned()), "the app is its own root");
    }
}
