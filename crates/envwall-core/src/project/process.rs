//! The process environment as an argument.

use std::collections::BTreeMap;
use std::ffi::OsString;

use crate::SecretValue;

/// A snapshot of a process environment, taken by the caller.
///
/// Names that are not Unicode cannot be declared in a manifest and are left out. The names of
/// values that are not Unicode are kept, so that they can be reported.
#[derive(Debug, Clone, Default)]
pub struct ProcessEnv {
    values: BTreeMap<String, SecretValue>,
    not_unicode: Vec<String>,
}

impl ProcessEnv {
    /// An empty environment.
    pub fn empty() -> Self {
        Self::default()
    }

    /// The value of a variable, if it is set to Unicode text.
    pub fn get(&self, name: &str) -> Option<&SecretValue> {
        self.values.get(name)
    }

    /// All variables with Unicode values, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &SecretValue)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The names of variables that are set to something that is not Unicode.
    pub fn not_unicode(&self) -> impl Iterator<Item = &str> {
        self.not_unicode.iter().map(String::as_str)
    }

    /// Whether the variable is set to something that is not Unicode.
    pub fn is_not_unicode(&self, name: &str) -> bool {
        self.not_unicode.iter().any(|other| other == name)
    }
}

impl<N: Into<OsString>, V: Into<OsString>> FromIterator<(N, V)> for ProcessEnv {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(variables: I) -> Self {
        let mut env = Self::default();
        for (name, value) in variables {
            let Ok(name) = name.into().into_string() else { continue };
            match value.into().into_string() {
                Ok(value) => drop(env.values.insert(name, SecretValue::new(value))),
                Err(_) => env.not_unicode.push(name),
            }
        }
        env
    }
}
