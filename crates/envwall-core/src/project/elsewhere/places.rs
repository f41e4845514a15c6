//! Which files hold values besides those that the framework reads.

use std::path::{Path, PathBuf};

use crate::project::manifest::Manifest;

/// A file that may exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    /// Relative to the project, with forward slashes.
    pub(super) name: String,
    /// Whether it is a script of the shell with assignments in it.
    pub(super) is_script: bool,
}

/// What shows that a folder is the root of a workspace.
const WORKSPACE_FILES: &[&str] =
    &["pnpm-workspace.yaml", "turbo.json", "nx.json", "lerna.json", "rush.json", ".git"];

/// Maximum number of folders above the project that are looked at.
const MAX_ABOVE: usize = 8;

/// Folders of a project with an environment of their own: what runs there is built or deployed
/// together with the client.
const SUBFOLDERS: &[&str] = &[
    "api",
    "app",
    "apps/api",
    "apps/server",
    "backend",
    "client",
    "config",
    "db",
    "env",
    "frontend",
    "functions",
    "prisma",
    "server",
    "src",
    "supabase",
    "supabase/functions",
    "web",
    "worker",
    "workers",
];

/// The files, nearest first.
pub(super) fn places(
    directory: &Path,
    manifest: Option<&Manifest>,
    environment: &str,
) -> Vec<Place> {
    let dot_env = dot_env(environment);
    let mut names: Vec<String> = of_platforms(environment);
    names.extend(of_folder(directory));
    names.extend(of_scripts(directory));
    for folder in SUBFOLDERS {
        names.extend(dot_env.iter().map(|name| format!("{folder}/{name}")));
    }
    for level in 1..=levels_above(directory) {
        let up = "../".repeat(level);
        let of_workers = of_platforms(environment).into_iter().filter(|name| !name.contains('/'));
        names.extend(dot_env.iter().cloned().chain(of_workers).map(|name| format!("{up}{name}")));
    }
    names.retain(|name| !manifest.is_some_and(|manifest| is_ignored(manifest, name)));
    names.extend(manifest.iter().flat_map(|manifest| manifest.sources.files.iter().cloned()));
    names.into_iter().map(|name| place(directory, name)).collect()
}

/// Every `.env` file next to the manifest, whatever its mode: some frameworks read one of them alone,
/// and a script may load the others.
fn of_folder(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let mut names: Vec<_> = entries.filter_map(|it| it.file_name().into_string().ok()).collect();
    names.retain(|name| is_env_file(name));
    names.sort();
    names
}

/// `.env.production`, and no example, keys or file in another format.
fn is_env_file(name: &str) -> bool {
    const OTHERS: &[&str] = &[
        "example", "examples", "sample", "template", "dist", "schema", "defaults", "vault", "keys",
        "js", "json", "md", "mjs", "toml", "ts", "yaml", "yml", "d",
    ];
    let rest = name.strip_prefix(".env.");
    rest.is_some_and(|rest| !rest.split('.').any(|part| OTHERS.contains(&part)))
}

/// Environment files that scripts in `package.json` name: `dotenv -e ops/prod.env -- next build`,
/// `node --env-file=ops/prod.env`, `env-cmd -f ops/envfile`.
fn of_scripts(directory: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(directory.join("package.json")).unwrap_or_default();
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

/// developers.cloudflare.com/workers/configuration/secrets; vercel.com/docs/cli/pull; direnv.net.
fn of_platforms(environment: &str) -> Vec<String> {
    let mut names = vec![".dev.vars".to_owned(), format!(".dev.vars.{environment}")];
    let of_vercel = ["development", "preview", "production"];
    names.extend(of_vercel.map(|environment| format!(".vercel/.env.{environment}.local")));
    names.push(".envrc".to_owned());
    names
}

/// How many folders above the project belong to its workspace; none if nothing shows that there is
/// one.
fn levels_above(directory: &Path) -> usize {
    let Ok(directory) = directory.canonicalize() else { return 0 };
    // a project with a repository of its own is the root
    if directory.join(".git").exists() {
        return 0;
    }
    let above = directory.ancestors().skip(1).take(MAX_ABOVE);
    above
        .enumerate()
        .filter(|(_, folder)| is_workspace(folder))
        .map(|(at, _)| at + 1)
        .last()
        .unwrap_or(0)
}

fn is_workspace(folder: &Path) -> bool {
    WORKSPACE_FILES.iter().any(|name| folder.join(name).exists())
        || has_workspaces(&folder.join("package.json"))
}

/// docs.npmjs.com, "workspaces".
fn has_workspaces(package: &Path) -> bool {
    let text = std::fs::read_to_string(package).unwrap_or_default();
    let package: Option<serde_json::Value> = serde_json::from_str(&text).ok();
    package.is_some_and(|package| package.get("workspaces").is_some())
}

#[cfg(test)]
mod tests {
    use std::fs;

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
            (".env.keys", false),
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
        for name in [".dev.vars", "server/.env", "../.env", "../../.env.production"] {
            assert!(all.contains(&name.to_owned()), "{name}: {all:?}");
        }
        assert!(!all.contains(&"../../../.env".to_owned()));
        fs::create_dir(app.join(".git")).unwrap();
        assert!(!names(&app).contains(&"../.env".to_owned()), "the app is its own root");
    }
}
