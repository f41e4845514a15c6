//! The server's module: values that are read and checked when they are first needed.

use envwall_core::TRIPWIRE;

use super::{HEAD, doc, key, literal, parse, types};
use crate::writer::Writer;
use crate::{Config, Variable};

/// What a server's module is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Server {
    /// Whether Next.js builds it: then `import "server-only"` stops a client's import while it builds.
    pub next: bool,
}

/// `env.server.ts`: the type `ServerEnv`, `readServerEnv(source)`, and `env`, which reads the process
/// environment when it is first used. It throws in a browser, and carries the marker by which the
/// guard knows it in client output.
pub fn server(config: &Config, options: Server) -> String {
    let variables = config.server();
    let mut code = Writer::default();
    code.line(HEAD);
    if options.next {
        code.line("import \"server-only\";");
    }
    code.blank();
    tripwire(&mut code);
    code.blank();
    code.line(include_str!("secret.ts"));
    code.line(include_str!("reader.ts"));
    for function in parse::functions(variables.iter().map(|variable| &variable.value_type)) {
        code.line(function);
    }
    interface(&mut code, variables);
    code.blank();
    read(&mut code, variables);
    code.blank();
    lazy(&mut code, variables);
    code.finish()
}

/// Server-side runtimes have no document, and test runners that pretend one run in Node.
fn tripwire(code: &mut Writer) {
    code.block("const host = globalThis as {", "};", |code| {
        code.line("document?: unknown;");
        code.line("process?: { env?: Source; versions?: { node?: string } };");
    });
    code.block(
        "if (host.document !== undefined && host.process?.versions?.node === undefined) {",
        "}",
        |code| {
            let message = format!("{TRIPWIRE}: a server module was bundled for the browser");
            code.line(format_args!("throw new Error({});", literal(&message)));
        },
    );
}

fn interface(code: &mut Writer, variables: &[Variable]) {
    code.line("/** Everything that the server reads from its environment. */");
    code.block("export interface ServerEnv {", "}", |code| {
        for variable in variables {
            doc(code, variable);
            code.line(format_args!("readonly {}: {};", key(&variable.name), held(variable)));
        }
    });
}

fn held(variable: &Variable) -> String {
    let plain = types::of(&variable.value_type);
    let held = if variable.sensitive { format!("Secret<{plain}>") } else { plain };
    let is_optional = !variable.required && variable.value.is_none();
    if is_optional { format!("{held} | undefined") } else { held }
}

fn read(code: &mut Writer, variables: &[Variable]) {
    code.line("/** Reads a source. Throws an `EnvError` with everything that is missing or does not fit. */");
    code.block("export function readServerEnv(source: Source): ServerEnv {", "}", |code| {
        code.line("const reader = new Reader(source);");
        code.block("const env: ServerEnv = {", "};", |code| {
            for variable in variables {
                code.line(format_args!("{}: {},", key(&variable.name), reading(variable)));
            }
        });
        code.line("reader.finish();");
        code.line("return Object.freeze(env);");
    });
}

fn reading(variable: &Variable) -> String {
    let name = literal(&variable.name);
    let expected = literal(&variable.value_type.expected());
    let parse = parse::call(&variable.value_type, "text");
    let parse = if variable.sensitive {
        format!("(text) => secret({name}, {parse})")
    } else {
        format!("(text) => {parse}")
    };
    match &variable.value {
        Some(value) => {
            let value = types::expression(&variable.value_type, value);
            format!("reader.or<{}>({name}, {expected}, {parse}, {value})", held(variable))
        }
        None if variable.required => format!("reader.required({name}, {expected}, {parse})"),
        None => format!("reader.optional({name}, {expected}, {parse})"),
    }
}

fn lazy(code: &mut Writer, variables: &[Variable]) {
    if variables.iter().any(|variable| variable.sensitive) {
        code.block(
            "function secret<T>(name: string, value: T | undefined): Secret<T> | undefined {",
            "}",
            |code| code.line("return value === undefined ? undefined : new Secret(name, value);"),
        );
        code.blank();
    }
    code.line("let known: ServerEnv | undefined;");
    code.blank();
    code.block("function ofProcess(): ServerEnv {", "}", |code| {
        code.line("known ??= readServerEnv(host.process?.env ?? {});");
        code.line("return known;");
    });
    code.blank();
    code.line(
        "/** The process environment, read and checked when a variable is first asked for. */",
    );
    code.block("export const env: ServerEnv = {", "};", |code| {
        for variable in variables {
            let key = key(&variable.name);
            let member = if key == variable.name { format!(".{key}") } else { format!("[{key}]") };
            code.line(format_args!("get {key}() {{ return ofProcess(){member}; }},"));
        }
    });
}
