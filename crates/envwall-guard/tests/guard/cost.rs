//! What a scan costs grows with the size of its input and no faster.
//!
//! No test has a limit of time: one size is compared with 64 times as much. Speed itself is measured by
//! `cargo bench -p envwall-guard`.

use std::time::{Duration, Instant};

use crate::documents::map;
use crate::support::findings;

/// How many times as much is scanned.
const GROWTH: usize = 64;

/// How much longer that may take: 64 to the power of 1.5, halfway between linear and quadratic (4096). A machine that
/// does other things as well, or that is slow to hand out memory, makes the larger size take several times as long.
const LIMIT: f64 = 512.0;

/// Measurements that exceed the limit are repeated so often.
const ROUNDS: usize = 6;

/// A name, and content that grows with a number.
type Growing = (&'static str, fn(usize) -> Vec<u8>);

/// Measures every file and lists all that grow faster.
fn check_growth(files: &[Growing]) {
    let too_fast: Vec<_> = files
        .iter()
        .map(|(name, content)| (name, start_of(&content(1)), growth(name, *content)))
        .filter(|(.., growth)| *growth > LIMIT)
        .collect();
    assert!(
        too_fast.is_empty(),
        "{GROWTH} times as much takes so many times as long: {too_fast:?}"
    );
}

/// How many times as long more takes, by the least of several measurements.
fn growth(name: &str, content: fn(usize) -> Vec<u8>) -> f64 {
    let contents = [1, GROWTH].map(content);
    let mut least = [Duration::MAX; 2];
    let mut growth = f64::MAX;
    for _ in 0..ROUNDS {
        for (least, content) in least.iter_mut().zip(&contents) {
            *least = (*least).min(time(name, content));
        }
        growth = least[1].as_secs_f64() / least[0].as_secs_f64();
        if growth <= LIMIT {
            break;
        }
    }
    growth
}

fn time(name: &str, content: &[u8]) -> Duration {
    let start = Instant::now();
    findings(name, content, "q7WzXe81-made-up");
    start.elapsed()
}

fn start_of(content: &[u8]) -> String {
    String::from_utf8_lossy(&content[..content.len().min(8)]).into_owned()
}

/// So many times 32 kB.
fn many(text: &str, times: usize) -> String {
    text.repeat(times * 32_000 / text.len())
}

/// A map of so many sources, with a value in each.
fn map_with_values(count: usize) -> String {
    let names: Vec<_> = (0..count).map(|index| format!("\"{index}.ts\"")).collect();
    let content = "\"k='q7WzXe81-made-up'\"";
    let contents = vec![content; count].join(",");
    format!(
        "{{\"version\":3,\"sources\":[{}],\"sourcesContent\":[{contents}],\"mappings\":\"\"}}",
        names.join(",")
    )
}

#[test]
fn deep_documents_cost_what_they_weigh() {
    let files: &[Growing] = &[
        ("a.html", |times| "<div>".repeat(times * 1_600).into()),
        ("a.svg", |times| "<g>".repeat(times * 1_600).into()),
        ("a.json", |times| "[".repeat(times * 1_600).into()),
        ("b.json", |times| "{\"a\":".repeat(times * 1_600).into()),
    ];
    check_growth(files);
}

#[test]
fn large_documents_cost_what_they_weigh() {
    let files: &[Growing] = &[
        ("a.html", |times| many("<", times).into()),
        ("b.html", |times| many("<!--", times).into()),
        ("c.html", |times| many("\"", times).into()),
        ("a.json", |times| many("\"", times).into()),
        ("b.json", |times| many("\\", times).into()),
        ("a.css", |times| many("\\", times).into()),
        ("b.css", |times| many("\"", times).into()),
        ("a.map", |times| many("\"", times).into()),
        ("b.map", |times| many("[", times).into()),
        ("c.map", |times| map(&many("\\n<", times)).into()),
        ("d.map", |times| map_with_values(times * 60).into()),
        ("b.svg", |times| many("<![CDATA[", times).into()),
    ];
    check_growth(files);
}
