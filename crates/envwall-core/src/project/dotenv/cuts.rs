//! Where the dialect in force makes less of a value than its line shows: an unquoted `#` that starts
//! a comment, blanks at the end, a `$` that vanishes, and references to variables that nothing sets.
//!
//! Only what is a trap is reported: `# ` with blanks on both sides is how people write comments.

use std::collections::BTreeSet;

use super::dialect::Dialect;
use super::entry::Entry;
use super::evaluation::{At, Texts, Variable};
use super::file::Files;
use super::shell::{Scan, scan};
use super::text::is_word;
use crate::classify::platform::{is_credential, set_by};
use crate::diagnostic::{Code, Finding};

/// Maximum number of findings; nobody reads more.
const MAX: usize = 50;

/// At most one finding for each variable. `reported` are the variables about which there is a finding
/// that tools differ: for a `#` or blanks, that says it.
pub(super) fn cuts(
    files: &Files,
    dialect: Dialect,
    process: &Texts,
    reported: &BTreeSet<&str>,
) -> Vec<Finding> {
    let variables = &files.evaluation(dialect).variables;
    // what a platform or npm sets may well be absent here
    let is_set = |name: &str| {
        process.contains_key(name)
            || variables.contains_key(name)
            || set_by(name).is_some()
            || is_credential(name)
    };
    let endless: Vec<At> = files.endless(dialect).collect();
    let readable = |variable: &Variable| {
        files.is_shown(dialect, variable.at) && !endless.contains(&variable.at)
    };
    let mut out = Vec::new();
    for (name, variable) in variables.iter().filter(|(_, variable)| readable(variable)) {
        let (file, entry) = files.entry(dialect, variable.at);
        let line = Line { dialect, name, variable, entry, source: file.source.text() };
        let other = || (!reported.contains(name.as_str())).then(|| line.cut()).flatten();
        let Some(cut) = line.unset_reference(is_set).or_else(other) else { continue };
        let finding = cut.finding.variable(name.as_str());
        out.push(finding.at(file.places.location(&file.source, &(cut.at..cut.at))));
    }
    out.truncate(MAX);
    out
}

/// What is cut, and where.
struct Cut {
    at: usize,
    finding: Finding,
}

impl Cut {
    fn new(at: usize, message: String, help: &'static str) -> Self {
        Self { at, finding: Finding::new(Code::ValueCut, message).help(help) }
    }
}

/// The assignment of a variable.
struct Line<'a> {
    dialect: Dialect,
    name: &'a str,
    variable: &'a Variable,
    entry: &'a Entry,
    source: &'a str,
}

impl<'a> Line<'a> {
    /// A reference to a variable that nothing sets. Its name may be a piece of a password, so it is
    /// not shown.
    fn unset_reference(&self, is_set: impl Fn(&str) -> bool) -> Option<Cut> {
        let unset = self.variable.unset.iter().filter(|name| !name.is_empty() && !is_set(name));
        let place = |name: &String| {
            let place = |reference: String| self.written().find(&reference);
            place(format!("${name}")).or_else(|| place(format!("${{{name}")))
        };
        let keeps = self.dialect == Dialect::Nuxt;
        // Nuxt leaves the text as it is, which is right for a password
        let likely = unset.filter(|name| !keeps || is_constant(name));
        let at = self.entry.value_span.start + likely.filter_map(place).min()?;
        let (tool, name) = (self.dialect, self.name);
        let effect = if keeps { "keeps it as text" } else { "leaves it out" };
        let message = format!("nothing sets what a `$` in `{name}` refers to, so {tool} {effect}");
        let help = match self.dialect {
            Dialect::Rust => "set that variable, or put single quotes around a literal `$`",
            _ => "set that variable, or write each literal `$` as `\\$`",
        };
        Some(Cut { at, finding: Finding::new(Code::UnsetReference, message).help(help) })
    }

    fn cut(&self) -> Option<Cut> {
        if self.entry.open_quote.is_some() {
            return None;
        }
        self.later_line()
            .or_else(|| self.comment())
            .or_else(|| self.after_quote())
            .or_else(|| self.blanks())
            .or_else(|| self.dollar())
    }

