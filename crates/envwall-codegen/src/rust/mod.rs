//! Rust: a `public` module, and a `server` module that a browser's side does not have.

mod literal;
mod public;
mod server;
mod types;

use crate::identifier::{self, NameError};
use crate::writer::{Writer, one_line};
use crate::{Config, GENERATED, Variable};

/// What is allowed in code that its user need not use in full, and whose names, values and number of
/// variables are the manifest's.
const LINTS: &str = "#[allow(dead_code, unreachable_pub, clippy::approx_constant, \
                     clippy::doc_markdown, clippy::enum_variant_names, \
                     clippy::excessive_precision, clippy::similar_names, \
                     clippy::struct_excessive_bools, clippy::struct_field_names, \
                     clippy::too_many_lines, clippy::unnecessary_wraps, \
                     clippy::unreadable_literal, rustdoc::bare_urls, reason = \"generated\")]";

/// Where generated code finds serde.
const SERDE: &str = "::envwall::serde";

/// Modules `public` and `server`, for `include!` in a module of the user's.
///
/// The server's is left out under `target_family = "wasm"` and the feature `client`, so that a
/// browser's side that names it does not compile.
///
/// # Errors
/// When two names are the same in Rust.
pub fn rust(config: &Config) -> Result<String, NameError> {
    for side in [config.public(), config.server()] {
        distinct(side)?;
    }
    let mut code = Writer::indented(4);
    code.line(format_args!("// {GENERATED}"));
    code.blank();
    public::module(&mut code, config);
    code.blank();
    server::module(&mut code, config);
    Ok(code.finish())
}

fn distinct(variables: &[Variable]) -> Result<(), NameError> {
    identifier::distinct_variables(variables, identifier::field)?;
    let enums = variables.iter().filter(|variable| types::enum_values(variable).is_some());
    identifier::distinct_variables(enums, types::enum_name)?;
    variables.iter().try_for_each(distinct_values)
}

fn distinct_values(variable: &Variable) -> Result<(), NameError> {
    let values = types::enum_values(variable).unwrap_or_default().iter().map(String::as_str);
    identifier::distinct(values, identifier::camel_case, |first, second, identifier| {
        NameError::SameValue {
            variable: variable.name.clone(),
            first: first.to_owned(),
            second: second.to_owned(),
            identifier,
        }
    })
}

/// The comment above an item: what it is, and what it is for.
fn doc(code: &mut Writer, variable: &Variable) {
    let expected = variable.value_type.expected();
    code.line(format_args!("/// `{}`: {}", variable.name, as_it_is(&expected)));
    for line in variable.description.iter().flat_map(|description| description.lines()) {
        code.line("///");
        code.line(format_args!("/// {}", as_it_is(line)));
    }
}

/// A line that Markdown shows as it is: no link, no element, no list, and no code for `cargo test` to
/// run as an example (`CommonMark` 0.31, 2.4: punctuation after a backslash is itself).
fn as_it_is(text: &str) -> String {
    let text = one_line(text);
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut shown = String::with_capacity(text.len());
    for (index, char) in text.char_indices() {
        let begins_block = index == digits && char.is_ascii_punctuation();
        if begins_block || "\\`*_[]<>~&".contains(char) {
            shown.push('\\');
        }
        shown.push(char);
    }
    shown
}
