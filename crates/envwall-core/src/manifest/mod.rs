//! `envwall.toml`: parsed, checked, with every error of the file in one go.
//!
//! | module | holds |
//! |---|---|
//! | `raw` | what is written: the types that serde reads and the JSON Schema is made from |
//! | `read` | TOML to `raw`, past every error |
//! | `validate` | `raw` to [`Manifest`]: what the kinds of values alone do not say |
//! | `constraints` | a variable's keys to its [`ValueType`] |
//! | `inline`, `schema` | `schema` of JSON: as it is written, and as it is understood |
//! | `generate` | the files that are generated |
//! | `hidden` | what of the text must not be shown |
//! | `written` | what a declaration writes down |

mod at;
mod constraints;
mod generate;
mod hidden;
mod inline;
mod raw;
mod read;
mod scalar;
mod schema;
#[cfg(test)]
mod schema_tests;
#[cfg(test)]
mod tests;
mod validate;
mod variable;
mod written;

use std::collections::BTreeMap;
use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};

pub use self::generate::{Generate, Target};
use self::hidden::Hidden;
pub use self::raw::{ClientMode, Phase};
pub(crate) use self::written::{Place, Written};
use crate::diagnostic::{Finding, Location};
use crate::source::{SourceFile, Span};
use crate::{Date, SecretValue, ValueType};

/// The name that is looked for in a project's folder.
pub const FILE_NAME: &str = "envwall.toml";

/// Who may have a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Class {
    /// Given to the client.
    Public,
    /// Never given to the client.
    Server,
}

/// A checked manifest.
#[derive(Debug, Clone)]
pub struct Manifest {
    source: SourceFile,
    hidden: Hidden,
    /// The framework's id, where the manifest names one.
    pub framework: Option<Spot<String>>,
    /// Globs of what browsers can fetch; `None` leaves it to the framework.
    pub include: Option<Vec<String>>,
    /// Globs of what browsers cannot fetch among that.
    pub exclude: Vec<String>,
    /// What is generated, and where to.
    pub generate: Generate,
    /// Files of schemas that it names, relative to it.
    pub schema_files: Vec<String>,
    variables: Vec<Variable>,
    environments: BTreeMap<String, Vec<Variable>>,
    /// Class by name pattern, in the order written; the last that matches wins.
    pub rules: Vec<Rule>,
    /// Reviewed exceptions.
    pub waivers: Vec<Waiver>,
}

/// A value and its span in the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot<T> {
    /// The value.
    pub value: T,
    /// Bytes of the manifest.
    pub span: Span,
}

/// What the manifest says of one variable.
#[derive(Debug, Clone)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// The name's bytes in the manifest.
    pub span: Span,
    /// Who may have it.
    pub class: Class,
    /// Type and constraints.
    pub value_type: ValueType,
    /// What it is for.
    pub description: Option<String>,
    /// The value when nothing else gives one, with its place in the manifest.
    pub default: Option<Spot<SecretValue>>,
    /// Whether a missing value is an error.
    pub required: bool,
    /// Whether nobody outside may see the value. A public variable never is.
    pub sensitive: bool,
    /// When a server variable is needed.
    pub phase: Phase,
    /// Where the value is kept: `aws-ssm:/prod/shop/stripe-key`.
    pub from: Option<Spot<String>>,
    /// How often the value has to be changed.
    pub rotation: Option<Rotation>,
    /// What its declaration writes down.
    pub(crate) written: Written,
}

/// How often a value has to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// Days between changes.
    pub every_days: i64,
    /// The day of the last change, where the manifest says.
    pub last: Option<Date>,
    /// Who issues the value.
    pub issuer: Option<String>,
    /// The bytes of `rotate` in the manifest.
    pub span: Span,
}

/// Class by name pattern.
#[derive(Debug, Clone)]
pub struct Rule {
    /// The class of names that match.
    pub class: Class,
    /// The pattern.
    pub pattern: GlobMatcher,
}

