//! Every case of `tests/dotenv/cases.json` in every dialect, against what the real tool read.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails"
)]

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::process::{Command, Stdio};

use envwall_core::ProcessEnv;
use envwall_core::diagnostic::Code;
use envwall_core::dotenv::{Dialect, DotenvxKeys, Loaded, load};
use envwall_core::source::SourceFile;
use serde::{Deserialize, Serialize};

const CASES: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/dotenv/cases.json"));

/// The columns of the table, in the order of `Dialect::ALL`.
const COLUMNS: [&str; 9] =
    ["rust", "next", "vite", "dotenv", "vite7", "vite4", "vite3", "cra", "nuxt"];

/// Where Envwall reads otherwise than the tool, and why.
const ON_PURPOSE: [(&str, Dialect, &str); 20] = [
    (
        "bom",
        Dialect::Rust,
        "its iterator keeps the BOM, its loading functions, which people call, do not",
    ),
    ("command_subst", Dialect::Dotenv, "commands are never run"),
    ("expand_self_noenv", Dialect::Next, "Next drops the file; Envwall keeps the values"),
    ("expand_self_noenv", Dialect::Vite4, OVERFLOW),
    ("expand_self_noenv", Dialect::Vite3, OVERFLOW),
    ("expand_self_noenv", Dialect::Dotenv10, OVERFLOW),
    ("expand_self", Dialect::Vite3, OVERFLOW),
    ("expand_cycle", Dialect::Next, "Next drops the file; Envwall keeps the values"),
    ("expand_cycle", Dialect::Vite4, OVERFLOW),
    ("expand_cycle", Dialect::Vite3, OVERFLOW),
    ("expand_cycle", Dialect::Dotenv10, OVERFLOW),
    ("pem_unquoted", Dialect::Rust, KEY),
    ("pem_unquoted", Dialect::Next, KEY),
    ("pem_unquoted", Dialect::Vite, KEY),
    ("pem_unquoted", Dialect::Dotenv, KEY),
    ("pem_unquoted", Dialect::Vite7, KEY),
    ("pem_unquoted", Dialect::Vite4, KEY),
    ("pem_unquoted", Dialect::Vite3, KEY),
    ("pem_unquoted", Dialect::Dotenv10, KEY),
    ("pem_unquoted", Dialect::Nuxt, KEY),
];

const OVERFLOW: &str = "the tool overflows its stack and ends; Envwall keeps the values";
const KEY: &str = "a line of a key is no variable's name";

type Texts = BTreeMap<String, String>;

#[derive(Deserialize)]
struct Table {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    id: String,
    content: String,
    env: Texts,
    results: BTreeMap<String, Seen>,
}

/// What the tool did. `error`: the file gave it nothing at all.
#[derive(Deserialize)]
struct Seen {
    #[serde(default)]
    ok: Texts,
    #[serde(default)]
    errors: usize,
    error: Option<String>,
}

/// What Envwall reads.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Read {
    values: Texts,
    errors: usize,
}

#[test]
fn every_case_reads_as_the_tool_reads_it() {
    #[expect(clippy::disallowed_methods, reason = "how the test tells itself what it is")]
    if std::env::var_os(IS_CHILD).is_some() {
        return answer();
    }
    let table: Table = serde_json::from_str(CASES).unwrap();
    let mut wrong = Vec::new();
    for case in &table.cases {
        for (dialect, column) in Dialect::ALL.into_iter().zip(COLUMNS) {
            let seen = &case.results[column];
            let read = if dialect == Dialect::Rust { in_child(case) } else { read(case, dialect) };
            let listed = ON_PURPOSE.iter().any(|(id, tool, _)| *id == case.id && *tool == dialect);
            if same(seen, &read) == listed {
                wrong
                    .push(format!("{} {dialect} listed: {listed} {:?} {read:?}", case.id, seen.ok));
            }
        }
    }
    assert_eq!(table.cases.len(), 74);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names that are no variable's name are never given out: they must be findings instead.
fn same(seen: &Seen, read: &Read) -> bool {
    let (shown, hidden): (Texts, Texts) =
        seen.ok.clone().into_iter().partition(|(name, _)| is_name(name));
    let errors = seen.errors + hidden.len();
    seen.error.is_none() && shown == read.values && read.errors >= errors
}

fn is_name(name: &str) -> bool {
    name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_')
        && name.chars().all(|char| char.is_ascii_alphanumeric() || "_.-".contains(char))
}

fn read(case: &Case, dialect: Dialect) -> Read {
    let process: ProcessEnv = case.env.iter().collect();
    let file = SourceFile::new(".env", case.content.as_str());
    let Loaded { assignments, findings, .. } =
        load(&[file], dialect, &[], &process, &DotenvxKeys::none());
    let values = assignments.into_iter().map(|found| {
        // `dotenvy`'s iterator gives the file's value whatever the process says
        let process = found.process_value.filter(|_| dialect != Dialect::Rust);
        (found.name, process.unwrap_or(found.value).expose().to_owned())
    });
    let errors = findings.iter().filter(|finding| finding.code == Code::EnvSyntax).count();
    Read { values: values.collect(), errors }
}

/// Tells this program that it reads one case from standard input.
const IS_CHILD: &str = "ENVWALL_TEST_CHILD";

/// `dotenvy` asks the real environment, so each case gets a process with its own.
fn in_child(case: &Case) -> Read {
    if case.env.is_empty() {
        return read(case, Dialect::Rust);
    }
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", "--quiet", "every_case_reads_as_the_tool_reads_it"])
        .envs(&case.env)
        .env(IS_CHILD, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (content, env) = (&case.content, &case.env);
    let input = serde_json::json!({"id": "", "content": content, "env": env, "results": {}});
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let answer = output.lines().find_map(|line| line.split_once("ANSWER ")).unwrap().1;
    serde_json::from_str(answer).unwrap()
}

/// The other half of `in_child`.
fn answer() {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).unwrap();
    let case = serde_json::from_str(&input).unwrap();
    println!("ANSWER {}", serde_json::to_string(&read(&case, Dialect::Rust)).unwrap());
}
