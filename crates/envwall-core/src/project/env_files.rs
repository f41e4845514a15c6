//! Reads a project's `.env` files from its folder.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::pipe;
use crate::diagnostic::{Code, Finding, Location};
use crate::regular_file;
use crate::source::{Position, SourceFile};

/// Maximum size of a text file: twice what Linux by default gives to all arguments and variables of a
/// program, a quarter of its stack (execve(2)). A random value takes up to fifty times its size here.
const MAX_SIZE: u64 = 4 << 20;

/// The files of `names` that exist, and findings for those that cannot be read.
pub(crate) fn read(directory: &Path, names: &[String]) -> (Vec<SourceFile>, Vec<Finding>) {
    let mut files = Vec::new();
    let mut findings = Vec::new();
    for name in names {
        match read_text(&directory.join(name), name) {
            Ok(file) => files.extend(file),
            Err(finding) => findings.push(*finding),
        }
    }
    (files, findings)
}

/// The environments that have their own file in a folder: `staging` for `.env.staging` and
/// `.env.staging.local`.
pub(crate) fn environments(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    let environment = |name: String| {
        let rest = name.strip_prefix(".env.")?;
        Some(rest.strip_suffix(".local").unwrap_or(rest).to_owned())
    };
    // without the file that every environment reads, and examples that are committed
    let is_one = |name: &String| !["local", "example", "sample", "template"].contains(&&**name);
    let mut environments: Vec<_> = names.filter_map(environment).filter(is_one).collect();
    environments.sort();
    environments
}

/// A text file as a source; `None` if there is no such file.
///
/// # Errors
/// If it exists but is not readable UTF-8 text, or too large.
pub(crate) fn read_text(path: &Path, name: &str) -> Result<Option<SourceFile>, Box<Finding>> {
    let about = fs::metadata(path);
    // docs.python.org/3/library/venv: a virtual environment may have this name
    if path.join("pyvenv.cfg").exists() {
        return Ok(None);
    }
    if about.as_ref().is_ok_and(|about| !about.is_file() && !about.is_dir()) {
        return match pipe::read(path) {
            Some(bytes) => text(bytes, name).map(Some),
            None => Err(Box::new(silent_pipe(name))),
        };
    }
    if about.is_ok_and(|about| about.is_file() && about.len() > MAX_SIZE) {
        return Err(Box::new(too_large(name)));
    }
    let bytes = match regular_file::read(path) {
        Ok(bytes) => bytes,
        Err(error) if is_missing(&error) => return Ok(None),
        Err(error) => return Err(Box::new(unreadable(path, name, &error))),
    };
    text(bytes, name).map(Some)
}

fn text(bytes: Vec<u8>, name: &str) -> Result<SourceFile, Box<Finding>> {
    String::from_utf8(bytes).map(|text| SourceFile::new(name, text)).map_err(|error| {
        Box::new(not_utf8(name, error.as_bytes(), error.utf8_error().valid_up_to()))
    })
}

fn silent_pipe(name: &str) -> Finding {
    let seconds = pipe::TIMEOUT.as_secs();
    let message =
        format!("`{name}` is not a file, and nothing was written to it within {seconds} s");
    Finding::new(Code::EnvUnreadable, message)
        .at(Location::file(name))
        .help("start or unlock what provides it, such as 1Password, and run this again")
}

/// Whether there is no such file: a folder on the way may be missing, or be a file itself.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

fn unreadable(path: &Path, name: &str, error: &io::Error) -> Finding {
    // Windows reports a folder as "permission denied"
    let message = if path.is_dir() {
        format!("`{name}` is a folder, but a file is expected")
    } else {
        format!("cannot read `{name}`: {}", error.kind())
    };
    Finding::new(Code::EnvUnreadable, message).at(Location::file(name))
}

fn too_large(name: &str) -> Finding {
    let message = format!("`{name}` is larger than {} MiB, so it was not read", MAX_SIZE >> 20);
    Finding::new(Code::EnvUnreadable, message)
        .at(Location::file(name))
        .help("keep variables in it and all other data in another file")
}

/// Without an excerpt: the text around the byte may be a value.
fn not_utf8(name: &str, bytes: &[u8], valid_up_to: usize) -> Finding {
    let valid = String::from_utf8_lossy(&bytes[..valid_up_to]).into_owned();
    let Position { line, column } = SourceFile::new(name, valid).position(valid_up_to);
    let message = format!("`{name}` is not UTF-8: invalid byte at line {line}, column {column}");
    let mut location = Location::file(name);
    location.position = Some(Position { line, column });
    Finding::new(Code::EnvUnreadable, message)
        .at(location)
        .help("save the file as UTF-8; tools replace the invalid byte, which changes the value")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_too_large_is_a_finding_and_the_others_are_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let line = "A=q7WzXe81-made-up\n";
        let large = line.repeat(usize::try_from(MAX_SIZE).expect("a size") / line.len() + 1);
        fs::write(folder.path().join(".env"), large).expect("written");
        fs::write(folder.path().join(".env.local"), line).expect("written");
        let names = [".env", ".env.local"].map(str::to_owned);
        let (files, findings) = read(folder.path(), &names);
        assert_eq!(files.iter().map(SourceFile::name).collect::<Vec<_>>(), [".env.local"]);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code, Code::EnvUnreadable);
        assert!(findings[0].message.contains("`.env` is larger than 4 MiB"));
    }
}
