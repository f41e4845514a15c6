//! Whatever an environment file holds: no panic, no value in what is shown, and right lines.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test that cannot go on fails"
)]

use std::time::{Duration, Instant};

use envwall_core::Origin;
use envwall_core::ProcessEnv;
use envwall_core::diagnostic::{Code, Finding};
use envwall_core::dotenv::{Assignment, Dialect, DotenvxKeys, Loaded, load};
use envwall_core::source::SourceFile;
use proptest::prelude::*;

fn read(text: &str, dialect: Dialect) -> Loaded {
    let file = SourceFile::new(".env", text);
    load(&[file], dialect, &Dialect::ALL, &ProcessEnv::empty(), &DotenvxKeys::none())
}

fn codes(loaded: &Loaded) -> Vec<Code> {
    loaded.findings.iter().map(|finding| finding.code).collect()
}

/// Everything that people may get to see.
fn all_text(loaded: &Loaded) -> String {
    let excerpt = |location| format!("{location:?}");
    let places: Vec<_> = loaded.assignments.iter().map(Assignment::location).map(excerpt).collect();
    format!("{loaded:?} {places:?}")
}

/// Eight characters anywhere in it are too many.
const SECRET: &str = "zQ7/kP2+mX9/vB4+";

fn reveals(shown: &str) -> bool {
    (0..=SECRET.len() - 8).any(|at| shown.contains(&SECRET[at..at + 8]))
}

/// The secret wherever a value, a comment or the inside of quotes can be.
fn secret_line() -> impl Strategy<Value = String> {
    let lines = [
        "A=@",
        "A='@'",
        "A=\"@\"",
        "A=`@`",
        "A=\"x\n@\n\"",
        "A='\n@",
        "# @",
        "A=x # @",
        "A=x@#@",
        "A=$@",
        "A=${B:-@}",
        "A=\"@",
        "B=@'@",
        "@",
        "A: @",
        "A=-----BEGIN KEY-----\n@\n@==\n-----END KEY-----",
        "A= \n@",
        "export A=@",
        "A=\\@\"",
        "A=$(echo @)",
        "A=@\r@",
        "'@",
        "A='x' @ 'y'",
        "é=@",
        "A=$A@",
        "A=$B@\nB=$A@",
        "A=\u{2028}@",
        "{\n \"k\": \"@\"\n}",
        "  # x=@",
        "A='x'\n  # x=@",
    ];
    prop::sample::select(lines.map(|line| line.replace('@', SECRET)).to_vec())
}

fn lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![secret_line(), "[ -~\n\r\t]{0,8}"];
    let ends = prop::sample::select(vec!["\n", "\r\n", "\n\n", "\r", ""]);
    prop::collection::vec((line, ends).prop_map(|(line, end)| line + end), 0..8)
        .prop_map(|lines| lines.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(600) })]

    #[test]
    fn nothing_shown_holds_a_value(text in lines()) {
        for dialect in Dialect::ALL {
            let shown = all_text(&read(&text, dialect));
            prop_assert!(!reveals(&shown), "{dialect} {text:?} {shown}");
        }
    }

    #[test]
    fn no_text_makes_it_panic(text in any::<String>(), other in "[A$={}:\"'`#\\\\\n\r \t-]{0,60}") {
        for dialect in Dialect::ALL {
            drop(all_text(&read(&text, dialect)));
            drop(all_text(&read(&other, dialect)));
        }
    }

    #[test]
    fn lines_are_right(blank in prop::collection::vec(prop::sample::select(vec!["", "# c", "  "]), 0..6)) {
        let line = u32::try_from(blank.len()).unwrap() + 1;
        let text = [&blank[..], &["NAME=\"a", "b\"", "NEXT=1", ""]].concat().join("\n");
        for dialect in Dialect::ALL {
            let read = read(&text, dialect);
            let lines: Vec<_> = read.assignments.iter().map(|found| found.origin.clone()).collect();
            let at = |line| Origin::File { file: ".env".to_owned(), line };
            prop_assert_eq!(lines, [at(line), at(line + 2)]);
        }
    }
}

