//! What a dialect makes of all its files together.

use std::collections::{BTreeMap, BTreeSet};

use super::entry::{Entry, Reading};

/// Names and their texts.
pub(super) type Texts = BTreeMap<String, String>;

/// Where an entry stands: file and entry in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    pub(super) file: usize,
    pub(super) entry: usize,
}

/// A variable as one dialect reads it. No `Debug`: it holds values.
pub(super) struct Variable {
    /// The assignment that counts.
    pub(super) at: At,
    /// Its value, expanded, as if the process did not set the variable.
    pub(super) value: String,
    /// What the tool turns the process's own value into, where the process sets the variable.
    pub(super) process: Option<String>,
    /// The variables whose values went into `value`.
    pub(super) references: BTreeSet<String>,
}

/// All variables, and the places where expansion came to no end.
#[derive(Default)]
pub(super) struct Evaluation {
    pub(super) variables: BTreeMap<String, Variable>,
    pub(super) endless: Vec<At>,
}

/// A map that remembers the order in which names first came, as JavaScript objects do.
#[derive(Default)]
pub(super) struct Merged<'a> {
    pub(super) order: Vec<&'a str>,
    pub(super) entries: BTreeMap<&'a str, (At, &'a Entry)>,
}

impl<'a> Merged<'a> {
    /// Adds the entries of a file; the last of a name within the file counts.
    pub(super) fn of_file(file: usize, reading: &'a Reading) -> Self {
        let mut merged = Self::default();
        for (entry, found) in reading.entries.iter().enumerate() {
            merged.insert(At { file, entry }, found);
        }
        merged
    }

    /// Names and unexpanded values.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.entries.iter().map(|(name, (_, entry))| (*name, entry.value.as_str()))
    }

    /// Takes over an entry of another map.
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

/// The references of a variable: those met on the way, and what those were built from in turn.
pub(super) fn with_indirect(
    direct: BTreeSet<String>,
    known: &BTreeMap<String, BTreeSet<String>>,
) -> BTreeSet<String> {
    let indirect = direct.iter().filter_map(|name| known.get(name)).flatten().cloned();
    let indirect: Vec<_> = indirect.collect();
    direct.into_iter().chain(indirect).collect()
}
