//! Files that configure how a project is built, run or deployed, and may hold secrets in plain text
//! or name a file of them.

use std::fs;
use std::path::Path;

use crate::regular_file;

/// Their names, with `*` for one part. Each is read as text, whatever its syntax.
const NAMES: &[&str] = &[
    ".env-cmdrc",
    ".env-cmdrc.json",
    ".gitlab-ci.yml",
    ".mise.toml",
    ".npmrc",
    "Dockerfile*",
    "Makefile",
    "amplify.yml",
    "app.yaml",
    "bitbucket-pipelines.yml",
    "compose*.yaml",
    "compose*.yml",
    "docker-compose*.yaml",
    "docker-compose*.yml",
    "fly.toml",
    "justfile",
    "mise.toml",
    "nixpacks.toml",
    "package.json",
    "render.yaml",
    "secrets.json",
    "serverless.yml",
    "*.config.*",
    "*.sh",
];

/// Folders of such files.
const FOLDERS: &[(&str, &[&str])] = &[
    ("", NAMES),
    (".github/workflows/", &["*.yaml", "*.yml"]),
    (".circleci/", &["config.yml"]),
    ("docker/", &["*.yaml", "*.yml", "Dockerfile*"]),
    ("deploy/", &["*.sh", "*.yaml", "*.yml"]),
    // github.com/node-config/node-config
    ("config/", &["*.json"]),
];

/// Maximum size of such a file in bytes.
const MAX_SIZE: u64 = 1 << 20;

/// The files of a folder that is relative to the project, with their texts.
pub(super) fn config_files(directory: &Path, folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for (inner, patterns) in FOLDERS {
        let entries = fs::read_dir(directory.join(folder).join(inner)).into_iter().flatten();
        let names = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok());
        let is_one = |name: &String| patterns.iter().any(|pattern| matches(pattern, name));
        let mut names: Vec<_> = names.filter(is_one).collect();
        names.sort();
        for name in names {
            let name = format!("{folder}{inner}{name}");
            files.extend(text(&directory.join(&name)).map(|text| (name, text)));
        }
    }
    files
}

/// A pipe would be waited for, and a large file holds no configuration.
fn text(path: &Path) -> Option<String> {
    let about = fs::metadata(path).ok()?;
    let is_small = about.is_file() && about.len() <= MAX_SIZE;
    is_small.then(|| regular_file::read_to_string(path).ok()).flatten()
}

fn matches(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == name };
    let Some(name) = name.strip_prefix(start) else { return false };
    match rest.split_once('*') {
        None => name.ends_with(rest),
        Some((middle, end)) => name.contains(middle) && name.ends_with(end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_match_any_part() {
        for (pattern, name, expected) in [
            ("Dockerfile*", "Dockerfile.web", true),
            ("*.config.*", "vite.config.ts", true),
            ("*.config.*", "config.ts", false),
            ("compose*.yml", "compose.prod.yml", true),
            ("compose*.yml", "docker-compose.yml", false),
            ("Makefile", "Makefile", true),
        ] {
            assert_eq!(matches(pattern, name), expected, "{pattern} {name}");
        }
    }
}
