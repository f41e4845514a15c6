//! Reports with 30,000 findings stay within the limits of each service.

use std::collections::BTreeSet;
use std::path::PathBuf;

use envwall_core::diagnostic::{Code, Finding, Location, Severity};
use envwall_core::source::Position;
use envwall_core::{Date, ProcessEnv};
use serde_json::Value;

use super::*;
use crate::settings::Settings;

const MANY: usize = 30_000;

struct NoJson;

impl json::Text for NoJson {
    fn text(&self, _: &Paths) -> io::Result<String> {
        Ok(String::new())
    }
}

/// Warnings, with one error in the middle.
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
        finding.at(location).help("fix `KEY` ".repeat(20))
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
        absolute_paths: false,
        process: ProcessEnv::empty(),
        today: Date::new(2026, 1, 1),
    };
    let report = CommandReport {
        settings: &settings,
        command: "envwall guard",
        summary: "many findings".to_owned(),
        findings,
        artifacts: &[],
        json: &NoJson,
    };
    render(&report).unwrap().unwrap()
}

fn results(sarif: &str) -> Vec<Value> {
    let log: Value = serde_json::from_str(sarif).unwrap();
    log["runs"][0]["results"].as_array().unwrap().clone()
}

fn assert_truncated(results: &[Value]) {
    assert_eq!(results[0]["ruleId"], "EW001", "the most severe first");
    let last = results.last().unwrap()["message"]["text"].as_str().unwrap();
    let more = (MANY + 1 - results.len()).to_string();
    assert!(last.starts_with(&more), "{more}: {last}");
}

#[test]
fn sarif_has_at_most_10_megabytes_and_25000_results() {
    let large = report(Format::Sarif, &findings(true));
    assert!(results(&large).len() < 20_000);
    assert!((9_000_000..=10_000_000).contains(&large.len()), "{}", large.len());
    assert_truncated(&results(&large));
    let small = report(Format::Sarif, &findings(false));
    assert!(small.len() <= 10_000_000, "{}", small.len());
    assert_eq!(results(&small).len(), 25_000);
    assert_truncated(&results(&small));
}

#[test]
fn github_gets_at_most_ten_annotations() {
    let text = report(Format::Github, &findings(true));
    assert_eq!(text.lines().count(), 10);
    assert!(text.starts_with("::error "), "the most severe first: {text}");
    assert!(text.ends_with(
        "::warning::29991 more findings: run `envwall guard` without --format to see all\n"
    ));
    let ten = &findings(true)[..10];
    assert!(!report(Format::Github, ten).contains("more finding"));
}

#[test]
fn a_summary_has_at_most_1024_kib() {
    let text = report(Format::Markdown, &findings(true));
    assert!((900 << 10..=1024 << 10).contains(&text.len()), "{}", text.len());
    assert!(text.contains("more findings omitted"));
    assert!(text.contains("How to fix"));
}

#[test]
fn gitlab_fingerprints_are_unique() {
    let issues: Vec<Value> =
        serde_json::from_str(&report(Format::Gitlab, &findings(true))).unwrap();
    let prints: BTreeSet<_> = issues.iter().map(|issue| issue["fingerprint"].as_str()).collect();
    assert_eq!((issues.len(), prints.len()), (MANY, MANY));
}

#[test]
fn an_html_page_has_at_most_2000_findings() {
    let page = report(Format::Html, &findings(true));
    assert!(page.len() < 3_000_000, "{}", page.len());
    assert!(page.contains("28000 more findings"));
}

#[test]
fn every_format_has_the_notes_and_the_count_of_further_places() {
    let findings = [Finding::new(Code::ValueInOutput, "x")
        .at(Location::file("dist/a.js"))
        .note("OTHER has the same value")
        .more_places(2)];
    let formats = [
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Markdown,
        Format::Html,
    ];
    for format in formats {
        let text = report(format, &findings);
        assert!(text.contains("OTHER has the same value"), "{text}");
        assert!(text.contains("also found in 2 more places"), "{text}");
    }
    let people = human::render(&findings[0], 100);
    assert!(people.contains("OTHER has the same value"), "{people}");
    assert!(people.contains("also found in 2 more places"), "{people}");
    let document = json::Document::new((), &findings);
    let entry: Value = serde_json::from_str(&json::Text::text(&document).unwrap()).unwrap();
    let entry = &entry["findings"][0];
    assert_eq!(entry["notes"], serde_json::json!(["OTHER has the same value"]));
    assert_eq!(entry["more_places"], 2);
}
