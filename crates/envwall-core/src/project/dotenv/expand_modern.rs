//! Expansion by `dotenv-expand` 12 and 13, which Vite bundles, and 1000: one merged map, in its
//! order, from the first reference to the last. Commands, which version 1000 runs, are kept as text.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::budget::{Budget, Exceeded, replace, without_escapes};
use super::entry::{Entry, Reading};
use super::evaluation::{At, Evaluation, Merged, References, Texts, Variable, with_indirect};
use super::text::{is_word, key_order, skip};

/// The version, and how it is called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// 13, called by Vite 8.
    Vite,
    /// The same code (11 and 12), called by Vite 5 to 7, whose parser keeps the order of names.
    Vite7,
    /// 1000, with the result of `dotenv.parse`.
    Parsed,
    /// 1000, with the result of `dotenv.config`, which has written the unexpanded values to the
    /// process environment.
    Configured,
}

/// Evaluates files, lowest precedence first.
pub(super) fn evaluate(files: &[&Reading], process: &Texts, version: Version) -> Evaluation {
    let merged = version.merge(files);
    let mut state = State::new(version, &merged, process);
    for name in key_order(merged.order.iter().copied()) {
        let (at, entry) = merged.entries[name];
        state.variable(at, entry, process);
    }
    state.out
}

impl Version {
    fn merge<'a>(self, files: &[&'a Reading]) -> Merged<'a> {
        match self {
            // Node's parser returns names in sorted order
            Self::Vite => Merged::of_files(files, |file| key_order(file.entries.keys().copied())),
            Self::Vite7 => Merged::of_files(files, |file| key_order(file.order.iter().copied())),
            Self::Parsed | Self::Configured => Self::downwards(files),
        }
    }

    /// Highest precedence first, as `dotenv.populate` does.
    fn downwards<'a>(files: &[&'a Reading]) -> Merged<'a> {
        let mut merged = Merged::default();
        for (at, file) in files.iter().enumerate().rev() {
            let file = Merged::of_file(at, file);
            let names = key_order(file.order.iter().copied());
            let new: Vec<_> =
                names.into_iter().filter(|name| !merged.entries.contains_key(name)).collect();
            for name in new {
                merged.insert_found(&file, name);
            }
        }
        merged
    }

    /// Whether Vite calls it.
    fn is_vite(self) -> bool {
        matches!(self, Self::Vite | Self::Vite7)
    }
}

struct State<'a> {
    version: Version,
    /// The process environment as expansion sees it.
    env: Texts,
    /// Vite: every value, expanded so far; 1000: only the values that are expanded already.
    running: Texts,
    raw: BTreeMap<&'a str, &'a str>,
    references: BTreeMap<String, BTreeSet<String>>,
    budget: Budget,
    out: Evaluation,
}

impl<'a> State<'a> {
    fn new(version: Version, merged: &Merged<'a>, process: &Texts) -> Self {
        let raw: BTreeMap<_, _> = merged.texts().collect();
        let owned = || raw.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut env = process.clone();
        let mut running = Texts::new();
        if version.is_vite() {
            running = owned().collect();
            add_vites_own(&mut env, &raw);
        }
        if version == Version::Configured {
            for (name, value) in owned() {
                env.entry(name).or_insert(value);
            }
        }
        let references = BTreeMap::new();
        Self {
            version,
            env,
            running,
            raw,
            references,
            budget: Budget::default(),
            out: Evaluation::default(),
        }
    }

    fn variable(&mut self, at: At, entry: &Entry, process: &Texts) {
        let name = entry.name.as_str();
        let (value, met) = self.expand(at, &entry.value);
        let References { used, unset } = met;
        let references = with_indirect(used, &self.references);
        let set = self.env.get(name).filter(|set| !set.is_empty() && **set != entry.value);
        let text = set.map_or_else(|| value.clone(), |set| without_escapes(set));
        self.references.insert(name.to_owned(), references.clone());
        self.running.insert(name.to_owned(), text.clone());
        let process = process.get(name).map(|own| match self.version {
            Version::Vite | Version::Vite7 => own.clone(),
            Version::Parsed | Version::Configured => text,
        });
        self.out
            .variables
            .insert(name.to_owned(), Variable { at, value, process, references, unset });
    }

    /// The expanded value, or the original one if expansion exceeds the budget.
    fn expand(&mut self, at: At, value: &str) -> (String, References) {
        self.budget.next_value();
        let mut budget = std::mem::take(&mut self.budget);
        let mut met = References::default();
        let expanded = self.interpolate(value, &mut met, &mut budget);
        self.budget = budget;
        match expanded {
            Ok(text) => (without_escapes(&text), met),
            Err(why) => {
                self.out.exceeded.push((at, why));
                (value.to_owned(), met.of_unexpanded(why))
            }
        }
    }

