//! Indicators of server code in client output, whatever values are known.

use envwall_core::TRIPWIRE;
use envwall_core::diagnostic::{Code, Severity};

use crate::support::{Case, Expected, SECRET, check, position};

/// A file in a project with two server variables.
fn case(name: &str, content: impl AsRef<[u8]>) -> Case {
    Case::new(name, content).server_names(&["STRIPE_KEY", "KEY"])
}

#[test]
fn every_way_to_read_a_server_variable_is_found() {
    let programs = [
        "f(process.env.STRIPE_KEY)",
        "f(process.env['STRIPE_KEY'])",
        "f(process.env[`STRIPE_KEY`])",
        "f(import.meta.env.STRIPE_KEY)",
        "import_meta.env.STRIPE_KEY",
        "f(process?.env?.STRIPE_KEY)",
        "f((process.env || {}).STRIPE_KEY)",
        "f(globalThis.process.env.STRIPE_KEY)",
        "const {STRIPE_KEY: a} = process.env",
        "let {A, STRIPE_KEY = 'none'} = import.meta.env",
        "const e = process.env; f(e.STRIPE_KEY)",
        "const e = typeof process > 'u' ? {} : process.env; f(e.STRIPE_KEY)",
        "f(Deno.env.get('STRIPE_KEY'))",
        "import {env} from '$env/dynamic/private'; f(env.STRIPE_KEY)",
        "n.env.STRIPE_KEY",
    ];
    let read = || Expected::from("EW002").variable("STRIPE_KEY");
    check(programs.map(|program| case("app.mjs", program).expect([read()])));
    for program in programs {
        let (_, column) = position(&case("app.mjs", program).findings()[0]).unwrap();
        let at = program.find("STRIPE_KEY").unwrap();
        assert!((at..=at + 1).contains(&(column as usize)), "{program}: {column}");
    }
}

#[test]
fn a_name_alone_is_no_read() {
    let programs = [
        "f('process.env.STRIPE_KEY is not set')",
        "/* process.env.STRIPE_KEY */",
        "f(process.env.STRIPE_KEY_2, process.env.NODE_ENV)",
        "const {STRIPE_KEY} = config",
        "f({STRIPE_KEY: 1}.STRIPE_KEY)",
    ];
    check(programs.map(|program| case("app.mjs", program)));
}

#[test]
fn a_program_for_node_is_no_client_code() {
    let program = "import{createServer}from\"node:http\";createServer(f(process.env.KEY))";
    let found = case("dist/index.js", program).findings();
    let [finding] = &found[..] else { panic!("{found:?}") };
    assert_eq!((finding.code, finding.severity), (Code::ServerVariableRead, Severity::Note));
    assert!(finding.message.starts_with("a program for Node reads"), "{}", finding.message);
}

#[test]
fn several_reads_are_one_finding() {
    let program = "f(process.env.KEY);g(process.env.KEY)\nh(process.env.KEY)";
    let reads = Expected::from("EW002").message("…; also found in 2 more places");
    check([case("a.js", program).expect([reads])]);
}

#[test]
fn a_tripwire_is_found_in_every_format() {
    let script = format!("throw Error(\"{TRIPWIRE}\")");
    let map = serde_json::json!({
        "version": 3, "sources": ["../src/env.server.ts"], "sourcesContent": [script],
        "names": [], "mappings": ""
    });
    let found = || Expected::from("EW003");
    check([
        case("a.js", &script).expect([found()]),
        case("a.js", script.replace("server", "s\\x65rver")).expect([found()]),
        case("a.html", format!("<script>{script}</script>")).expect([found()]),
        case("a.js.map", map.to_string()).expect([found().original_file("src/env.server.ts")]),
    ]);
}

#[test]
fn the_excerpt_of_an_environment_dump_shows_none_of_its_values() {
    let other = "Zq81Wx7-of-another-project";
    let dump = format!(
        r#"f({{"HOME":"/me","CI":"1","PATH":"/bin:/usr/bin","SHLVL":"1","LANG":"C","TOKEN":"{other}","K":"{SECRET}"}})"#
    );
    let found = case("a.js", &dump).findings();
    let of_code = |code: Code| found.iter().find(|finding| finding.code == code).unwrap();
    for code in [Code::EnvironmentDump, Code::ValueInOutput] {
        let shown = format!("{:?}", of_code(code).location);
        assert!(!shown.contains("another"), "{shown}");
    }
    assert!(of_code(Code::EnvironmentDump).message.ends_with(": 7 variables"));
}
