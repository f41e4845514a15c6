//! Values that are too guessable to be searched for, next to their own names: there they are no
//! coincidence.

use std::ops::Range;

use aho_corasick::AhoCorasick;
use envwall_core::SecretValue;

use super::{Match, PieceId, Secret, SecretId};

/// Between a name and its value stand a few of these: `NAME":"value`, `NAME = 'value`.
const BETWEEN: &[u8] = b"\"'`]\\ \t:=,?";

/// So many of them at most.
const FARTHEST: usize = 12;

/// A shorter value stands next to any name: a digit, a flag.
const SHORTEST: usize = 4;

/// What says yes or no tells nothing.
const WORDS: &[&str] = &["true", "false", "null", "none", "undefined", "enabled", "disabled"];

/// The names of variables with guessable values.
#[derive(Default)]
pub(super) struct Beside {
    names: Option<AhoCorasick>,
    /// For each name its variable and its values.
    variables: Vec<(SecretId, Vec<SecretValue>)>,
}

impl Beside {
    pub(super) fn new(secrets: &[Secret], chosen: impl Iterator<Item = SecretId>) -> Self {
        let chosen: Vec<_> = chosen
            .map(|id| (id, secrets[id].values.iter().filter(|value| tells(value)).cloned()))
            .map(|(id, values)| (id, values.collect::<Vec<_>>()))
            .filter(|(_, values)| !values.is_empty())
            .collect();
        let names = chosen.iter().map(|(id, _)| secrets[*id].name.as_bytes());
        let names = if chosen.is_empty() { None } else { AhoCorasick::new(names).ok() };
        Self { names, variables: chosen }
    }

    /// Whether one of the names stands in a text.
    pub(super) fn is_named_in(&self, text: &[u8]) -> bool {
        self.names.as_ref().is_some_and(|names| names.is_match(text))
    }

    pub(super) fn search(&self, text: &[u8], found: &mut impl FnMut(Match)) {
        let Some(names) = &self.names else { return };
        for name in names.find_overlapping_iter(text).filter(|name| is_word(text, &name.range())) {
            let (secret, values) = &self.variables[name.pattern().as_usize()];
            let rest = &text[name.end()..];
            let between = rest.iter().take(FARTHEST).take_while(|byte| BETWEEN.contains(byte));
            let between = between.count();
            let start = name.end() + between;
            let fits = |value: &&SecretValue| {
                let value = value.expose().trim().as_bytes();
                text[start..].starts_with(value) && is_word(text, &(start..start + value.len()))
            };
            if let Some(value) = values.iter().find(fits).filter(|_| between > 0) {
                let span = start..start + value.expose().trim().len();
                let (secret, piece) = (*secret, PieceId::MAX);
                found(Match { secret, piece, part: None, layer: None, span });
            }
        }
    }
}

fn tells(value: &SecretValue) -> bool {
    let value = value.expose().trim();
    let letters = value.chars().any(char::is_alphabetic);
    value.len() >= SHORTEST
        && (letters || value.len() > SHORTEST)
        && !WORDS.contains(&value.to_ascii_lowercase().as_str())
}

/// Whether nothing before or behind goes on with it.
fn is_word(text: &[u8], span: &Range<usize>) -> bool {
    let goes_on =
        |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let before = span.start.checked_sub(1).and_then(|at| text.get(at));
    !goes_on(before) && !goes_on(text.get(span.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(text: &str) -> bool {
        let secrets = [Secret::new("DB_PASSWORD", SecretValue::from("admin"))];
        let mut found = false;
        Beside::new(&secrets, 0..1).search(text.as_bytes(), &mut |_| found = true);
        found
    }

    #[test]
    fn a_guessable_value_is_found_beside_its_name() {
        for text in [
            "{DB_PASSWORD:\"admin\"}",
            "{\"DB_PASSWORD\": \"admin\"}",
            "{\\\"DB_PASSWORD\\\":\\\"admin\\\"}",
            "DB_PASSWORD=admin",
            "env['DB_PASSWORD']='admin'",
        ] {
            assert!(finds(text), "{text}");
        }
        for text in
            ["MY_DB_PASSWORD=admin", "DB_PASSWORD=administrator", "admin", "DB_PASSWORDadmin"]
        {
            assert!(!finds(text), "{text}");
        }
    }
}
