//! The client module: public values only. It contains no server variable, not even by name.

use envwall_core::ValueType;
use envwall_core::manifest::ClientMode;

use super::syntax::{doc, file, key};
use super::{parsers, runtime, schema_type, types};
use crate::identifier::{self, NameError};
use crate::writer::Writer;
use crate::{Config, Variable};

/// Generates `env.client.ts`. With `client-mode = "static"` it has a constant for each public variable,
/// and a frozen object `env` with all of them, which bundlers can tree-shake. With `"runtime"` it has
/// the object only, which reads the page.
///
/// # Errors
/// When two variables get the same constant.
pub fn client(config: &Config) -> Result<String, NameError> {
    match config.client_mode {
        ClientMode::Static => with_values(config.public()),
        ClientMode::Runtime => Ok(runtime::client(config.public())),
    }
}

fn with_values(variables: &[Variable]) -> Result<String, NameError> {
    identifier::distinct_variables(variables, identifier::script)?;
    let mut code = file();
    if variables.iter().any(|variable| constant_type(variable).contains(schema_type::JSON_VALUE)) {
        code.blank();
        code.line(parsers::JSON_VALUE.trim_end());
    }
    for variable in variables {
        code.blank();
        constant(&mut code, variable);
    }
    code.blank();
    code.line("/** All public variables. */");
    code.block("export interface ClientEnv {", "}", |code| {
        for variable in variables {
            code.line(format_args!(
                "readonly {}: {};",
                key(&variable.name),
                constant_type(variable)
            ));
        }
    });
    code.blank();
    let head = "export const env: ClientEnv = /* @__PURE__ */ Object.freeze({";
    code.block(head, "});", |code| {
        for variable in variables {
            let (key, name) = (key(&variable.name), identifier::script(&variable.name));
            let is_short = key == name;
            code.line(if is_short { format!("{name},") } else { format!("{key}: {name},") });
        }
    });
    Ok(code.finish())
}

fn constant(code: &mut Writer, variable: &Variable) {
    let name = identifier::script(&variable.name);
    let value_type = &variable.value_type;
    let pure = if matches!(value_type, ValueType::Json { .. }) { "/* @__PURE__ */ " } else { "" };
    let of_type = constant_type(variable);
    doc(code, variable);
    if let Some(value) = &variable.value {
        let value = types::expression(value_type, value);
        code.line(format_args!("export const {name}: {of_type} = {pure}{value};"));
    } else {
        // with a type annotation, the compiler would narrow it to `undefined`
        code.line(format_args!("export const {name} = undefined as {of_type};"));
    }
}

/// The type of a known value, or of a variable without one.
fn constant_type(variable: &Variable) -> String {
    match (&variable.value, &variable.value_type) {
        (Some(value), value_type) => types::of_value(value_type, value),
        (None, ValueType::Json { schema: None }) => "unknown".to_owned(),
        (None, value_type) => format!("{} | undefined", types::parsed(value_type)),
    }
}
