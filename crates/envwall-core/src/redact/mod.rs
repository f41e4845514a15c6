//! Redacts sensitive values in texts from outside: paths, lines of output, names.
//!
//! [`Redactor`] redacts whole texts, [`StreamRedactor`] what arrives in pieces.
//!
//! | module | holds |
//! |---|---|
//! | `forms` | the forms in which programs print a value |
//! | `byte_lists` | values as lists of numbers |
//! | `runs` | runs of eight bytes, found in one pass |
//! | `words` | values too short for runs |
//! | `stream` | redaction of a stream |

mod byte_lists;
mod forms;
mod runs;
mod stream;
mod words;

use std::borrow::Cow;
use std::cell::LazyCell;
use std::collections::HashSet;
use std::ops::Range;

pub use stream::{SensitiveForms, StreamRedactor};

use self::runs::Runs;
use crate::SecretValue;
use crate::diagnostic::{Excerpt, Finding, Location, MASK};
use crate::guessability::is_searchable;
use runs::RUN;

/// Minimum length of a value that is hidden. One shorter than [`RUN`] is hidden where it is a word;
/// below this length that would hide every other digit and protect nothing.
const MIN_LENGTH: usize = 4;

/// Hides every run of eight bytes that occurs in a sensitive value, as it is or escaped.
///
/// ```
/// use envwall_core::{Redactor, SecretValue};
/// let redactor = Redactor::new([&SecretValue::from("wthr-0123456789")]);
/// assert_eq!(redactor.redact("k=wthr-012345;"), "k=••••••••;");
/// assert_eq!(redactor.redact("index-0123.js"), "index-0123.js");
/// ```
#[derive(Clone, Default)]
pub struct Redactor {
    runs: Runs,
    words: Vec<SecretValue>,
    names: HashSet<String>,
}

