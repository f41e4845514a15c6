//! Types of a Worker's bindings, like those of `wrangler types`, without any value.

use envwall_core::manifest::ClientMode;

use super::syntax::{doc, file, key};
use crate::Config;

/// Generates `worker-env.d.ts`: `Env` and `Cloudflare.Env`. Every binding is a string, which
/// `readServerEnv(env)` of the server module parses. Public variables are included if the page gets
/// them from the Worker. (wrangler 4.164: `wrangler types` writes these two interfaces.)
pub fn cloudflare(config: &Config) -> String {
    let public = config.public().iter().filter(|_| config.client_mode == ClientMode::Runtime);
    let mut code = file();
    code.blank();
    code.block("declare namespace Cloudflare {", "}", |code| {
        code.block("interface Env {", "}", |code| {
            for variable in public.chain(config.server()) {
                doc(code, variable);
                let mark = if variable.is_needed() { "" } else { "?" };
                code.line(format_args!("{}{mark}: string;", key(&variable.name)));
            }
        });
    });
    code.blank();
    code.line("interface Env extends Cloudflare.Env {}");
    code.finish()
}
