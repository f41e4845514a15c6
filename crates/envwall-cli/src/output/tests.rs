//! What services take and no more: formats with 30,000 findings.

use std::collections::BTreeSet;
use std::path::PathBuf;

use envwall_core::diagnostic::{Code, Finding, Location};
use envwall_core::source::Position;
use envwall_core::{Date, ProcessEnv};
use serde_json::Value;

use super::*;

const MANY: usize = 30_000;

struct NoJson;

impl json::Text for NoJson {
    fn text(&self) -> io::Result<String> {
        Ok(String::new())
    }
}

/// Warnings, and in the middle of them one error.
fn findings(place: bool) -> Vec<Finding> {
    let finding = |index: usize| {
        let middle = index == MANY / 2;
        let code = if middle { Code::ValueInOutput } else { Code::NotSearchable };
        let finding = Finding::new(code, "x").variable("KEY");
        if !place {
            return finding;
        }
        let mut location = Location::file(format!("dist/{}.js", index % 100));
        location.position = Some(Position { line: 1, column: u32::try_from(index + 1).unwrap() });
        finding.at(location).help("mend `KEY` ".repeat(20))
    };
    (0..MANY).map(finding).collect()
}

fn report(format: Format, findings: &[Finding]) -> String {
    let settings = Settings {
        directory: PathBuf::from("."),
        environment: "production".to_owned(),
        format,
        output: None,
        fail_on: Severity::Error,
        show: Severity::Warning,
        quiet: false,
        process: ProcessEnv::empty(),
        today: Date::new(2026, 1, 1),
    };
    let (command, sum) = ("envwall guard", "many findings".to_owned());
    let page = Page { settings: &settings, command, sum, findings, artifacts: &[], json: &NoJson };
    page.render().unwrap().unwrap()
}

fn results(sarif: &str) -> Vec<Value> {
    let log: Value = serde_json::from_str(sarif).unwrap();
    log["runs"][0]["results"].as_array().unwrap().clone()
}

fn assert_cut(results: &[Value]) {
    assert_eq!(results[0]["ruleId"], "EW001", "the worst first");
    let last = results.last().unwrap()["message"]["text"].as_str().unwrap();
    let more = (MANY + 1 - results.len()).to_string();
    assert!(last.starts_with(&more), "{more}: {last}");
}

#[test]
fn sarif_keeps_to_ten_megabytes_and_25000_results() {
    let large = report(Format::Sarif, &findings(true));
    assert!(results(&large).len() < 20_000);
    assert!((9_000_000..=10_000_000).contains(&large.len()), "{}", large.len());
    assert_cut(&results(&large));
    let small = report(Format::Sarif, &findings(false));
    assert!(small.len() <= 10_000_000, "{}", small.len());
    assert_eq!(results(&small).len(), 25_000);
    assert_cut(&results(&small));
}

#[test]
fn github_gets_ten_annotations() {
    let text = report(Format::Github, &findings(true));
    assert_eq!(text.lines().count(), 10);
    assert!(text.starts_with("::error "), "the worst first: {text}");
    assert!(text.ends_with(
        "::warning::29991 more findings: run envwall guard without --format to see all\n"
    ));
    let ten = &findings(true)[..10];
    assert!(!report(Format::Github, ten).contains("more finding"));
}

#[test]
fn a_summary_keeps_to_1024_kib() {
    let text = report(Format::Markdown, &findings(true));
    assert!((900 << 10..=1024 << 10).contains(&text.len()), "{}", text.len());
    assert!(text.contains("more findings: too many"));
    assert!(text.contains("How to mend"));
}

#[test]
fn gitlab_fingerprints_are_unique() {
    let issues: Vec<Value> =
        serde_json::from_str(&report(Format::Gitlab, &findings(true))).unwrap();
    let prints: BTreeSet<_> = issues.iter().map(|issue| issue["fingerprint"].as_str()).collect();
    assert_eq!((issues.len(), prints.len()), (MANY, MANY));
}

#[test]
fn a_page_stays_small_enough_to_open() {
    let page = report(Format::Html, &findings(true));
    assert!(page.len() < 3_000_000, "{}", page.len());
    assert!(page.contains("28000 more findings"));
}
