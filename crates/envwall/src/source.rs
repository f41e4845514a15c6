//! Sources of values.

use std::collections::BTreeMap;
use std::env::{self, VarError};
use std::fmt;
use std::fs;
use std::io::ErrorKind;
use std::ops::Deref;
use std::path::PathBuf;

use zeroize::Zeroizing;

/// A value read from a source. It is zeroized on drop, and `Debug` does not print it.
///
/// ```
/// let value = envwall::Value::from("wk-made-up-0123".to_owned());
/// assert_eq!(&*value, "wk-made-up-0123");
/// assert_eq!(format!("{value:?}"), "Value(…)");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Value(Zeroizing<String>);

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self(value.into())
    }
}

impl Deref for Value {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Value(…)")
    }
}

/// A source of environment variables.
///
/// ```
/// use envwall::{Folder, Process, Source};
/// // mounted files, then the process environment
/// let source = Folder::new("/run/secrets").or(Process);
/// assert_eq!(source.get("ENVWALL_EXAMPLE_NOT_SET"), Ok(None));
/// ```
pub trait Source {
    /// Returns the value of a variable; `None` if it is not set.
    ///
    /// # Errors
    /// When the value exists but cannot be read.
    fn get(&self, name: &str) -> Result<Option<Value>, SourceError>;

    /// Falls back to another source for variables that are not set in this one.
    fn or<S: Source>(self, other: S) -> Or<Self, S>
    where
        Self: Sized,
    {
        Or { first: self, second: other }
    }
}

/// Why a value cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// The value is not UTF-8.
    #[error("not valid UTF-8")]
    NotUtf8,
    /// A file cannot be read.
    #[error("{}: {kind}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// The error of the operating system.
        kind: ErrorKind,
    },
}

/// The environment of this process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Process;

impl Source for Process {
    #[expect(clippy::disallowed_methods, reason = "using this source is the caller's choice")]
    fn get(&self, name: &str) -> Result<Option<Value>, SourceError> {
        match env::var(name) {
            Ok(value) => Ok(Some(value.into())),
            Err(VarError::NotPresent) => Ok(None),
            Err(VarError::NotUnicode(_)) => Err(SourceError::NotUtf8),
        }
    }
}

/// A folder with one file per variable, as Docker and Kubernetes mount secrets. The file has the name of
/// the variable, in the same or in lower case. A trailing line break is removed.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Creates a source for a folder, which need not exist.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    fn read(&self, name: &str) -> Result<Option<Value>, SourceError> {
        let file = self.path.join(name);
        match fs::read(&file) {
            Ok(bytes) => text(bytes).map(Some),
            Err(error) => match error.kind() {
                ErrorKind::NotFound | ErrorKind::NotADirectory => Ok(None),
                kind => Err(SourceError::File { file, kind }),
            },
        }
    }
}

impl Source for Folder {
    fn get(&self, name: &str) -> Result<Option<Value>, SourceError> {
        match self.read(name)? {
            Some(value) => Ok(Some(value)),
            None => self.read(&name.to_lowercase()),
        }
    }
}

fn text(bytes: Vec<u8>) -> Result<Value, SourceError> {
    let mut text = match String::from_utf8(bytes) {
        Ok(text) => Zeroizing::new(text),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            return Err(SourceError::NotUtf8);
        }
    };
    let end = text.strip_suffix('\n').map(|line| line.strip_suffix('\r').unwrap_or(line).len());
    text.truncate(end.unwrap_or(usize::MAX));
    Ok(Value(text))
}

/// A source with a fallback.
#[derive(Debug, Clone, Copy)]
pub struct Or<A, B> {
    first: A,
    second: B,
}

impl<A: Source, B: Source> Source for Or<A, B> {
    fn get(&self, name: &str) -> Result<Option<Value>, SourceError> {
        match self.first.get(name)? {
            Some(value) => Ok(Some(value)),
            None => self.second.get(name),
        }
    }
}

impl<S: Source + ?Sized> Source for &S {
    fn get(&self, name: &str) -> Result<Option<Value>, SourceError> {
        (**self).get(name)
    }
}

fn copied(value: &str) -> Value {
    value.to_owned().into()
}

impl Source for BTreeMap<String, String> {
    fn get(&self, name: &str) -> Result<Option<Value>, SourceError> {
        Ok(self.get(name).map(|value| copied(value)))
    }
}

/// Name and value pairs, for tests.
impl<const N: usize> Source for [(&str, &str); N] {
    fn get(&self, name: &str) -> Result<Option<Value>, SourceError> {
        Ok(self.iter().find(|(other, _)| *other == name).map(|(_, value)| copied(value)))
    }
}
