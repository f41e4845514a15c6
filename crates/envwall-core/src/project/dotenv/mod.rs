//! `.env` files as each tool reads them.
//!
//! There is no single dialect: each tool reads quotes, comments, line breaks and `$` differently
//! (the table test over `tests/dotenv/cases.json` shows how much). So a file is read in every
//! dialect: the framework's own gives the value, and every other reading counts as a secret too,
//! since a tool that reads it can leak it.
//!
//! | module | does |
//! |---|---|
//! | `regexp`, `node`, `lines`, `rust` | the grammars: text to entries |
//! | `expand_next`, `expand_modern`, `expand_matches` | entries of all files to values |
//! | `encrypted` | values that dotenvx encrypted |
//! | `pem`, `place` | keys without quotes, and what may be shown of a line |
//! | `report`, `cuts` | findings: what cannot be read, and what is read otherwise than it looks |
//!
//! Commands in values are never run. Values that `dotenvx` encrypted are opened if their keys are known.

mod budget;
mod cuts;
mod dialect;
mod encrypted;
mod entry;
mod evaluation;
mod expand_matches;
mod expand_modern;
mod expand_next;
mod file;
mod lines;
mod node;
mod pem;
mod place;
mod regexp;
mod report;
mod rust;
mod shell;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub use dialect::Dialect;
pub use encrypted::DotenvxKeys;

use crate::SecretValue;
use crate::diagnostic::{Code, Finding, Location};
use crate::project::origin::Origin;
use crate::project::process::ProcessEnv;
use crate::source::{SourceFile, Span};
use evaluation::{Texts, Variable};
use file::Files;

/// The contents of environment files.
#[derive(Debug)]
pub struct Loaded {
    /// The variables that the dialect reads, by name.
    pub assignments: Vec<Assignment>,
    /// What is wrong with the files, without any value.
    pub findings: Vec<Finding>,
    /// Where the dialect cuts or changes a value, or refers to a variable that nothing sets.
    pub cuts: Vec<Finding>,
}

/// A variable that environment files set.
#[derive(Clone)]
pub struct Assignment {
    /// The variable.
    pub name: String,
    /// Its value as the dialect reads it, expanded, as if the process did not set the variable.
    pub value: SecretValue,
    /// What the tool itself turns the process's value into, if the process sets the variable: Next
    /// expands it once more.
    pub process_value: Option<SecretValue>,
    /// Every other text that some tool may read as the value: other dialects, the text before
    /// expansion, other assignments of the same name, lines of a key without quotes.
    pub readings: Vec<SecretValue>,
    /// The variables whose values are part of `value`, directly or indirectly.
    pub references: BTreeSet<String>,
    /// The file and line of the assignment that takes effect.
    pub origin: Origin,
    source: SourceFile,
    name_span: Span,
    masked: Span,
}

impl Assignment {
    /// The place of the assignment, with its value masked.
    pub fn location(&self) -> Location {
        Location::masked(&self.source, &self.name_span, std::slice::from_ref(&self.masked))
    }
}

impl fmt::Debug for Assignment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Assignment");
        out.field("name", &self.name).field("origin", &self.origin);
        out.field("references", &self.references).finish_non_exhaustive()
    }
}

/// Reads environment files, given lowest precedence first, as a tool does.
///
/// `alternatives` are other dialects in use: a value that they read differently is a warning. As in
/// each tool, `$NAME` may refer to the process environment; only `dotenvy` uses the environment of
/// the running process instead of `process`. Values that dotenvx encrypted are opened with `keys`
/// before references are expanded, except in the `Rust` dialect.
///
/// ```
/// use envwall_core::dotenv::{Dialect, DotenvxKeys, load};
/// use envwall_core::{ProcessEnv, source::SourceFile};
/// let files = [SourceFile::new(".env", "HOST=db\nURL=postgres://$HOST/app\n")];
/// let loaded = load(&files, Dialect::Next, &[], &ProcessEnv::empty(), &DotenvxKeys::none());
/// assert_eq!(loaded.assignments[1].value.expose(), "postgres://db/app");
/// assert!(loaded.assignments[1].references.contains("HOST"));
/// ```
pub fn load(
    files: &[SourceFile],
    dialect: Dialect,
    alternatives: &[Dialect],
    process: &ProcessEnv,
    keys: &DotenvxKeys,
) -> Loaded {
    let process: Texts =
        process.iter().map(|(name, value)| (name.to_owned(), value.expose().to_owned())).collect();
    let files = Files::read(files, &process, keys);
    let readings = files.all_readings();
    let variables = &files.evaluation(dialect).variables;
    let assignments = variables
        .iter()
        .filter(|(_, variable)| files.is_shown(dialect, variable.at))
        .map(|(name, variable)| assignment(&files, dialect, name, variable, &readings))
        .collect();
    let findings = report::findings(&files, dialect, alternatives);
    let differing = findings.iter().filter(|finding| finding.code == Code::DialectsDiffer);
    let differing = differing.filter_map(|finding| finding.variable.as_deref()).collect();
    let cuts = cuts::cuts(&files, dialect, &process, &differing);
    Loaded { assignments, findings, cuts }
}

fn assignment(
    files: &Files,
    dialect: Dialect,
    name: &str,
    variable: &Variable,
    readings: &BTreeMap<&str, BTreeSet<&str>>,
) -> Assignment {
    let (file, entry) = files.entry(dialect, variable.at);
    let others = readings.get(name).into_iter().flatten();
    let others = others.filter(|text| **text != variable.value && !text.is_empty());
    let line = file.places.line(entry.name_span.start);
    Assignment {
        name: name.to_owned(),
        value: SecretValue::from(variable.value.as_str()),
        process_value: variable.process.as_deref().map(SecretValue::from),
        readings: others.map(|text| SecretValue::from(*text)).collect(),
        references: variable.references.clone(),
        origin: Origin::File { file: file.source.name().to_owned(), line },
        source: file.source.clone(),
        name_span: entry.name_span.clone(),
        masked: file.places.masked(&file.source, entry.name_span.start),
    }
}
