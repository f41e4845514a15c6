//! Writes files atomically.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes a temporary file and renames it, so that no reader sees an incomplete file.
pub(crate) fn write(path: &Path, text: &str) -> io::Result<()> {
    check(path)?;
    let temporary = temporary_path(path);
    let written = write_new(&temporary, text).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written.map_err(|cause| error(path, &cause.to_string()))
}

/// Checks that a file can be written, so that a mistake is reported before the work and not after it.
pub(crate) fn check(path: &Path) -> io::Result<()> {
    let folder = folder(path);
    if path.is_dir() {
        return Err(error(path, "is a folder; name a file in it"));
    }
    if !folder.is_dir() {
        let why = format!("the folder `{}` does not exist; create it first", folder.display());
        return Err(error(path, &why));
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

/// A path in the same folder: renaming from another file system would be a copy.
fn temporary_path(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    folder(path).join(format!(".{name}.{}.tmp", std::process::id()))
}

fn error(path: &Path, why: &str) -> io::Error {
    io::Error::other(format!("cannot write `{}`: {why}", path.display()))
}
