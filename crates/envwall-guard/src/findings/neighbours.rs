//! What is next to a hard-coded credential: a key id has its key there, and no variable holds that, so
//! nothing else would hide it in an excerpt.

use std::ops::Range;

use envwall_core::classify::names_secret;
use envwall_core::guessability::is_random;

use crate::text::ranges::union;

/// Bytes on each side that an excerpt may show.
const REACH: usize = 400;

/// Shorter words are shown.
const MIN_LENGTH: usize = 8;

/// The words around places that a generator made, and those with the name of a secret before them.
pub(crate) fn secrets_around(text: &[u8], places: &[Range<usize>]) -> Vec<Range<usize>> {
    let around =
        |place: &Range<usize>| place.start.saturating_sub(REACH)..text.len().min(place.end + REACH);
    let mut secrets = Vec::new();
    for part in union(places.iter().map(around).collect()) {
        let (start, around) = (part.start, &text[part]);
        let mut before = "";
        for word in words(around) {
            let Ok(said) = std::str::from_utf8(&around[word.clone()]) else { continue };
            if said.len() >= MIN_LENGTH && (names_secret(before) || is_random(said)) {
                secrets.push(start + word.start..start + word.end);
            }
            before = said;
        }
    }
    secrets
}

/// What is between blanks, quotes, brackets and the separators of names and values.
fn words(text: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut at = 0;
    text.split(|byte| byte.is_ascii_whitespace() || b"\"'`,;(){}[]<>=:&|\\".contains(byte))
        .map(move |word| {
            let start = at;
            at += word.len() + 1;
            start..start + word.len()
        })
        .filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_passwords_are_found() {
        let text = "a({accessKeyId:\"id-7\",secretAccessKey:\"wq8Zk3LmT0bXc7Vn5R\",region:\"eu-central-1\",\
                    password:\"harbor-lights\",title:\"harbor-lights\"})";
        let at = text.find("id-7").unwrap();
        let found = secrets_around(text.as_bytes(), std::slice::from_ref(&(at..at + 4)));
        let found: Vec<_> = found.into_iter().map(|span| &text[span]).collect();
        assert_eq!(found, ["wq8Zk3LmT0bXc7Vn5R", "harbor-lights"]);
    }
}
