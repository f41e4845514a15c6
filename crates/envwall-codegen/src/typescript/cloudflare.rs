//! Types of a Worker's bindings, as `wrangler types` has them, without any value.

use envwall_core::manifest::ClientMode;

use super::{doc, file, key};
use crate::Config;

/// `worker-env.d.ts`: `Env` and `Cloudflare.Env`. Every binding is a text; `readServerEnv(env)` of the
/// server's module reads and checks them. Public variables are there where the page gets them from
/// the Worker. (wrangler 4.164: `wrangler types` writes these two interfaces.)
pub fn cloudflare(config: &Config) -> String {
    let of_page = config.public().iter().filter(|_| config.client_mode == ClientMode::Runtime);
    let mut code = file();
    code.blank();
    code.block("declare namespace Cloudflare {", "}", |code| {
        code.block("interface Env {", "}", |code| {
            for variable in of_page.chain(config.server()) {
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
