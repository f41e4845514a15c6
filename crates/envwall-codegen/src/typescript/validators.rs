//! Standard Schema validators, for tools such as t3-env's `createEnv`.

use super::syntax::{call, doc, file, key};
use super::{parsers, shape, types};
use crate::writer::Writer;
use crate::{Config, Variable};

/// Generates `env.schema.ts`: the objects `client` and `server`, with a validator for each variable.
/// They are separate, so that a bundler drops the unused one.
/// (Standard Schema, version 1: `~standard` with `version`, `vendor`, `validate`, `types`.)
pub fn validators(config: &Config) -> String {
    let all: Vec<_> = config.public().iter().chain(config.server()).collect();
    let mut code = file();
    code.blank();
    code.line(include_str!("validator.ts"));
    for function in helpers(&all) {
        code.line(function);
    }
    for function in parsers::functions(all.iter().map(|variable| &variable.value_type)) {
        code.line(function);
    }
    shape::declare(&mut code, all);
    side(&mut code, "client", "Public variables: `client` of `createEnv`.", config.public());
    code.blank();
    side(&mut code, "server", "Server variables: `server` of `createEnv`.", config.server());
    code.finish()
}

/// The functions that create validators, in the order of their dependencies.
pub(super) fn helpers(variables: &[&Variable]) -> Vec<&'static str> {
    let any = |is: fn(&Variable) -> bool| variables.iter().any(|variable| is(variable));
    let has_default = |variable: &Variable| variable.default.is_some();
    let helpers = [
        (any(|_| true), include_str!("validator/required.ts")),
        (any(Variable::is_optional_at_run_time), include_str!("validator/optional.ts")),
        (any(has_default), include_str!("validator/with_default.ts")),
    ];
    helpers.into_iter().filter(|(is_needed, _)| *is_needed).map(|(_, text)| text).collect()
}

fn side(code: &mut Writer, name: &str, description: &str, variables: &[Variable]) {
    code.line(format_args!("/** {description} */"));
    // an explicit type, for compilers that process one file at a time
    code.block(format_args!("export const {name}: {{"), "} = {", |code| {
        for variable in variables {
            let (key, output) = (key(&variable.name), types::plain(variable));
            doc(code, variable);
            code.line(format_args!("readonly {key}: Validator<{output}>;"));
        }
    });
    code.block_end("};", |code| {
        for variable in variables {
            let (function, arguments) = validator(variable);
            call(code, &key(&variable.name), &function, &arguments);
        }
    });
}

/// The function that creates a variable's validator, and its arguments.
fn validator(variable: &Variable) -> (String, Vec<String>) {
    let (parse, expected) = parsers::of(variable);
    validator_call(
        variable,
        &types::parsed(&variable.value_type),
        expected,
        format!("(text) => {parse}"),
    )
}

/// The function that creates a validator with the given type and parser, and its arguments.
pub(super) fn validator_call(
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
