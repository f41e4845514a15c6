//! `--format sarif`: SARIF 2.1.0, within the limits of GitHub code scanning.

use std::collections::{BTreeSet, HashMap};
use std::io;

use envwall_core::diagnostic::{Code, Finding, Location, Severity};
use envwall_core::manifest::FILE_NAME;
use serde_json::{Value, json};

use super::escape::uri;
use super::report::{CommandReport, most_severe_first};
use super::text::{plain, plural};
use super::workspace;

/// Maximum number of results. GitHub rejects more.
const MAX_RESULTS: usize = 25_000;

/// Maximum size of the results. GitHub rejects files above 10 MB, and the rules need the rest.
const MAX_RESULT_BYTES: usize = 9_500_000;

/// Maximum number of related locations that GitHub reads.
const MAX_RELATED: usize = 100;

/// The base of relative paths.
const BASE: &str = "%SRCROOT%";

pub(crate) fn render(report: &CommandReport<'_>) -> io::Result<String> {
    let codes: BTreeSet<_> = report.findings.iter().map(|finding| finding.code).collect();
    let codes: Vec<_> = codes.into_iter().collect();
    let rules: Vec<_> = codes.iter().map(|code| rule(*code)).collect();
    let version = env!("CARGO_PKG_VERSION");
    let driver = json!({ "name": "Envwall", "semanticVersion": version, "version": version, "rules": rules });
    let run = json!({
        "tool": { "driver": driver },
        "automationDetails": { "id": format!("{}/", report.command.replace(' ', "/")) },
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": { BASE: { "description": { "text": "the root of the checkout" } } },
        "results": results(report, &codes)?,
    });
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [run],
    });
    Ok(serde_json::to_string(&log)? + "\n")
}

fn rule(code: Code) -> Value {
    let mut properties = json!({ "tags": ["security"] });
    if let Some(score) = code.security_severity() {
        properties["security-severity"] = json!(score);
    }
    json!({
        "id": code.as_str(),
        "name": format!("{code:?}"),
        "shortDescription": { "text": code.title() },
        "fullDescription": { "text": code.title() },
        "help": { "text": code.explanation(), "markdown": code.explanation() },
        "defaultConfiguration": { "level": level(code.severity()) },
        "properties": properties,
    })
}

/// Up to the maximum number of results, most severe first. If there are more, the last one says so.
fn results(report: &CommandReport<'_>, rules: &[Code]) -> io::Result<Vec<Value>> {
    let findings = most_severe_first(report.findings.iter());
    let mut results = Vec::new();
    let mut bytes = 0;
    let mut seen = HashMap::new();
    for (index, finding) in findings.iter().enumerate() {
        let result = result(report, finding, rules, &mut seen);
        bytes += serde_json::to_string(&result)?.len() + 1;
        let last = results.len() + 1 == MAX_RESULTS && index + 1 < findings.len();
        if last || bytes > MAX_RESULT_BYTES {
            results.push(omitted(report, &findings[index..]));
            break;
        }
        results.push(result);
    }
    Ok(results)
}

/// The last result, which says how many were omitted.
fn omitted(report: &CommandReport<'_>, more: &[&Finding]) -> Value {
    let most_severe = more.iter().max_by_key(|finding| finding.severity);
    let (code, severity) = most_severe
        .map_or((Code::ValueInOutput, Severity::Error), |finding| (finding.code, finding.severity));
    let more = plural(more.len(), "more finding");
    let text = format!("{more} omitted from this report; `--format json` lists all");
    json!({
        "ruleId": code.as_str(),
        "level": level(severity),
        "message": { "text": text },
        "locations": [location(report, &Location::file(FILE_NAME), None)],
    })
}

fn result(
    report: &CommandReport<'_>,
    finding: &Finding,
    rules: &[Code],
    seen: &mut HashMap<String, usize>,
) -> Value {
    let fingerprint = finding.fingerprint();
    let count = seen.entry(fingerprint.clone()).or_default();
    *count += 1;
    // GitHub does not show results without a location
    let nowhere = Location::file(FILE_NAME);
    let at = finding.location.as_ref().unwrap_or(&nowhere);
    let mut result = json!({
        "ruleId": finding.code.as_str(),
        "ruleIndex": rules.iter().position(|code| *code == finding.code),
        "level": level(finding.severity),
        "message": { "text": message(finding) },
        "locations": [location(report, at, finding.label.as_deref())],
        "partialFingerprints": {
            "envwallFinding/v1": fingerprint,
            // identifies an alert on GitHub, which cannot compute it for files that are built and not
            // in the repository
            "primaryLocationLineHash": format!("{fingerprint}:{count}"),
        },
    });
    let related = related(report, finding);
    if !related.is_empty() {
        result["relatedLocations"] = Value::from(related);
    }
    if !finding.also_in.is_empty() {
        result["properties"] = json!({ "alsoIn": finding.also_in });
    }
    if !finding.importers.is_empty() {
        result["codeFlows"] = json!([{ "threadFlows": [{ "locations": flow(report, finding) }] }]);
    }
    result
}

/// Breaks up text that SARIF would take for a link.
fn message(finding: &Finding) -> String {
    plain(finding).replace("](", "] (")
}

/// The way of a value into the output: from the entry of the build along the imports.
fn flow(report: &CommandReport<'_>, finding: &Finding) -> Vec<Value> {
    let importers = finding.importers.iter().rev().map(Location::file);
    let importers = importers.map(|module| location(report, &module, Some("imports the next")));
    let source = finding.original.iter().map(|at| location(report, at, Some("source")));
    let output = finding.location.iter();
    let output = output.map(|at| location(report, at, finding.label.as_deref()));
    importers.chain(source).chain(output).map(|at| json!({ "location": at })).collect()
}

fn related(report: &CommandReport<'_>, finding: &Finding) -> Vec<Value> {
    let original = finding.original.iter().map(|at| (at, "source"));
    let others = finding.related.iter().map(|related| (&related.location, related.label.as_str()));
    let copies: Vec<_> = finding.also_in.iter().map(Location::file).collect();
    let copies = copies.iter().map(|copy| (copy, "the same content"));
    let numbered = original.chain(others).chain(copies).take(MAX_RELATED).enumerate();
    numbered
        .map(|(id, (at, label))| {
            let mut location = location(report, at, Some(label));
            location["id"] = json!(id);
            location
        })
        .collect()
}

fn location(report: &CommandReport<'_>, location: &Location, label: Option<&str>) -> Value {
    let path = workspace::path(report.settings, &location.file);
    let artifact = match path.strip_prefix('/') {
        Some(absolute) => json!({ "uri": format!("file:///{}", uri(absolute)) }),
        None => json!({ "uri": uri(&path), "uriBaseId": BASE }),
    };
    let mut physical = json!({ "artifactLocation": artifact });
    if let Some(at) = location.position {
        physical["region"] = json!({ "startLine": at.line, "startColumn": at.column });
        if let Some(end) = location.end {
            physical["region"]["endLine"] = json!(end.line);
            physical["region"]["endColumn"] = json!(end.column);
        }
    }
    match label {
        Some(label) => json!({ "physicalLocation": physical, "message": { "text": label } }),
        None => json!({ "physicalLocation": physical }),
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}
