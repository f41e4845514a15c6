//! Workspaces: where their root is, and which packages they have.

use std::fs;
use std::path::{Path, PathBuf};

use globset::GlobMatcher;
use serde_json::Value;

use super::manifest::path_glob;
use crate::regular_file;

/// How deep below the root packages are looked for, unless a pattern is deeper.
const MAX_DEPTH: usize = 4;

/// What shows that a folder is the root of a workspace.
const WORKSPACE_FILES: &[&str] =
    &["pnpm-workspace.yaml", "turbo.json", "nx.json", "lerna.json", "rush.json", ".git"];

/// Maximum number of folders above the project that are looked at.
const MAX_ABOVE: usize = 8;

/// The folders of the packages in the workspace whose root a folder is, relative to it, in a stable
/// order; none if it is no root.
///
/// Reads `workspaces` in `package.json` (docs.npmjs.com, "workspaces"), `packages` in
/// `pnpm-workspace.yaml` (pnpm.io/pnpm-workspace_yaml) and `lerna.json`, `workspace` in `deno.json`,
/// and the projects of `rush.json`. Nx needs none of them (nx.dev, "Inferred projects").
pub fn workspace_packages(root: &Path) -> Vec<PathBuf> {
    let mut patterns = of_package_json(root);
    patterns.extend(of_pnpm(root));
    patterns.extend(of_lists(root));
    if patterns.is_empty() && root.join("nx.json").is_file() {
        patterns.extend(["apps/**", "libs/**", "packages/**"].map(str::to_owned));
    }
    let (without, with): (Vec<String>, Vec<_>) =
        patterns.into_iter().partition(|pattern| pattern.starts_with('!'));
    let compile =
        |pattern: &String| path_glob(pattern.trim_start_matches('!').trim_end_matches('/')).ok();
    let depth = with.iter().map(|pattern| pattern.matches('/').count() + 1).max();
    let with: Vec<GlobMatcher> = with.iter().filter_map(compile).collect();
    let without: Vec<GlobMatcher> = without.iter().filter_map(compile).collect();
    let mut found = Vec::new();
    if let Some(depth) = depth {
        collect(root, Path::new(""), depth.max(MAX_DEPTH), &mut found);
    }
    found.retain(|folder| {
        let is = |globs: &[GlobMatcher]| globs.iter().any(|glob| glob.is_match(folder));
        is(&with) && !is(&without)
    });
    found.sort();
    found
}

/// Every folder with a `package.json` below a folder.
fn collect(root: &Path, folder: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(root.join(folder)).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let is_hidden = name.to_string_lossy().starts_with('.') || name == "node_modules";
        // a link may lead anywhere
        if is_hidden || !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let inner = folder.join(&name);
        if root.join(&inner).join("package.json").is_file() {
            found.push(inner.clone());
        }
        if depth > 1 {
            collect(root, &inner, depth - 1, found);
        }
    }
}

fn of_package_json(root: &Path) -> Vec<String> {
    let text = regular_file::read_to_string(root.join("package.json")).unwrap_or_default();
    let package: Value = serde_json::from_str(&text).unwrap_or_default();
    let workspaces = &package["workspaces"];
    // Yarn 1 has an object
    let list = workspaces.as_array().or_else(|| workspaces["packages"].as_array());
    let patterns = list.into_iter().flatten().filter_map(Value::as_str);
    patterns.map(|pattern| pattern.trim_start_matches("./").to_owned()).collect()
}

/// Lists of folders in `lerna.json`, `deno.json` and `rush.json`.
fn of_lists(root: &Path) -> Vec<String> {
    let read = |name: &str| fs::read_to_string(root.join(name)).unwrap_or_default();
    let json = |name: &str| serde_json::from_str::<Value>(&read(name)).unwrap_or_default();
    let (lerna, deno) = (json("lerna.json"), json("deno.json"));
    let members = &deno["workspace"];
    let lists = [&lerna["packages"], members, &members["members"]];
    let items = lists.into_iter().filter_map(Value::as_array).flatten().filter_map(Value::as_str);
    let mut folders: Vec<String> =
        items.map(|folder| folder.trim_start_matches("./").to_owned()).collect();
    // it has comments
    let rush = read("rush.json");
    let projects = rush.split("\"projectFolder\"").skip(1);
    folders.extend(projects.filter_map(|rest| Some(rest.split('"').nth(1)?.to_owned())));
    folders
}

