//! Files that are read as a whole: a pipe would be waited for, and a device never ends.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// Maximum size in bytes. No file that configures a project is larger.
pub const MAX_BYTES: u64 = 64 << 20;

/// The content of a regular file.
///
/// # Errors
/// If it cannot be read, is a folder, pipe or device, or is larger than [`MAX_BYTES`].
pub fn read(path: impl AsRef<Path>) -> io::Result<Vec<u8>> {
    let path = path.as_ref();
    let about = fs::metadata(path)?;
    if about.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !about.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    read_to_end(File::open(path)?)
}

/// The same as text.
///
/// # Errors
/// As [`read`], and if it is not UTF-8.
pub fn read_to_string(path: impl AsRef<Path>) -> io::Result<String> {
    let bytes = read(path)?;
    String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// All of a file or pipe, up to the same size.
pub(crate) fn read_to_end(file: File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}
