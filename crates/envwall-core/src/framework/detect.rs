//! Which framework a project uses, told from the files in its folder.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::{FRAMEWORKS, Framework};

/// The endings that `.*` stands for in [`Framework::config_files`].
const SCRIPT_ENDINGS: &[&str] = &["js", "mjs", "cjs", "ts", "mts", "cts"];

/// Why a project's framework cannot be told.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DetectError {
    /// A file that tells is there, but cannot be read.
    #[error("{} cannot be read", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// `package.json` is not what npm reads.
    #[error("{} is not a valid package.json", path.display())]
    PackageJson {
        /// The file.
        path: PathBuf,
        /// Where and why.
        source: serde_json::Error,
    },
    /// `Cargo.toml` is not TOML.
    #[error("{} is not valid TOML", path.display())]
    CargoToml {
        /// The file.
        path: PathBuf,
        /// Where and why; boxed, because it is large.
        source: Box<toml::de::Error>,
    },
}

/// The framework of the project in a folder; `None` where nothing tells.
///
/// Looks at `package.json`, `Cargo.toml`, `index.html` and the names of configuration files in
/// that folder alone, not above or below it.
///
/// # Errors
/// When one of these files is there but cannot be understood: to guess on would be to look for
/// leaks in the wrong place.
pub fn detect(project: &Path) -> Result<Option<&'static Framework>, DetectError> {
    let files = ProjectFiles::read(project)?;
    Ok(FRAMEWORKS.iter().find(|framework| files.show(framework)))
}

type JsonObject = serde_json::Map<String, serde_json::Value>;

/// What a project's files say.
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
        names(pattern).iter().any(|name| self.folder.join(name).is_file())
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

/// The names that a pattern of a configuration file stands for.
pub(super) fn names(pattern: &str) -> Vec<String> {
    match pattern.strip_suffix('*') {
        Some(stem) => SCRIPT_ENDINGS.iter().map(|ending| format!("{stem}{ending}")).collect(),
        None => vec![pattern.to_owned()],
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

/// The text of a file, if there is one. What is not UTF-8 is replaced: names are ASCII.
fn read(path: &Path) -> Result<Option<String>, DetectError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(DetectError::Read { path: path.to_owned(), source }),
    }
}
