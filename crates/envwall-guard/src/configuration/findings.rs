//! What is reported of where client output is.

use envwall_core::diagnostic::{Code, Finding, Location, Severity};
use envwall_core::framework::Framework;

use super::data::Invalid;

pub(super) fn as_warning(mut finding: Finding) -> Finding {
    finding.severity = Severity::Warning;
    finding
}

pub(super) fn as_warning_at_most(mut finding: Finding) -> Finding {
    finding.severity = finding.severity.min(Severity::Warning);
    finding
}

pub(super) fn unreadable_script(by: &str, location: Location) -> Finding {
    let message = format!("cannot tell where the output is: {by} depends on a variable");
    Finding::new(Code::OutputElsewhere, message)
        .at(location)
        .help("write the folder into [client] of envwall.toml: include = [\"FOLDER/**\"]")
}

pub(super) fn whole_project(by: &str, location: Location) -> Finding {
    let message = format!("{by} publishes the project's own folder, sources included");
    Finding::new(Code::OutputElsewhere, message).at(location).help(
        "name the files that are deployed in [client] of envwall.toml, such as include = \
         [\"*.html\", \"assets/**\"]",
    )
}

pub(super) fn unreadable_platform(file: &str, invalid: Option<Invalid>) -> Finding {
    let why =
        invalid.as_ref().map_or("not UTF-8".to_owned(), |it| format!("not valid {}", it.format));
    let message = format!("cannot read which folder `{file}` publishes: {why}");
    let position = invalid.map(|invalid| invalid.position);
    let location = Location { position, ..Location::file(file) };
    as_warning(Finding::new(Code::OutputElsewhere, message)).at(location).help(
        "fix the file; the folder that it names is not scanned unless something else names it",
    )
}

pub(super) fn left_out(folder: &str, tool: &Framework) -> Finding {
    let message = format!(
        "`{folder}` is not scanned: {} may have written it, but nothing says that it is published",
        tool.name
    );
    let mut finding = Finding::new(Code::OutputElsewhere, message).help(format!(
        "if browsers can fetch it, add it to [client] of envwall.toml: include = [\"{folder}/**\"]; \
         if not: not-deployed = [\"{folder}/**\"]"
    ));
    finding.severity = Severity::Note;
    finding
}

/// A build that broke off.
pub(crate) fn unfinished(last: &str) -> Finding {
    let message = format!("there is no `{last}`: the build did not finish");
    Finding::new(Code::BuildUnfinished, message)
        .help("finish the build, then scan again: this is not what will be deployed")
}
