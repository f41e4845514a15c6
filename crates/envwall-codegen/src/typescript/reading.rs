//! How a module reads texts: an interface, and a function that tells of everything that is wrong.

use super::{doc, key, literal, parse, schema, types};
use crate::Variable;
use crate::writer::Writer;

/// The classes and functions that reading needs, before anything that uses them.
pub(super) fn prelude<'a>(
    code: &mut Writer,
    variables: impl IntoIterator<Item = &'a Variable> + Clone,
) {
    code.line(include_str!("reader.ts"));
    for function in parse::functions(variables.clone().into_iter().map(|it| &it.value_type)) {
        code.line(function);
    }
    schema::shapes(code, variables);
}

/// The type of the whole.
pub(super) fn interface(code: &mut Writer, name: &str, what: &str, variables: &[Variable]) {
    code.line(format_args!("/** {what} */"));
    code.block(format_args!("export interface {name} {{"), "}", |code| {
        for variable in variables {
            doc(code, variable);
            code.line(format_args!("readonly {}: {};", key(&variable.name), types::held(variable)));
        }
    });
    code.blank();
}

/// The function that reads a source into that type.
pub(super) fn function(code: &mut Writer, name: &str, of_type: &str, variables: &[Variable]) {
    code.line("/** Reads a source. Throws an `EnvError` with everything that is missing or does not fit. */");
    let head = format!("export function {name}(source: Source): {of_type} {{");
    code.block(head, "}", |code| {
        code.line("const reader = new Reader(source);");
        code.block(format_args!("const env: {of_type} = {{"), "};", |code| {
            for variable in variables {
                let (call, arguments) = reading(variable);
                super::call(code, &key(&variable.name), &format!("reader.{call}"), &arguments);
            }
        });
        code.line("reader.finish();");
        code.line("return Object.freeze(env);");
    });
    code.blank();
}

/// The object whose properties are read when they are first asked for.
pub(super) fn lazy(code: &mut Writer, of_type: &str, first: &str, variables: &[Variable]) {
    if variables.is_empty() {
        code.line(format_args!("export const env: {of_type} = {{}};"));
        return;
    }
    code.line(format_args!("let known: {of_type} | undefined;"));
    code.blank();
    code.block(format_args!("function all(): {of_type} {{"), "}", |code| {
        code.line(format_args!("known ??= {first};"));
        code.line("return known;");
    });
    code.blank();
    code.line("/** All of it, read and checked when a variable is first asked for. */");
    code.block(format_args!("export const env: {of_type} = {{"), "};", |code| {
        for variable in variables {
            let (key, member) = (key(&variable.name), super::member(&variable.name));
            code.block(format_args!("get {key}() {{"), "},", |code| {
                code.line(format_args!("return all(){member};"));
            });
        }
    });
}

/// The reader's method, and what it is given.
fn reading(variable: &Variable) -> (String, Vec<String>) {
    let name = literal(&variable.name);
    let (parse, expected) = parse::of(variable);
    let parse = if variable.sensitive {
        format!("(text) => secret({name}, {parse})")
    } else {
        format!("(text) => {parse}")
    };
    let mut arguments = vec![name, expected, parse];
    let method = match &variable.default {
        Some(value) => {
            arguments.push(types::expression(&variable.value_type, value));
            format!("or<{}>", types::held(variable))
        }
        None if variable.required => "required".to_owned(),
        None => "optional".to_owned(),
    };
    (method, arguments)
}
