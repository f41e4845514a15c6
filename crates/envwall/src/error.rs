//! One error that lists every missing or invalid variable.

use std::fmt;

use envwall_value::Mismatch;

use crate::source::SourceError;

/// Lists every missing or invalid variable. Contains no values.
///
/// A `main` that returns an error prints it with `Debug`, so `Debug` is the same as `Display`.
///
/// ```
/// use envwall::{Reader, ValueType};
/// let mut reader = Reader::new(&[("PORT", "http")]);
/// reader.required::<u16>("PORT", &ValueType::Port);
/// reader.required::<String>("DATABASE_URL", &ValueType::ANY);
/// assert_eq!(
///     reader.into_error().to_string(),
///     "2 environment variables are missing or invalid\n  \
///      PORT is invalid: expected a port from 1 to 65535\n  \
///      DATABASE_URL is required but not set"
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct EnvError {
    problems: Vec<Problem>,
}

/// A missing or invalid variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Name of the variable.
    pub variable: &'static str,
    /// Why its value cannot be used.
    pub reason: Reason,
}

/// Why a value cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// It is not set.
    #[error("is required but not set")]
    Missing,
    /// It is empty.
    #[error("is required but empty")]
    Empty,
    /// The value does not match the type.
    #[error("is invalid: {0}")]
    Invalid(Mismatch),
    /// The source cannot read the value.
    #[error("cannot be read: {0}")]
    Unreadable(SourceError),
}

impl EnvError {
    pub(crate) fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    /// All problems, in the order of the manifest.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => f.write_str("1 environment variable is missing or invalid")?,
            count => write!(f, "{count} environment variables are missing or invalid")?,
        }
        for problem in &self.problems {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.variable, self.reason)
    }
}

impl std::error::Error for EnvError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_main_that_returns_it_prints_readable_text() {
        let error = EnvError::new(vec![Problem { variable: "API_KEY", reason: Reason::Missing }]);
        let error: Box<dyn std::error::Error> = error.into();
        assert_eq!(
            format!("Error: {error:?}"),
            "Error: 1 environment variable is missing or invalid\n  API_KEY is required but not set"
        );
    }
}