    /// White space around the separator may cross lines.
    fn later_line(&self) -> Option<Cut> {
        let (name, value) = (self.entry.name_span.end, self.entry.value_span.start);
        let between = self.source.get(name..value)?;
        (between.contains('\n') && !self.written().is_empty()).then(|| {
            let (tool, variable) = (self.dialect, self.name);
            let message = format!("{tool} takes the value of `{variable}` from a later line");
            let help = "write NAME=value on one line; nothing after `=` is an empty value";
            Cut::new(name, message, help)
        })
    }

    /// An unquoted `#` that may well belong to the value.
    fn comment(&self) -> Option<Cut> {
        let (start, rest) = self.rest();
        let text = rest.trim_start();
        let after = text.strip_prefix('#').filter(|_| !self.entry.quoted)?;
        let (glued, prose) = (text.len() == rest.len(), is_prose(after));
        let is_cut = match self.written().is_empty() {
            true => glued && !prose,
            false => glued || !prose,
        };
        is_cut.then(|| {
            let message = format!("{} ends the value of `{}` before the `#`", self.dialect, self.name);
            let help = "put single quotes around a value with `#`; put blanks around the `#` of a \
                        comment";
            Cut::new(start + (rest.len() - text.len()), message, help)
        })
    }

    /// Node's parser ignores what follows the closing quote.
    fn after_quote(&self) -> Option<Cut> {
        let (start, rest) = self.rest();
        let text = rest.trim();
        let is_cut = self.entry.quoted && !text.is_empty() && !text.starts_with('#');
        is_cut.then(|| {
            let (tool, name) = (self.dialect, self.name);
            let message = format!("{tool} ignores what follows the closing quote of `{name}`");
            let help = "put quotes that the value does not contain around all of it";
            Cut::new(start, message, help)
        })
    }

    fn blanks(&self) -> Option<Cut> {
        let (start, rest) = self.rest();
        let only_blanks = !rest.is_empty() && rest.trim().is_empty();
        (only_blanks && !self.entry.quoted && !self.written().is_empty()).then(|| {
            let (tool, name) = (self.dialect, self.name);
            let message = format!("{tool} removes the blanks at the end of `{name}`");
            let help = "delete them, or put quotes around a value that ends with a blank";
            Cut::new(start, message, help)
        })
    }

    /// A `$` that no variable's value replaces, and that is lost all the same.
    fn dollar(&self) -> Option<Cut> {
        let raw = self.entry.value.as_str();
        let Variable { value, references, unset, .. } = self.variable;
        let lost = match self.dialect {
            Dialect::Rust => unset.contains(""),
            _ => {
                references.is_empty() && unset.is_empty() && *value != raw.replace("\\$", "$")
            }
        };
        lost.then(|| {
            let at = self.entry.value_span.start + self.written().find('$').unwrap_or_default();
            let message = format!("{} changes a literal `$` in `{}`", self.dialect, self.name);
            Cut::new(at, message, "write each literal `$` as `\\$`")
        })
    }

    /// The value as it is in the file, without a comment.
    fn written(&self) -> &'a str {
        let text = &self.source[self.entry.value_span.clone()];
        match (self.dialect, scan(text)) {
            (Dialect::Rust, Scan { comment: Some(comment), .. }) => text[..comment].trim_end(),
            _ => text,
        }
    }

    /// What follows the value on its line, and where that starts.
    fn rest(&self) -> (usize, &'a str) {
        let written = self.written();
        let after_name = &self.source[self.entry.name_span.end..];
        let start = match after_name.find(['=', ':', '\n']).filter(|_| written.is_empty()) {
            Some(separator) => self.entry.name_span.end + separator + 1,
            None => self.entry.value_span.start + written.len(),
        };
        let rest = &self.source[start..];
        (start, rest.split(['\n', '\r']).next().unwrap_or_default())
    }
}

/// Whether the text after `#` looks like a comment: people put a blank before its words, or repeat
/// the sign.
fn is_prose(after: &str) -> bool {
    after.starts_with(|char: char| char.is_whitespace() || "#!-=*".contains(char)) || after.is_empty()
}

/// Whether this looks like a variable's name and not like the end of a password.
fn is_constant(name: &str) -> bool {
    let fits = |char: char| is_word(char) && !char.is_ascii_lowercase();
    name.len() > 2 && name.chars().all(fits) && !name.starts_with(|char: char| char.is_ascii_digit())
}