/// A reviewed exception.
#[derive(Debug, Clone)]
pub struct Waiver {
    /// What it excuses.
    pub scope: WaiverScope,
    /// Why.
    pub reason: String,
    /// The day from which it no longer holds.
    pub expires: Option<Date>,
    /// Its bytes in the manifest.
    pub span: Span,
}

/// What a waiver excuses.
#[derive(Debug, Clone)]
pub enum WaiverScope {
    /// One finding.
    Fingerprint(String),
    /// One variable in the artifacts that a glob matches.
    Place {
        /// The variable's name.
        variable: String,
        /// Glob of artifacts.
        path: GlobMatcher,
    },
}

/// What came of reading a manifest.
#[derive(Debug)]
pub struct Parsed {
    /// What is right in it; to be used only when no finding is an error.
    pub manifest: Manifest,
    /// Everything that is wrong with it.
    pub findings: Vec<Finding>,
}

impl Manifest {
    /// Reads and checks a manifest that names no file of a schema.
    ///
    /// ```
    /// use envwall_core::manifest::Manifest;
    /// use envwall_core::source::SourceFile;
    ///
    /// let text = "[public]\nVITE_ZOOM = { type = \"int\", mim = 0 }\n[server]\nKEY = \"strng\"\n";
    /// let parsed = Manifest::parse(&SourceFile::new("envwall.toml", text));
    /// let messages: Vec<_> = parsed.findings.iter().map(|found| &*found.message).collect();
    /// assert_eq!(messages, ["unknown key `mim`", "`strng` is not known here"]);
    /// ```
    pub fn parse(source: &SourceFile) -> Parsed {
        Self::parse_at(source, None)
    }

    /// The same for the manifest of a folder, in which the files of its schemas are.
    pub fn parse_in(source: &SourceFile, folder: &Path) -> Parsed {
        Self::parse_at(source, Some(folder))
    }

    fn parse_at(source: &SourceFile, folder: Option<&Path>) -> Parsed {
        let read::Read { raw, mut findings, hidden } = read::read(source);
        let manifest = validate::validate(source, folder, hidden, &raw, &mut findings);
        findings.sort_by(Finding::report_order);
        // an environment repeats what is wrong with the variable it changes
        findings.dedup();
        Parsed { manifest, findings }
    }

    /// The declared variables as one environment has them, in the order written.
    pub fn variables(&self, environment: &str) -> impl Iterator<Item = &Variable> {
        let changed = self.environments.get(environment).map_or(&[][..], Vec::as_slice);
        self.variables.iter().map(|variable| {
            changed.iter().find(|other| other.name == variable.name).unwrap_or(variable)
        })
    }

    /// The environments that the manifest names.
    pub fn environments(&self) -> impl Iterator<Item = &str> {
        self.environments.keys().map(String::as_str)
    }

    /// A place in the manifest, with nothing sensitive in its excerpt.
    pub fn location(&self, span: &Span) -> Location {
        self.hidden.location(&self.source, span)
    }

    /// The manifest's name for people.
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// The class that the rules give a name.
    pub fn class_by_rule(&self, name: &str) -> Option<Class> {
        self.rules.iter().rev().find(|rule| rule.pattern.is_match(name)).map(|rule| rule.class)
    }
}

/// A glob over paths with forward slashes: `*` stays within a folder, `**` does not, and `.` at
/// the start of a name is nothing special.
///
/// # Errors
/// When the pattern is no glob; the message names what is wrong with it.
pub fn path_glob(pattern: &str) -> Result<GlobMatcher, globset::Error> {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    let glob = GlobBuilder::new(pattern).literal_separator(true).empty_alternates(true).build()?;
    Ok(glob.compile_matcher())
}

/// The JSON Schema of the manifest, for editors.
#[cfg(feature = "schema")]
pub fn json_schema() -> serde_json::Value {
    let mut schema = schemars::schema_for!(raw::RawManifest);
    schema.insert("$id".to_owned(), "envwall.schema.json".into());
    schema.into()
}
