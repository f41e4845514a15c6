//! A value that cannot be printed by accident.

use secrecy::{ExposeSecret, SecretString};

/// The value of an environment variable that is not known to be public.
///
/// It has no `Display` and no `Serialize`, its `Debug` shows nothing, and its memory is wiped on
/// drop. [`expose`](Self::expose) is the only way to read it.
#[derive(Clone)]
pub struct SecretValue(SecretString);

impl SecretValue {
    /// Wraps a value.
    pub fn new(value: impl Into<String>) -> Self {
        Self(SecretString::from(value.into()))
    }

    /// The text itself. Every call deserves a look in review.
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Length in Unicode characters, which may be shown.
    pub fn chars(&self) -> usize {
        self.expose().chars().count()
    }

    /// Whether the value is empty.
    pub fn is_empty(&self) -> bool {
        self.expose().is_empty()
    }
}

impl PartialEq for SecretValue {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for SecretValue {}

impl std::fmt::Debug for SecretValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SecretValue(…)")
    }
}

impl From<String> for SecretValue {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

impl From<&str> for SecretValue {
    fn from(value: &str) -> Self {
        Self::new(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_says_nothing() {
        let value = SecretValue::from("hunter2-hunter2");
        assert!(!format!("{value:?} {value:#?}").contains("hunter2"));
    }
}
