//! Paths for CI services: relative to the root of the checkout, not to the project.

use std::borrow::Cow;
use std::path::{Component, Path, PathBuf};

use crate::settings::Settings;

/// Variables with the path of the checkout.
const WORKSPACES: &[&str] = &["GITHUB_WORKSPACE", "CI_PROJECT_DIR"];

/// The path of a project's file relative to the root of the checkout. Jobs start there, so it is the
/// path that `-C` adds.
pub(crate) fn path(settings: &Settings, file: &str) -> String {
    if settings.absolute_paths {
        return Paths::of(settings).shown(file).into_owned();
    }
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

/// How files are named in reports for machines.
pub(crate) struct Paths {
    /// The folder of the project, if paths are to be absolute.
    base: Option<PathBuf>,
}

impl Paths {
    pub(crate) fn of(settings: &Settings) -> Self {
        let base = settings.absolute_paths.then(|| settings.directory.canonicalize().ok());
        Self { base: base.flatten() }
    }

    /// A file of the project: relative to the project, or absolute.
    pub(super) fn shown<'a>(&self, file: &'a str) -> Cow<'a, str> {
        match &self.base {
            Some(base) => base.join(file).to_string_lossy().replace('\\', "/").into(),
            None => file.into(),
        }
    }
}

fn below_workspace(settings: &Settings, folder: &Path) -> Option<PathBuf> {
    let mut roots = WORKSPACES.iter().filter_map(|name| settings.process.get(name));
    roots.find_map(|root| folder.strip_prefix(root.expose()).ok()).map(Path::to_owned)
}
