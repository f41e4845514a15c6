//! `.env` files as each tool reads them.
//!
//! There is no one dialect: quotes, comments, line breaks and `$` mean something else to each tool
//! (the table test over `tests/dotenv/cases.json` shows how much). So a file is read in every
//! dialect: the framework's own gives the value, and every other reading is a secret too, for a
//! tool that reads it so can leak it so.
//!
//! | module | does |
//! |---|---|
//! | `regexp`, `node`, `rust` | the three grammars: text to entries |
//! | `expand_next`, `expand_modern` | entries of all files to values |
//! | `pem`, `place` | what must not become a name, what may be shown |
//! | `report` | findings |
//!
//! Commands in values are never run, and values that `dotenvx` encrypted are left as they stand.

mod budget;
mod dialect;
mod entry;
mod evaluation;
mod expand_modern;
mod expand_next;
mod file;
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

use crate::diagnostic::{Finding, Location};
use crate::source::{SourceFile, Span};
use crate::{Origin, ProcessEnv, SecretValue};
use evaluation::{Texts, Variable};
use file::Files;

/// What environment files say.
#[derive(Debug)]
pub struct Loaded {
    /// The variables that the dialect reads, by name.
    pub assignments: Vec<Assignment>,
    /// What is wrong with the files. No value is in it.
    pub findings: Vec<Finding>,
}

/// A variable that environment files set.
#[derive(Clone)]
pub struct Assignment {
    /// The variable.
    pub name: String,
    /// Its value as the dialect reads it, expanded, as if the process did not set the variable.
    pub value: SecretValue,
    /// What the tool itself makes of the process's value, where the process sets the variable:
    /// Next expands it once more.
    pub process_value: Option<SecretValue>,
    /// Every other text that some tool may take for the value: other dialects, the text before
    /// expansion, other assignments of the same name, lines of a key without quotes.
    pub readings: Vec<SecretValue>,
    /// The variables whose values went into `value`, directly or through others.
    pub references: BTreeSet<String>,
    /// The assignment that counts: file and line.
    pub origin: Origin,
    source: SourceFile,
    name_span: Span,
    masked: Span,
}

impl Assignment {
    /// Where the assignment is, with its line as it may be shown.
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
/// `alternatives` are other dialects in use: what they read differently is a warning. The process
/// environment decides what `$NAME` means, as in each tool; `dotenvy` alone asks the environment
/// of the running process instead of `process`.
///
/// ```
/// use envwall_core::dotenv::{Dialect, load};
/// use envwall_core::{ProcessEnv, source::SourceFile};
/// let files = [SourceFile::new(".env", "HOST=db\nURL=postgres://$HOST/app\n")];
/// let loaded = load(&files, Dialect::Next, &[], &ProcessEnv::empty());
/// assert_eq!(loaded.assignments[1].value.expose(), "postgres://db/app");
/// assert!(loaded.assignments[1].references.contains("HOST"));
/// ```
pub fn load(
    files: &[SourceFile],
    dialect: Dialect,
    alternatives: &[Dialect],
    process: &ProcessEnv,
) -> Loaded {
    let process: Texts =
        process.iter().map(|(name, value)| (name.to_owned(), value.expose().to_owned())).collect();
    let files = Files::read(files, &process);
    let readings = files.all_readings();
    let variables = &files.evaluation(dialect).variables;
    let assignments = variables
        .iter()
        .filter(|(_, variable)| files.is_shown(dialect, variable.at))
        .map(|(name, variable)| assignment(&files, dialect, name, variable, &readings))
        .collect();
    Loaded { assignments, findings: report::findings(&files, dialect, alternatives) }
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
