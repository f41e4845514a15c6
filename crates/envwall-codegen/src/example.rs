//! `.env.example`: what a new machine needs, without any value of a server variable.

use envwall_core::ValueType;

use crate::writer::{Writer, one_line};
use crate::{Config, GENERATED, Variable};

/// An environment file with every declared variable: what it is for, what it has to be, and a
/// default where everyone may know it. Variables that need no value are commented out.
///
/// Every reader of `.env` files reads it the same: a value that would need quotes is left out.
pub fn example(config: &Config) -> String {
    let mut lines = Writer::indented(0);
    lines.line(format_args!("# {GENERATED}"));
    for (title, variables) in [
        ("Public: everyone can read these in the browser.", config.public()),
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
    // a public value may be one machine's own: the manifest's default is everyone's
    let default = variable.default.as_deref().filter(|value| is_plain(value)).unwrap_or_default();
    lines.line(format_args!("{mark}{}={default}", variable.name));
}

/// Whether a value means itself without quotes, whatever reads it.
fn is_plain(value: &str) -> bool {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "_-./:,@+=?&%".contains(char);
    value.chars().all(is_plain) && ValueType::ANY.check(value).is_ok()
}
