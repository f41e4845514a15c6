//! How certain it is that a value is a secret.

use serde::Serialize;

/// Why a variable's value counts as a secret, the most certain reason first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The manifest says so.
    Declared,
    /// The value has a format that only secrets have.
    Format,
    /// The variable's name says so.
    Name,
    /// The value is random, and nothing explains it.
    Random,
}
