//! Detects a project's framework from the files in its folder.

use std::io;
use std::path::{Path, PathBuf};

use super::config_names::matching_names;
use super::model::Framework;
use super::table::FRAMEWORKS;
use crate::regular_file;

/// Why a project's framework cannot be detected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DetectError {
    /// A file that is needed for detection exists, but cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// `package.json` is not valid.
    #[error("{} is not a valid package.json", path.display())]
    PackageJson {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// `Cargo.toml` is not valid TOML.
    #[error("{} is not valid TOML", path.display())]
    CargoToml {
        /// The file.
        path: PathBuf,
        /// Where and why; boxed because it is large.
        source: Box<toml::de::Error>,
    },
}

/// The framework of the project in a folder; `None` if none is detected.
///
/// Reads `package.json`, `Cargo.toml`, `index.html` and the names of configuration files in that
/// folder only, not above or below it.
///
/// # Errors
/// If one of these files exists but cannot be parsed. A guess would make the guard scan the wrong
/// folder.
pub fn detect(project: &Path) -> Result<Option<&'static Framework>, DetectError> {
    Ok(tools(project)?.into_iter().next())
}

/// Every framework and tool of the project in a folder, the one that [`detect`] chooses first.
///
/// # Errors
/// As those of [`detect`].
pub fn tools(project: &Path) -> Result<Vec<&'static Framework>, DetectError> {
    let files = ProjectFiles::read(project)?;
    Ok(FRAMEWORKS.iter().filter(|framework| files.show(framework)).collect())
}

type JsonObject = serde_json::Map<String, serde_json::Value>;

/// The contents of a project's files.
struct ProjectFiles<'a> {
    folder: &'a Path,
    package_json: JsonObject,
    cargo: toml::Table,
    index_html: String,
}

impl<'a> ProjectFiles<'a> {
    fn read(folder: &'a Path) -> Result<Self, DetectError> {
        let index_html = read(&folder.join("index.html"))?.unwrap_or_default();
        let (package_json, cargo) = (read_package_json(folder)?, read_cargo_toml(folder)?);
        Ok(Self { folder, package_json, cargo, index_html })
    }

    fn show(&self, framework: &Framework) -> bool {
        framework.dependencies.iter().any(|name| self.depends_on_package(name))
            || framework.config_files.iter().any(|pattern| self.has_file(pattern))
            || framework.crates.iter().any(|name| self.depends_on_crate(name))
            || framework.cargo_metadata.iter().any(|table| self.has_cargo_metadata(table))
            || framework.html_mark.is_some_and(|mark| self.index_html.contains(mark))
    }

    fn has_file(&self, pattern: &str) -> bool {
        matching_names(pattern).iter().any(|name| self.folder.join(name).is_file())
    }

    fn depends_on_package(&self, name: &str) -> bool {
        ["dependencies", "devDependencies"].iter().any(|kind| {
            self.package_json.get(*kind).is_some_and(|packages| packages.get(name).is_some())
        })
    }

    fn depends_on_crate(&self, name: &str) -> bool {
        self.cargo.get("dependencies").is_some_and(|table| table.get(name).is_some())
    }

    fn has_cargo_metadata(&self, table: &str) -> bool {
        ["package", "workspace"].iter().any(|part| {
            let metadata = self.cargo.get(*part).and_then(|part| part.get("metadata"));
            metadata.is_some_and(|metadata| metadata.get(table).is_some())
        })
    }
}

fn read_package_json(folder: &Path) -> Result<JsonObject, DetectError> {
    let path = folder.join("package.json");
    let Some(text) = read(&path)? else { return Ok(JsonObject::new()) };
    // npm allows a byte order mark here
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    serde_json::from_str(text).map_err(|source| DetectError::PackageJson { path, source })
}

fn read_cargo_toml(folder: &Path) -> Result<toml::Table, DetectError> {
    let path = folder.join("Cargo.toml");
    let Some(text) = read(&path)? else { return Ok(toml::Table::new()) };
    toml::from_str(&text)
        .map_err(|source| DetectError::CargoToml { path, source: Box::new(source) })
}

/// The text of a file, if it exists. Invalid UTF-8 is replaced, since the names are ASCII.
fn read(path: &Path) -> Result<Option<String>, DetectError> {
    match regular_file::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(DetectError::Read { path: path.to_owned(), source }),
    }
}
