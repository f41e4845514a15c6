//! Expansion by `dotenv-expand` 5 and 9 and by `c12`, which have the same origin: all references of
//! a value are found first, and then replaced one after another, each at the first place in the
//! text so far that looks like it. What replaces them was expanded in the same way.
//!
//! So `\$A $A` loses its first `$A`, a lone `$` vanishes (5), and a circle ends the tool (5 and 9) or
//! empties the text before it (`c12`).

use std::collections::{BTreeMap, BTreeSet};

use super::budget::{Budget, Exceeded, replace};
use super::entry::{Entry, Reading};
use super::evaluation::{At, Evaluation, Merged, References, Texts, Variable, with_indirect};
use super::expand_modern::add_vites_own;
use super::text::{is_line_end, is_word, key_order, skip};

/// What JavaScript looks for where an expression found nothing.
const NO_NAME: &str = "undefined";

/// The version, and how it is called.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// `dotenv-expand` 5 after `dotenv.config`, file by file, highest precedence first.
    Configured,
    /// 5 for all files together, without the process environment: Vite 3.
    Vite3,
    /// 9 for all files together, with Vite 4's changes.
    Vite4,
    /// `c12`.
    C12,
}

/// Evaluates files, lowest precedence first.
pub(super) fn evaluate(files: &[&Reading], process: &Texts, version: Version) -> Evaluation {
    let mut state = State::new(version);
    if version == Version::Configured {
        state.env.clone_from(process);
        for (file, reading) in files.iter().enumerate().rev() {
            state.configured(&Merged::of_file(file, reading), process);
        }
        return state.finish(process);
    }
    let merged = Merged::of_files(files, |file| key_order(file.order.iter().copied()));
    state.parsed =
        merged.texts().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    match version {
        Version::Vite4 => {
            state.env.clone_from(process);
            add_vites_own(&mut state.env, &merged.texts().collect());
        }
        Version::C12 => state.parsed.extend(process.clone()),
        Version::Vite3 | Version::Configured => {}
    }
    state.merged(&merged, process);
    state.out
}

struct State {
    version: Version,
    /// The process environment as expansion sees it; in `c12` it is part of `parsed`.
    env: Texts,
    /// Every value, expanded so far.
    parsed: Texts,
    references: BTreeMap<String, BTreeSet<String>>,
    budget: Budget,
    out: Evaluation,
}

impl State {
    fn new(version: Version) -> Self {
        Self {
            version,
            env: Texts::new(),
            parsed: Texts::new(),
            references: BTreeMap::new(),
            budget: Budget::default(),
            out: Evaluation::default(),
        }
    }

    fn merged(&mut self, merged: &Merged<'_>, process: &Texts) {
        let of_process = process.keys().filter(|_| self.version == Version::C12);
        let of_process: BTreeSet<_> = of_process.map(String::as_str).collect();
        let of_files = merged.order.iter().copied().filter(|name| !of_process.contains(name));
        let names = of_process.iter().copied().chain(of_files);
        for name in key_order(names) {
            let Some((at, entry)) = merged.entries.get(name) else {
                let value = process.get(name).cloned().unwrap_or_default();
                let expanded = self.interpolate(&value, &mut References::default());
                drop(self.parsed.insert(name.to_owned(), expanded.unwrap_or(value)));
                continue;
            };
            let set = process.get(name).filter(|_| self.version != Version::Vite3);
            let (text, variable) = self.variable(*at, entry, set);
            self.parsed.insert(name.to_owned(), text);
            let process = process.get(name).cloned();
            self.out.variables.insert(name.to_owned(), Variable { process, ..variable });
        }
    }

