//! `--format sarif`: SARIF 2.1.0, within what GitHub's code scanning takes.

use std::collections::HashMap;
use std::io;

use envwall_core::diagnostic::{Code, Finding, Location, Severity};
use envwall_core::manifest::FILE_NAME;
use serde_json::{Value, json};

use super::escape::uri;
use super::human::plural;
use super::{Page, in_words, workspace, worst_first};

/// GitHub refuses a run with more.
const MOST_RESULTS: usize = 25_000;

/// GitHub refuses a file of more than 10 MB; rules and frame need the rest.
const MOST_BYTES: usize = 9_500_000;

/// Of so many locations of one result GitHub takes note.
const MOST_RELATED: usize = 100;

/// What paths are relative to.
const BASE: &str = "%SRCROOT%";

pub(crate) fn render(page: &Page<'_>) -> io::Result<String> {
    let rules: Vec<_> = Code::ALL.iter().map(|code| rule(*code)).collect();
    let version = env!("CARGO_PKG_VERSION");
    let driver = json!({ "name": "Envwall", "semanticVersion": version, "version": version, "rules": rules });
    let run = json!({
        "tool": { "driver": driver },
        "automationDetails": { "id": format!("{}/", page.command.replace(' ', "/")) },
        "columnKind": "utf16CodeUnits",
        "originalUriBaseIds": { BASE: { "description": { "text": "the top of the checkout" } } },
        "results": results(page)?,
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
    if let Some(score) = security_severity(code) {
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

/// By it GitHub ranks a security alert: a leak is critical, what leads to one is high.
fn security_severity(code: Code) -> Option<&'static str> {
    match code {
        Code::ValueInOutput | Code::EnvironmentDump => Some("9.1"),
        Code::ServerModule
        | Code::TaintedPublic
        | Code::PublicContainsSensitive
        | Code::ServerWithPublicPrefix => Some("8.0"),
        _ => None,
    }
}

/// As many as are allowed, the worst first; then the last says how many more.
fn results(page: &Page<'_>) -> io::Result<Vec<Value>> {
    let findings = worst_first(page.findings.iter());
    let mut results = Vec::new();
    let mut bytes = 0;
    let mut seen = HashMap::new();
    for (index, finding) in findings.iter().enumerate() {
        let result = result(page, finding, &mut seen);
        bytes += serde_json::to_string(&result)?.len() + 1;
        let last = results.len() + 1 == MOST_RESULTS && index + 1 < findings.len();
        if last || bytes > MOST_BYTES {
            results.push(cut(page, &findings[index..]));
            break;
        }
        results.push(result);
    }
    Ok(results)
}

fn cut(page: &Page<'_>, more: &[&Finding]) -> Value {
    let worst = more.iter().max_by_key(|finding| finding.severity);
    let (code, severity) = worst
        .map_or((Code::ValueInOutput, Severity::Error), |finding| (finding.code, finding.severity));
    let more = plural(more.len(), "more finding");
    let text = format!("{more}: too many for this report; --format json has them all");
    json!({
        "ruleId": code.as_str(),
        "level": level(severity),
        "message": { "text": text },
        "locations": [location(page, &Location::file(FILE_NAME), None)],
    })
}

fn result(page: &Page<'_>, finding: &Finding, seen: &mut HashMap<String, usize>) -> Value {
    let fingerprint = finding.fingerprint();
    let count = seen.entry(fingerprint.clone()).or_default();
    *count += 1;
    // GitHub shows no result without a place
    let nowhere = Location::file(FILE_NAME);
    let at = finding.location.as_ref().unwrap_or(&nowhere);
    let mut result = json!({
        "ruleId": finding.code.as_str(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == finding.code),
        "level": level(finding.severity),
        "message": { "text": message(finding) },
        "locations": [location(page, at, finding.label.as_deref())],
        "partialFingerprints": {
            "envwallFinding/v1": fingerprint,
            // the one that GitHub knows an alert by; it could not make it from a file that is
            // built and not in the repository
            "primaryLocationLineHash": format!("{fingerprint}:{count}"),
        },
    });
    let related = related(page, finding);
    if !related.is_empty() {
        result["relatedLocations"] = Value::from(related);
    }
    result
}

/// Nothing in a plain text message may look like a link to a place.
fn message(finding: &Finding) -> String {
    in_words(finding).replace("](", "] (")
}

fn related(page: &Page<'_>, finding: &Finding) -> Vec<Value> {
    let original = finding.original.iter().map(|at| (at, "the original source"));
    let others = finding.related.iter().map(|related| (&related.location, related.label.as_str()));
    let numbered = original.chain(others).take(MOST_RELATED).enumerate();
    numbered
        .map(|(id, (at, label))| {
            let mut location = location(page, at, Some(label));
            location["id"] = json!(id);
            location
        })
        .collect()
}

fn location(page: &Page<'_>, location: &Location, label: Option<&str>) -> Value {
    let path = workspace::path(page.settings, &location.file);
    let artifact = match path.strip_prefix('/') {
        Some(absolute) => json!({ "uri": format!("file:///{}", uri(absolute)) }),
        None => json!({ "uri": uri(&path), "uriBaseId": BASE }),
    };
    let mut physical = json!({ "artifactLocation": artifact });
    if let Some(at) = location.position {
        physical["region"] = json!({ "startLine": at.line, "startColumn": at.column });
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
