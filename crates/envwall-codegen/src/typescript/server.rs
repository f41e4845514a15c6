//! The server module: it reads and checks variables on first access.

use envwall_core::TRIPWIRE;
use envwall_core::manifest::ClientMode;

use super::syntax::{file, literal};
use super::{environment, runtime};
use crate::Config;
use crate::writer::Writer;

/// Generates `env.server.ts`: the type `ServerEnv`, `readServerEnv(source)`, and `env`, which reads the
/// process environment on first access. The module throws in a browser, and contains the marker that
/// the guard looks for in client output. With `client-mode = "runtime"`, its `publicEnvScript()` writes
/// the public values into the page.
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
    let public = config.public().iter().filter(|_| to_page);
    environment::prelude(&mut code, variables.iter().chain(public));
    let description = "All server variables.";
    environment::interface(&mut code, "ServerEnv", description, variables);
    environment::function(&mut code, "readServerEnv", "ServerEnv", variables);
    if to_page {
        let description = "All public variables.";
        environment::interface(&mut code, "PublicEnv", description, config.public());
        environment::function(&mut code, "readPublicEnv", "PublicEnv", config.public());
        code.line(runtime::page_script(config));
    }
    if variables.iter().any(|variable| variable.sensitive) {
        code.line(include_str!("make_secret.ts"));
    }
    let first = "readServerEnv(host.process?.env ?? {})";
    environment::lazy(&mut code, "ServerEnv", first, variables);
    code.finish()
}

/// Writes the tripwire. Pages have a `document` and web workers `importScripts`; server runtimes have
/// neither. Test runners that emulate a page run in Node.
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
