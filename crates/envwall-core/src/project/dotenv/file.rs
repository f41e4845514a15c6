//! All files of a project, read in every grammar and evaluated in every dialect.

use std::collections::{BTreeMap, BTreeSet};
use std::mem::take;

use super::budget::Exceeded;
use super::dialect::Dialect;
use super::encrypted::DotenvxKeys;
use super::entry::{Entry, Reading};
use super::evaluation::{At, Evaluation, Texts, Variable};
use super::lines::{self, Comments};
use super::pem::{Body, bodies};
use super::place::Places;
use super::text::is_name;
use super::{expand_matches, expand_modern, expand_next, node, regexp, rust};
use crate::source::SourceFile;

/// One file.
pub(super) struct File {
    pub(super) source: SourceFile,
    pub(super) places: Places,
    pub(super) bodies: Vec<Body>,
    regexp: Reading,
    node: Reading,
    rust: Reading,
    /// `dotenv` 10 and 14.
    lines: [Reading; 2],
}

impl File {
    fn read(source: &SourceFile, longest: usize, keys: &DotenvxKeys) -> Self {
        let text = source.text();
        let lines = [Comments::Kept, Comments::Removed].map(|comments| lines::read(text, comments));
        let [kept, removed] = lines;
        let (regexp, node) = (regexp::read(text), node::read(text));
        let mut readings = [regexp, node, rust::read(text, longest), kept, removed];
        let bodies = bodies(source, &readings[0]);
        for reading in &mut readings {
            // the lines of a key are not variables, even if a tool reads them as such
            let inside = |at| is_inside(&bodies, at);
            reading.entries.retain(|entry| !inside(entry.name_span.start));
            reading.skipped.retain(|skipped| !inside(skipped.span.start));
            for entry in &mut reading.entries {
                entry.value = keys.decrypt(&entry.value).unwrap_or(take(&mut entry.value));
            }
        }
        let places = Places::new(source, &readings.each_ref(), &bodies);
        let [regexp, node, rust, kept, removed] = readings;
        let (source, lines) = (source.clone(), [kept, removed]);
        Self { source, places, bodies, regexp, node, rust, lines }
    }

    /// The file as a dialect's grammar reads it.
    pub(super) fn reading(&self, dialect: Dialect) -> &Reading {
        match dialect {
            Dialect::Rust => &self.rust,
            Dialect::Next | Dialect::Dotenv | Dialect::Vite7 | Dialect::Vite4 | Dialect::Nuxt => {
                &self.regexp
            }
            Dialect::Vite => &self.node,
            Dialect::Dotenv10 => &self.lines[0],
            Dialect::Vite3 => &self.lines[1],
        }
    }

    /// Whether an offset is within a value of several lines.
    pub(super) fn is_in_value(&self, at: usize) -> bool {
        let entries = &self.regexp.entries;
        let before = entries.partition_point(|entry| entry.value_span.start <= at);
        before > 0 && entries[before - 1].quoted && entries[before - 1].value_span.contains(&at)
    }
}

/// All files, lowest precedence first.
pub(super) struct Files {
    pub(super) all: Vec<File>,
    /// In the order of `Dialect::ALL`.
    evaluations: [Evaluation; Dialect::ALL.len()],
    /// `dotenv` once more, after its `config` has written to the process.
    configured: Evaluation,
}

impl Files {
    pub(super) fn read(sources: &[SourceFile], process: &Texts, keys: &DotenvxKeys) -> Self {
        let longest = process.values().map(String::len).max().unwrap_or_default();
        let files: Vec<_> =
            sources.iter().map(|source| File::read(source, longest, keys)).collect();
        let evaluations = Dialect::ALL.map(|dialect| evaluate(&files, dialect, process));
        let regexp: Vec<_> = files.iter().map(|file| &file.regexp).collect();
        let configured =
            expand_modern::evaluate(&regexp, process, expand_modern::Version::Configured);
        Self { all: files, evaluations, configured }
    }

    pub(super) fn evaluation(&self, dialect: Dialect) -> &Evaluation {
        &self.evaluations[dialect as usize]
    }

