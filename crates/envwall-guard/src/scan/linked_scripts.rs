//! Scripts that import pieces of values from each other: a script whose imports may be pieces of a
//! secret is scanned once more, with the values of its imports at hand.

use aho_corasick::AhoCorasick;
use rayon::iter::{
    IndexedParallelIterator, IntoParallelIterator, IntoParallelRefMutIterator, ParallelIterator,
};

use super::file::{self, Look, Programs};
use super::outcome::Outcome;
use crate::files::output::OutputFile;
use crate::javascript::module_graph::{Constant, Exports};
use crate::text::escape::unescaped;

/// The scripts of an output, with what the first look at each has shown.
pub(crate) struct LinkedScripts<'a, 's> {
    pub(crate) look: &'a Look<'s>,
    pub(crate) files: &'a [OutputFile],
}

impl LinkedScripts<'_, '_> {
    /// Scans once more the scripts that import what may be a piece of a secret.
    pub(crate) fn rescan(&self, mut outcomes: Vec<Outcome>) -> Vec<Outcome> {
        self.parse(&mut outcomes, |outcome, _| outcome.skipped == Some(true));
        let exports = self.exports(&mut outcomes);
        if exports.is_empty() {
            return outcomes;
        }
        let again = |(outcome, file): (Outcome, &OutputFile)| {
            let mut links = outcome.links.iter();
            let imports = links.find_map(|links| exports.imports_of(&file.name, links));
            let programs = imports.map(|imports| Programs { imports, ..Programs::default() });
            programs.map_or(outcome, |programs| file::scan(self.look.search, file, programs))
        };
        outcomes.into_par_iter().zip(self.files).map(again).collect()
    }

    /// What scripts export that may be pieces of secrets. Scripts that name one of these, and so
    /// may import or re-export it, are parsed for it.
    fn exports(&self, outcomes: &mut [Outcome]) -> Exports {
        loop {
            let scripts = self.files.iter().zip(&*outcomes);
            let scripts = scripts.flat_map(|(file, outcome)| {
                outcome.links.iter().map(|links| (file.name.as_str(), links))
            });
            let scripts: Vec<_> = scripts.collect();
            let exports = Exports::of(&scripts, |constant| self.may_be_a_piece(constant));
            let names = Names::new(exports.names());
            let names_one = |outcome: &Outcome, file: &OutputFile| {
                outcome.skipped.is_some() && names.may_occur_in(file)
            };
            if exports.is_empty() || !self.parse(outcomes, names_one) {
                return exports;
            }
        }
    }

    /// Parses the scripts of some artifacts; says whether there are any.
    fn parse(
        &self,
        outcomes: &mut [Outcome],
        chosen: impl Fn(&Outcome, &OutputFile) -> bool + Sync,
    ) -> bool {
        let parse = |(outcome, file): (&mut Outcome, &OutputFile)| {
            let chosen = chosen(outcome, file);
            if chosen {
                *outcome = file::scan(self.look.search, file, Programs::default());
            }
            chosen
        };
        outcomes.par_iter_mut().zip(self.files).map(parse).reduce(|| false, |a, b| a || b)
    }

    /// Whether a constant may be a piece of a secret.
    fn may_be_a_piece(&self, constant: &Constant) -> bool {
        match constant {
            Constant::Text(units) => {
                self.look.prefilter().may_be_a_piece(String::from_utf16_lossy(units).as_bytes())
            }
            Constant::Number(_) => false,
            Constant::Array(items) => {
                bytes_of(items).is_some_and(|bytes| self.look.prefilter().may_be_a_piece(&bytes))
                    || items.iter().any(|item| self.may_be_a_piece(item))
            }
            Constant::Object(entries) => entries.iter().any(|(_, item)| self.may_be_a_piece(item)),
            Constant::Returns(constant) => self.may_be_a_piece(constant),
        }
    }
}

/// The bytes that a list of numbers is.
fn bytes_of(items: &[Constant]) -> Option<Vec<u8>> {
    let byte = |item: &Constant| match item {
        Constant::Number(number) => number.to_string().parse().ok(),
        _ => None,
    };
    items.iter().map(byte).collect()
}

/// The names of scripts and modules.
struct Names(Option<AhoCorasick>);

impl Names {
    fn new(names: Vec<String>) -> Self {
        Self(AhoCorasick::new(names).ok())
    }

    /// Whether one of them is in a file, or cannot be said not to be.
    fn may_occur_in(&self, file: &OutputFile) -> bool {
        match (&self.0, std::fs::read(&file.path)) {
            (Some(names), Ok(text)) => names.is_match(&text) || names.is_match(&unescaped(&text)),
            _ => true,
        }
    }
}