#[test]
fn a_key_without_quotes_stays_together_and_nameless() {
    let body = "MIIBVgIBADANBgkqhkiG9w0BAQEFAASCAUAwggE8AgEAAkEA";
    for end in ["-----END KEY-----\n", ""] {
        let text = format!("A=-----BEGIN KEY-----\n{body}\n{body}==\n{end}B=2\n");
        for dialect in [Dialect::Next, Dialect::Vite, Dialect::Dotenv] {
            let loaded = read(&text, dialect);
            let names: Vec<_> = loaded.assignments.iter().map(|found| &found.name).collect();
            assert_eq!(names, ["A", "B"], "{dialect}");
            assert!(loaded.assignments[0].readings.iter().any(|text| text.expose() == body));
            assert!(codes(&loaded).contains(&Code::UnquotedMultiline));
            assert!(!all_text(&loaded).contains(&body[..8]));
        }
    }
}

#[test]
fn differences_between_tools_in_use_are_warnings() {
    let file = SourceFile::new(".env", "COLOR=#fff\nKEY='pa$word'\nOK=plain\n");
    let in_use = [Dialect::Dotenv, Dialect::Nuxt, Dialect::Rust];
    let loaded = load(&[file], Dialect::Vite, &in_use, &ProcessEnv::empty(), &DotenvxKeys::none());
    let warned: Vec<_> =
        loaded.findings.iter().filter(|finding| finding.code == Code::DialectsDiffer).collect();
    let names: Vec<_> = warned.iter().filter_map(|finding| finding.variable.as_deref()).collect();
    assert_eq!(names, ["KEY"], "{:?}", loaded.findings);
    let message = "Vite reads `KEY` differently from dotenvy and Nuxt";
    assert_eq!(warned[0].message, message);
    assert!(warned[0].help.as_deref().unwrap().contains("\\$"));
}

#[test]
fn a_byte_order_mark_is_named_where_a_tool_takes_it_for_a_name() {
    for (dialect, is_reported) in [
        (Dialect::Vite, true),
        (Dialect::Next, false),
        (Dialect::Dotenv, false),
        (Dialect::Rust, false),
    ] {
        let loaded = read("\u{feff}A=1\nB=2\n", dialect);
        let named = all_text(&loaded).contains("byte order mark (BOM)");
        assert_eq!(named, is_reported, "{dialect}: {:?}", loaded.findings);
        assert_eq!(loaded.assignments.len(), if is_reported { 1 } else { 2 }, "{dialect}");
    }
}

#[test]
fn commands_are_not_run() {
    let loaded = read("A=$(echo hi)\n", Dialect::Dotenv);
    assert_eq!(loaded.assignments[0].value.expose(), "$(echo hi)");
    let finding: Vec<&Finding> =
        loaded.findings.iter().filter(|finding| finding.code == Code::CommandNotRun).collect();
    assert_eq!(finding.len(), 1);
}

#[test]
fn it_is_reported_that_next_ignores_a_circular_file() {
    let loaded = read("A=$B\nB=$A\nC=1\n", Dialect::Next);
    assert!(
        loaded
            .findings
            .iter()
            .any(|finding| finding.message.contains("Next ignores the whole file"))
    );
    assert_eq!(loaded.assignments.len(), 3);
}

#[test]
fn an_open_quote_is_an_error_at_the_quote() {
    for dialect in Dialect::ALL {
        let loaded = read("X=1\nA=\"abc\nB=2\n", dialect);
        let finding = loaded.findings.iter().find(|finding| finding.code == Code::EnvSyntax);
        let position = finding.unwrap().location.as_ref().unwrap().position.unwrap();
        assert_eq!((position.line, position.column), (2, 3), "{dialect}");
    }
}

#[test]
fn taint_goes_through_other_variables() {
    for dialect in Dialect::ALL {
        // Vite does not look further into a value that is all of another variable's
        let loaded = read("KEY=s3\nURL=https://x/?k=${KEY}\nPUB=to:${URL}\n", dialect);
        let found = loaded.assignments.iter().find(|found| found.name == "PUB").unwrap();
        assert!(found.references.contains("KEY") && found.references.contains("URL"), "{dialect}");
    }
}

/// How many times as much is read.
const GROWTH: usize = 16;

/// How much longer that may take: between 16 times, which is linear, and 256 times, which is quadratic. A machine
/// that does other things as well disturbs a measurement by less.
const LIMIT: f64 = 64.0;

/// Measurements that exceed the limit are repeated so often.
const ROUNDS: usize = 6;

