//! Generated TypeScript, checked by the TypeScript compiler and run by Node.
#![expect(clippy::expect_used, reason = "a test that cannot go on fails")]

mod checks;
mod client;
mod declarations;
#[cfg(feature = "framework-tests")]
mod frameworks;
mod generated;
mod runtime;
mod schemas;
mod server;
mod validators;

use generated::{Generated, PUBLIC, SERVER, succeeded};

/// Every module and declaration that can be generated.
const FILES: [&str; 5] =
    ["env.client.ts", "env.server.ts", "env.schema.ts", "env.d.ts", "worker-env.d.ts"];

#[test]
fn strict_compilers_accept_every_module_resolution() {
    for manifest in [format!("{PUBLIC}{SERVER}"), format!("{PUBLIC}{SERVER}{RUNTIME}")] {
        let generated = Generated::of(&manifest);
        for (module, resolution) in
            [("esnext", "bundler"), ("nodenext", "nodenext"), ("node16", "node16")]
        {
            for compiler in ["typescript", "typescript-7"] {
                succeeded(&generated.tsc_of(compiler, module, resolution, &FILES));
            }
        }
    }
}

/// Unused code would be an error in many projects.
#[test]
fn a_module_for_one_variable_has_no_unused_code() {
    let generated = Generated::of("");
    let mut files = Vec::new();
    for (at, manifest) in one_variable_each().iter().enumerate() {
        let one = Generated::of(manifest);
        for name in ["env.client.ts", "env.server.ts", "env.schema.ts"] {
            let copy = format!("m{at}.{name}");
            generated.file(&copy, &one.text(name));
            files.push(copy);
        }
    }
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    for flags in
        [["--exactOptionalPropertyTypes", "false"], ["--isolatedDeclarations", "--declaration"]]
    {
        let args = [&flags[..], &files].concat();
        succeeded(&generated.tsc_of("typescript-7", "esnext", "bundler", &args));
    }
}

/// Manifests with one variable of each type on each side, with none, and with a default.
fn one_variable_each() -> Vec<String> {
    let types = [
        "string", "bool", "int", "float", "url", "port", "email", "list", "json", "duration",
        "uuid", "base64", "hex", "pem", "enum",
    ];
    let mut manifests = vec![
        String::new(),
        RUNTIME.to_owned(),
        "[server]\nA = { type = \"int\", default = 4, sensitive = false }\n".to_owned(),
    ];
    let shaped = "type = \"json\", schema = { type = [\"object\", \"null\"], properties = { a = { type = \"array\" } } }";
    for rest in ["", ", required = false", ", sensitive = false"] {
        manifests.push(format!("[server]\nA = {{ {shaped}{rest} }}\n"));
    }
    manifests.push(format!("[public]\nA = {{ {shaped} }}\n{RUNTIME}"));
    manifests.push(format!("[public]\nA = {{ {shaped}, required = false }}\n"));
    manifests.push(format!("[public]\n\"a.b-c\" = {{ {shaped}, default = \"null\" }}\n"));
    for name in types {
        let values = if name == "enum" { ", values = [\"a\", \"b\"]" } else { "" };
        let of_type = format!("type = \"{name}\"{values}");
        for rest in ["", ", required = false", ", sensitive = false"] {
            manifests.push(format!("[server]\nA = {{ {of_type}{rest} }}\n"));
        }
        let optional = format!("[public]\nA = {{ {of_type}, required = false }}\n");
        manifests.push(format!("[public]\nA = {{ {of_type} }}\n{RUNTIME}"));
        manifests.push(format!("{optional}{RUNTIME}"));
        manifests.push(optional);
    }
    manifests
}

/// The client reads its values from the page.
const RUNTIME: &str = "[generate]\nclient = \"env.client.ts\"\nclient-mode = \"runtime\"\n";
