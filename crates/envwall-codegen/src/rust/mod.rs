//! Rust: a `public` module, and a `server` module that a browser's side does not have.

mod literal;
mod public;
mod server;
mod types;

use crate::identifier::{self, NameError};
use crate::writer::{Writer, one_line};
use crate::{Config, GENERATED, Variable};

/// What is allowed in code that its user need not use in full.
const LINTS: &str = "#[allow(dead_code, unreachable_pub, clippy::unreadable_literal, \
                     clippy::doc_markdown, reason = \"generated\")]";

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
    public::module(&mut code, config.public());
    code.blank();
    server::module(&mut code, config);
    Ok(code.finish())
}

fn distinct(variables: &[Variable]) -> Result<(), NameError> {
    identifier::distinct_variables(variables, identifier::field)?;
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
    code.line(format_args!("/// `{}`: {}", variable.name, one_line(&expected)));
    for line in variable.description.iter().flat_map(|description| description.lines()) {
        code.line("///");
        code.line(format_args!("/// {}", one_line(line.trim())));
    }
}
