//! Notices placeholders in a command's output, and the names of their variables: a build that fails
//! on one often prints it, or says which variable is wrong.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use envwall_core::ChildEnv;

/// Looks for placeholders in a stream.
pub(crate) struct Watch {
    placeholders: Option<AhoCorasick>,
    /// For each text the variable that it is a placeholder for.
    owners: Vec<String>,
    seen: BTreeSet<String>,
    /// The end of what came before, for each output: a placeholder may be cut in two.
    ends: Vec<Vec<u8>>,
    max_length: usize,
}

impl Watch {
    pub(crate) fn new(injection: &ChildEnv) -> Self {
        let texts = injection.placeholders().flat_map(|(name, placeholder)| {
            let texts = placeholder.marks.iter().chain([&placeholder.value]);
            let texts = texts.map(String::as_str).chain([name]);
            texts.map(move |text| (text.to_owned(), name.to_owned()))
        });
        let (texts, owners): (Vec<_>, Vec<_>) = texts.unzip();
        let max_length = texts.iter().map(String::len).max().unwrap_or_default();
        // a placeholder is as long as its value, and building a DFA may be quadratic in that
        let kind = Some(AhoCorasickKind::ContiguousNFA);
        let placeholders = AhoCorasick::builder().kind(kind).build(texts).ok();
        let placeholders = placeholders.filter(|_| max_length > 0);
        Self { placeholders, owners, seen: BTreeSet::new(), ends: Vec::new(), max_length }
    }

    /// Looks at the next bytes of an output.
    pub(super) fn look_at(&mut self, output: usize, bytes: &[u8]) {
        let Some(placeholders) = &self.placeholders else { return };
        if self.ends.len() <= output {
            self.ends.resize(output + 1, Vec::new());
        }
        let Some(end) = self.ends.get_mut(output) else { return };
        end.extend_from_slice(bytes);
        for found in placeholders.find_overlapping_iter(&*end) {
            self.seen.extend(self.owners.get(found.pattern().as_usize()).cloned());
        }
        let kept = end.len().saturating_sub(self.max_length);
        end.drain(..kept);
    }

    /// The variables that were in the output, by their names or their placeholders.
    pub(crate) fn seen(self) -> BTreeSet<String> {
        self.seen
    }
}
