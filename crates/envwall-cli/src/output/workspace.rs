//! Paths as a CI service wants them: from the top of the checkout, not from the project's folder.

use std::path::{Component, Path, PathBuf};

use crate::settings::Settings;

/// Variables in which services say where the checkout is.
const WORKSPACES: &[&str] = &["GITHUB_WORKSPACE", "CI_PROJECT_DIR"];

/// The path of a project's file from the top of the checkout, as far as that can be known: jobs
/// start there, so it is what `-C` adds.
pub(crate) fn path(settings: &Settings, file: &str) -> String {
    let folder = &settings.directory;
    let within =
        if folder.is_absolute() { below_workspace(settings, folder) } else { Some(folder.clone()) };
    let parts = within.unwrap_or_default();
    let parts = parts.components().filter(|part| *part != Component::CurDir);
    let folder: Vec<_> = parts.map(|part| part.as_os_str().to_string_lossy()).collect();
    match folder.join("/") {
        folder if folder.is_empty() || file.starts_with('/') => file.to_owned(),
        folder => format!("{folder}/{file}"),
    }
}

fn below_workspace(settings: &Settings, folder: &Path) -> Option<PathBuf> {
    let mut tops = WORKSPACES.iter().filter_map(|name| settings.process.get(name));
    tops.find_map(|top| folder.strip_prefix(top.expose()).ok()).map(Path::to_owned)
}