impl Redactor {
    /// Hides these values and nothing else.
    pub fn new<'a>(values: impl IntoIterator<Item = &'a SecretValue>) -> Self {
        Self::default().values(values)
    }

    /// Hides these values, too.
    #[must_use]
    pub fn values<'a>(mut self, values: impl IntoIterator<Item = &'a SecretValue>) -> Self {
        let mut long = Vec::new();
        for value in values {
            match value.expose().len() {
                0..MIN_LENGTH => {}
                MIN_LENGTH..RUN => self.words.push(value.clone()),
                // messages of Envwall quote what they found, and escape it in doing so
                RUN.. => long.extend(forms::whole(value.expose())),
            }
        }
        self.runs.add(long.iter().map(Vec::as_slice));
        self
    }

    /// Shows these names of variables in messages, whatever the values are: a value such as
    /// `${A_SECRET}x9` contains one.
    #[must_use]
    pub fn names<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.names.extend(names.into_iter().map(Into::into));
        self
    }

    /// The text with sensitive runs replaced; the text itself when there are none.
    pub fn redact(&self, text: &str) -> String {
        shown(text, &self.hidden_bytes(text, |_| true))
    }

    /// The same for a path. Any project has folders such as `assets`: a run within parts that are
    /// one guessable word reveals nothing.
    pub fn redact_path(&self, path: &str) -> String {
        // rating its parts takes longer than all else, and hardly any path has a run
        let revealing = LazyCell::new(|| revealing_bytes(path));
        shown(path, &self.hidden_bytes(path, |run| revealing[run.clone()].contains(&true)))
    }

    /// The same for a message of Envwall, which quotes what comes from outside between backticks:
    /// a value that is a word is no secret in "if it is no secret".
    fn redact_message(&self, text: &str) -> String {
        let quoted = |at: usize| text[..at].matches('`').count() % 2 == 1;
        // what is plain words outside of backticks is Envwall's own
        let is_plain = |found: &Range<usize>| {
            text[found.clone()].bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ')
        };
        let is_foreign =
            |found: &Range<usize>| quoted(found.start) || found.len() == RUN && !is_plain(found);
        self.shown_with_names(text, self.hidden_bytes(text, is_foreign))
    }

    fn redact_label(&self, text: &str) -> String {
        self.shown_with_names(text, self.hidden_bytes(text, |_| true))
    }

    fn shown_with_names(&self, text: &str, mut hidden: Vec<bool>) -> String {
        for token in tokens(text) {
            if self.names.contains(&text[token.clone()]) {
                hidden[token].fill(false);
                continue;
            }
            // the place of a value in JSON: `.database.password: …`
            let mut start = token.start;
            for step in text[token].split('.') {
                let end = start + step.len();
                if self.names.contains(step) {
                    let colon = usize::from(text[end..].starts_with(':'));
                    hidden[start..end + colon].fill(false);
                }
                start = end + 1;
            }
        }
        shown(text, &hidden)
    }

    /// A constant text cannot contain a value; a formatted one can.
    fn redact_unless_fixed(&self, text: Cow<'static, str>) -> Cow<'static, str> {
        match text {
            Cow::Borrowed(text) => Cow::Borrowed(text),
            Cow::Owned(text) => Cow::Owned(self.redact_message(&text)),
        }
    }

    /// The same for every part of a finding that may come from outside.
    #[must_use]
    pub fn redact_finding(&self, mut finding: Finding) -> Finding {
        finding.message = self.redact_unless_fixed(finding.message);
        finding.help = finding.help.map(|help| self.redact_unless_fixed(help));
        finding.notes =
            finding.notes.into_iter().map(|note| self.redact_unless_fixed(note)).collect();
        finding.label = finding.label.map(|label| self.redact_label(&label));
        finding.variable = finding.variable.map(|name| self.redact_label(&name));
        finding.location = finding.location.map(|location| self.redact_location(location));
        finding.original = finding.original.map(|location| self.redact_location(location));
        for layer in &mut finding.trail {
            *layer = self.redact(layer);
        }
        for module in &mut finding.importers {
            *module = self.redact_path(module);
        }
        for related in &mut finding.related {
            related.location = self.redact_location(related.location.clone());
        }
        finding
    }

    fn redact_location(&self, mut location: Location) -> Location {
        location.file = self.redact_path(&location.file);
        location.excerpt = location.excerpt.map(|excerpt| self.redact_excerpt(excerpt));
        location
    }

    fn redact_excerpt(&self, excerpt: Excerpt) -> Excerpt {
        excerpt.map_text(|text| self.redact(text))
    }

    /// Which bytes are hidden: those of each run or word that `reveals` something.
    fn hidden_bytes(&self, text: &str, reveals: impl Fn(&Range<usize>) -> bool) -> Vec<bool> {
        let bytes = text.as_bytes();
        let mut hidden = vec![false; bytes.len()];
        self.runs.find(bytes, |end| {
            let found = end - RUN..end;
            if reveals(&found) {
                hidden[found].fill(true);
            }
        });
        for word in &self.words {
            for (at, found) in text.match_indices(word.expose()) {
                let length = found.len();
                if stands_alone(text, at, length) && reveals(&(at..at + length)) {
                    hidden[at..at + length].fill(true);
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

/// The bytes of a path that may reveal something: all but slashes and parts that are one word.
fn revealing_bytes(path: &str) -> Vec<bool> {
    let of_part = |part: &str| vec![!is_guessable_word(part); part.len()];
    path.split('/').map(of_part).collect::<Vec<_>>().join(&false)
}

/// Whether a part is one word such as `assets`, `_next`, `Pages`: letters in one case, and not
/// beyond guessing.
fn is_guessable_word(part: &str) -> bool {
    let word = part.trim_start_matches(['.', '_', '@']);
    let rest = word.as_bytes().get(1..).unwrap_or_default();
    let letters = word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let one_case = rest.iter().all(u8::is_ascii_lowercase);
    letters && one_case && !is_searchable(word)
}

/// The words of a text that may contain a variable's name.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    let in_name = |char: char| char.is_alphanumeric() || "_.-".contains(char);
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(in_name)?;
        let rest = &text[start..];
        at = start + rest.find(|char| !in_name(char)).unwrap_or(rest.len());
        Some(start..at)
    })
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
    fn a_place_in_json_is_shown() {
        let value = SecretValue::from(r#"{private_token:q7WzXe81,"database":{"passphrase":"x"}}"#);
        let redactor = Redactor::new([&value]).names(["private_token", "passphrase", "database"]);
        let shown = |text: &str| redactor.redact_label(text);
        assert_eq!(shown(".private_token: expected a text"), ".private_token: expected a text");
        assert_eq!(shown("in .database.passphrase"), "in .database.passphrase");
        assert_eq!(shown(".private_token: q7WzXe81"), ".private_token: ••••••••");
    }

    #[test]
    fn a_quoted_value_is_hidden_in_its_escaped_form() {
        let value = "p\"9x\\Kq\"L2\\v\"7Zr\nm\"T4";
        let redactor = Redactor::new([&SecretValue::from(value)]);
        for quoted in [serde_json::to_string(value).unwrap(), format!("{value:?}")] {
            assert_eq!(redactor.redact(&quoted), "\"••••••••\"");
        }
    }

    #[test]
    fn a_short_value_is_hidden_as_a_word_only() {
        let redactor = Redactor::new([&SecretValue::from("admin")]);
        assert_eq!(redactor.redact("user=admin admins"), "user=•••••••• admins");
        let finding = Finding::new(Code::NoOutput, "ask an admin for `dist/admin`".to_owned());
        assert_eq!(redactor.redact_finding(finding).message, "ask an admin for `dist/••••••••`");
    }

    #[test]
    fn names_of_variables_are_shown_in_messages_only() {
        let redactor = Redactor::new([&SecretValue::from("${A_SECRET}x9")]).names(["A_SECRET"]);
        let finding = Finding::new(Code::Missing, "`A_SECRET` is in `x-A_SECRET}x9`".to_owned())
            .variable("A_SECRET")
            .label("value of A_SECRET");
        let finding = redactor.redact_finding(finding);
        assert_eq!(finding.message, "`A_SECRET` is in `x-••••••••`");
        assert_eq!(finding.variable.as_deref(), Some("A_SECRET"));
        assert_eq!(finding.label.as_deref(), Some("value of A_SECRET"));
        assert_eq!(redactor.redact("A_SECRET"), "••••••••");
    }

    #[test]
    fn notes_are_redacted_like_the_message() {
        let redactor = Redactor::new([&SecretValue::from("q7WzXe81-made-up")]);
        let finding = Finding::new(Code::NoOutput, "x")
            .note("fixed q7WzXe81-made-up")
            .note(format!("found {}", "q7WzXe81-made-up"));
        let notes = redactor.redact_finding(finding).notes;
        assert_eq!(notes, ["fixed q7WzXe81-made-up", "found ••••••••"]);
    }

    #[test]
    fn a_fixed_text_is_never_hidden() {
        let redactor = Redactor::new([&SecretValue::from("https://toml.io/en/v1.0.0")]);
        let fixed = "see https://toml.io";
        let finding = Finding::new(Code::ManifestSyntax, fixed).help(fixed);
        let shown = redactor.redact_finding(finding);
        assert_eq!((&*shown.message, shown.help.as_deref()), (fixed, Some(fixed)));
        let owned = Finding::new(Code::ManifestSyntax, fixed.to_owned()).help(fixed.to_owned());
        let shown = redactor.redact_finding(owned);
        assert_eq!(
            (&*shown.message, shown.help.as_deref()),
            ("see h••••••••", Some("see h••••••••"))
        );
    }

    #[test]
    fn folders_that_every_project_has_are_shown() {
        let redactor =
            Redactor::new([&SecretValue::from("/srv/shop/dist/assets/uploads-9xq7WzXe81")]);
        for (path, expected) in [
            ("dist/assets/index-B7xk2f9Q.js", "dist/assets/index-B7xk2f9Q.js"),
            ("dist/assets/uploads-9xq7W.js", "dist/••••••••.js"),
            ("dist/assets/u.js", "dist/••••••••.js"),
            ("assets/q7WzXe81.js", "assets/••••••••.js"),
        ] {
            assert_eq!(redactor.redact_path(path), expected, "{path}");
        }
        assert_eq!(redactor.redact("dist/assets"), "••••••••");
    }

    proptest! {
        #[test]
        fn a_path_shows_only_words_of_a_value(
            value in "[a-c/]{8,14}|[a-z0-9/]{8,20}", before in "[a-z/]{0,9}", after in "[a-c/.-]{0,9}"
        ) {
            let redactor = Redactor::new([&SecretValue::from(value.as_str())]);
            let path = format!("{before}{value}{after}");
            let shown = redactor.redact_path(&path);
            let revealing = revealing_bytes(&path);
            for (at, run) in path.as_bytes().windows(RUN).enumerate() {
                let of_value = value.as_bytes().windows(RUN).any(|other| other == run);
                if of_value && revealing[at..at + RUN].contains(&true) {
                    let masked = shown.contains(MASK);
                    prop_assert!(masked, "{path} is shown as {shown}");
                }
            }
            for run in shown.as_bytes().windows(RUN) {
                let of_value = value.as_bytes().windows(RUN).any(|other| other == run);
                let words = String::from_utf8_lossy(run);
                prop_assert!(!of_value || words.split('/').all(|word| {
                    word.bytes().all(|byte| byte.is_ascii_lowercase())
                }), "{path} is shown as {shown}");
            }
        }
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
