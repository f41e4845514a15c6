//! The result of a dialect for all files together.

use std::collections::{BTreeMap, BTreeSet};

use super::budget::Exceeded;
use super::entry::{Entry, Reading};

/// Texts by name.
pub(super) type Texts = BTreeMap<String, String>;

/// The index of an entry: its file, and its position in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    pub(super) file: usize,
    pub(super) entry: usize,
}

/// A variable as one dialect reads it. There is no `Debug`, since it contains values.
pub(super) struct Variable {
    /// The assignment that takes effect.
    pub(super) at: At,
    /// Its value, expanded, as if the process did not set the variable.
    pub(super) value: String,
    /// What the tool turns the process's value into, if the process sets the variable.
    pub(super) process: Option<String>,
    /// The variables whose values are part of `value`.
    pub(super) references: BTreeSet<String>,
    /// The names that `value` refers to without a default and that had no value; an empty name is a
    /// `$` alone, which is removed.
    pub(super) unset: BTreeSet<String>,
}

/// The names that the expansion of one value met.
#[derive(Default, Clone)]
pub(super) struct References {
    /// Those whose values were put in.
    pub(super) used: BTreeSet<String>,
    /// Those without a value and without a default.
    pub(super) unset: BTreeSet<String>,
}

impl References {
    /// Those of a value that is not expanded: of circular references none is put in.
    pub(super) fn of_unexpanded(self, why: Exceeded) -> Self {
        match why {
            Exceeded::Steps => Self::default(),
            Exceeded::Size => self,
        }
    }
}

/// All variables, and the entries whose expansion exceeded the budget.
#[derive(Default)]
pub(super) struct Evaluation {
    pub(super) variables: BTreeMap<String, Variable>,
    pub(super) exceeded: Vec<(At, Exceeded)>,
}

/// A map that keeps the insertion order of names, as JavaScript objects do.
#[derive(Default)]
pub(super) struct Merged<'a> {
    pub(super) order: Vec<&'a str>,
    pub(super) entries: BTreeMap<&'a str, (At, &'a Entry)>,
}

impl<'a> Merged<'a> {
    /// The entries of a file; the last entry of a name takes effect.
    pub(super) fn of_file(file: usize, reading: &'a Reading) -> Self {
        let mut merged = Self::default();
        for (entry, found) in reading.entries.iter().enumerate() {
            merged.insert(At { file, entry }, found);
        }
        merged
    }

    /// The entries of all files, lowest precedence first: a name keeps its first place. `names` gives
    /// those of a file in the order in which the tool's parser has them.
    pub(super) fn of_files(files: &[&'a Reading], names: impl Fn(&Self) -> Vec<&'a str>) -> Self {
        let mut merged = Self::default();
        for (at, file) in files.iter().enumerate() {
            let file = Self::of_file(at, file);
            for name in names(&file) {
                merged.insert_found(&file, name);
            }
        }
        merged
    }

    /// Names and unexpanded values.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.entries.iter().map(|(name, (_, entry))| (*name, entry.value.as_str()))
    }

    /// Copies an entry of another map.
    pub(super) fn insert_found(&mut self, other: &Self, name: &str) {
        if let Some((at, entry)) = other.entries.get(name) {
            self.insert(*at, entry);
        }
    }

    pub(super) fn insert(&mut self, at: At, entry: &'a Entry) {
        // assigning a string to this name does nothing in JavaScript
        if entry.name == "__proto__" {
            return;
        }
        if self.entries.insert(&entry.name, (at, entry)).is_none() {
            self.order.push(&entry.name);
        }
    }
}

/// The references of a variable, direct and indirect.
pub(super) fn with_indirect(
    direct: BTreeSet<String>,
    known: &BTreeMap<String, BTreeSet<String>>,
) -> BTreeSet<String> {
    let indirect = direct.iter().filter_map(|name| known.get(name)).flatten().cloned();
    let indirect: Vec<_> = indirect.collect();
    direct.into_iter().chain(indirect).collect()
}
