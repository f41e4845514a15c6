//! Generates `.env.example`, without values of server variables.

use envwall_core::ValueType;

use crate::writer::{Writer, one_line};
use crate::{Config, GENERATED, Variable};

/// Generates an environment file with every declared variable: its description, its expected value, and
/// its default unless it is sensitive. Optional variables are commented out.
///
/// Every `.env` parser reads it alike: defaults that need quotes are left out.
pub fn example(config: &Config) -> String {
    let mut lines = Writer::indented(0);
    lines.line(format_args!("# {GENERATED}"));
    for (title, variables) in [
        ("Public: anyone can read these in the browser.", config.public()),
        ("Server-only: keep these out of the browser and out of version control.", config.server()),
    ] {
        if !variables.is_empty() {
            lines.blank();
            lines.line(format_args!("# {title}"));
        }
        for variable in variables {
            lines.blank();
            entry(&mut lines, variable);
        }
    }
    lines.finish()
}

fn entry(lines: &mut Writer, variable: &Variable) {
    for line in variable.description.iter().flat_map(|description| description.lines()) {
        lines.line(format_args!("# {}", one_line(line.trim())));
    }
    let (optional, mark) = if variable.is_needed() { ("", "") } else { ("; optional", "# ") };
    lines.line(format_args!("# {}{optional}", one_line(&variable.value_type.expected())));
    // a public value may be specific to this machine; the default is not
    let default = variable.default.as_deref().filter(|value| is_plain(value)).unwrap_or_default();
    lines.line(format_args!("{mark}{}={default}", variable.name));
}

/// Whether every parser reads the value alike without quotes.
fn is_plain(value: &str) -> bool {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "_-./:,@+=?&%".contains(char);
    value.chars().all(is_plain) && ValueType::ANY.check(value).is_ok()
}
