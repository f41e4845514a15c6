//! What a value is made of: each piece of it that is secret by itself.

use std::collections::BTreeSet;

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL_NOPAD};

use crate::peel::escape::unescape_percent;

/// Values hold values: a PEM in JSON in base64. So deep and no deeper.
const DEEPEST: usize = 4;

/// So many pieces of one value are searched for.
const MOST: usize = 200;

/// Lines of a PEM differ from one encoder to the next; so many characters in a row are a leak.
const PEM_RUN: usize = 40;

/// A piece of a value.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    pub(super) text: String,
    /// What it is to the whole: `password`.
    pub(super) name: &'static str,
    /// So many bytes in a row are an occurrence, where that is known.
    pub(super) least: Option<usize>,
}

impl Part {
    /// Whether nothing but a secret is there: an address or a name may be known to all.
    pub(super) fn is_credential(&self) -> bool {
        ["password", "login", "PEM body"].contains(&self.name)
    }
}

/// The pieces of a value, without the value itself.
pub(super) fn parts(value: &str) -> Vec<Part> {
    let mut parts = BTreeSet::new();
    collect(value, DEEPEST, &mut parts);
    parts.retain(|part| part.text != value);
    parts.into_iter().take(MOST).collect()
}

fn collect(value: &str, depth: usize, parts: &mut BTreeSet<Part>) {
    let mut found = Vec::new();
    let text = value.trim();
    if text.contains("-----BEGIN ") {
        found.extend(pem(text));
    } else if let Ok(json) = serde_json::from_str::<serde_json::Value>(text) {
        leaves(&json, &mut found);
    } else if let Some((_, rest)) = text.split_once("://") {
        url(rest, &mut found);
    } else if text.contains('=') && text.contains([';', ' ']) {
        pairs(text, &mut found);
    } else if text.contains(',') {
        found.extend(text.split(',').map(|item| part(item.trim(), "item")));
    } else if let Some((user, password)) = text.split_once(':')
        && !user.contains(char::is_whitespace)
    {
        found.push(part(password, "password"));
    } else if let Some(decoded) = decoded(text) {
        found.push(Part { text: decoded, name: "decoded value", least: None });
    }
    for part in found {
        if depth > 0 && part.name != "PEM body" && part.text.len() < value.len() {
            collect(&part.text, depth - 1, parts);
        }
        parts.insert(part);
    }
}

fn part(text: &str, name: &'static str) -> Part {
    Part { text: text.to_owned(), name, least: None }
}

/// `user:password@host/path?token=…`, what follows the scheme.
fn url(rest: &str, found: &mut Vec<Part>) {
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, after) = rest.split_at(end);
    // passwords that are not encoded hold slashes, too
    let at = rest.rfind('@').filter(|at| *at > end && rest[..end].contains(':'));
    let (login, after) = match at {
        Some(at) => (Some(&rest[..at]), &rest[at + 1..]),
        None => (authority.rsplit_once('@').map(|(login, _)| login), after),
    };
    if let Some(login) = login {
        either(login, "login", found);
        if let Some((user, password)) = login.split_once(':') {
            either(user, "user", found);
            either(password, "password", found);
        }
    }
    let (path, query) = after.split_once('?').unwrap_or((after, ""));
    path.split('/').for_each(|segment| either(segment, "path", found));
    for (_, value) in query.split(['&', '#']).filter_map(|pair| pair.split_once('=')) {
        either(value, "query token", found);
    }
}

/// As it stands and without its percent signs: the one is sent, the other used.
fn either(text: &str, name: &'static str, found: &mut Vec<Part>) {
    found.push(part(text, name));
    if let Ok(decoded) = String::from_utf8(unescape_percent(text.as_bytes()).bytes)
        && decoded != text
    {
        found.push(part(&decoded, name));
    }
}

