//! Generated code that reads an environment: an interface, and a function that reports every error.

use super::syntax::{call, doc, key, literal, member};
use super::{parsers, shape, types};
use crate::Variable;
use crate::writer::Writer;

/// Writes the classes and functions that the others need.
pub(super) fn prelude<'a>(
    code: &mut Writer,
    variables: impl IntoIterator<Item = &'a Variable> + Clone,
) {
    code.line(include_str!("reader.ts"));
    for function in parsers::functions(variables.clone().into_iter().map(|it| &it.value_type)) {
        code.line(function);
    }
    shape::declare(code, variables);
}

/// Writes the type of the environment.
pub(super) fn interface(code: &mut Writer, name: &str, description: &str, variables: &[Variable]) {
    code.line(format_args!("/** {description} */"));
    code.block(format_args!("export interface {name} {{"), "}", |code| {
        for variable in variables {
            doc(code, variable);
            code.line(format_args!(
                "readonly {}: {};",
                key(&variable.name),
                types::property(variable)
            ));
        }
    });
    code.blank();
}

/// Writes the function that reads a source into that type.
pub(super) fn function(code: &mut Writer, name: &str, of_type: &str, variables: &[Variable]) {
    code.line("/** Reads and checks all variables. Throws an `EnvError` that lists every missing or invalid one. */");
    let head = format!("export function {name}(source: Source): {of_type} {{");
    code.block(head, "}", |code| {
        code.line("const reader = new Reader(source);");
        code.block(format_args!("const env: {of_type} = {{"), "};", |code| {
            for variable in variables {
                let (method, arguments) = read(variable);
                call(code, &key(&variable.name), &format!("reader.{method}"), &arguments);
            }
        });
        code.line("reader.finish();");
        code.line("return Object.freeze(env);");
    });
    code.blank();
}

/// Writes the object that reads the environment on first access.
pub(super) fn lazy(code: &mut Writer, of_type: &str, first: &str, variables: &[Variable]) {
    if variables.is_empty() {
        code.line(format_args!("export const env: {of_type} = {{}};"));
        return;
    }
    code.line(format_args!("let cached: {of_type} | undefined;"));
    code.blank();
    code.block(format_args!("function all(): {of_type} {{"), "}", |code| {
        code.line(format_args!("cached ??= {first};"));
        code.line("return cached;");
    });
    code.blank();
    code.line("/** All variables, read and checked on first access. */");
    code.block(format_args!("export const env: {of_type} = {{"), "};", |code| {
        for variable in variables {
            let (key, member) = (key(&variable.name), member(&variable.name));
            code.block(format_args!("get {key}() {{"), "},", |code| {
                code.line(format_args!("return all(){member};"));
            });
        }
    });
}

/// The reader's method that reads a variable, and its arguments.
fn read(variable: &Variable) -> (String, Vec<String>) {
    let name = literal(&variable.name);
    let (parse, expected) = parsers::of(variable);
    let parse = if variable.sensitive {
        format!("(text) => secret({name}, {parse})")
    } else {
        format!("(text) => {parse}")
    };
    let mut arguments = vec![name, expected, parse];
    let method = match &variable.default {
        Some(value) => {
            arguments.push(types::expression(&variable.value_type, value));
            format!("withDefault<{}>", types::property(variable))
        }
        None if variable.required => "required".to_owned(),
        None => "optional".to_owned(),
    };
    (method, arguments)
}
