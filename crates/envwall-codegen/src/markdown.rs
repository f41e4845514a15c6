//! Generates a Markdown page that documents the environment.

use crate::writer::{Writer, one_line};
use crate::{Config, GENERATED, Variable};

/// Generates a Markdown page with a table for each side, without sensitive values.
pub fn markdown(config: &Config) -> String {
    let mut lines = Writer::indented(0);
    lines.line(format_args!("<!-- {GENERATED} -->"));
    lines.blank();
    lines.line("# Environment variables");
    for (title, variables) in
        [("Public (visible in the browser)", config.public()), ("Server-only", config.server())]
    {
        if variables.is_empty() {
            continue;
        }
        lines.blank();
        lines.line(format_args!("## {title}"));
        lines.blank();
        lines.line("| Name | Value | Required | Default | Description |");
        lines.line("|---|---|---|---|---|");
        for variable in variables {
            lines.line(row(variable));
        }
    }
    lines.finish()
}

fn row(variable: &Variable) -> String {
    let default = variable.default.as_deref().map(code).unwrap_or_default();
    let required = if variable.is_needed() { "yes" } else { "no" };
    let description = variable.description.as_deref().unwrap_or_default();
    let sensitive = if variable.sensitive { ", secret" } else { "" };
    format!(
        "| `{}` | {}{sensitive} | {required} | {default} | {} |",
        variable.name,
        cell(&variable.value_type.expected()),
        cell(description),
    )
}

/// Formats text as code, whatever it contains. `|` ends a cell even inside code.
fn code(text: &str) -> String {
    let text = one_line(text).replace('|', "\\|");
    if text.is_empty() {
        return "empty".to_owned();
    }
    let fence = "`".repeat(1 + longest_run(&text, '`'));
    let pad = if text.contains('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn longest_run(text: &str, char: char) -> usize {
    text.split(|other| other != char).map(str::len).max().unwrap_or_default()
}

/// Escapes markup.
fn cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '|' | '<' | '\\' | '[' | '*' => cell.extend(['\\', char]),
            char if char.is_control() => cell.push(' '),
            char => cell.push(char),
        }
    }
    cell
}
