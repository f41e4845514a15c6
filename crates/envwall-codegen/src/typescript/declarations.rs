//! Types of `process.env` and `import.meta.env`: what client code may read, and nothing else.

use envwall_core::dotenv::Dialect;

use super::{comment, doc, file, key, types};
use crate::writer::Writer;
use crate::{Config, Variable};

/// `env.d.ts`, for the whole program: what bundlers put in place of `import.meta.env.NAME` and
/// `process.env.NAME`. Server variables are not in the first, and `undefined` in the second, so
/// that code which uses one does not compile; `readServerEnv` reads them.
pub fn declarations(config: &Config) -> String {
    let mut code = file();
    if of_import_meta(config) {
        code.blank();
        import_meta(&mut code, config.public());
    }
    code.blank();
    process(&mut code, config);
    code.finish()
}

/// Vite and what is built on it; Rsbuild has both.
fn of_import_meta(config: &Config) -> bool {
    config.framework.is_none_or(|it| it.dialect == Dialect::Vite || it.id == "rsbuild")
}

/// What else replaces `process.env.NAME`.
fn of_process(config: &Config) -> bool {
    config.framework.is_none_or(|framework| framework.dialect != Dialect::Vite)
}

fn import_meta(code: &mut Writer, public: &[Variable]) {
    comment(code, ["Vite: a name that is not known is an error, and not `any`."]);
    code.block("interface ViteTypeOptions {", "}", |code| {
        code.line("strictImportMetaEnv: unknown;");
    });
    code.blank();
    comment(code, ["What a bundler puts in place of `import.meta.env`."]);
    code.block("interface ImportMetaEnv {", "}", |code| {
        for variable in public {
            property(code, variable);
        }
    });
    code.blank();
    code.block("interface ImportMeta {", "}", |code| code.line("readonly env: ImportMetaEnv;"));
}

fn process(code: &mut Writer, config: &Config) {
    code.block("declare namespace NodeJS {", "}", |code| {
        code.block("interface ProcessEnv {", "}", |code| {
            for variable in config.public().iter().filter(|_| of_process(config)) {
                property(code, variable);
            }
            for variable in config.server() {
                comment(code, ["Server-only: read it through the server's module."]);
                code.line(format_args!("readonly {}?: undefined;", key(&variable.name)));
            }
        });
    });
}

fn property(code: &mut Writer, variable: &Variable) {
    let (key, text) = (key(&variable.name), types::text(variable));
    doc(code, variable);
    let (mark, or) =
        if variable.is_optional_at_run_time() { ("?", " | undefined") } else { ("", "") };
    code.line(format_args!("readonly {key}{mark}: {text}{or};"));
}