    fn configured(&mut self, merged: &Merged<'_>, process: &Texts) {
        for (name, value) in merged.texts() {
            self.env.entry(name.to_owned()).or_insert_with(|| value.to_owned());
        }
        let mut expanded = Texts::new();
        for name in key_order(merged.order.iter().copied()) {
            let (at, entry) = merged.entries[name];
            let set = self.env.get(name).filter(|set| **set != entry.value).cloned();
            let (text, variable) = self.variable(at, entry, set.as_ref());
            expanded.insert(name.to_owned(), text.clone());
            let references = self.references.get(name).cloned().unwrap_or_default();
            match self.out.variables.get_mut(name) {
                None => drop(self.out.variables.insert(name.to_owned(), variable)),
                Some(_) if process.contains_key(name) => {}
                Some(before) => {
                    // of a file with higher precedence, and expanded once more
                    before.value = text;
                    before.references.extend(references);
                }
            }
        }
        self.env.extend(expanded);
    }

    fn finish(mut self, process: &Texts) -> Evaluation {
        for (name, variable) in &mut self.out.variables {
            variable.process = process.get(name).and_then(|_| self.env.remove(name));
        }
        self.out
    }

    /// What the tool makes of a variable that may be set already, and what it makes of its entry.
    fn variable(&mut self, at: At, entry: &Entry, set: Option<&String>) -> (String, Variable) {
        let (own, exceeded) = self.expand(&entry.value);
        // of two values, the tool reads only one
        let (read, exceeded) = match set {
            Some(set) => self.expand(set),
            None => (own.clone(), exceeded),
        };
        self.out.exceeded.extend(exceeded.map(|why| (at, why)));
        let met = with_indirect(read.met.used, &self.references);
        self.references.entry(entry.name.clone()).or_default().extend(met);
        let Expanded { text: value, met: References { used, unset } } = own;
        let references = with_indirect(used, &self.references);
        (read.text, Variable { at, value, process: None, references, unset })
    }

    /// The expanded value, or the original one and why if expansion exceeds the budget.
    fn expand(&mut self, value: &str) -> (Expanded, Option<Exceeded>) {
        let mut met = References::default();
        match self.interpolate(value, &mut met) {
            Ok(text) => (Expanded { text, met }, None),
            Err(why) => {
                let met = met.of_unexpanded(why);
                (Expanded { text: value.to_owned(), met }, Some(why))
            }
        }
    }

    fn interpolate(&mut self, value: &str, met: &mut References) -> Result<String, Exceeded> {
        self.budget.next_value();
        let scope = Scope { version: self.version, env: &self.env, parsed: &self.parsed };
        scope.interpolate(value, &mut Vec::new(), met, &mut self.budget)
    }
}

/// A value after expansion.
#[derive(Clone)]
struct Expanded {
    text: String,
    met: References,
}

struct Scope<'a> {
    version: Version,
    env: &'a Texts,
    parsed: &'a Texts,
}

impl Scope<'_> {
    fn interpolate<'b>(
        &'b self,
        value: &'b str,
        parents: &mut Vec<&'b str>,
        met: &mut References,
        budget: &mut Budget,
    ) -> Result<String, Exceeded> {
        let mut text = value.to_owned();
        let mut found = self.version.matches(value).into_iter();
        while let Some(reference) = found.next() {
            budget.charge(text.len())?;
            if reference.escaped {
                text = replace(&text, reference.whole, &reference.whole[1..], budget)?;
                continue;
            }
            let Some(name) = self.name(&reference) else { continue };
            if self.version == Version::C12 && parents.contains(&name) {
                text.clear();
                continue;
            }
            let Some(with) = self.value(name, reference.default, met) else { continue };
            if reference.default.is_some() && !with.is_empty() {
                // an attempt at nested defaults: the next reference goes, whatever it is
                let nested = found.next().map_or(NO_NAME, |nested| nested.with_prefix);
                text = replace(&text, nested, "", budget)?;
            }
            parents.push(name);
            let with = self.interpolate(with, parents, met, budget)?;
            parents.pop();
            text = replace(&text, reference.whole, &with, budget)?;
        }
        Ok(text)
    }

    /// What the tool looks up; Vite 4 leaves a lone `$` as it is.
    fn name<'b>(&self, reference: &Reference<'b>) -> Option<&'b str> {
        match (reference.name, self.version) {
            ("", Version::Vite4) => reference.default.map(|_| ""),
            ("", Version::Configured | Version::Vite3 | Version::C12) => Some(NO_NAME),
            (name, _) => Some(name),
        }
    }

    /// The unexpanded replacement of a reference; `c12` leaves what is not set.
    fn value<'b>(
        &'b self,
        name: &'b str,
        default: Option<&'b str>,
        met: &mut References,
    ) -> Option<&'b str> {
        let set = self.env.get(name).or_else(|| {
            let empty_too = self.version == Version::C12;
            self.parsed.get(name).filter(|text| empty_too || !text.is_empty())
        });
        if set.is_some() {
            met.used.insert(name.to_owned());
        } else if default.is_none() && name != NO_NAME {
            met.unset.insert(name.to_owned());
        } else if name == NO_NAME && self.version != Version::C12 {
            met.unset.insert(String::new());
        }
        let or = (self.version != Version::C12).then(|| default.unwrap_or_default());
        set.map(String::as_str).or(or)
    }
}

