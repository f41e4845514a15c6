//! Everything that is wrong with an environment, in one error.

use std::fmt;

use envwall_value::Mismatch;

use crate::source::SourceError;

/// The variables that keep a server from starting, all of them. Holds no value.
///
/// `Debug` is what a `main` that ends with an error prints of it, so it reads like `Display`.
///
/// ```
/// use envwall::{Reader, ValueType};
/// let mut reader = Reader::new(&[("PORT", "http")]);
/// reader.required::<u16>("PORT", &ValueType::Port);
/// reader.required::<String>("DATABASE_URL", &ValueType::ANY);
/// assert_eq!(
///     reader.into_error().to_string(),
///     "2 environment variables are not right\n  \
///      PORT does not fit: expected a port from 1 to 65535\n  \
///      DATABASE_URL is required, and nothing sets it"
/// );
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct EnvError {
    problems: Vec<Problem>,
}

/// What is wrong with one variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The variable's name.
    pub variable: &'static str,
    /// Why its value cannot be used.
    pub reason: Reason,
}

/// Why a value cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Reason {
    /// Nothing gives a value.
    #[error("is required, and nothing sets it")]
    Missing,
    /// The value is an empty text.
    #[error("is required, and its value is empty")]
    Empty,
    /// The value is not what the type asks for.
    #[error("does not fit: {0}")]
    Invalid(Mismatch),
    /// There may be a value, but it cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(SourceError),
}

impl EnvError {
    pub(crate) fn new(problems: Vec<Problem>) -> Self {
        Self { problems }
    }

    /// Every problem, in the order of the manifest.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

impl fmt::Display for EnvError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problems.len() {
            1 => f.write_str("1 environment variable is not right")?,
            count => write!(f, "{count} environment variables are not right")?,
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
    fn a_main_that_ends_with_it_says_it_in_words() {
        let error = EnvError::new(vec![Problem { variable: "API_KEY", reason: Reason::Missing }]);
        let error: Box<dyn std::error::Error> = error.into();
        assert_eq!(
            format!("Error: {error:?}"),
            "Error: 1 environment variable is not right\n  API_KEY is required, and nothing sets it"
        );
    }
}
