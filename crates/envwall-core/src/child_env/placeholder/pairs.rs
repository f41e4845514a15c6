//! Texts with several values in them: connection strings, lists, logins.

use super::draw::Draw;
use super::pieces::Pieces;
use super::settings::is_setting;
use super::similar::Similar;
use super::url;
use crate::guessability::is_random;

/// What separates items, the strongest first.
const SEPARATORS: &[char] = &['\n', ';', '|', ',', ' ', ':'];

/// Names of settings that are hosts (postgresql.org, "Parameter Key Words", and ADO.NET).
const HOSTS: &[&str] = &["host", "hostaddr", "server", "address", "addr", "data source"];

/// Settings with their names, separators, and the values that are no secrets: `host=… port=5432`,
/// `AccountName=…;AccountKey=…`.
pub(super) fn settings(real: &str, draw: &mut Draw) -> Option<String> {
    let pairs_of = |separator: char| real.trim_end_matches(separator).split(separator);
    let is_settings =
        |separator: &char| pairs_of(*separator).count() > 1 && pairs_of(*separator).all(is_pair);
    let separator = [';', ' '].into_iter().find(is_settings)?;
    let marks = draw.marks();
    let mut text = Pieces::new(draw);
    for (index, pair) in real.split(separator).enumerate() {
        if index > 0 {
            text.keep(separator.encode_utf8(&mut [0; 4]));
        }
        match pair.split_once('=') {
            Some((name, value)) => setting(name, value, &mut text),
            None => text.keep(pair),
        }
    }
    let text = text.finish();
    (draw.marks() > marks).then_some(text)
}

fn is_pair(pair: &str) -> bool {
    let of_name = |byte: u8| byte.is_ascii_alphanumeric() || b" _-.".contains(&byte);
    pair.split_once('=').is_some_and(|(name, _)| {
        name.starts_with(|first: char| first.is_ascii_alphabetic())
            && name.bytes().all(of_name)
            && !is_random(name)
    })
}

fn setting(name: &str, value: &str, text: &mut Pieces<'_>) {
    text.keep(name);
    text.keep("=");
    if value.is_empty() || is_setting(name, value) {
        text.keep(value);
    } else if HOSTS.contains(&name.to_ascii_lowercase().as_str()) {
        url::hosts(value, text);
    } else {
        let drawn = item(value, text.draw);
        text.push(&drawn);
    }
}

/// A list with as many items, each like the one in its place, or a user with a password.
pub(super) fn list(real: &str, draw: &mut Draw) -> Option<String> {
    let separator = *SEPARATORS.iter().find(|separator| real.contains(**separator))?;
    let items: Vec<&str> = real.split(separator).collect();
    let is_login = separator != ':' || items.len() == 2;
    if !is_login || items.iter().all(|item| item.is_empty()) {
        return None;
    }
    let marks = draw.marks();
    let drawn: Vec<String> = items.iter().map(|real| item(real, draw)).collect();
    (draw.marks() > marks).then(|| drawn.join(separator.encode_utf8(&mut [0; 4])))
}

/// One value among others, of the same length if it has no structure: others have room for a mark.
fn item(real: &str, draw: &mut Draw) -> String {
    let inner = real.trim();
    if let Some(structured) = draw.if_any(|draw| draw.shaped(inner)) {
        return real.replacen(inner, &structured, 1);
    }
    let similar = Similar::new(real, draw);
    similar.mark(draw);
    similar.text()
}
