//! Generates Rust: a `public` module, and a `server` module that does not exist in browser builds.

mod items;
mod literal;
mod public;
mod server;
mod types;

use crate::identifier::{self, NameError};
use crate::writer::Writer;
use crate::{Config, GENERATED, Variable};

/// Generates the modules `public` and `server`, for `include!`.
///
/// The module `server` does not exist under `target_family = "wasm"` or the feature `client`, so
/// browser code that uses it does not compile.
///
/// # Errors
/// When two names become the same identifier.
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
