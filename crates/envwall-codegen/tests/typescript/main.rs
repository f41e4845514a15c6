//! Generated TypeScript, checked by the TypeScript compiler and run by Node.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod checks;
mod client;
mod declarations;
mod generated;
mod runtime;
mod server;
mod validators;

use generated::{Generated, PUBLIC, SERVER, well};

/// Every module and declaration that can be generated.
const FILES: [&str; 5] =
    ["env.client.ts", "env.server.ts", "env.schema.ts", "env.d.ts", "worker-env.d.ts"];

#[test]
fn the_compiler_takes_it_at_its_strictest_however_modules_are_resolved() {
    for manifest in [format!("{PUBLIC}{SERVER}"), format!("{PUBLIC}{SERVER}{RUNTIME}")] {
        let generated = Generated::of(&manifest);
        for (module, resolution) in
            [("esnext", "bundler"), ("nodenext", "nodenext"), ("node16", "node16")]
        {
            for compiler in ["typescript", "typescript-7"] {
                well(&generated.tsc_of(compiler, module, resolution, &FILES));
            }
        }
    }
}

/// The client gets its values from the page.
const RUNTIME: &str = "[generate]\nclient = \"env.client.ts\"\nclient-mode = \"runtime\"\n";
