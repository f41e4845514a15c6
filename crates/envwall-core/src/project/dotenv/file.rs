//! All files of a project, read in every grammar and evaluated in every dialect.

use std::collections::{BTreeMap, BTreeSet};

use super::dialect::Dialect;
use super::entry::{Entry, Reading};
use super::evaluation::{At, Evaluation, Texts};
use super::expand_modern::{self, Version};
use super::pem::{Body, bodies};
use super::place::Places;
use super::text::is_name;
use super::{expand_next, node, regexp, rust};
use crate::source::SourceFile;

/// One file.
pub(super) struct File {
    pub(super) source: SourceFile,
    pub(super) places: Places,
    pub(super) bodies: Vec<Body>,
    regexp: Reading,
    node: Reading,
    rust: Reading,
}

impl File {
    fn read(source: &SourceFile, longest: usize) -> Self {
        let text = source.text();
        let mut readings = [regexp::read(text), node::read(text), rust::read(text, longest)];
        let bodies = bodies(source, &readings[0]);
        for reading in &mut readings {
            // the lines of a key are not variables, even if a tool reads them as such
            let inside = |at| is_inside(&bodies, at);
            reading.entries.retain(|entry| !inside(entry.name_span.start));
            reading.skipped.retain(|skipped| !inside(skipped.span.start));
        }
        let places = Places::new(source, &readings.each_ref(), &bodies);
        let [regexp, node, rust] = readings;
        Self { source: source.clone(), places, bodies, regexp, node, rust }
    }

    /// The file as a dialect's grammar reads it.
    pub(super) fn reading(&self, dialect: Dialect) -> &Reading {
        match dialect {
            Dialect::Rust => &self.rust,
            Dialect::Next | Dialect::Dotenv => &self.regexp,
            Dialect::Vite => &self.node,
        }
    }
}

/// All files, lowest precedence first.
pub(super) struct Files {
    pub(super) all: Vec<File>,
    /// In the order of `Dialect::ALL`.
    evaluations: [Evaluation; 4],
    /// `dotenv` once more, after its `config` has written to the process.
    configured: Evaluation,
}

impl Files {
    pub(super) fn read(sources: &[SourceFile], process: &Texts) -> Self {
        let longest = process.values().map(String::len).max().unwrap_or_default();
        let files: Vec<_> = sources.iter().map(|source| File::read(source, longest)).collect();
        let evaluations = Dialect::ALL.map(|dialect| evaluate(&files, dialect, process));
        let regexp: Vec<_> = files.iter().map(|file| &file.regexp).collect();
        let configured = expand_modern::evaluate(&regexp, process, Version::Configured);
        Self { all: files, evaluations, configured }
    }

    pub(super) fn evaluation(&self, dialect: Dialect) -> &Evaluation {
        &self.evaluations[dialect as usize]
    }

    /// The entries whose expansion exceeds the budget in a dialect, however it is called.
    pub(super) fn endless(&self, dialect: Dialect) -> impl Iterator<Item = At> {
        let configured = (dialect == Dialect::Dotenv).then_some(&self.configured);
        let evaluations = [self.evaluation(dialect)].into_iter().chain(configured);
        evaluations.flat_map(|evaluation| evaluation.endless.iter().copied())
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
        for evaluation in self.evaluations.iter().chain([&self.configured]) {
            for (name, variable) in &evaluation.variables {
                let texts = out.entry(name).or_default();
                texts.insert(&variable.value);
                texts.extend(variable.process.as_deref());
            }
        }
        for file in &self.all {
            for entry in [&file.regexp, &file.node, &file.rust].iter().flat_map(|r| &r.entries) {
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
    match dialect {
        Dialect::Next => expand_next::evaluate(&readings, process),
        Dialect::Vite => expand_modern::evaluate(&readings, process, Version::Vite),
        Dialect::Dotenv => expand_modern::evaluate(&readings, process, Version::Parsed),
        Dialect::Rust => {
            let texts = files.iter().map(|file| file.source.text());
            let files: Vec<_> = readings.into_iter().zip(texts).collect();
            rust::evaluate(&files, process)
        }
    }
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
