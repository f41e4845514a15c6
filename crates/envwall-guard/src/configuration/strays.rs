//! Folders that look like output of a build, whatever wrote them.

use std::path::Path;

use envwall_core::USUAL_OUTPUT;
use envwall_core::regular_file;

/// Folders of sources, tests and reports: their pages are not deployed, or are the source of pages that are.
const OTHERS: &[&str] = &[
    "cypress",
    "coverage",
    "demo",
    "e2e",
    "example",
    "examples",
    "fixtures",
    "node_modules",
    "playwright-report",
    "report",
    "reports",
    "public",
    "src",
    "static",
    "target",
    "templates",
    "test",
    "test-results",
    "tests",
    "vendor",
];

/// Folders that bundlers write next to a page.
const ASSETS: &[&str] = &["_app", "_astro", "_next", "_nuxt", "assets", "js", "static"];

/// Output folders of frameworks, in folders in a project.
const INNER: &[&str] = &[".vitepress/dist", "build/client", "dist/client"];

/// What is in a folder of sources.
const SOURCES: &[&str] =
    &["package.json", "src", "tsconfig.json", "vite.config.js", "vite.config.ts"];

/// Folders in a project that have a page with assets next to it, and the usual output folders of
/// folders in it: `webroot`, `admin/dist`.
pub(super) fn folders(directory: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for name in names(directory) {
        let folder = directory.join(&name);
        if is_built(&folder) {
            found.push(name);
            continue;
        }
        // Next's, in another folder than `.next`
        if folder.join("BUILD_ID").is_file() {
            found.push(format!("{name}/static"));
        }
        let inner = USUAL_OUTPUT.iter().chain(INNER);
        let inner = inner.filter(|inner| folder.join(inner).join("index.html").is_file());
        found.extend(inner.map(|inner| format!("{name}/{inner}")));
    }
    found
}

/// The folders in a folder, without hidden ones and links.
fn names(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()));
    let mut names: Vec<_> =
        folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.retain(|name| !name.starts_with('.') && !OTHERS.contains(&name.as_str()));
    names.sort();
    names
}

fn is_built(folder: &Path) -> bool {
    let has = |name: &&str| folder.join(name).exists();
    let Ok(page) = regular_file::read_to_string(folder.join("index.html")) else { return false };
    let refers_to_source =
        [".ts\"", ".tsx\"", ".jsx\"", "/src/"].iter().any(|text| page.contains(text));
    ASSETS.iter().any(has) && !SOURCES.iter().any(has) && !refers_to_source
}
