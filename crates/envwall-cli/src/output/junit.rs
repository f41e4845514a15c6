//! `--format junit`: test reports for CI services. An entry that fails the run is a failed test case;
//! every other entry and every clean file is a passed one.

use std::collections::HashSet;
use std::fmt::Write as _;

use envwall_core::diagnostic::Finding;

use super::entry::entries;
use super::escape::xml;
use super::report::CommandReport;
use super::text::{location, plain, severity};

pub(crate) fn render(report: &CommandReport<'_>) -> String {
    let clean = clean(report);
    let entries = entries(report.findings);
    let failures = entries.iter().filter(|entry| report.fails(&entry.finding)).count();
    let tests = entries.len() + clean.len();
    let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"");
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"envwall\" {counts}>\n  \
         <testsuite name=\"{}\" {counts}>\n",
        xml(report.command),
    );
    for entry in &entries {
        case(report, &entry.finding, &mut text);
    }
    for name in clean {
        let class = xml(report.command);
        let _ = writeln!(text, "    <testcase classname=\"{class}\" name=\"{}\"/>", xml(name));
    }
    text + "  </testsuite>\n</testsuites>\n"
}

/// Files without findings, or the command itself if there is nothing else to list.
fn clean<'a>(report: &CommandReport<'a>) -> Vec<&'a str> {
    let found: HashSet<&str> = report.findings.iter().flat_map(Finding::files).collect();
    let names = report.artifacts.iter().map(|artifact| artifact.name.as_str());
    let clean: Vec<_> = names.filter(|name| !found.contains(name)).collect();
    if clean.is_empty() && report.findings.is_empty() { vec![report.command] } else { clean }
}

fn case(report: &CommandReport<'_>, finding: &Finding, text: &mut String) {
    let at = finding.location.as_ref().map(location);
    // the place of a leak changes with every build
    let name = match finding.variable.as_ref().or(at.as_ref()) {
        Some(subject) => format!("{subject} {}", finding.code),
        None => finding.code.to_string(),
    };
    let file = finding.location.as_ref().map(|at| format!(" file=\"{}\"", xml(&at.file)));
    let (class, name, file) = (xml(report.command), xml(&name), file.unwrap_or_default());
    let text_content = xml(&plain(finding));
    let _ = writeln!(text, "    <testcase classname=\"{class}\" name=\"{name}\"{file}>");
    let _ = if report.fails(finding) {
        let (message, code) = (xml(&finding.message), finding.code);
        writeln!(
            text,
            "      <failure message=\"{message}\" type=\"{code}\">{text_content}</failure>"
        )
    } else {
        let severity = severity(finding.severity);
        writeln!(text, "      <system-out>{severity}: {text_content}</system-out>")
    };
    text.push_str("    </testcase>\n");
}