/// A `$` with all that the tool takes for a part of the reference.
struct Reference<'a> {
    /// With the character before it, if there is one on its line.
    with_prefix: &'a str,
    /// What is replaced: with the character before it only if that is a backslash.
    whole: &'a str,
    escaped: bool,
    name: &'a str,
    default: Option<&'a str>,
}

impl Version {
    /// All references of a text, from the first to the last; none overlaps another.
    fn matches(self, text: &str) -> Vec<Reference<'_>> {
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(found) = text[at..].find('$').map(|found| at + found) {
            let before = text[at..found].chars().next_back().filter(|char| !is_end(*char));
            // of two `$`, the first is the character before the second
            let dollar = match before {
                None if text[found + 1..].starts_with('$') => found + 1,
                _ => found,
            };
            let start = match before {
                Some(before) => found - before.len_utf8(),
                None => found,
            };
            let reference = self.reference(text, start, dollar);
            at = start + reference.with_prefix.len();
            out.push(reference);
        }
        out
    }

    fn reference(self, text: &str, start: usize, dollar: usize) -> Reference<'_> {
        let many = self == Self::Vite4;
        let braces = |at: usize, brace| {
            let all = skip(text, at, |char| char == brace);
            if many { all } else { all.min(at + 1) }
        };
        let from = braces(dollar + 1, '{');
        let in_name = |char| is_word(char) || (self == Self::C12 && char == ':');
        let name_end = skip(text, from, in_name);
        let mut end = name_end;
        if many && text[end..].starts_with(":-") {
            end = skip(text, end + 2, |char| is_word(char) || char == '/');
        }
        let default = (end > name_end).then(|| &text[name_end + 2..end]);
        end = braces(end, '}');
        let escaped = text[start..dollar].starts_with('\\');
        Reference {
            with_prefix: &text[start..end],
            whole: &text[if escaped { start } else { dollar }..end],
            escaped,
            name: &text[from..name_end],
            default,
        }
    }
}

/// What JavaScript's `.` does not match.
fn is_end(char: char) -> bool {
    is_line_end(char) || char == '\r'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wholes(version: Version, text: &str) -> Vec<&str> {
        version.matches(text).into_iter().map(|reference| reference.whole).collect()
    }

    #[test]
    fn references_are_found_as_the_tools_find_them() {
        assert_eq!(wholes(Version::Vite3, "KB$1234$"), ["$1234", "$"]);
        assert_eq!(wholes(Version::Vite3, "a$$b$$c"), ["$", "$b", "$c"]);
        assert_eq!(wholes(Version::Vite3, "$$b"), ["$b"]);
        assert_eq!(wholes(Version::Vite3, "${A}}\\$B\n$C"), ["${A}", "\\$B", "$C"]);
        assert_eq!(wholes(Version::Vite4, "${{A:-b/c}}}"), ["${{A:-b/c}}}"]);
        assert_eq!(wholes(Version::C12, "${A:-b}"), ["${A:"]);
    }
}
