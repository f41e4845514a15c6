//! Files that are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a file beside its place and moves it there, so that no reader sees half of it.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    check(path)?;
    let beside = beside(path);
    let written = write_new(&beside, text).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written.map_err(|error| cannot(path, &error.to_string()))
}

/// Whether a file can be written there, as far as that can be told beforehand: better now than
/// after the work.
pub(crate) fn check(path: &Path) -> io::Result<()> {
    let folder = folder(path);
    if path.is_dir() {
        return Err(cannot(path, "this is a folder; name a file in it"));
    }
    if !folder.is_dir() {
        let why = format!("there is no folder `{}`; make it first", folder.display());
        return Err(cannot(path, &why));
    }
    Ok(())
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// In the same folder: a move from elsewhere may be a copy.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    folder(path).join(format!(".{name}.{}.tmp", std::process::id()))
}

fn cannot(path: &Path, why: &str) -> io::Error {
    io::Error::other(format!("`{}`: {why}", path.display()))
}
