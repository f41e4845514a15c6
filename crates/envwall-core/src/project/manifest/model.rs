//! A checked manifest.

use std::collections::BTreeMap;

use globset::GlobMatcher;

use super::declared_in_place::InPlace;
use super::generate::Generate;
use super::hidden::Hidden;
use super::raw::{FromProcess, Phase};
use super::spot::Spot;
use crate::diagnostic::Location;
use crate::source::{SourceFile, Span};
use crate::{Date, SecretValue, ValueType};

/// Who may get a variable.
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
    pub(super) source: SourceFile,
    pub(super) hidden: Hidden,
    /// The framework's id, if the manifest sets one.
    pub framework: Option<Spot<String>>,
    /// Globs of what browsers can fetch; `None` means the framework's.
    pub include: Option<Vec<String>>,
    /// Globs of exceptions that browsers cannot fetch.
    pub exclude: Vec<String>,
    /// Where values come from besides the `.env` files.
    pub sources: Sources,
    /// Globs of output that nobody publishes.
    pub not_deployed: Vec<String>,
    /// The files to generate.
    pub generate: Generate,
    /// The schema files that it refers to, relative to it.
    pub schema_files: Vec<String>,
    pub(super) variables: Vec<Variable>,
    pub(super) environments: BTreeMap<String, Vec<Variable>>,
    /// Class by name pattern, in the order written; the last match wins.
    pub rules: Vec<Rule>,
    /// Reviewed exceptions.
    pub waivers: Vec<Waiver>,
}

/// Where values come from besides the project's own `.env` files.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// More files whose values are searched for, relative to the manifest.
    pub files: Vec<String>,
    /// Globs of files that are not this project's.
    pub ignore: Vec<GlobMatcher>,
    /// Which undeclared variables of the process environment are the project's.
    pub process: FromProcess,
}

/// The declaration of a variable.
#[derive(Debug, Clone)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// The name's bytes in the manifest.
    pub span: Span,
    /// Who may get it.
    pub class: Class,
    /// Type and constraints.
    pub value_type: ValueType,
    /// What it is for.
    pub description: Option<String>,
    /// The value if nothing else sets one, with its place in the manifest.
    pub default: Option<Spot<SecretValue>>,
    /// Whether a missing value is an error.
    pub required: bool,
    /// Whether the value must stay secret. A public variable is never sensitive.
    pub sensitive: bool,
    /// When a server variable is needed.
    pub phase: Phase,
    /// Where the value is kept: `aws-ssm:/prod/shop/stripe-key`.
    pub from: Option<Spot<String>>,
    /// How often the value must be rotated.
    pub rotation: Option<Rotation>,
    /// The texts in its declaration.
    pub(crate) in_place: InPlace,
}

/// How often a value must be rotated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// Days between rotations.
    pub every_days: i64,
    /// The day of the last rotation, if the manifest has it.
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
    /// The reason for the exception.
    pub reason: String,
    /// The day on which it expires.
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

impl Manifest {
    /// The declared variables of an environment, in the order written.
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

    /// A place in the manifest, without anything sensitive in its excerpt.
    pub fn location(&self, span: &Span) -> Location {
        self.hidden.location(&self.source, span)
    }

    /// The display name of the manifest.
    pub fn name(&self) -> &str {
        self.source.name()
    }

    /// The class of a name by the rules.
    pub fn class_by_rule(&self, name: &str) -> Option<Class> {
        self.rules.iter().rev().find(|rule| rule.pattern.is_match(name)).map(|rule| rule.class)
    }
}
