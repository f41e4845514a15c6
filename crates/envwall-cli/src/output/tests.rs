//! Reports with 30,000 findings stay within the limits of each service.

use std::collections::BTreeSet;
use std::path::PathBuf;

use clap::Parser;
use envwall_core::diagnostic::{Code, Declaration, DeclarationKind, Finding, Location, Severity};
use envwall_core::source::Position;
use envwall_core::{Date, ProcessEnv};
use serde_json::Value;

use super::*;
use crate::args::Cli;
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
        let finding = Finding::new(code, "x").variable(format!("KEY_{index}"));
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
        basis: Vec::new(),
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
    let (annotations, rest): (Vec<_>, Vec<_>) =
        text.lines().partition(|line| line.starts_with("::"));
    assert_eq!(annotations.len(), 10);
    assert!(text.starts_with("::error "), "the most severe first: {text}");
    assert_eq!(rest, ["29990 more findings: run `envwall guard` without --format to see all"]);
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

/// A leak of a variable.
fn leak(name: &str, file: &str, column: u32) -> Finding {
    let position = Some(Position { line: 1, column });
    let end = Some(Position { line: 1, column: column + 9 });
    Finding::new(Code::ValueInOutput, format!("the value of `{name}` is in client output"))
        .variable(name)
        .at(Location { position, end, ..Location::file(file) })
}

/// The formats that show one entry for each leak.
const FOR_PEOPLE: [Format; 4] = [Format::Github, Format::Junit, Format::Markdown, Format::Html];

/// The formats that have every place.
const FOR_MACHINES: [Format; 2] = [Format::Sarif, Format::Gitlab];

fn for_people(findings: &[Finding]) -> String {
    let entries = entry::entries(findings);
    entries.into_iter().map(|entry| human::render(&entry.finding, 100) + "\n").collect()
}

fn json_of(findings: &[Finding]) -> Value {
    let settings = Settings::resolve(Cli::parse_from(["envwall", "check"]).global);
    let document = json::Document::new((), findings);
    serde_json::from_str(&json::Text::text(&document, &Paths::of(&settings)).unwrap()).unwrap()
}

#[test]
fn every_format_has_the_notes_copies_and_the_count_of_further_places() {
    let mut finding = leak("KEY", "dist/a.js", 4).note("OTHER has the same value").more_places(2);
    finding.also_in = ["dist/a.js.br", "dist/a.js.gz"].map(str::to_owned).into();
    let findings = [finding];
    let mut texts: Vec<String> =
        FOR_PEOPLE.into_iter().chain(FOR_MACHINES).map(|it| report(it, &findings)).collect();
    texts.push(for_people(&findings));
    for text in texts {
        assert!(text.contains("OTHER has the same value"), "{text}");
        assert!(text.contains("also in 2 files with the same content, such as"), "{text}");
        assert!(text.contains("also found in 2 more places"), "{text}");
    }
    let entry = &json_of(&findings)["findings"][0];
    assert_eq!(entry["notes"], serde_json::json!(["OTHER has the same value"]));
    assert_eq!(entry["more_places"], 2);
    assert_eq!(entry["also_in"], serde_json::json!(["dist/a.js.br", "dist/a.js.gz"]));
    assert_eq!([&entry["end_line"], &entry["end_column"]], [1, 13]);
}

#[test]
fn people_get_one_entry_for_each_leak_and_machines_every_place() {
    let files = (0..9).map(|number| leak("KEY", &format!("dist/{number}.js"), 4));
    let findings: Vec<_> = files.chain([leak("TOKEN", "dist/0.js", 20)]).collect();
    let rest = "and 3 more places";
    for format in FOR_PEOPLE {
        let text = report(format, &findings);
        assert!(text.contains(rest), "{text}");
        assert!(text.contains("dist/5.js:1:4") || format == Format::Markdown, "{text}");
        assert!(!text.contains("dist/6.js:1:4") || format == Format::Html, "{text}");
    }
    assert_eq!(report(Format::Github, &findings).lines().count(), 2);
    assert_eq!(report(Format::Junit, &findings).matches("<testcase").count(), 2);
    assert_eq!(report(Format::Html, &findings).matches("<article").count(), 2);
    assert!(report(Format::Html, &findings).contains("dist/8.js:1:4"), "in the list of places");
    let people = for_people(&findings);
    assert_eq!(people.matches("error").count(), 2, "{people}");
    assert!(people.contains(rest), "{people}");
    assert_eq!(results(&report(Format::Sarif, &findings)).len(), 10);
    assert_eq!(json_of(&findings)["findings"].as_array().unwrap().len(), 10);
    assert_eq!(entry::count_by_severity(&findings), "2 errors");
}

