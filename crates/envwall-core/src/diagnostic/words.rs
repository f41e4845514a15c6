//! A finding as plain text, for build scripts and tests.

use std::borrow::Cow;
use std::fmt;

use super::{Finding, Location};

/// Message, place and help, one line each, without an excerpt.
///
/// ```
/// use envwall_core::diagnostic::{Code, Finding, Location};
/// let finding = Finding::new(Code::NotLookedAt, "not a regular file")
///     .at(Location::file("dist/pipe"))
///     .help("remove it");
/// assert_eq!(
///     finding.to_string(),
/// "EW010: not a regular file\n  --> dist/pipe\n  help: remove it"
/// );
/// ```
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)?;
        if let Some(location) = &self.location {
            write!(f, "\n  --> {location}")?;
        }
        if let Some(original) = &self.original {
            write!(f, "\n  in the source: {original}")?;
        }
        if !self.importers.is_empty() {
            write!(f, "\n  imported by {}", self.importers.join(" ← "))?;
        }
        if !self.trail.is_empty() {
            write!(f, "\n  found in {}", self.trail.join(" → "))?;
        }
        for remark in self.remarks() {
            write!(f, "\n  note: {remark}")?;
        }
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

impl Finding {
    /// The files that it is in: that of its location, and copies of it.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let file = self.location.iter().map(|location| &location.file);
        file.chain(&self.also_in).map(String::as_str)
    }

    /// The notes, the copies and the number of further places as sentences, for reports that people
    /// read.
    ///
    /// ```
    /// use envwall_core::diagnostic::{Code, Finding};
    /// let finding = Finding::new(Code::ValueInOutput, "…").note("`B` has the same value");
    /// let remarks: Vec<_> = finding.more_places(2).remarks().map(String::from).collect();
    /// assert_eq!(remarks, ["`B` has the same value", "also found in 2 more places"]);
    /// ```
    pub fn remarks(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let copies = match self.also_in.as_slice() {
            [] => None,
            [copy] => Some(format!("also in `{copy}`, which has the same content").into()),
            [first, ..] => {
                let count = self.also_in.len();
                Some(
                    format!("also in {count} files with the same content, such as `{first}`")
                        .into(),
                )
            }
        };
        let more = match self.more_places {
            0 => None,
            1 => Some("also found in 1 more place".into()),
            count => Some(format!("also found in {count} more places").into()),
        };
        self.notes.iter().map(|note| Cow::Borrowed(&**note)).chain(copies).chain(more)
    }
}

/// `file:line:column`, which terminals and editors turn into a link.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        match self.position {
            Some(at) => write!(f, ":{}:{}", at.line, at.column),
            None => Ok(()),
        }
    }
}
