//! Quotes and references as `dotenvy` reads them, for what its results do not include: which
//! unclosed quote includes the rest of a file, and which variables are part of a value.

use std::collections::BTreeSet;

/// The result of a scan.
#[derive(Default)]
pub(super) struct Scan {
    /// The unclosed quote.
    pub(super) open_quote: Option<usize>,
    /// The `#` that starts a comment.
    pub(super) comment: Option<usize>,
    /// Names after `$`, outside single quotes.
    pub(super) names: BTreeSet<String>,
}

pub(super) fn scan(text: &str) -> Scan {
    let mut scan = Scan::default();
    let mut open: Option<(usize, char)> = None;
    let mut escaped = false;
    let mut before = ' ';
    for (at, char) in text.char_indices() {
        let quote = open.map(|(_, quote)| quote);
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\'' | '"' if quote == Some(char) => open = None,
            '\'' | '"' if quote.is_none() => open = Some((at, char)),
            '$' if quote != Some('\'') => drop(scan.names.insert(name(&text[at + 1..]))),
            '#' if quote.is_none() && before.is_whitespace() => {
                scan.comment = Some(at);
                break;
            }
            _ => {}
        }
        before = char;
    }
    scan.open_quote = open.map(|(at, _)| at);
    scan
}

/// Letters and digits, or everything in braces: an underscore ends a name without braces.
fn name(after: &str) -> String {
    match after.strip_prefix('{') {
        // limited, since no name is that long and many open braces would make the scan quadratic
        Some(braced) => braced.chars().take(129).take_while(|char| *char != '}').collect(),
        None => after.chars().take(129).take_while(|char| char.is_alphanumeric()).collect(),
    }
}
