//! The client's module: public values and no other. It knows no server variable, not even by name.

use envwall_core::ValueType;
use envwall_core::manifest::ClientMode;

use super::{doc, file, key, parse, runtime, schema, types};
use crate::identifier::{self, NameError};
use crate::writer::Writer;
use crate::{Config, Variable};

/// `env.client.ts`. With values of the build: a constant for each public variable, and the frozen
/// object `env` of all, which a bundler can shake. With those of the page: the object alone.
///
/// # Errors
/// When two names are the same as constants.
pub fn client(config: &Config) -> Result<String, NameError> {
    match config.client_mode {
        ClientMode::Static => of_build(config.public()),
        ClientMode::Runtime => Ok(runtime::client(config.public())),
    }
}

fn of_build(variables: &[Variable]) -> Result<String, NameError> {
    identifier::distinct_variables(variables, identifier::script)?;
    let mut code = file();
    if variables.iter().any(|variable| of_type(variable).contains(schema::ANY)) {
        code.blank();
        code.line(parse::JSON_VALUE.trim_end());
    }
    for variable in variables {
        code.blank();
        constant(&mut code, variable);
    }
    code.blank();
    code.line("/** What everyone may know. */");
    code.block("export interface ClientEnv {", "}", |code| {
        for variable in variables {
            code.line(format_args!("readonly {}: {};", key(&variable.name), of_type(variable)));
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
    let of_type = of_type(variable);
    doc(code, variable);
    if let Some(value) = &variable.value {
        let value = types::expression(value_type, value);
        code.line(format_args!("export const {name}: {of_type} = {pure}{value};"));
    } else {
        // a declared type alone would be narrowed to `undefined`
        code.line(format_args!("export const {name} = undefined as {of_type};"));
    }
}

/// The type of a value that is known when this is built, or of one that is not there.
fn of_type(variable: &Variable) -> String {
    match (&variable.value, &variable.value_type) {
        (Some(value), value_type) => types::known(value_type, value),
        (None, ValueType::Json { schema: None }) => "unknown".to_owned(),
        (None, value_type) => format!("{} | undefined", types::of(value_type)),
    }
}
