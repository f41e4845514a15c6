//! Every form in which a value reaches client output is found, named and placed, and no report
//! shows it. `tests/forms/make.mjs` makes the files and the table, with the tools that people use.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::project::Run;
use crate::redaction::assert_silent_about;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/forms/project")
}

fn read(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(folder().join(name)).unwrap()).unwrap()
}

/// The secrets, by name.
fn secrets() -> Vec<(String, String)> {
    let secrets = read("environment.json");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    secrets.as_object().unwrap().iter().map(|(name, value)| (name.clone(), text(value))).collect()
}

fn guard(options: &[&str]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_envwall"));
    command.current_dir(folder()).arg("guard").args(options).env_clear().envs(secrets());
    Run::of(&command.output().unwrap())
}

/// Findings with one of their own for each copy of a file.
fn with_copies(findings: &[Value]) -> Vec<Value> {
    let mut all = Vec::new();
    for finding in findings {
        let copies = finding["also_in"].as_array().unwrap().iter();
        for artifact in std::iter::once(&finding["artifact"]).chain(copies) {
            let mut copy = finding.clone();
            copy["artifact"] = artifact.clone();
            all.push(copy);
        }
    }
    all
}

/// What of a row is not as it should be.
fn problem(row: &Value, findings: &[Value]) -> Option<String> {
    let place = row["artifact"].as_str().unwrap();
    let top = |path: &str| path.split('/').take(2).collect::<Vec<_>>().join("/") + "/";
    let folder = top(place);
    let here = |finding: &&Value| {
        finding["artifact"].as_str().is_some_and(|artifact| artifact.starts_with(&folder))
    };
    let found: Vec<&Value> = findings.iter().filter(here).collect();
    if row["found"] == false {
        return found.first().map(|_| "found, so the table says too little".to_owned());
    }
    let same = |key: &'static str| move |finding: &&Value| finding[key] == row[key];
    if let Some(wrong) = found.iter().find(|finding| !same("variable")(finding)) {
        return Some(format!("another variable: {}", wrong["variable"]));
    }
    let at_place = found.iter().filter(|it| same("artifact")(it) && same("code")(it));
    let Some(finding) = at_place.clone().next() else {
        return Some(format!("not found ({} other findings)", found.len()));
    };
    let is_code = place.ends_with("js");
    if is_code && finding["column"].is_null() {
        return Some("no column".to_owned());
    }
    if row["column"].is_u64() && !at_place.clone().any(|it| same("line")(it) && same("column")(it))
    {
        return Some(format!("at {}:{}", finding["line"], finding["column"]));
    }
    let mut layers = finding["trail"].as_array().unwrap().iter();
    let expected = row["trail"].as_array();
    if let Some(layer) = expected.into_iter().flatten().find(|layer| !layers.any(|it| it == *layer))
    {
        return Some(format!("no layer {layer} in {}", finding["trail"]));
    }
    let original = &finding["original"];
    let same = |key: &str| row["original"][key] == original[key];
    let importers = &row["original"]["importers"];
    let is_same = row["original"].is_null()
        || same("source") && same("line") && (importers.is_null() || same("importers"));
    (!is_same).then(|| format!("the original is {original}"))
}

#[test]
fn every_form_is_found() {
    let run = guard(&["--format", "json"]);
    let mut findings = with_copies(run.json()["findings"].as_array().unwrap());
    // a private key is one by its content, too
    let is_exposed = |finding: &Value| finding["code"] == "EW008";
    assert_eq!(findings.iter().filter(|it| is_exposed(it)).count(), 2);
    findings.retain(|finding| !is_exposed(finding));
    let table = read("forms.json");
    let rows = table.as_array().unwrap();
    let problems = rows.iter().filter_map(|row| {
        problem(row, &findings).map(|problem| format!("{}: {problem}", row["form"]))
    });
    let problems: Vec<_> = problems.collect();
    assert!(problems.is_empty(), "{} of {}:\n{}", problems.len(), rows.len(), problems.join("\n"));
    let codes = ["EW001", "EW005", "EW006"];
    let odd = findings.iter().find(|it| !codes.contains(&it["code"].as_str().unwrap()));
    assert!(odd.is_none(), "{odd:?}");
}

#[test]
fn no_report_shows_a_value_in_any_form() {
    // what surrounds the secret of a key is no secret
    let values: Vec<String> = secrets().into_iter().map(|(_, value)| value).collect();
    let lines = values.iter().flat_map(|value| value.lines());
    let hidden: Vec<&str> = lines.filter(|line| !line.starts_with("-----")).collect();
    assert!(hidden.len() > 10);
    for format in ["json", "sarif", "github", "gitlab", "junit", "markdown", "html", "human"] {
        let run = guard(&["-v", "--format", format]);
        assert_eq!(run.status, Some(1), "{format}");
        assert_silent_about(&hidden, &run);
    }
}