    /// The entries whose expansion exceeds the budget in a dialect, however it is called.
    pub(super) fn exceeded(&self, dialect: Dialect) -> impl Iterator<Item = (At, Exceeded)> {
        let configured = (dialect == Dialect::Dotenv).then_some(&self.configured);
        let evaluations = [self.evaluation(dialect)].into_iter().chain(configured);
        evaluations.flat_map(|evaluation| evaluation.exceeded.iter().copied())
    }

    /// An entry of a dialect's reading, and its file.
    pub(super) fn entry(&self, dialect: Dialect, at: At) -> (&File, &Entry) {
        let file = &self.all[at.file];
        (file, &file.reading(dialect).entries[at.entry])
    }

    /// Whether a variable's name may be shown.
    pub(super) fn is_shown(&self, dialect: Dialect, at: At) -> bool {
        let (_, entry) = self.entry(dialect, at);
        is_name(&entry.name) && !is_key_material(entry)
    }

    /// Every text that any tool may read as each variable's value.
    pub(super) fn all_readings(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut out: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let evaluations = Dialect::ALL.into_iter().zip(&self.evaluations);
        for (dialect, evaluation) in evaluations.chain([(Dialect::Dotenv, &self.configured)]) {
            let read = |(_, variable): &(&String, &Variable)| {
                !is_first_line(dialect, self.entry(dialect, variable.at).1)
            };
            for (name, variable) in evaluation.variables.iter().filter(read) {
                let texts = out.entry(name).or_default();
                texts.insert(&variable.value);
                texts.extend(variable.process.as_deref());
            }
        }
        for file in &self.all {
            let others =
                [&file.regexp, &file.node, &file.rust].into_iter().flat_map(|it| &it.entries);
            let by_line = file.lines.iter().flat_map(|it| &it.entries);
            let by_line = by_line.filter(|entry| entry.open_quote.is_none());
            for entry in others.chain(by_line) {
                let texts = out.entry(&entry.name).or_default();
                texts.insert(&entry.value);
                let line = file.source.line_span(entry.value_span.start).start;
                let body = file.bodies.binary_search_by_key(&line, |body| body.begin.start);
                texts.extend(
                    body.ok().into_iter().flat_map(|at| file.bodies[at].lines(&file.source)),
                );
            }
        }
        out
    }
}

fn is_inside(bodies: &[Body], at: usize) -> bool {
    let before = bodies.partition_point(|body| body.span.start <= at);
    before > 0 && bodies[before - 1].holds(at)
}

fn evaluate(files: &[File], dialect: Dialect, process: &Texts) -> Evaluation {
    let readings: Vec<_> = files.iter().map(|file| file.reading(dialect)).collect();
    let modern = |version| expand_modern::evaluate(&readings, process, version);
    let matches = |version| expand_matches::evaluate(&readings, process, version);
    match dialect {
        Dialect::Next => expand_next::evaluate(&readings, process),
        Dialect::Vite => modern(expand_modern::Version::Vite),
        Dialect::Vite7 => modern(expand_modern::Version::Vite7),
        Dialect::Dotenv => modern(expand_modern::Version::Parsed),
        Dialect::Vite4 => matches(expand_matches::Version::Vite4),
        Dialect::Vite3 => matches(expand_matches::Version::Vite3),
        Dialect::Dotenv10 => matches(expand_matches::Version::Configured),
        Dialect::Nuxt => matches(expand_matches::Version::C12),
        Dialect::Rust => {
            let texts = files.iter().map(|file| file.source.text());
            let files: Vec<_> = readings.iter().copied().zip(texts).collect();
            rust::evaluate(&files, process)
        }
    }
}

/// Whether an entry is the first line of a longer value. Programs have such lines themselves (the
/// armour of a key), so it is no reading of the value.
fn is_first_line(dialect: Dialect, entry: &Entry) -> bool {
    dialect.is_by_line() && entry.open_quote.is_some()
}

/// Whether an apparent name is the padded last line of a base64 block.
fn is_key_material(entry: &Entry) -> bool {
    let has = |class: fn(&u8) -> bool| entry.name.as_bytes().iter().any(class);
    entry.name.len() >= 16
        && entry.value.bytes().all(|byte| byte == b'=')
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_uppercase)
        && entry.name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
