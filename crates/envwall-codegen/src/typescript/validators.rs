//! Validators of the Standard Schema, for tools that take such: t3-env's `createEnv`, for one.

use super::{doc, file, key, parse, schema, types};
use crate::writer::Writer;
use crate::{Config, Variable};

/// `env.schema.ts`: the objects `client` and `server`, with a validator for each variable. They are
/// apart, so that a bundler leaves out the one that nobody uses.
/// (Standard Schema, version 1: `~standard` with `version`, `vendor`, `validate`, `types`.)
pub fn validators(config: &Config) -> String {
    let all: Vec<_> = config.public().iter().chain(config.server()).collect();
    let mut code = file();
    code.blank();
    code.line(include_str!("validator.ts"));
    for function in makers(&all) {
        code.line(function);
    }
    for function in parse::functions(all.iter().map(|variable| &variable.value_type)) {
        code.line(function);
    }
    schema::shapes(&mut code, all);
    side(&mut code, "client", "Public variables: `client` of `createEnv`.", config.public());
    code.blank();
    side(&mut code, "server", "Server variables: `server` of `createEnv`.", config.server());
    code.finish()
}

/// The functions that make the validators, before those that stand on them.
pub(super) fn makers(variables: &[&Variable]) -> Vec<&'static str> {
    let any = |what: fn(&Variable) -> bool| variables.iter().any(|variable| what(variable));
    let has_default = |variable: &Variable| variable.default.is_some();
    let makers = [
        (any(|_| true), include_str!("validator/required.ts")),
        (any(Variable::is_optional_at_run_time), include_str!("validator/optional.ts")),
        (any(has_default), include_str!("validator/with_default.ts")),
    ];
    makers.into_iter().filter(|(is_needed, _)| *is_needed).map(|(_, text)| text).collect()
}

fn side(code: &mut Writer, name: &str, what: &str, variables: &[Variable]) {
    code.line(format_args!("/** {what} */"));
    // the type by itself, for compilers that look at one file only
    code.block(format_args!("export const {name}: {{"), "} = {", |code| {
        for variable in variables {
            let (key, output) = (key(&variable.name), types::read(variable));
            doc(code, variable);
            code.line(format_args!("readonly {key}: Validator<{output}>;"));
        }
    });
    code.block_end("};", |code| {
        for variable in variables {
            let (function, arguments) = validator(variable);
            super::call(code, &key(&variable.name), &function, &arguments);
        }
    });
}

/// The function that makes the validator, and what it is given.
fn validator(variable: &Variable) -> (String, Vec<String>) {
    let (parse, expected) = parse::of(variable);
    maker(variable, &types::of(&variable.value_type), expected, format!("(text) => {parse}"))
}

/// The same with a type and a parser of one's own.
pub(super) fn maker(
    variable: &Variable,
    of_type: &str,
    expected: String,
    parse: String,
) -> (String, Vec<String>) {
    let mut arguments = vec![expected, parse];
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
