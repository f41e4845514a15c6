//! `envwall.toml`: parsed and checked, with all errors of the file at once.
//!
//! | module | holds |
//! |---|---|
//! | `raw` | the file as written: the types for serde and for the JSON Schema |
//! | `read` | TOML to `raw`, recovering from every error |
//! | `validate` | `raw` to [`Manifest`]: checks beyond the types of values |
//! | `constraints` | a variable's keys to its [`ValueType`](crate::ValueType) |
//! | `inline`, `schema` | `schema` of JSON: as written, and parsed |
//! | `generate` | the files to generate |
//! | `hidden` | which parts of the text must not be shown |
//! | `declared_in_place` | the texts in a declaration |
//! | `model`, `spot` | a checked manifest; a value with its place |

mod at;
mod constraints;
mod declared_in_place;
mod generate;
mod glob;
mod hidden;
mod inline;
mod model;
mod problem;
mod raw;
mod read;
mod scalar;
mod schema;
#[cfg(test)]
mod schema_tests;
mod spot;
#[cfg(test)]
mod tests;
mod validate;
mod variable;

use std::path::Path;

pub(crate) use self::declared_in_place::Place;
pub use self::generate::{Generate, Target};
pub use self::glob::path_glob;
pub use self::model::{Class, Manifest, Rotation, Rule, Sources, Variable, Waiver, WaiverScope};
pub use self::raw::{ClientMode, FromProcess, Phase};
pub use self::spot::Spot;
use crate::diagnostic::Finding;
use crate::source::SourceFile;

/// The name of the manifest in a project's folder.
pub const FILE_NAME: &str = "envwall.toml";

/// The result of reading a manifest.
#[derive(Debug)]
pub struct Parsed {
    /// Its valid part; usable only if no finding is an error.
    pub manifest: Manifest,
    /// Everything that is wrong with it.
    pub findings: Vec<Finding>,
}

impl Manifest {
    /// Reads and checks a manifest that does not refer to schema files.
    ///
    /// ```
    /// use envwall_core::manifest::Manifest;
    /// use envwall_core::source::SourceFile;
    ///
    /// let text = "[public]\nVITE_ZOOM = { type = \"int\", mim = 0 }\n[server]\nKEY = \"strng\"\n";
    /// let parsed = Manifest::parse(&SourceFile::new("envwall.toml", text));
    /// let messages: Vec<_> = parsed.findings.iter().map(|found| &*found.message).collect();
    /// assert_eq!(messages, ["unknown key `mim`", "unknown type `strng`"]);
    /// ```
    pub fn parse(source: &SourceFile) -> Parsed {
        Self::parse_at(source, None)
    }

    /// Reads and checks the manifest of a folder, with the schema files in it.
    pub fn parse_in(source: &SourceFile, folder: &Path) -> Parsed {
        Self::parse_at(source, Some(folder))
    }

    fn parse_at(source: &SourceFile, folder: Option<&Path>) -> Parsed {
        let read::Read { raw, mut findings, hidden } = read::read(source);
        let manifest = validate::validate(source, folder, hidden, &raw, &mut findings);
        findings.sort_by(Finding::report_order);
        // an environment repeats the problems of the variable that it changes
        findings.dedup();
        Parsed { manifest, findings }
    }
}

/// The JSON Schema of the manifest, for editors.
#[cfg(feature = "schema")]
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(raw::RawManifest);
    schema.insert("$id".to_owned(), "envwall.schema.json".into());
    schema.into()
}