/// How many times as long more takes, by the least of several measurements.
fn growth(input: fn(usize) -> String) -> f64 {
    let inputs = [1, GROWTH].map(input);
    let mut least = [Duration::MAX; 2];
    let mut growth = f64::MAX;
    for _ in 0..ROUNDS {
        for (least, input) in least.iter_mut().zip(&inputs) {
            let start = Instant::now();
            drop(all_text(&read(input, Dialect::Next)));
            *least = (*least).min(start.elapsed());
        }
        growth = least[1].as_secs_f64() / least[0].as_secs_f64();
        if growth <= LIMIT {
            break;
        }
    }
    growth
}

#[test]
fn hostile_input_costs_what_it_weighs() {
    let inputs: [fn(usize) -> String; 12] = [
        |times| format!("A={}", "x".repeat(times << 17)),
        |times| format!("A={}", "'".repeat(times * 6_250)),
        |times| "A='x\nB=\"y\nC=`z\n".repeat(times * 1_250),
        |times| "A='\\'\\'\\'\\'".repeat(times * 1_250),
        |times| format!("A={}", "${".repeat(times * 12_500)),
        |times| format!("A={}", "$A".repeat(times * 6_250)),
        |times| format!("A=\"{}\"", "\u{2028}\"x".repeat(times * 3_125)),
        |times| format!("A={}\u{2028}x", " #".repeat(times * 6_250)),
        |times| "A=1\r".repeat(times * 6_250),
        |times| "junk\n".repeat(times * 6_250),
        |times| "export\n".repeat(times * 3_125),
        |times| format!("{}A=\"{}", " ".repeat(times * 6_250), "\n".repeat(times * 3_125)),
    ];
    let too_fast: Vec<_> = inputs
        .iter()
        .map(|input| (input(1).chars().take(12).collect::<String>(), growth(*input)))
        .filter(|(_, growth)| *growth > LIMIT)
        .collect();
    assert!(
        too_fast.is_empty(),
        "{GROWTH} times as much takes so many times as long: {too_fast:?}"
    );
}

/// No variable of a process is larger: see `project/dotenv/budget.rs`.
const MAX_VALUE: usize = 128 << 10;

fn doubling(of: impl Fn(usize) -> usize, lines: std::ops::Range<usize>) -> String {
    // two digits each, since some tools expand in the order of names
    lines.map(|n| format!("V{n:02}=$V{0:02}$V{0:02}\n", of(n))).collect::<Vec<_>>().concat()
}

/// Each variable is twice the one before: all of it would be more than there is memory.
#[test]
fn values_that_double_are_given_up() {
    let forward = doubling(|n| n + 1, 0..40) + "V40=0123456789\n";
    let backward = "V00=0123456789\n".to_owned() + &doubling(|n| n - 1, 1..40);
    for text in [forward, backward] {
        for dialect in Dialect::ALL {
            let loaded = read(&text, dialect);
            let longest = loaded.assignments.iter().map(|it| it.value.expose().len()).max();
            // `dotenvy` expands by itself, so only what follows can be given up
            let limit = if dialect == Dialect::Rust { 8 * MAX_VALUE } else { MAX_VALUE };
            assert!(longest <= Some(limit), "{dialect}: {longest:?} bytes");
        }
    }
}

#[test]
fn a_value_that_is_too_large_is_reported_and_the_others_are_kept() {
    let text = "V00=0123456789\n".to_owned() + &doubling(|n| n - 1, 1..16) + "ZLAST=${V00}x\n";
    // 10 expands each reference anew, so it exceeds the number of steps first
    let others = [Dialect::Rust, Dialect::Dotenv10];
    for dialect in Dialect::ALL.into_iter().filter(|it| !others.contains(it)) {
        let loaded = read(&text, dialect);
        let too_large = |finding: &&Finding| {
            finding.code == Code::EnvSyntax && finding.message.contains("too large to search for")
        };
        let named: Vec<_> = loaded.findings.iter().filter(too_large).collect();
        let named: Vec<_> = named.iter().filter_map(|it| it.variable.as_deref()).collect();
        // ten times two to the power of 14 is more than 128 KiB
        assert_eq!(named, ["V14", "V15"], "{dialect}: {:?}", loaded.findings);
        let value = |name| loaded.assignments.iter().find(|it| it.name == name).unwrap();
        assert_eq!(value("V13").value.expose().len(), 10 << 13, "{dialect}");
        assert_eq!(value("V14").value.expose(), "$V13$V13", "{dialect}");
        assert!(value("V14").references.contains("V13"), "{dialect}");
        assert_eq!(value("ZLAST").value.expose(), "0123456789x", "{dialect}");
    }
}
