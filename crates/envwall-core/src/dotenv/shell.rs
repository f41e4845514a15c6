//! Quotes and references as `dotenvy` sees them, for what its results do not say: which quote
//! swallowed the rest of a file, and which variables went into a value.

use std::collections::BTreeSet;

/// What stands in a text.
#[derive(Default)]
pub(super) struct Scan {
    /// The quote that nothing closes.
    pub(super) open_quote: Option<usize>,
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
            '#' if quote.is_none() && before.is_whitespace() => break,
            _ => {}
        }
        before = char;
    }
    scan.open_quote = open.map(|(at, _)| at);
    scan
}

/// Letters and digits, or whatever stands in braces: an underscore ends a bare name.
fn name(after: &str) -> String {
    match after.strip_prefix('{') {
        // no name is that long, and an open brace must not be followed to the end again and again
        Some(braced) => braced.chars().take(129).take_while(|char| *char != '}').collect(),
        None => after.chars().take(129).take_while(|char| char.is_alphanumeric()).collect(),
    }
}
