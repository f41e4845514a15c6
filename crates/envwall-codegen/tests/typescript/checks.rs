//! Generated code accepts what the manifest accepts.

use crate::generated::{Generated, succeeded};

/// Both sides agree on edge cases of all types, with and without constraints.
#[test]
fn generated_checks_accept_what_the_manifest_accepts() {
    let types = r#"
        { type = "string" } | { type = "string", min-length = 0 } | { min-length = 2, max-length = 3, prefix = "a" }
        { type = "bool" } | { type = "int" } | { type = "int", min = -3, max = 22 } | { type = "port" }
        { type = "float" } | { type = "float", min = -1.5, max = 1e3 } | { type = "url" }
        { type = "url", schemes = ["postgres", "HTTPS"] } | { type = "email" }
        { type = "enum", values = ["a", "b c", ""] } | { type = "json" } | { type = "uuid" }
        { type = "list", items = "int" } | { type = "list", min-length = 1, max-length = 2, separator = ";" }
        { type = "list", items = "port", separator = " " } | { type = "duration" }
        { type = "duration", min = "1m", max = "1h" } | { type = "base64" } | { type = "hex" }
        { type = "base64", min-length = 2, max-length = 3 } | { type = "hex", min-length = 0, max-length = 2 }
        { type = "pem" } | { type = "pem", label = "A" }
    "#;
    let tables = types.split(['|', '\n']).map(str::trim).filter(|table| !table.is_empty());
    let lines = tables.enumerate().map(|(at, table)| {
        let table = table.strip_suffix('}').expect("a table");
        format!("T{at} = {table}, sensitive = false, required = true }}\n")
    });
    let generated = Generated::compiled(&format!("[server]\n{}", lines.collect::<String>()));
    let values = include_str!("values.json");
    generated.file("values.json", values);
    let script = "import { readFileSync } from 'node:fs';\n\
        import { readServerEnv } from './env.server.js';\n\
        const names = JSON.parse(process.argv[2] ?? process.env.NAMES);\n\
        const values = JSON.parse(readFileSync('values.json', 'utf8'));\n\
        const rejected = (value) => {\n\
          try { readServerEnv(Object.fromEntries(names.map((name) => [name, value]))); return []; }\n\
          catch (error) { return error.problems.map((problem) => problem.split(' ')[0]); }\n\
        };\n\
        console.log(JSON.stringify(values.map(rejected)));\n";
    let names: Vec<_> = generated.config.server().iter().map(|it| it.name.as_str()).collect();
    let names = serde_json::to_string(&names).expect("JSON");
    let ran = succeeded(&generated.node(script, &[("NAMES", &names)]));
    let rejected: Vec<Vec<String>> = serde_json::from_str(&ran).expect("JSON");
    let values: Vec<String> = serde_json::from_str(values).expect("JSON");
    assert_eq!(values.len(), rejected.len());
    let mut differences = Vec::new();
    for (value, rejected) in values.iter().zip(&rejected) {
        for variable in generated.config.server() {
            let here = variable.value_type.check(value).is_ok();
            let there = !rejected.contains(&variable.name);
            if here != there {
                differences.push(format!("{:?} {value:?}: {here}, {there}", variable.value_type));
            }
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
