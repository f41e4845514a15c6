//! A resolved variable.

use super::json_leaves::secret_leaves;
use super::manifest::{Class, Phase};
use super::origin::Origin;
use super::taken::Taken;
use crate::classify::shape::reference;
use crate::classify::{Classification, Kind};
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
    /// What it is by its name and value, where nobody said what it is.
    pub classification: Option<Classification>,
    /// Why it is the project's, where only the process environment has it and nobody declared it.
    pub taken: Option<Taken>,
    /// Whether the value is what an outer `envwall run` gave in the place of the real one.
    pub is_placeholder: bool,
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
    /// Whether it is public by its prefix alone, and its name or value says that it is a secret.
    pub fn is_likely_secret(&self) -> bool {
        self.class == Class::Public && self.is(Kind::Secret)
    }

    /// Whether its value is random, and nothing says what it is.
    pub fn is_unexplained(&self) -> bool {
        self.class == Class::Server && self.is(Kind::Random)
    }

    /// Whether nobody declared it, and neither its name nor its value says that it is a secret.
    pub fn is_harmless(&self) -> bool {
        let harmless = [Kind::PublicId, Kind::Address, Kind::Text, Kind::Setting];
        self.class == Class::Server && harmless.iter().any(|kind| self.is(*kind))
    }

    /// What it is instead of a value, such as `a 1Password reference`.
    pub fn reference(&self) -> Option<&'static str> {
        self.value.as_ref().and_then(|value| reference(value.expose().trim()))
    }

    fn is(&self, kind: Kind) -> bool {
        self.classification.as_ref().is_some_and(|it| it.kind == kind)
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
