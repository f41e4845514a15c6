//! The server's module: values that are read and checked when they are first needed.

use envwall_core::TRIPWIRE;
use envwall_core::manifest::ClientMode;

use super::{file, literal, reading, runtime};
use crate::Config;
use crate::writer::Writer;

/// `env.server.ts`: the type `ServerEnv`, `readServerEnv(source)`, and `env`, which reads the process
/// environment when it is first used. It throws in a browser, and carries the marker by which the
/// guard knows it in client output. Where the client reads its values from the page, the module
/// writes them there: `publicEnvScript()`.
pub fn server(config: &Config) -> String {
    let variables = config.server();
    let to_page = config.client_mode == ClientMode::Runtime;
    let mut code = file();
    if config.server_only {
        code.line("import \"server-only\";");
    }
    code.blank();
    tripwire(&mut code);
    code.blank();
    code.line(include_str!("secret.ts"));
    let of_page = config.public().iter().filter(|_| to_page);
    reading::prelude(&mut code, variables.iter().chain(of_page));
    let what = "Everything that the server reads from its environment.";
    reading::interface(&mut code, "ServerEnv", what, variables);
    reading::function(&mut code, "readServerEnv", "ServerEnv", variables);
    if to_page {
        let what = "What everyone may know.";
        reading::interface(&mut code, "PublicEnv", what, config.public());
        reading::function(&mut code, "readPublicEnv", "PublicEnv", config.public());
        code.line(runtime::of_server(config));
    }
    if variables.iter().any(|variable| variable.sensitive) {
        code.line(include_str!("secret_of.ts"));
    }
    let first = "readServerEnv(host.process?.env ?? {})";
    reading::lazy(&mut code, "ServerEnv", first, variables);
    code.finish()
}

/// Pages have a document and workers of pages `importScripts`; runtimes of servers have neither, and
/// test runners that pretend a page run in Node.
pub(super) fn tripwire(code: &mut Writer) {
    code.block("const host = globalThis as {", "};", |code| {
        code.line("document?: unknown;");
        code.line("importScripts?: unknown;");
        code.line("process?: { env?: object; versions?: { node?: string } };");
    });
    code.line("const isBrowser = host.document !== undefined || host.importScripts !== undefined;");
    code.block("if (isBrowser && host.process?.versions?.node === undefined) {", "}", |code| {
        let message = format!("{TRIPWIRE}: a server module was bundled for the browser");
        code.line(format_args!("throw new Error({});", literal(&message)));
    });
}
