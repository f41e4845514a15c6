//! Findings about environment files. They contain variables, tools and places, but no values.

use std::collections::{BTreeMap, BTreeSet};

use super::budget::{Exceeded, MAX_VALUE};
use super::dialect::Dialect;
use super::entry::{Entry, Skipped};
use super::evaluation::At;
use super::file::{File, Files};
use crate::diagnostic::{Code, Finding};
use crate::source::Span;

/// Maximum number of findings with the same code in a file; nobody reads more.
const MAX_PER_KIND: usize = 50;

/// All findings, in the order of a report.
pub(super) fn findings(files: &Files, dialect: Dialect, alternatives: &[Dialect]) -> Vec<Finding> {
    let mut others: Vec<_> =
        alternatives.iter().copied().filter(|other| *other != dialect).collect();
    others.sort_unstable();
    others.dedup();
    let mut report = Report { files, dialect, others, out: Vec::new(), counts: BTreeMap::new() };
    for file in 0..files.all.len() {
        report.syntax(file);
    }
    report.exceeded();
    report.differences();
    report.out.sort_by(Finding::report_order);
    report.out
}

struct Report<'a> {
    files: &'a Files,
    dialect: Dialect,
    others: Vec<Dialect>,
    out: Vec<Finding>,
    counts: BTreeMap<(usize, Code), BTreeSet<(usize, String)>>,
}

impl<'a> Report<'a> {
    /// Adds a finding at a place, unless it is there already or the file has the maximum.
    fn add(&mut self, file: usize, span: &Span, finding: Finding) {
        let places = self.counts.entry((file, finding.code)).or_default();
        if places.len() > MAX_PER_KIND || !places.insert((span.start, finding.message.to_string()))
        {
            return;
        }
        let File { source, places: shown, .. } = &self.files.all[file];
        let finding = if places.len() > MAX_PER_KIND {
            Finding::new(finding.code, "there are more places like this in the file")
        } else {
            finding
        };
        self.out.push(finding.at(shown.location(source, span)));
    }

    fn syntax(&mut self, at: usize) {
        let file = &self.files.all[at];
        for body in &file.bodies {
            self.add(at, &body.begin.clone(), unquoted_key());
        }
        let reading = file.reading(self.dialect);
        let by_line = self.dialect.is_by_line();
        let within = |at| by_line && file.is_in_value(at);
        for skipped in reading.skipped.iter().filter(|skipped| !within(skipped.span.start)) {
            self.add(at, &line_start(skipped), self.skipped(skipped));
        }
        let entries = reading.entries.iter().enumerate();
        for (index, entry) in entries.filter(|(_, entry)| !within(entry.name_span.start)) {
            self.entry(At { file: at, entry: index }, entry);
        }
        if let Some(offset) = reading.cut_off {
            self.add(at, &(offset..offset), too_large());
        }
        self.open_quotes(at);
    }

    fn entry(&mut self, at: At, entry: &Entry) {
        // Node's parser reads some comments as variables; to people they are comments
        let comment = entry.name.starts_with('#');
        let shown = self.files.is_shown(self.dialect, at);
        if !shown && !comment {
            let marked = entry.name.starts_with('\u{feff}');
            let finding = if marked { self.byte_order_mark() } else { no_name() };
            self.add(at.file, &entry.name_span, finding);
        }
        let text = &self.files.all[at.file].source.text()[entry.value_span.clone()];
        if let Some(command) = text.find("$(").filter(|_| !comment) {
            let start = entry.value_span.start + command;
            self.add(at.file, &(start..start + 2), named(command_not_run(), entry, shown));
        }
    }

    fn byte_order_mark(&self) -> Finding {
        let message = format!(
            "the file starts with a byte order mark (BOM), which {} reads as part of the first name",
            self.dialect
        );
        Finding::new(Code::EnvSyntax, message).help("save the file as UTF-8 without a BOM")
    }

    /// Unclosed quotes: all JavaScript tools read the rest of the line, which is certainly not
    /// intended.
    fn open_quotes(&mut self, at: usize) {
        if self.dialect == Dialect::Rust {
            return;
        }
        let by_line = Some(self.dialect).filter(|dialect| dialect.is_by_line());
        for dialect in [Dialect::Next, Dialect::Vite].into_iter().chain(by_line) {
            let entries = &self.files.all[at].reading(dialect).entries;
            for (index, entry) in entries.iter().enumerate() {
                let Some(quote) = entry.open_quote else { continue };
                let shown = self.files.is_shown(dialect, At { file: at, entry: index });
                let finding = open_quote(dialect.is_by_line());
                self.add(at, &(quote..quote + 1), named(finding, entry, shown));
            }
        }
    }

    fn skipped(&self, skipped: &Skipped) -> Finding {
        if skipped.open_quote.is_some() {
            return Finding::new(
                Code::EnvSyntax,
                "this quote is never closed, so dotenvy reads the rest of the file as its value",
            )
            .help("close the quote; put double quotes around a value with an apostrophe");
        }
        let (message, help) = match self.dialect {
            Dialect::Rust => (
                "dotenvy stops at this line, so the variables after it are not set".to_owned(),
                "put single quotes around the value; names may have letters, digits, `_` and `.`",
            ),
            tool => (
                format!("{tool} skips this line: it is not an assignment"),
                "write NAME=value, or put `#` before a comment",
            ),
        };
        Finding::new(Code::EnvSyntax, message).help(help)
    }

