//! Notes as findings.

use envwall_core::diagnostic::{Code, Finding, Location, Severity};

use crate::content::note::{Effect, Note, Reason};

/// Maximum number of notes reported for one artifact.
const MAX_NOTES: usize = 20;

/// The findings of an artifact's notes: many damaged members of one archive are no more than one.
pub(crate) fn findings(name: &str, mut notes: Vec<Note>) -> Vec<Finding> {
    let more = notes.len().saturating_sub(MAX_NOTES);
    notes.truncate(MAX_NOTES);
    if more > 0 {
        notes.push(Note::new(Reason::More(more), &[]));
    }
    notes.iter().map(|note| finding(note).at(Location::file(name))).collect()
}

fn finding(note: &Note) -> Finding {
    match note.effect {
        Effect::EvaluatedInPart => {
            Finding::new(Code::NotParsed, format!("evaluated in part: {note}"))
                .help("values that it composes may be missed; split the script if you can")
        }
        Effect::SearchedAsBytes => {
            Finding::new(Code::NotParsed, format!("searched as bytes only: {note}")).help(
                "values that it composes or encodes may be missed; exclude it in [client] if \
                 browsers cannot fetch it",
            )
        }
        Effect::SearchedAsText => {
            let finding = Finding::new(Code::NotParsed, format!("searched as text only: {note}"));
            Finding { severity: Severity::Warning, ..finding }.help(match note.reason {
                Reason::NotParsable(_) => {
                    "values that it composes would be missed; split the script, or exclude it in \
                     [client] if browsers cannot fetch it"
                }
                _ => {
                    "values that it composes would be missed; fix the script, or give the file another \
                     extension if it is not JavaScript"
                }
            })
        }
        Effect::NotScanned => Finding::new(Code::NotLookedAt, format!("not scanned: {note}")).help(
            "rebuild it if it is damaged, make it smaller if it is too large, or exclude it in \
                 [client] if browsers cannot fetch it",
        ),
    }
}
