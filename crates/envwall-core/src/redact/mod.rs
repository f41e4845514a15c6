//! Takes sensitive values out of texts that come from elsewhere: paths, lines of output, names.
//!
//! [`Redactor`] takes them out of texts that are whole, [`StreamRedactor`] out of what comes in pieces.

mod forms;
mod runs;
mod stream;
mod words;

use std::collections::HashSet;

pub use stream::{SensitiveForms, StreamRedactor};

use crate::SecretValue;
use crate::diagnostic::{Excerpt, Finding, Location, MASK};

/// So many bytes of a value in a row are never shown.
const RUN: usize = 8;

/// A shorter value is hidden where it stands as a word; below this length that would hide
/// every other digit and tell nobody anything.
const SHORTEST: usize = 4;

/// Hides every run of eight bytes that occurs in a sensitive value.
///
/// ```
/// use envwall_core::{Redactor, SecretValue};
/// let redactor = Redactor::new([&SecretValue::from("wthr-0123456789")]);
/// assert_eq!(redactor.redact("k=wthr-012345;"), "k=••••••••;");
/// assert_eq!(redactor.redact("index-0123.js"), "index-0123.js");
/// ```
#[derive(Clone, Default)]
pub struct Redactor {
    runs: HashSet<[u8; RUN]>,
    words: Vec<SecretValue>,
}

impl Redactor {
    /// Knows these values and nothing else.
    pub fn new<'a>(values: impl IntoIterator<Item = &'a SecretValue>) -> Self {
        let mut redactor = Self::default();
        for value in values {
            let bytes = value.expose().as_bytes();
            if (SHORTEST..RUN).contains(&bytes.len()) {
                redactor.words.push(value.clone());
            }
            redactor
                .runs
                .extend(bytes.windows(RUN).filter_map(|run| <[u8; RUN]>::try_from(run).ok()));
        }
        redactor
    }

    /// The text with sensitive runs replaced; the text itself when there are none.
    pub fn redact(&self, text: &str) -> String {
        shown(text, &self.hidden_bytes(text, |_| true))
    }

    /// The same for a sentence of ours, in which what comes from elsewhere stands between
    /// backticks: a value that is a word is no secret in "if it is no secret".
    fn redact_sentence(&self, text: &str) -> String {
        let quoted = |at: usize| text[..at].matches('`').count() % 2 == 1;
        shown(text, &self.hidden_bytes(text, quoted))
    }

    /// The same for every part of a finding that may come from elsewhere.
    #[must_use]
    pub fn redact_finding(&self, mut finding: Finding) -> Finding {
        finding.message = self.redact_sentence(&finding.message);
        finding.help = finding.help.map(|help| self.redact_sentence(&help));
        for text in [&mut finding.variable, &mut finding.label].into_iter().flatten() {
            *text = self.redact(text);
        }
        finding.location = finding.location.map(|location| self.redact_location(location));
        finding.original = finding.original.map(|location| self.redact_location(location));
        for layer in finding.trail.iter_mut().chain(&mut finding.importers) {
            *layer = self.redact(layer);
        }
        for related in &mut finding.related {
            related.location = self.redact_location(related.location.clone());
        }
        finding
    }

    fn redact_location(&self, mut location: Location) -> Location {
        location.file = self.redact(&location.file);
        location.excerpt = location.excerpt.map(|excerpt| self.redact_excerpt(excerpt));
        location
    }

    fn redact_excerpt(&self, excerpt: Excerpt) -> Excerpt {
        excerpt.map_text(|text| self.redact(text))
    }

    /// What is to be hidden; `is_foreign` says of each place whether a word there is not ours.
    fn hidden_bytes(&self, text: &str, is_foreign: impl Fn(usize) -> bool) -> Vec<bool> {
        let bytes = text.as_bytes();
        let mut hidden = vec![false; bytes.len()];
        for (at, run) in bytes.windows(RUN).enumerate() {
            if <[u8; RUN]>::try_from(run).is_ok_and(|run| self.runs.contains(&run)) {
                hidden[at..at + RUN].fill(true);
            }
        }
        for word in &self.words {
            for (at, found) in text.match_indices(word.expose()) {
                if stands_alone(text, at, found.len()) && is_foreign(at) {
                    hidden[at..at + found.len()].fill(true);
                }
            }
        }
        hidden
    }
}

impl std::fmt::Debug for Redactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Redactor(…)")
    }
}

/// The text with a mask for each run of hidden bytes.
fn shown(text: &str, hidden: &[bool]) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut masked = false;
    for (at, char) in text.char_indices() {
        let hide = hidden[at..at + char.len_utf8()].contains(&true);
        if !hide {
            shown.push(char);
        } else if !masked {
            shown.push_str(MASK);
        }
        masked = hide;
    }
    shown
}

fn stands_alone(text: &str, at: usize, length: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at + length..].chars().next();
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn a_short_value_is_hidden_as_a_word_only() {
        let redactor = Redactor::new([&SecretValue::from("admin")]);
        assert_eq!(redactor.redact("user=admin admins"), "user=•••••••• admins");
        let finding = Finding::new(Code::NoOutput, "ask an admin for `dist/admin`");
        assert_eq!(redactor.redact_finding(finding).message, "ask an admin for `dist/••••••••`");
    }

    proptest! {
        #[test]
        fn no_eight_bytes_of_a_value_survive(
            value in "[a-c]{8,14}|\\PC{8,20}", before in "\\PC{0,20}", after in "[a-c]{0,9}"
        ) {
            let redactor = Redactor::new([&SecretValue::from(value.as_str())]);
            let shown = redactor.redact(&format!("{before}{value}{after}"));
            for run in value.as_bytes().windows(RUN) {
                prop_assert!(!shown.as_bytes().windows(RUN).any(|other| other == run));
            }
        }
    }
}