/// The items of `packages`, each a line of its own, or all in brackets.
fn of_pnpm(root: &Path) -> Vec<String> {
    let text = regular_file::read_to_string(root.join("pnpm-workspace.yaml")).unwrap_or_default();
    let mut lines = text.lines().skip_while(|line| !line.starts_with("packages:"));
    let first = lines.next().and_then(|line| line.split_once(':')).map_or("", |(_, rest)| rest);
    let quoted = |item: &str| item.trim().trim_matches(['"', '\'']).to_owned();
    let mut items = lines.map(|line| line.split(" #").next().unwrap_or_default());
    if let Some(start) = first.trim().strip_prefix('[') {
        let list = start.to_owned() + &items.collect::<Vec<_>>().concat();
        let list = list.split(']').next().unwrap_or_default();
        return list.split(',').map(quoted).filter(|item| !item.is_empty()).collect();
    }
    let items = items
        .by_ref()
        .take_while(|line| line.trim().is_empty() || line.trim().starts_with(['-', '#']));
    items.filter_map(|line| Some(quoted(line.trim().strip_prefix('-')?))).collect()
}

/// How many folders above the project belong to its workspace; none if nothing shows that there is
/// one.
pub fn levels_above(directory: &Path) -> usize {
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
    let text = regular_file::read_to_string(package).unwrap_or_default();
    serde_json::from_str(&text).is_ok_and(|package: Value| package.get("workspaces").is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packages(files: &[(&str, &str)]) -> Vec<String> {
        let root = tempfile::TempDir::new().unwrap();
        for (name, text) in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let found = workspace_packages(root.path());
        found.iter().map(|folder| folder.to_string_lossy().replace('\\', "/")).collect()
    }

    const PACKAGES: [(&str, &str); 4] = [
        ("apps/web/package.json", "{}"),
        ("apps/docs/package.json", "{}"),
        ("apps/web/node_modules/x/package.json", "{}"),
        ("packages/ui/package.json", "{}"),
    ];

    #[test]
    fn packages_are_those_that_the_root_names() {
        let with = |name, text| packages(&[&[(name, text)][..], &PACKAGES].concat());
        assert_eq!(with("package.json", r#"{"workspaces":["apps/*"]}"#), ["apps/docs", "apps/web"]);
        let all = ["apps/docs", "apps/web", "packages/ui"];
        assert_eq!(
            with("package.json", r#"{"workspaces":{"packages":["./apps/*","packages/**"]}}"#),
            all
        );
        let pnpm =
            "catalog:\n  a: 1\npackages:\n  - 'apps/*' # apps\n  - \"!apps/docs\"\nother: 1\n";
        assert_eq!(with("pnpm-workspace.yaml", pnpm), ["apps/web"]);
        assert_eq!(with("pnpm-workspace.yaml", "packages: ['apps/web']\n"), ["apps/web"]);
        assert_eq!(with("pnpm-workspace.yaml", "packages: [\n  apps/web,\n]\n"), ["apps/web"]);
        assert_eq!(with("lerna.json", r#"{"packages":["apps/web"]}"#), ["apps/web"]);
        assert_eq!(with("deno.json", r#"{"workspace":["./apps/web"]}"#), ["apps/web"]);
        assert_eq!(
            with("rush.json", r#"{"projects":[{"projectFolder":"apps/web"}]}"#),
            ["apps/web"]
        );
        assert_eq!(with("nx.json", "{}"), all);
        assert!(with("package.json", "{}").is_empty());
    }
}
