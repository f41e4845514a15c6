//! Types of `process.env` and `import.meta.env`: only what client code may read.

use envwall_core::dotenv::Dialect;

use super::syntax::{comment, doc, file, key};
use super::types;
use crate::writer::Writer;
use crate::{Config, Variable};

/// Generates `env.d.ts` for the whole program: the types of `import.meta.env.NAME` and
/// `process.env.NAME`, which bundlers replace. `import.meta.env` has no server variables, so code that
/// reads one does not compile. In `process.env`, where Node allows any name, they are `undefined`, so
/// code that uses one as a string does not compile. `readServerEnv` reads them.
pub fn declarations(config: &Config) -> String {
    let mut code = file();
    if has_import_meta(config) {
        code.blank();
        import_meta(&mut code, config.public());
    }
    code.blank();
    process(&mut code, config);
    code.finish()
}

/// Vite, frameworks based on it, and Rsbuild, which has both.
fn has_import_meta(config: &Config) -> bool {
    config.framework.is_none_or(|it| it.dialect == Dialect::Vite || it.id == "rsbuild")
}

/// Frameworks that replace `process.env.NAME`.
fn has_process(config: &Config) -> bool {
    config.framework.is_none_or(|framework| framework.dialect != Dialect::Vite)
}

fn import_meta(code: &mut Writer, public: &[Variable]) {
    comment(code, ["Vite: unknown names are errors instead of `any`."]);
    code.block("interface ViteTypeOptions {", "}", |code| {
        code.line("strictImportMetaEnv: unknown;");
    });
    code.blank();
    comment(code, ["Public variables. Bundlers replace `import.meta.env.NAME` with the value."]);
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
            // Node and frameworks already declare this one
            let public = config.public().iter().filter(|variable| variable.name != "NODE_ENV");
            for variable in public.filter(|_| has_process(config)) {
                property(code, variable);
            }
            for variable in config.server() {
                comment(code, ["Server-only: read it through the server module."]);
                code.line(format_args!("{}?: undefined;", key(&variable.name)));
            }
        });
    });
}

fn property(code: &mut Writer, variable: &Variable) {
    let (key, text) = (key(&variable.name), types::unparsed(variable));
    doc(code, variable);
    let (mark, or) =
        if variable.is_optional_at_run_time() { ("?", " | undefined") } else { ("", "") };
    code.line(format_args!("readonly {key}{mark}: {text}{or};"));
}