    fn interpolate(
        &self,
        value: &str,
        met: &mut References,
        budget: &mut Budget,
    ) -> Result<String, Exceeded> {
        let mut text = value.to_owned();
        let mut seen = HashSet::new();
        while let Some(reference) = Reference::first(&text) {
            if self.version.is_vite() {
                seen.insert(text.clone());
            }
            let (with, used) = match self.version {
                Version::Vite | Version::Vite7 => self.vite_value(&reference, &seen),
                Version::Parsed | Version::Configured => self.value(&reference),
            };
            if used {
                met.used.insert(reference.name.to_owned());
            } else if reference.operator == NONE && self.lookup(reference.name).is_none() {
                met.unset.insert(reference.name.to_owned());
            }
            let name = reference.name.to_owned();
            text = replace(&text, reference.whole, with, budget)?;
            if self.is_end(&name, &text) {
                break;
            }
        }
        Ok(text)
    }

    /// Both versions stop when the text is a variable's whole value.
    fn is_end(&self, name: &str, text: &str) -> bool {
        let known = match self.version {
            Version::Vite | Version::Vite7 => self.running.get(name).map(String::as_str),
            Version::Parsed | Version::Configured => self.lookup(name),
        };
        known == Some(text)
    }

    fn lookup(&self, name: &str) -> Option<&str> {
        let running = self.running.get(name);
        let env = self.env.get(name).filter(|set| {
            // 1000 takes an expanded variable from the environment
            self.version.is_vite() || running.is_none() || self.raw.get(name) != Some(&set.as_str())
        });
        env.or(running).map(String::as_str)
    }

    /// The replacement of a reference in version 13, and whether it is the variable's value.
    fn vite_value<'b>(
        &'b self,
        reference: &Reference<'b>,
        seen: &HashSet<String>,
    ) -> (&'b str, bool) {
        let known = self.lookup(reference.name).filter(|text| !text.is_empty());
        match (reference.operator, known) {
            (":+" | "+", Some(_)) => (reference.operand, false),
            (":+" | "+", None) => ("", false),
            (_, Some(text)) if !seen.contains(text) => (text, true),
            _ => (reference.operand, false),
        }
    }

    /// The same in version 1000, which distinguishes unset from empty.
    fn value<'b>(&'b self, reference: &Reference<'b>) -> (&'b str, bool) {
        let set = self.lookup(reference.name);
        let known = set.filter(|text| !text.is_empty());
        let of = |text: Option<&'b str>, or| (text.unwrap_or(or), text.is_some());
        match reference.operator {
            ":-" => of(known, reference.operand),
            "-" => of(set, reference.operand),
            ":+" => (known.map_or("", |_| reference.operand), false),
            "+" => (set.map_or("", |_| reference.operand), false),
            _ => of(known, ""),
        }
    }
}

/// Vite copies three variables of the files to its own process before it expands.
pub(super) fn add_vites_own(env: &mut Texts, raw: &BTreeMap<&str, &str>) {
    let own = [
        ("NODE_ENV", "VITE_USER_NODE_ENV"),
        ("BROWSER", "BROWSER"),
        ("BROWSER_ARGS", "BROWSER_ARGS"),
    ];
    for (from, to) in own {
        if let Some(value) = raw.get(from).filter(|value| !value.is_empty()) {
            env.entry(to.to_owned()).or_insert_with(|| (*value).to_owned());
        }
    }
}

/// Without an operator the tools split by JavaScript's `null`, which becomes the word "null".
const NONE: &str = "null";

/// `$NAME` or `${NAME}`, the latter with an optional operator.
struct Reference<'a> {
    whole: &'a str,
    name: &'a str,
    operator: &'static str,
    operand: &'a str,
}

impl<'a> Reference<'a> {
    fn first(text: &'a str) -> Option<Self> {
        let free = |at: &usize| !text[..*at].ends_with('\\');
        let mut dollars = text.match_indices('$').map(|(at, _)| at).filter(free);
        dollars.find_map(|at| Self::in_braces(text, at).or_else(|| Self::bare(text, at)))
    }

    fn in_braces(text: &'a str, at: usize) -> Option<Self> {
        let body = text[at + 1..].strip_prefix('{')?;
        let end = body.find(['{', '}']).filter(|end| *end > 0 && body[*end..].starts_with('}'))?;
        let expression = &body[..end];
        let operator = operator(expression).unwrap_or(NONE);
        let (name, operand) = expression.split_once(operator).unwrap_or((expression, ""));
        Some(Self { whole: &text[at..at + 3 + end], name, operator, operand })
    }

    fn bare(text: &'a str, at: usize) -> Option<Self> {
        let end = skip(text, at + 1, is_word);
        let name = &text[at + 1..end];
        let letter = name.starts_with(|char: char| !char.is_ascii_digit());
        letter.then(|| {
            let (name, operand) = name.split_once(NONE).unwrap_or((name, ""));
            Self { whole: &text[at..end], name, operator: NONE, operand }
        })
    }
}

/// The first operator in an expression.
fn operator(expression: &str) -> Option<&'static str> {
    let at = expression.find(['-', '+'])?;
    let colon = expression[..at].ends_with(':');
    Some(match (colon, expression[at..].starts_with('-')) {
        (true, true) => ":-",
        (true, false) => ":+",
        (false, true) => "-",
        (false, false) => "+",
    })
}
