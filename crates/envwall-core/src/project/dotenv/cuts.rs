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
    let unexpanded: Vec<At> = files.exceeded(dialect).map(|(at, _)| at).collect();
    let readable = |variable: &Variable| {
        files.is_shown(dialect, variable.at) && !unexpanded.contains(&variable.at)
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
        // Nuxt leaves the text as it is, which is right for a password; it knows no defaults, and
        // takes the colon of `${NAME:-text}` for a part of the name
        let likely = unset.filter(|name| !keeps || is_constant(name.trim_end_matches(':')));
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
            .or_else(|| self.kept())
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
        let empty = self.written().is_empty();
        let is_cut = if empty { glued && !prose } else { glued || !prose };
        is_cut.then(|| {
            let message =
                format!("{} ends the value of `{}` before the `#`", self.dialect, self.name);
            let help = "put single quotes around a value with `#`; put blanks around the `#` of a \
                        comment";
            Cut::new(start + (rest.len() - text.len()), message, help)
        })
    }

    /// Readers that go line by line keep quotes if anything follows them, and 10 keeps comments.
    fn kept(&self) -> Option<Cut> {
        let text =
            Some(self.written()).filter(|_| self.dialect.is_by_line() && !self.entry.quoted)?;
        let is_comment = |hash: &usize| {
            text[..*hash].ends_with(char::is_whitespace) && is_prose(&text[hash + 1..])
        };
        let comment = text.match_indices('#').map(|(at, _)| at).find(is_comment);
        let in_quotes = |quote| text.len() > 1 && text.starts_with(quote) && text.ends_with(quote);
        let quotes = (in_quotes('"') || in_quotes('\'')).then_some(0);
        let what = if comment.is_some() { "comment" } else { "quotes" };
        comment.or(quotes).map(|at| {
            let message = format!(
                "{} reads the {what} as a part of the value of `{}`",
                self.dialect, self.name
            );
            let help =
                "put comments on lines of their own, and delete what follows a closing quote";
            Cut::new(self.entry.value_span.start + at, message, help)
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

    /// A `$` without a name after it, which some readers remove.
    fn dollar(&self) -> Option<Cut> {
        self.variable.unset.contains("").then(|| {
            let at = self.entry.value_span.start + self.written().find('$').unwrap_or_default();
            let message = format!("{} removes a literal `$` from `{}`", self.dialect, self.name);
            let help = match self.dialect {
                Dialect::Rust => "put single quotes around the whole value",
                _ => "write each literal `$` as `\\$`",
            };
            Cut::new(at, message, help)
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
    after.starts_with(|char: char| char.is_whitespace() || "#!-=*".contains(char))
        || after.is_empty()
}

/// Whether this looks like a variable's name and not like the end of a password.
fn is_constant(name: &str) -> bool {
    let fits = |char: char| is_word(char) && !char.is_ascii_lowercase();
    name.len() > 2
        && name.chars().all(fits)
        && !name.starts_with(|char: char| char.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use crate::ProcessEnv;
    use crate::diagnostic::Code;
    use crate::project::dotenv::{Dialect, DotenvxKeys, Loaded, load};
    use crate::source::SourceFile;

    /// Line and column of each finding, with its code.
    fn cuts(text: &str, dialect: Dialect) -> Vec<(Code, u32, u32)> {
        let process: ProcessEnv = [("OUTER", "x")].into_iter().collect();
        let Loaded { cuts, .. } =
            load(&[SourceFile::new(".env", text)], dialect, &[], &process, &DotenvxKeys::none());
        let place = |finding: &crate::diagnostic::Finding| {
            let position = finding.location.as_ref().and_then(|place| place.position).unwrap();
            (finding.code, position.line, position.column)
        };
        cuts.iter().map(place).collect()
    }

    #[test]
    fn a_hash_that_ends_a_value_is_reported() {
        let all = Dialect::ALL;
        let cases = [
            // every reader that removes comments
            ("A=ab #cd", 6, all.iter().filter(|it| **it != Dialect::Dotenv10).count()),
            // `dotenv` from 15 on, and Node
            ("A=ab#cd", 5, 6),
            ("A=https://h/p#f", 14, 6),
            ("A=#fff", 3, 7),
        ];
        for (text, column, count) in cases {
            let found: Vec<_> = all.iter().flat_map(|dialect| cuts(text, *dialect)).collect();
            assert_eq!(found, vec![(Code::ValueCut, 1, column); count], "{text}");
        }
    }

    #[test]
    fn what_loses_nothing_is_not_reported() {
        let cases = [
            "A=ab # comment",
            "A=ab ## comment",
            "A= # comment",
            "A=# comment",
            "A= #comment",
            "A='ab #cd'",
            "A=\"ab#cd\" # comment",
            "A='ab'#comment",
            "A = ab",
            "A=ab\r\nB=c\r\n",
            "A=\" ab \"",
            "A=\nB=c",
            "A=$OUTER/x",
            "B=1\nA=${B}2",
            "A=pa\\$word",
            "A=$npm_package_version",
            "A=$NODE_ENV",
            "B=\nA=${B}",
        ];
        for dialect in Dialect::ALL {
            // `dotenvy` asks the environment of the test, and its names end at `_`
            let differs = |text: &str| text.contains("OUTER") || text.contains('_');
            let cases = cases.iter().filter(|it| dialect != Dialect::Rust || !differs(it));
            // a comment after a value is part of it
            let keeps = |text: &str| dialect == Dialect::Dotenv10 && text.contains(" #");
            for text in cases.filter(|it| !keeps(it)) {
                assert_eq!(cuts(text, dialect), [], "{dialect} {text:?}");
            }
        }
        assert_eq!(cuts("A=ab#cd #ef\nB='ab # cd'", Dialect::Dotenv10), []);
        assert_eq!(cuts("A=${X:-ab}\nB=KB$1234$", Dialect::Vite), []);
    }

    #[test]
    fn references_that_nothing_sets_are_reported() {
        for dialect in Dialect::ALL {
            assert_eq!(
                cuts("A=\nB=x${NO_SUCH}", dialect),
                [(Code::UnsetReference, 2, 4)],
                "{dialect}"
            );
            // Nuxt keeps the text
            let expected = [(Code::UnsetReference, 1, 5)];
            let expected = &expected[..usize::from(dialect != Dialect::Nuxt)];
            assert_eq!(cuts("A=pa$word", dialect), expected, "{dialect}");
        }
        let default = cuts("API_HOST=x\nA=${API_HOST:-y}", Dialect::Nuxt);
        assert_eq!(default, [(Code::UnsetReference, 2, 3)]);
        for dialect in [Dialect::Next, Dialect::Vite4, Dialect::Vite3, Dialect::Dotenv10] {
            assert_eq!(cuts("A=KB$1234", dialect), [(Code::UnsetReference, 1, 5)], "{dialect}");
        }
    }

    #[test]
    fn other_losses_are_reported() {
        let cut = |column| vec![(Code::ValueCut, 1, column)];
        for dialect in Dialect::ALL {
            assert_eq!(cuts("A=ab  \nB=1", dialect), cut(5), "{dialect}");
        }
        assert_eq!(cuts("A=KB$", Dialect::Dotenv10), cut(5));
        assert_eq!(cuts("A=KB$", Dialect::Rust), cut(5));
        assert_eq!(cuts("A=KB$", Dialect::Vite4), []);
        assert_eq!(cuts("A=ab # cd", Dialect::Dotenv10), cut(6));
        assert_eq!(cuts("A='ab' ", Dialect::Vite3), cut(3));
        assert_eq!(cuts("A=\"ab\"cd", Dialect::Vite), cut(7));
        assert_eq!(cuts("A= \nB=c", Dialect::Vite), cut(2));
    }
}
