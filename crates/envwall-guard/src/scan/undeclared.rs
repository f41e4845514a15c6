//! Values that nobody declared and that look harmless: which of them are in the output.
//!
//! They are no findings of their own, so where they are does not matter: the bytes of each file are
//! searched, and nothing is taken apart for them.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use envwall_core::SecretValue;
use envwall_core::diagnostic::{Code, Declaration, DeclarationKind, Finding};
use envwall_core::guessability::is_searchable;

/// Maximum number of variables whose reasons are listed; the rest is counted.
const MAX_LISTED: usize = 5;

/// A variable that nobody declared.
#[derive(Debug, Clone)]
pub(crate) struct UndeclaredVariable {
    pub(crate) name: String,
    pub(crate) value: SecretValue,
    /// Why it looks harmless: "its value is a plain address".
    pub(crate) reason: String,
    /// Whether only the process environment has it.
    pub(crate) is_optional: bool,
    /// Whether every run has another value.
    pub(crate) per_run: bool,
}

/// All of them, and the search for their values.
#[derive(Default)]
pub(crate) struct Undeclared {
    variables: Vec<UndeclaredVariable>,
    values: Option<AhoCorasick>,
}

impl Undeclared {
    /// Those whose values are in no bundle by chance.
    pub(crate) fn new(variables: impl Iterator<Item = UndeclaredVariable>) -> Self {
        let is_telling = |it: &UndeclaredVariable| is_searchable(it.value.expose().trim());
        let variables: Vec<_> = variables.filter(is_telling).collect();
        let texts: Vec<_> = variables.iter().map(|it| it.value.expose().trim()).collect();
        Self { values: automaton(&texts), variables }
    }

    /// The variables whose values are searched for.
    pub(crate) fn variables(&self) -> &[UndeclaredVariable] {
        &self.variables
    }

    /// Which of the values are in some bytes.
    pub(crate) fn search(&self, bytes: &[u8]) -> BTreeSet<usize> {
        let found = self.values.iter().flat_map(|values| values.find_overlapping_iter(bytes));
        found.map(|found| found.pattern().as_usize()).collect()
    }

    /// One note for all that was found.
    pub(crate) fn finding(&self, found: &BTreeSet<usize>) -> Option<Finding> {
        let found: Vec<_> = found.iter().filter_map(|at| self.variables.get(*at)).collect();
        let listed = found.iter().take(MAX_LISTED);
        let listed: Vec<_> = listed.map(|it| format!("`{}` ({})", it.name, it.reason)).collect();
        let (names, more) = (listed.join(", "), found.len().saturating_sub(MAX_LISTED));
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        let message = match found.len() {
            0 => return None,
            1 => format!("the value of an undeclared variable is in client output: {names}"),
            _ => format!("values of undeclared variables are in client output: {names}{more}"),
        };
        let kinds = [DeclarationKind::Public, DeclarationKind::Server];
        let lines = |it: &&UndeclaredVariable| {
            kinds.map(|kind| Declaration::new(&it.name, kind).optional(it.is_optional))
        };
        let settled = found.iter().flat_map(lines);
        let finding = Finding::new(Code::UndeclaredInOutput, message).settled_by(settled);
        let looks = if found.len() == 1 { "it looks" } else { "they look" };
        Some(finding.help(format!(
            "{looks} harmless; declare in [public] of envwall.toml what everyone may know, and in \
             [server] what nobody may"
        )))
    }
}

/// All texts in one pass.
fn automaton(texts: &[&str]) -> Option<AhoCorasick> {
    // building a DFA follows the failure transitions of every state, which is quadratic for a text
    // that repeats itself; for short ones it searches faster
    const MAX_LENGTH: usize = 1024;
    let long = texts.iter().any(|text| text.len() > MAX_LENGTH);
    let kind = long.then_some(AhoCorasickKind::ContiguousNFA);
    AhoCorasick::builder().kind(kind).build(texts).ok().filter(|_| !texts.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(name: &str, value: &str) -> UndeclaredVariable {
        let reason = "its value is a plain address".to_owned();
        UndeclaredVariable {
            name: name.to_owned(),
            value: SecretValue::from(value),
            reason,
            is_optional: false,
            per_run: false,
        }
    }

    #[test]
    fn a_long_value_that_repeats_itself_makes_no_dfa() {
        for (times, expected) in [(3, AhoCorasickKind::DFA), (600, AhoCorasickKind::ContiguousNFA)]
        {
            let value = "q7WzXe81".repeat(times);
            let undeclared = Undeclared::new([variable("A", &value)].into_iter());
            assert_eq!(undeclared.search(format!("f('{value}')").as_bytes()).len(), 1);
            assert_eq!(undeclared.search(format!("f('{}')", &value[1..]).as_bytes()).len(), 0);
            assert_eq!(undeclared.values.map(|it| it.kind()), Some(expected));
        }
    }

    #[test]
    fn one_note_names_all_that_was_found() {
        let values = ["https://a.northwind-traders.example/q7", "k7x2m9qz4l1vQ8r3T5w6", "info"];
        let variables =
            values.iter().zip(["A", "B", "C"]).map(|(value, name)| variable(name, value));
        let undeclared = Undeclared::new(variables);
        let found = undeclared.search(b"f('k7x2m9qz4l1vQ8r3T5w6', 'info')");
        let finding = undeclared.finding(&found).unwrap();
        assert!(finding.message.contains("`B`") && !finding.message.contains("`C`"));
        let lines: Vec<_> = finding.settled_by.iter().map(|it| it.line().0).collect();
        assert_eq!(lines, ["public", "server"]);
        assert!(undeclared.finding(&undeclared.search(b"nothing")).is_none());
    }
}
