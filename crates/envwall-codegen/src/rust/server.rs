//! The `server` module: values that are read at run time.

use envwall_core::manifest::ClientMode;

use super::items::LINTS;
use super::public::fields;
use super::{literal, types};
use crate::identifier::field;
use crate::writer::Writer;
use crate::{Config, Variable};

pub(super) fn module(code: &mut Writer, config: &Config) {
    code.line("/// Server-only variables. This module does not exist in browser builds (WebAssembly, or the feature");
    code.line("/// `client`): read these values in server code, and use `public` in the browser.");
    code.line("#[cfg(not(any(target_family = \"wasm\", feature = \"client\")))]");
    code.line(LINTS);
    code.block("pub mod server {", "}", |code| {
        for variable in config.server() {
            types::enumeration(code, variable);
            types::from_value(code, variable, "");
        }
        for variable in config.public() {
            types::from_value(code, variable, "super::public::");
        }
        server_config(code, config.server());
        code.blank();
        code.block("impl super::public::Public {", "}", |code| {
            code.line("/// Values for the page: those of the source, or else those of the build.");
            from_source(code, config.public());
            if config.client_mode == ClientMode::Runtime && !config.public().is_empty() {
                code.blank();
                strings(code, config.public());
            }
        });
    });
}

/// Writes the function whose result `page::script` writes for the TypeScript client module.
fn strings(code: &mut Writer, variables: &[Variable]) {
    code.line("/// The same values as strings by variable name: what a TypeScript client reads from the page");
    code.line("/// (`client-mode = \"runtime\"`).");
    errors(code);
    let head = "pub fn texts(source: &impl ::envwall::Source) -> ::std::result::Result<::std::collections::BTreeMap<&'static str, ::std::string::String>, ::envwall::EnvError> {";
    code.block(head, "}", |code| {
        code.line("let mut reader = ::envwall::Reader::new(source);");
        code.block("let texts = [", "];", |code| {
            for variable in variables {
                let flat = if variable.is_optional_at_run_time() { ".flatten()" } else { "" };
                let name = literal::string(&variable.name);
                code.line(format_args!("({name}, {}{flat}),", read(variable)));
            }
        });
        code.line("let texts = texts.into_iter().filter_map(|(name, text)| ::std::option::Option::Some((name, text?)));");
        code.line("reader.result(texts.collect())");
    });
}

fn server_config(code: &mut Writer, variables: &[Variable]) {
    code.line("/// All server variables.");
    code.line("#[derive(Debug)]");
    code.block("pub struct ServerConfig {", "}", |code| fields(code, variables));
    code.blank();
    code.block("impl ServerConfig {", "}", |code| {
        code.line("/// Reads the process environment. It reads no `.env` file.");
        errors(code);
        code.block(
            "pub fn from_env() -> ::std::result::Result<Self, ::envwall::EnvError> {",
            "}",
            |code| code.line("Self::from_source(&::envwall::Process)"),
        );
        code.blank();
        code.line("/// Reads the variables from another source.");
        from_source(code, variables);
    });
}

fn errors(code: &mut Writer) {
    code.line("///");
    code.line("/// # Errors");
    code.line("/// Lists every missing or invalid variable.");
}

/// Writes the function that reads all variables, and reports all errors at once.
fn from_source(code: &mut Writer, variables: &[Variable]) {
    errors(code);
    let head = "pub fn from_source(source: &impl ::envwall::Source) -> ::std::result::Result<Self, ::envwall::EnvError> {";
    code.block(head, "}", |code| {
        if variables.is_empty() {
            code.line("let _ = source;");
        } else {
            read_all(code, variables);
        }
        code.block("::std::result::Result::Ok(Self {", "})", |code| {
            for variable in variables {
                code.line(format_args!("{}: {},", field(&variable.name), local(variable)));
            }
        });
    });
}

fn read_all(code: &mut Writer, variables: &[Variable]) {
    code.line("let mut reader = ::envwall::Reader::new(source);");
    for variable in variables {
        code.line(format_args!("let {} = {};", local(variable), read(variable)));
    }
    let locals: Vec<_> = variables.iter().map(local).collect();
    let some = |local: &String| format!("::std::option::Option::Some({local})");
    let patterns = nested(&locals.iter().map(some).collect::<Vec<_>>());
    code.block(format_args!("let {patterns} = {} else {{", nested(&locals)), "};", |code| {
        code.line("return ::std::result::Result::Err(reader.into_error());");
    });
}

/// `(a, (b, c))`: flat tuples have a maximum length.
fn nested(items: &[String]) -> String {
    match items {
        [] => "()".to_owned(),
        [last] => last.clone(),
        [first, rest @ ..] => format!("({first}, {})", nested(rest)),
    }
}

/// Name of a local variable that is not a keyword.
fn local(variable: &Variable) -> String {
    format!("value_{}", field(&variable.name).trim_start_matches("r#"))
}

fn read(variable: &Variable) -> String {
    let name = literal::string(&variable.name);
    let value_type = literal::value_type(&variable.value_type);
    let optional = variable.is_optional_at_run_time();
    match &variable.value {
        Some(value) => {
            let read = if optional { "optional_or" } else { "or" };
            format!("reader.{read}({name}, &{value_type}, {})", literal::string(value))
        }
        None if optional => format!("reader.optional({name}, &{value_type})"),
        None => format!("reader.required({name}, &{value_type})"),
    }
}
