//! The module that only a server has: values that are read at run time.

use envwall_core::manifest::ClientMode;

use super::public::fields;
use super::{LINTS, literal, types};
use crate::identifier::field;
use crate::writer::Writer;
use crate::{Config, Variable};

pub(super) fn module(code: &mut Writer, config: &Config) {
    code.line("/// What only the server may know. A browser's side (WebAssembly, or the feature `client`) has no");
    code.line("/// such module: read these values in server code, and give the browser what `public` has.");
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
            code.line("/// What the page gets: the source's values, and else those of the build.");
            reading(code, config.public());
            if config.client_mode == ClientMode::Runtime && !config.public().is_empty() {
                code.blank();
                texts(code, config.public());
            }
        });
    });
}

/// What the client's module of TypeScript reads, for `page::script`.
fn texts(code: &mut Writer, variables: &[Variable]) {
    code.line("/// The same as texts by the variables' names: what a client in TypeScript reads from the page");
    code.line("/// (`client-mode = \"runtime\"`).");
    errors(code);
    let head = "pub fn texts(source: &impl ::envwall::Source) -> ::std::result::Result<::std::collections::BTreeMap<&'static str, ::std::string::String>, ::envwall::EnvError> {";
    code.block(head, "}", |code| {
        code.line("let mut reader = ::envwall::Reader::new(source);");
        code.block("let texts = [", "];", |code| {
            for variable in variables {
                let flat = if variable.is_optional_at_run_time() { ".flatten()" } else { "" };
                let name = literal::text(&variable.name);
                code.line(format_args!("({name}, {}{flat}),", read(variable)));
            }
        });
        code.line("let texts = texts.into_iter().filter_map(|(name, text)| ::std::option::Option::Some((name, text?)));");
        code.line("reader.result(texts.collect())");
    });
}

fn server_config(code: &mut Writer, variables: &[Variable]) {
    code.line("/// Everything that the server reads from its environment.");
    code.line("#[derive(Debug)]");
    code.block("pub struct ServerConfig {", "}", |code| fields(code, variables));
    code.blank();
    code.block("impl ServerConfig {", "}", |code| {
        code.line("/// Reads the environment of this process, and no `.env` file.");
        errors(code);
        code.block(
            "pub fn from_env() -> ::std::result::Result<Self, ::envwall::EnvError> {",
            "}",
            |code| code.line("Self::from_source(&::envwall::Process)"),
        );
        code.blank();
        code.line("/// Reads another source.");
        reading(code, variables);
    });
}

fn errors(code: &mut Writer) {
    code.line("///");
    code.line("/// # Errors");
    code.line("/// Everything that is missing or does not fit.");
}

/// A function that reads all of them, whatever is wrong with the first.
fn reading(code: &mut Writer, variables: &[Variable]) {
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

/// `(a, (b, c))`: a flat tuple ends at some length.
fn nested(items: &[String]) -> String {
    match items {
        [] => "()".to_owned(),
        [last] => last.clone(),
        [first, rest @ ..] => format!("({first}, {})", nested(rest)),
    }
}

/// The name of a local, which no keyword is.
fn local(variable: &Variable) -> String {
    format!("value_{}", field(&variable.name).trim_start_matches("r#"))
}

fn read(variable: &Variable) -> String {
    let name = literal::text(&variable.name);
    let value_type = literal::value_type(&variable.value_type);
    let optional = variable.is_optional_at_run_time();
    match &variable.value {
        Some(value) => {
            let read = if optional { "optional_or" } else { "or" };
            format!("reader.{read}({name}, &{value_type}, {})", literal::text(value))
        }
        None if optional => format!("reader.optional({name}, &{value_type})"),
        None => format!("reader.required({name}, &{value_type})"),
    }
}
