//! A file of the output as reports and receipts name it.

use serde::{Deserialize, Serialize};

/// A file that was scanned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Artifact {
    /// Relative to the project, with forward slashes.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of it in hex digits, where [`Guard::digests`](crate::Guard::digests) asks for it.
    #[serde(rename = "sha256")]
    pub digest: Option<String>,
    /// The peelers that looked into it or into something inside it, by name.
    pub peelers: Vec<String>,
}
