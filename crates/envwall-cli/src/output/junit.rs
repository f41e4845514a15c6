//! `--format junit`: test reports for CI services. A finding that fails the run is a failed test case;
//! every other finding and every clean file is a passed one.

use std::collections::HashSet;
use std::fmt::Write as _;

use envwall_core::diagnostic::Finding;

use super::escape::xml;
use super::report::CommandReport;
use super::text::{location, plain, severity};

pub(crate) fn render(report: &CommandReport<'_>) -> String {
    let clean = clean(report);
    let failures = report.findings.iter().filter(|finding| report.fails(finding)).count();
    let tests = report.findings.len() + clean.len();
    let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"");
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"envwall\" {counts}>\n  \
         <testsuite name=\"{}\" {counts}>\n",
        xml(report.command),
    );
    for finding in report.findings {
        case(report, finding, &mut text);
    }
    for name in clean {
        let class = xml(report.command);
        let _ = writeln!(text, "    <testcase classname=\"{class}\" name=\"{}\"/>", xml(name));
    }
    text + "  </testsuite>\n</testsuites>\n"
}

/// Files without findings, or the command itself if there is nothing else to list.
fn clean<'a>(report: &CommandReport<'a>) -> Vec<&'a str> {
    let located = report.findings.iter().filter_map(|finding| finding.location.as_ref());
    let found: HashSet<&str> = located.map(|location| location.file.as_str()).collect();
    let names = report.artifacts.iter().map(|artifact| artifact.name.as_str());
    let clean: Vec<_> = names.filter(|name| !found.contains(name)).collect();
    if clean.is_empty() && report.findings.is_empty() { vec![report.command] } else { clean }
}

fn case(report: &CommandReport<'_>, finding: &Finding, text: &mut String) {
    let at = finding.location.as_ref().map(location);
    let name = match &at {
        Some(at) => format!("{at} {}", finding.code),
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
