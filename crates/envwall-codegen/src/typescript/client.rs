//! The client's module: public values, inlined. It knows no server variable, not even by name.

use envwall_core::ValueType;

use super::{HEAD, doc, key, types};
use crate::identifier::{self, NameError};
use crate::writer::Writer;
use crate::{Config, Variable};

/// `env.client.ts`: a constant for each public variable, and the frozen object `env` of all.
///
/// # Errors
/// When two names are the same as constants.
pub fn client(config: &Config) -> Result<String, NameError> {
    let variables = config.public();
    let names = variables.iter().map(|variable| variable.name.as_str());
    identifier::distinct(names, identifier::script, |first, second, identifier| {
        NameError::SameVariable { first: first.to_owned(), second: second.to_owned(), identifier }
    })?;
    let mut code = Writer::default();
    code.line(HEAD);
    if variables.iter().any(|variable| holds_json(&variable.value_type)) {
        code.blank();
        code.line(JSON_VALUE);
    }
    for variable in variables {
        code.blank();
        constant(&mut code, variable);
    }
    code.blank();
    code.line("/** What everyone may know. */");
    code.block("export const env = /* @__PURE__ */ Object.freeze({", "});", |code| {
        for variable in variables {
            let (key, name) = (key(&variable.name), identifier::script(&variable.name));
            let is_short = key == name;
            code.line(if is_short { format!("{name},") } else { format!("{key}: {name},") });
        }
    });
    code.blank();
    code.line("export type ClientEnv = typeof env;");
    Ok(code.finish())
}

const JSON_VALUE: &str = "export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };";

pub(super) fn holds_json(value_type: &ValueType) -> bool {
    match value_type {
        ValueType::Json => true,
        ValueType::List { items, .. } => holds_json(items),
        _ => false,
    }
}

fn constant(code: &mut Writer, variable: &Variable) {
    let name = identifier::script(&variable.name);
    let of_type = types::of(&variable.value_type);
    let is_pure = matches!(variable.value_type, ValueType::Json);
    let pure = if is_pure { "/* @__PURE__ */ " } else { "" };
    doc(code, variable);
    if let Some(value) = &variable.value {
        let value = types::expression(&variable.value_type, value);
        code.line(format_args!("export const {name}: {of_type} = {pure}{value};"));
    } else {
        // a declared type alone would be narrowed to `undefined`
        code.line(format_args!("export const {name} = undefined as {of_type} | undefined;"));
    }
}