    fn exceeded(&mut self) {
        let in_use: Vec<_> = [self.dialect].into_iter().chain(self.others.clone()).collect();
        for tool in in_use {
            for (at, why) in self.files.exceeded(tool) {
                let (_, entry) = self.files.entry(tool, at);
                let shown = self.files.is_shown(tool, at);
                let finding = match why {
                    Exceeded::Steps => endless(tool, self.dialect),
                    Exceeded::Size => too_large_for(tool, self.dialect),
                };
                let finding = named(finding, entry, shown);
                self.add(at.file, &entry.name_span.clone(), finding);
            }
        }
    }

    fn differences(&mut self) {
        let mut places: BTreeMap<&'a str, (Dialect, At)> = BTreeMap::new();
        for tool in self.others.iter().rev().chain([&self.dialect]) {
            let variables = &self.files.evaluation(*tool).variables;
            let shown = variables.iter().filter(|(_, found)| self.files.is_shown(*tool, found.at));
            places.extend(shown.map(|(name, found)| (name.as_str(), (*tool, found.at))));
        }
        for (name, (tool, at)) in places {
            let differing = self.readers_that_differ(name);
            if !differing.is_empty() {
                self.difference(name, tool, at, &differing);
            }
        }
    }

    fn readers_that_differ(&self, name: &str) -> Vec<&'static str> {
        let value = |tool: Dialect| {
            self.files.evaluation(tool).variables.get(name).map(|found| found.value.as_str())
        };
        let own = value(self.dialect);
        self.others.iter().filter(|tool| value(**tool) != own).map(|tool| tool.name()).collect()
    }

    fn difference(&mut self, name: &str, tool: Dialect, at: At, differing: &[&str]) {
        let (file, entry) = self.files.entry(tool, at);
        let text = &file.source.text()[entry.value_span.clone()];
        let (offset, help) = fix(text);
        let start = (entry.value_span.start + offset).max(entry.name_span.end);
        let start = if offset == 0 { entry.name_span.start } else { start };
        let (own, others) = (self.dialect, differing.join(" and "));
        let message = format!("{own} reads `{name}` differently from {others}");
        let finding = Finding::new(Code::DialectsDiffer, message).variable(name).help(help);
        self.add(at.file, &(start..start), finding);
    }
}

fn line_start(skipped: &Skipped) -> Span {
    skipped.open_quote.map_or(skipped.span.clone(), |quote| quote..quote + 1)
}

fn named(finding: Finding, entry: &Entry, shown: bool) -> Finding {
    if shown { finding.variable(entry.name.as_str()) } else { finding }
}

fn unquoted_key() -> Finding {
    let message = "this multi-line key is not quoted, so only its first line is read";
    Finding::new(Code::UnquotedMultiline, message)
        .help("put double quotes before the first line and after the last")
}

fn too_large() -> Finding {
    let message =
        "references could expand this value beyond the memory limit; the rest was not read";
    Finding::new(Code::EnvSyntax, message).help("escape each literal `$` as `\\$`")
}

fn no_name() -> Finding {
    Finding::new(Code::EnvSyntax, "the text before the separator is not a variable name")
        .help("use letters, digits and `_`, not starting with a digit")
}

fn command_not_run() -> Finding {
    Finding::new(
        Code::CommandNotRun,
        "the command in this value is not run; the value keeps it as text",
    )
    .help(
        "run it yourself and set the variable in the environment; dotenv-expand 1000 would run it",
    )
}

fn open_quote(by_line: bool) -> Finding {
    let help = if by_line {
        "write the value on one line, in double quotes, with `\\n` for each line break"
    } else {
        "close the quote, or use another kind of quote around the whole value"
    };
    let message = "the opening quote of this value is not closed on its line";
    Finding::new(Code::EnvSyntax, message).help(help)
}

fn endless(tool: Dialect, main: Dialect) -> Finding {
    let what = match tool {
        Dialect::Next => "Next ignores the whole file",
        Dialect::Vite3 | Dialect::Vite4 | Dialect::Dotenv10 => "the build ends with an error",
        _ => "the value is not expanded",
    };
    let message = format!("circular or too many references in {tool}: {what}");
    Finding::new(unexpanded(tool, main), message)
        .help("break the cycle, or escape each literal `$` as `\\$`")
}

fn too_large_for(tool: Dialect, main: Dialect) -> Finding {
    let size = MAX_VALUE >> 10;
    let message = format!(
        "this value is too large to search for: its references expand it beyond {size} KiB in {tool}"
    );
    Finding::new(unexpanded(tool, main), message)
        .help("remove references, or escape each literal `$` as `\\$`")
}

fn unexpanded(tool: Dialect, main: Dialect) -> Code {
    if tool == main { Code::EnvSyntax } else { Code::DialectsDiffer }
}

/// The offset in a value where tools disagree, and how to write it so that they agree.
fn fix(text: &str) -> (usize, &'static str) {
    let fixes = [
        ("$", "escape each literal `$` as `\\$`, inside double quotes"),
        ("#", "put single quotes around the whole value"),
        ("\\", "put single quotes around the whole value, with no backslash before a quote"),
        ("\"", "put one pair of single quotes around the whole value"),
        ("'", "put one pair of double quotes around the whole value"),
        ("`", "put one pair of single quotes around the whole value"),
    ];
    let found = fixes.iter().find_map(|(sign, help)| Some((text.find(sign)?, *help)));
    found.unwrap_or((0, "write NAME='value' on its own line, with plain line breaks"))
}
