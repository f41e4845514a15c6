//! Expansion as `@next/env` does it: `dotenv-expand` 10, file by file, highest precedence first,
//! each file's results written to the process environment before the next file.
//!
//! It works from the last `$` to the first, stops at the first that does not start a name, and
//! overflows the stack on circular references: the whole file is then ignored.

use std::collections::{BTreeMap, BTreeSet};

use super::budget::{Budget, Exceeded, replace, without_escapes};
use super::entry::Reading;
use super::evaluation::{At, Evaluation, Merged, References, Texts, Variable, with_indirect};
use super::text::{is_word, key_order, skip};

/// Evaluates files, lowest precedence first. The values of an ignored file are kept, unexpanded.
pub(super) fn evaluate(files: &[&Reading], process: &Texts) -> Evaluation {
    let mut state = State { env: process.clone(), ..State::default() };
    for (file, reading) in files.iter().enumerate().rev() {
        let merged = Merged::of_file(file, reading);
        if let Err(at) = state.file(&merged) {
            state.out.exceeded.push((at, Exceeded::Steps));
            state.dropped.extend(merged.entries.iter().map(|(name, (at, entry))| {
                ((*name).to_owned(), unexpanded(*at, entry.value.clone()))
            }));
        }
    }
    state.finish(process)
}

#[derive(Default)]
struct State {
    env: Texts,
    references: BTreeMap<String, BTreeSet<String>>,
    budget: Budget,
    dropped: Vec<(String, Variable)>,
    out: Evaluation,
}

impl State {
    fn file(&mut self, merged: &Merged<'_>) -> Result<(), At> {
        let mut parsed: Texts =
            merged.texts().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let mut found = Vec::new();
        for name in key_order(merged.order.iter().copied()) {
            let (at, entry) = merged.entries[name];
            let set = self.env.get(name).cloned();
            let (text, met) =
                self.expand(at, set.as_deref().unwrap_or(&entry.value), &parsed).ok_or(at)?;
            let (value, own_met) = match set {
                None => (text.clone(), met.clone()),
                Some(_) => self
                    .expand(at, &entry.value, &parsed)
                    .unwrap_or_else(|| (entry.value.clone(), References::default())),
            };
            let References { used, unset } = own_met;
            let references = with_indirect(used, &self.references);
            self.references.insert(name.to_owned(), with_indirect(met.used, &self.references));
            found.push((name, Variable { at, value, process: None, references, unset }));
            parsed.insert(name.to_owned(), text);
        }
        self.env.extend(parsed);
        for (name, variable) in found {
            self.out.variables.entry(name.to_owned()).or_insert(variable);
        }
        Ok(())
    }

    /// The expanded value, or the original one if that would be too large; `None` if the tool would
    /// not come to an end.
    fn expand(&mut self, at: At, value: &str, parsed: &Texts) -> Option<(String, References)> {
        self.budget.next_value();
        let scope = Scope { env: &self.env, parsed };
        let mut met = References::default();
        match scope.interpolate(value, &mut met, &mut self.budget) {
            Ok(text) => Some((without_escapes(&text), met)),
            Err(Exceeded::Steps) => None,
            Err(Exceeded::Size) => {
                self.out.exceeded.push((at, Exceeded::Size));
                Some((value.to_owned(), met))
            }
        }
    }

    fn finish(mut self, process: &Texts) -> Evaluation {
        for (name, variable) in self.dropped {
            self.out.variables.entry(name).or_insert(variable);
        }
        for (name, variable) in &mut self.out.variables {
            variable.process = process.get(name).and_then(|_| self.env.remove(name));
        }
        self.out
    }
}

fn unexpanded(at: At, value: String) -> Variable {
    let (references, unset) = (BTreeSet::new(), BTreeSet::new());
    Variable { at, value, process: None, references, unset }
}

struct Scope<'a> {
    env: &'a Texts,
    parsed: &'a Texts,
}

impl Scope<'_> {
    fn interpolate(
        &self,
        value: &str,
        met: &mut References,
        budget: &mut Budget,
    ) -> Result<String, Exceeded> {
        let mut text = value.to_owned();
        while let Some(reference) = Reference::last(&text) {
            let with = self.value(&reference, met);
            text = replace(&text, reference.whole, with, budget)?;
        }
        Ok(text)
    }

    /// From the environment, else the default, else the file: the order of version 10.
    fn value<'b>(&'b self, reference: &Reference<'b>, met: &mut References) -> &'b str {
        let of = |texts: &'b Texts| texts.get(reference.name).filter(|text| !text.is_empty());
        let default = reference.default.filter(|text| !text.is_empty());
        let env = of(self.env).map(String::as_str);
        if env.is_none() && default.is_some() {
            return default.unwrap_or_default();
        }
        let value = env.or_else(|| of(self.parsed).map(String::as_str));
        let names = if value.is_some() { &mut met.used } else { &mut met.unset };
        names.insert(reference.name.to_owned());
        value.unwrap_or_default()
    }
}

/// `$NAME`, `${NAME}`, `${NAME:-default}`; each brace is optional.
struct Reference<'a> {
    whole: &'a str,
    name: &'a str,
    default: Option<&'a str>,
}

impl<'a> Reference<'a> {
    /// The reference at the last `$` without a backslash, if there is one.
    fn last(text: &'a str) -> Option<Self> {
        let free = |(at, _): &(usize, &str)| !text[..*at].ends_with('\\');
        let (dollar, _) = text.rmatch_indices('$').find(free)?;
        let start = dollar + 1 + usize::from(text[dollar + 1..].starts_with('{'));
        let mut end = skip(text, start, is_word);
        let name = &text[start..end];
        let mut default = None;
        if text[end..].starts_with(":-") {
            let from = end + 2;
            end = skip(text, from, |char| char != '}' && char != '\\');
            default = Some(&text[from..end]);
        }
        end += usize::from(text[end..].starts_with('}'));
        (!name.is_empty()).then(|| Self { whole: &text[dollar..end], name, default })
    }
}
