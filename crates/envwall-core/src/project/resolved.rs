//! A resolved variable.

use super::json_leaves::secret_leaves;
use super::manifest::{Class, Phase};
use super::origin::Origin;
use crate::classify::names::names_secret;
use crate::classify::values::secret_kind;
use crate::{SecretValue, ValueType};

/// What decided a variable's class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DecidedBy {
    /// A table of the manifest.
    Table,
    /// A rule of the manifest.
    Rule,
    /// The framework's public prefix.
    Prefix,
    /// The framework's list of names that it makes public.
    Name,
    /// Nothing: server-only by default.
    Default,
}

/// A variable of the project with everything that is known about it.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// Its name.
    pub name: String,
    /// Who may get it.
    pub class: Class,
    /// What decided the class.
    pub decided_by: DecidedBy,
    /// Whether the value must stay secret.
    pub sensitive: bool,
    /// When a server variable is needed.
    pub phase: Phase,
    /// Its type.
    pub value_type: ValueType,
    /// Its value, if it has one.
    pub value: Option<SecretValue>,
    /// Where the value came from.
    pub origin: Option<Origin>,
    /// Every other text that some tool may read as the value.
    pub readings: Vec<SecretValue>,
}

impl Resolved {
    /// Whether its name or its value says that it is a secret.
    pub fn says_secret(&self) -> bool {
        let of_a_kind = |value: &SecretValue| secret_kind(value.expose()).is_some();
        names_secret(&self.name) || self.value.as_ref().is_some_and(of_a_kind)
    }

    /// Every possible value, without surrounding white space.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let values = self.value.iter().chain(&self.readings);
        values.map(|value| value.expose().trim())
    }

    /// The leaves of JSON values that are secrets by themselves.
    pub(crate) fn secret_leaves(&self) -> impl Iterator<Item = String> {
        self.texts().flat_map(|text| secret_leaves(&self.name, text))
    }
}
