//! What was found, by variable: a line for each entry, which leads to it.

use std::fmt::Write as _;

use crate::output::entry::Entry;
use crate::output::escape::{with_code, xml};
use crate::output::text::{location, severity};

/// Maximum number of rows. The entries below are in the same order.
const MAX_ROWS: usize = 50;

pub(super) fn render(entries: &[Entry]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let mut rows = String::new();
    for (index, entry) in entries.iter().take(MAX_ROWS).enumerate() {
        row(index, entry, &mut rows);
    }
    let more = match entries.len().saturating_sub(MAX_ROWS) {
        0 => String::new(),
        more => format!("<p>and {more} more below</p>"),
    };
    format!(
        "<section class=\"overview\" aria-labelledby=\"overview\"><h2 id=\"overview\">Overview</h2>\n\
         <div class=\"scroll\"><table><thead><tr><th scope=\"col\">Variable</th>\
         <th scope=\"col\">Finding</th><th scope=\"col\" class=\"number\">Places</th>\
         <th scope=\"col\">Where</th></tr></thead>\n<tbody>\n{rows}</tbody></table></div>{more}</section>\n"
    )
}

fn row(index: usize, entry: &Entry, rows: &mut String) {
    let finding = &entry.finding;
    let severity = severity(finding.severity);
    let name = match &finding.variable {
        Some(name) => format!("<code>{}</code>", xml(name)),
        None => with_code(&finding.message, xml),
    };
    let place = finding.original.as_ref().or(finding.location.as_ref());
    let place = place.map(|at| format!("<code>{}</code>", xml(&location(at)))).unwrap_or_default();
    let _ = writeln!(
        rows,
        "<tr><th scope=\"row\"><a href=\"#finding-{index}\">{name}</a></th>\
         <td><span class=\"badge {severity}\">{severity}</span> {}</td>\
         <td class=\"number\">{}</td><td>{place}</td></tr>",
        finding.code, entry.places,
    );
}
