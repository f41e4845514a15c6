//! `--format junit`: what test reports of CI services read. A finding that fails the run is a
//! failed case, every other finding and every clean file a passed one.

use std::collections::HashSet;
use std::fmt::Write as _;

use envwall_core::diagnostic::Finding;

use super::escape::xml;
use super::{Page, in_words, place, word};

pub(crate) fn render(page: &Page<'_>) -> String {
    let clean = clean(page);
    let failures = page.findings.iter().filter(|finding| page.fails(finding)).count();
    let tests = page.findings.len() + clean.len();
    let counts = format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"");
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"envwall\" {counts}>\n  \
         <testsuite name=\"{}\" {counts}>\n",
        xml(page.command),
    );
    for finding in page.findings {
        case(page, finding, &mut text);
    }
    for name in clean {
        let class = xml(page.command);
        let _ = writeln!(text, "    <testcase classname=\"{class}\" name=\"{}\"/>", xml(name));
    }
    text + "  </testsuite>\n</testsuites>\n"
}

/// Files without a finding; the command itself where there is nothing else to tell.
fn clean<'a>(page: &Page<'a>) -> Vec<&'a str> {
    let located = page.findings.iter().filter_map(|finding| finding.location.as_ref());
    let found: HashSet<&str> = located.map(|location| location.file.as_str()).collect();
    let names = page.artifacts.iter().map(|artifact| artifact.name.as_str());
    let clean: Vec<_> = names.filter(|name| !found.contains(name)).collect();
    if clean.is_empty() && page.findings.is_empty() { vec![page.command] } else { clean }
}

fn case(page: &Page<'_>, finding: &Finding, text: &mut String) {
    let at = finding.location.as_ref().map(place);
    let name = match &at {
        Some(at) => format!("{at} {}", finding.code),
        None => finding.code.to_string(),
    };
    let file = finding.location.as_ref().map(|at| format!(" file=\"{}\"", xml(&at.file)));
    let (class, name, file) = (xml(page.command), xml(&name), file.unwrap_or_default());
    let words = xml(&in_words(finding));
    let _ = writeln!(text, "    <testcase classname=\"{class}\" name=\"{name}\"{file}>");
    let _ = if page.fails(finding) {
        let (message, code) = (xml(&finding.message), finding.code);
        writeln!(text, "      <failure message=\"{message}\" type=\"{code}\">{words}</failure>")
    } else {
        let severity = word(finding.severity);
        writeln!(text, "      <system-out>{severity}: {words}</system-out>")
    };
    text.push_str("    </testcase>\n");
}