/// `Server=db;Password=…;`, `host=db password=…`.
fn pairs(text: &str, found: &mut Vec<Part>) {
    let separator = if text.contains(';') { ';' } else { ' ' };
    for (key, value) in text.split(separator).filter_map(|pair| pair.split_once('=')) {
        let key = key.to_ascii_lowercase();
        let secret = ["password", "pwd", "secret", "key", "token"];
        let is_secret = secret.iter().any(|word| key.contains(word));
        let name = if is_secret { "password" } else { "connection setting" };
        found.push(part(value.trim().trim_matches(['"', '\'']), name));
    }
}

fn leaves(json: &serde_json::Value, found: &mut Vec<Part>) {
    match json {
        serde_json::Value::String(text) => found.push(part(text, "JSON field")),
        serde_json::Value::Array(items) => items.iter().for_each(|item| leaves(item, found)),
        serde_json::Value::Object(fields) => {
            fields.values().for_each(|field| leaves(field, found));
        }
        _ => {}
    }
}

/// The base64 between the lines of dashes, in one line.
///
/// Its beginning says what kind of key it is, and for RSA what the public key is (PKCS #1 and #8,
/// RFC 8017 and 5208): the same stands in other keys and in certificates.
fn pem(text: &str) -> Option<Part> {
    let (_, rest) = text.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    if !label.contains("PRIVATE KEY") {
        return None;
    }
    let body = rest.split("-----END").next()?.replace("\\n", "").replace("\\r", "");
    let body: String = body
        .lines()
        .filter(|line| !line.contains(':'))
        .flat_map(str::chars)
        .filter(|char| !char.is_whitespace())
        .collect();
    let known =
        if body.len() > 600 { body.len() / 4 } else { body.len().saturating_sub(PEM_RUN).min(48) };
    let secret = body.get(known..)?;
    let least = Some(PEM_RUN.min(secret.len()));
    Some(Part { text: secret.to_owned(), name: "PEM body", least })
}

/// The text that a value is the base64 of.
fn decoded(text: &str) -> Option<String> {
    const SHORTEST: usize = 24;
    let plain = text.trim_end_matches('=');
    let bytes = [BASE64_NOPAD, BASE64URL_NOPAD, BASE64]
        .iter()
        .filter(|_| text.len() >= SHORTEST)
        .find_map(|alphabet| alphabet.decode(plain.as_bytes()).ok())?;
    let decoded = String::from_utf8(bytes).ok()?;
    let readable = |char: char| !char.is_control() || char.is_ascii_whitespace();
    decoded.chars().all(readable).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(value: &str) -> Vec<String> {
        parts(value).into_iter().map(|part| format!("{}: {}", part.name, part.text)).collect()
    }

    #[test]
    fn addresses() {
        let found = texts("postgres://app:p%40ss-word@db.example:5432/shop?sslkey=abc123");
        for part in [
            "user: app",
            "login: app:p%40ss-word",
            "password: p%40ss-word",
            "password: p@ss-word",
            "query token: abc123",
            "path: shop",
        ] {
            assert!(found.iter().any(|found| found == part), "{part} is not in {found:?}");
        }
    }

    #[test]
    fn connection_strings_and_json() {
        let found = texts("Server=db.example;User Id=sa;Password=q7Wz;Xe=1;");
        assert!(found.contains(&"password: q7Wz".to_owned()), "{found:?}");
        let found = texts(r#"{"a":{"private_key":"q7WzXe81"},"b":["c"]}"#);
        assert!(found.contains(&"JSON field: q7WzXe81".to_owned()), "{found:?}");
    }

    #[test]
    fn a_key_is_known_by_what_is_secret_in_it() {
        let body: String = ('a'..='z').cycle().take(184).collect();
        let lines: Vec<_> = body.as_bytes().chunks(64).map(String::from_utf8_lossy).collect();
        let pem = format!(
            "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
            lines.join("\n")
        );
        assert_eq!(parts(&pem)[0].text, body[48..]);
        assert_eq!(parts(&pem.replace('\n', "\\n"))[0].text, body[48..]);
        assert!(parts(&pem.replace("PRIVATE", "PUBLIC")).is_empty());
    }
}
