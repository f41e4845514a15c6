//! Validators of the Standard Schema, for tools that take such: t3-env's `createEnv`, for one.

use super::{doc, file, key, literal, parse, types};
use crate::writer::Writer;
use crate::{Config, Variable};

/// `env.schema.ts`: the objects `client` and `server`, with a validator for each variable. They are
/// apart, so that a bundler leaves out the one that nobody uses.
/// (Standard Schema, version 1: `~standard` with `version`, `vendor`, `validate`, `types`.)
pub fn validators(config: &Config) -> String {
    let all = config.public().iter().chain(config.server());
    let mut code = file();
    code.blank();
    code.line(include_str!("validator.ts"));
    for function in parse::functions(all.map(|variable| &variable.value_type)) {
        code.line(function);
    }
    side(&mut code, "client", "Public variables: `client` of `createEnv`.", config.public());
    code.blank();
    side(&mut code, "server", "Server variables: `server` of `createEnv`.", config.server());
    code.finish()
}

fn side(code: &mut Writer, name: &str, what: &str, variables: &[Variable]) {
    code.line(format_args!("/** {what} */"));
    code.block(format_args!("export const {name} = {{"), "};", |code| {
        for variable in variables {
            doc(code, variable);
            let (function, arguments) = validator(variable);
            super::call(code, &key(&variable.name), &function, &arguments);
        }
    });
}

/// The function that makes the validator, and what it is given.
fn validator(variable: &Variable) -> (String, Vec<String>) {
    let of_type = types::of(&variable.value_type);
    let parse = parse::call(&variable.value_type, "text");
    let mut arguments =
        vec![literal(&variable.value_type.expected()), format!("(text) => {parse}")];
    let function = match &variable.default {
        Some(value) => {
            arguments.push(types::expression(&variable.value_type, value));
            "withDefault"
        }
        None if variable.required => "required",
        None => "optional",
    };
    (format!("/* @__PURE__ */ {function}<{of_type}>"), arguments)
}
