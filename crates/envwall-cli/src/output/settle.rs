//! The lines of the manifest that settle what is reported, to be pasted.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use envwall_core::diagnostic::{Declaration, Finding};

/// The heading above the lines.
pub(super) const HEADING: &str = "To settle these, add to envwall.toml:";

/// The heading where the findings themselves are not shown.
pub(super) const HEADING_FOR_NOTES: &str = "To settle the notes (-v), add to envwall.toml:";

/// The lines that settle findings, by table: each variable once.
///
/// Where findings offer several lines for a variable, the first is taken and the others are a comment.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Settle {
    lines: Vec<(&'static str, String)>,
}

impl Settle {
    pub(super) fn new<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut offered: BTreeMap<&str, Vec<&Declaration>> = BTreeMap::new();
        for declaration in findings.into_iter().flat_map(|finding| &finding.settled_by) {
            // no manifest accepts other names
            if is_name(&declaration.name) {
                let of_name = offered.entry(&declaration.name).or_default();
                if !of_name.contains(&declaration) {
                    of_name.push(declaration);
                }
            }
        }
        let mut lines: Vec<_> = offered.values().filter_map(|offered| line(offered)).collect();
        lines.sort();
        Self { lines }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// All lines, as TOML.
    pub(super) fn toml(&self) -> String {
        self.first(usize::MAX, "")
    }

    /// The lines of so many variables, and a comment about the others: where they are.
    pub(super) fn first(&self, count: usize, where_others_are: &str) -> String {
        let (shown, others) = self.lines.split_at(self.lines.len().min(count));
        let mut text = String::new();
        let mut table = "";
        for (of_table, line) in shown {
            if *of_table != table {
                let blank = if table.is_empty() { "" } else { "\n" };
                let _ = writeln!(text, "{blank}[{of_table}]");
                table = of_table;
            }
            let _ = writeln!(text, "{line}");
        }
        if !others.is_empty() {
            let _ = writeln!(text, "# and {} more: {where_others_are}", others.len());
        }
        text
    }
}

fn is_name(name: &str) -> bool {
    let is_fit = |char: char| char.is_ascii_alphanumeric() || char == '_';
    !name.is_empty() && name.chars().all(is_fit)
}

/// `SITE_ID = "string"  # or in [server]: SITE_ID = { sensitive = false }`
fn line(offered: &[&Declaration]) -> Option<(&'static str, String)> {
    let (first, others) = offered.split_first()?;
    let (table, mut line) = first.line();
    for (index, other) in others.iter().enumerate() {
        let (table, other) = other.line();
        let mark = if index == 0 { "  #" } else { "," };
        let _ = write!(line, "{mark} or in [{table}]: {other}");
    }
    Some((table, line))
}

#[cfg(test)]
mod tests {
    use envwall_core::diagnostic::{Code, DeclarationKind};

    use super::*;

    fn settled(rows: &[(&str, &[DeclarationKind])]) -> Settle {
        let finding = |(name, kinds): &(&str, &[DeclarationKind])| {
            let lines = kinds.iter().map(|kind| Declaration::new(*name, *kind));
            Finding::new(Code::Undeclared, "x").settled_by(lines)
        };
        Settle::new(&rows.iter().map(finding).collect::<Vec<_>>())
    }

    #[test]
    fn lines_are_sorted_by_table_and_each_variable_is_there_once() {
        use DeclarationKind::{Build, NotSensitive, Public, Server};
        let settle = settled(&[
            ("PORT", &[NotSensitive]),
            ("SITE_NAME", &[Public, Server]),
            ("API_KEY", &[Server]),
            ("SITE_NAME", &[Server]),
            ("GA_ID", &[Public]),
            ("TOKEN", &[Build]),
            ("not a name\nX", &[Public]),
        ]);
        let expected = "[public]\nGA_ID = \"string\"\n\
                        SITE_NAME = \"string\"  # or in [server]: SITE_NAME = \"string\"\n\n\
                        [server]\nAPI_KEY = \"string\"\nPORT = { sensitive = false }\n\
                        TOKEN = { phase = \"build\" }\n";
        assert_eq!(settle.toml(), expected);
        assert_eq!(settle.first(1, "-v"), "[public]\nGA_ID = \"string\"\n# and 4 more: -v\n");
    }

    #[test]
    fn there_is_nothing_without_lines() {
        assert!(Settle::new(&[Finding::new(Code::NoOutput, "x")]).is_empty());
    }
}
