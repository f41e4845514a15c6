//! Server code in client output is seen where no value tells of it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use envwall_core::diagnostic::{Code, Finding};
use envwall_core::{SecretValue, TRIPWIRE};
use envwall_guard::output::Output;
use envwall_guard::{Guard, Secret};

const SECRET: &str = "q7WzXe81-made-up-Kp0v4T";

fn findings(name: &str, content: impl AsRef<[u8]>) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), content).unwrap();
    let output = Output::new(folder.path()).include(["**"]);
    let secret = Secret::new("KEY", SecretValue::from(SECRET));
    let guard = Guard::new([secret]).server_names(["STRIPE_KEY", "KEY"]);
    guard.scan(&output, &|_| {}).unwrap().findings
}

fn codes(name: &str, content: impl AsRef<[u8]>) -> Vec<Code> {
    findings(name, content).iter().map(|finding| finding.code).collect()
}

#[test]
fn every_way_to_read_a_server_variable_is_seen() {
    for program in [
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
    ] {
        let found = findings("app.mjs", program);
        assert_eq!(found.len(), 1, "{program}: {found:?}");
        assert_eq!(found[0].code, Code::ServerVariableRead, "{program}");
        assert_eq!(found[0].variable.as_deref(), Some("STRIPE_KEY"));
        let column = found[0].location.as_ref().unwrap().position.unwrap().column as usize;
        let at = program.find("STRIPE_KEY").unwrap();
        assert!((at..=at + 1).contains(&column), "{program}: {column}");
    }
}

#[test]
fn a_name_alone_is_no_read() {
    for program in [
        "f('process.env.STRIPE_KEY is not set')",
        "/* process.env.STRIPE_KEY */",
        "f(process.env.STRIPE_KEY_2, process.env.NODE_ENV)",
        "const {STRIPE_KEY} = config",
        "f({STRIPE_KEY: 1}.STRIPE_KEY)",
    ] {
        assert_eq!(codes("app.mjs", program), [], "{program}");
    }
}

#[test]
fn several_reads_are_told_once() {
    let found = findings("a.js", "f(process.env.KEY);g(process.env.KEY)\nh(process.env.KEY)");
    assert_eq!(found.len(), 1);
    assert!(found[0].message.contains("2 times more"), "{}", found[0].message);
}

#[test]
fn a_tripwire_is_found_in_whatever_it_stands() {
    let script = format!("throw Error(\"{TRIPWIRE}\")");
    assert_eq!(codes("a.js", &script), [Code::ServerModule]);
    assert_eq!(codes("a.js", script.replace("server", "s\\x65rver")), [Code::ServerModule]);
    assert_eq!(codes("a.html", format!("<script>{script}</script>")), [Code::ServerModule]);
    let map = serde_json::json!({
        "version": 3, "sources": ["../src/env.server.ts"], "sourcesContent": [script],
        "names": [], "mappings": ""
    });
    let found = findings("a.js.map", map.to_string());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].original.as_ref().unwrap().file, "src/env.server.ts");
}

#[test]
fn a_dump_hides_what_is_in_it() {
    let other = "Zq81Wx7-of-another-project";
    let dump = format!(
        r#"f({{"HOME":"/me","CI":"1","PATH":"/bin:/usr/bin","SHLVL":"1","LANG":"C","TOKEN":"{other}","K":"{SECRET}"}})"#
    );
    let found = findings("a.js", &dump);
    let of_code = |code| found.iter().find(|finding| finding.code == code).unwrap();
    let shown = |code| format!("{:?}", of_code(code).location);
    for code in [Code::EnvironmentDump, Code::ValueInOutput] {
        assert!(!shown(code).contains("another"), "{}", shown(code));
    }
    assert!(of_code(Code::EnvironmentDump).message.ends_with(": 7 variables"));
}