#[test]
fn sarif_has_the_rules_that_it_uses_ends_and_the_import_chain() {
    let mut traced = leak("KEY", "dist/a.js", 4);
    traced.original = Some(Location::file("src/config.ts"));
    traced.importers = ["src/app.ts", "src/main.ts"].map(str::to_owned).into();
    let text = report(Format::Sarif, &[traced, Finding::new(Code::NotParsed, "x")]);
    let log: Value = serde_json::from_str(&text).unwrap();
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<_> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["EW001", "EW012"]);
    let result = &results(&text)[0];
    let region = &result["locations"][0]["physicalLocation"]["region"];
    let expected = r#"{"startLine":1,"startColumn":4,"endLine":1,"endColumn":13}"#;
    assert_eq!(*region, serde_json::from_str::<Value>(expected).unwrap());
    let flow = result["codeFlows"][0]["threadFlows"][0]["locations"].as_array().unwrap();
    let uri =
        |at: &Value| at["location"]["physicalLocation"]["artifactLocation"]["uri"].to_string();
    let files: Vec<_> = flow.iter().map(uri).collect();
    let expected = ["src/main.ts", "src/app.ts", "src/config.ts", "dist/a.js"];
    assert_eq!(files, expected.map(|file| format!("{file:?}")));
}

#[test]
fn names_with_invisible_characters_are_escaped() {
    let mut finding = leak("KEY", "dist/\u{202e}sj.exe.js", 4);
    finding.also_in = vec!["dist/a\u{200b}.js".to_owned()];
    let findings = [finding];
    let is_seen = |text: &str| !text.contains(['\u{202e}', '\u{200b}']);
    for format in FOR_PEOPLE.into_iter().chain(FOR_MACHINES) {
        let text = report(format, &findings);
        let escaped = text.contains("\\u{202e}sj") || format == Format::Sarif;
        assert!(is_seen(&text) && escaped, "{text}");
    }
    let documents = [Format::Sarif, Format::Gitlab].map(|format| report(format, &findings));
    assert!(documents.iter().all(|text| serde_json::from_str::<Value>(text).is_ok()));
}

#[test]
fn reports_for_people_end_with_the_lines_to_paste() {
    let line = |name: &str, kind| Declaration::new(name, kind);
    let lines =
        [line("SITE", DeclarationKind::Public), line("PORT", DeclarationKind::NotSensitive)];
    let findings = [Finding::new(Code::Undeclared, "`SITE` is not declared").settled_by(lines)];
    let block = "[public]\nSITE = \"string\"\n\n[server]\nPORT = { sensitive = false }\n";
    let markdown = report(Format::Markdown, &findings);
    let expected = format!("\nTo settle these, add to envwall.toml:\n\n```toml\n{block}```\n");
    assert!(markdown.ends_with(&expected), "{markdown}");
    let html = report(Format::Html, &findings);
    assert!(html.contains("[public]\nSITE = &quot;string&quot;\n\n[server]\n"), "{html}");
    assert!(human::settle(&findings, Severity::Note).ends_with(block));
    assert!(human::settle(&findings, Severity::Warning).contains("the notes (-v)"));
    assert_eq!(human::settle(&[], Severity::Warning), "");
}

#[test]
fn the_lines_to_paste_do_not_bury_the_report() {
    let line = |number: usize| match number % 2 {
        0 => Declaration::new(format!("A_{number}"), DeclarationKind::Public),
        _ => Declaration::new(format!("B_{number}"), DeclarationKind::Server),
    };
    let findings = [Finding::new(Code::Undeclared, "x").settled_by((0..50).map(line))];
    let block = human::settle(&findings, Severity::Warning);
    assert!(block.lines().count() <= 13, "{block}");
    assert!(block.ends_with("# and 44 more: -v lists them\n"), "{block}");
    assert_eq!(human::settle(&findings, Severity::Note).matches(" = ").count(), 50);
}

#[test]
fn files_that_were_not_parsed_are_counted_if_the_findings_are_hidden() {
    let note = |file: &str| Finding::new(Code::NotParsed, "x").at(Location::file(file));
    let findings = [note("a.js"), note("a.js"), note("b.js")];
    let line = human::unparsed(&findings, Severity::Warning).unwrap();
    assert!(line.starts_with("2 files were searched without parsing"), "{line}");
    assert_eq!(human::unparsed(&findings, Severity::Note), None);
    assert_eq!(human::unparsed(&[], Severity::Warning), None);
}
