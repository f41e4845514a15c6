//! Addresses: their passwords, and what may be random in them.

use super::names::names_credential;
use crate::guessability::{bits, is_random, is_searchable};

/// What stands behind `://` before the path, and the rest.
fn split(value: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = value.split_once("://")?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    if scheme.is_empty() || !scheme.bytes().all(fits) {
        return None;
    }
    Some(rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len())))
}

/// Whether a value is an address with a password.
pub(super) fn has_password(value: &str) -> bool {
    login(value).is_some_and(|(password, _)| !password.is_empty())
}

/// Whether a value is an address that everyone's own machine has:
/// `postgres://postgres:postgres@localhost:5432/test`.
pub(super) fn is_usual(value: &str) -> bool {
    login(value).is_some_and(|(password, host)| {
        is_own_machine(host) && !password.is_empty() && bits(password) < OF_COMMON_PASSWORDS
    })
}

/// Password and host of an address with a user.
fn login(value: &str) -> Option<(&str, &str)> {
    let (user, host) = split(value)?.0.rsplit_once('@')?;
    Some((user.split_once(':').map_or("", |(_, password)| password), host))
}

/// The 10,000 most common passwords have less.
const OF_COMMON_PASSWORDS: f64 = 14.0;

fn is_own_machine(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    ["localhost", "127.0.0.1", "0.0.0.0", "[::1]", "host.docker.internal"].contains(&name)
}

/// The keys in the query of an address: random, and named like a credential.
pub(super) fn keys(value: &str) -> Vec<(&str, &str)> {
    const SIGNATURES: &[&str] = &["sig", "signature", "x-amz-signature", "authtoken"];
    let rest = split(value).map_or("", |(_, rest)| rest);
    let query = rest.split_once('?').map_or("", |(_, query)| query);
    let pairs = query.split(['&', '#']).filter_map(|pair| pair.split_once('='));
    let is_key = |(key, value): &(&str, &str)| {
        let lower = key.to_ascii_lowercase();
        let is_named = names_credential(key) || SIGNATURES.contains(&lower.as_str());
        is_named && is_random(value)
    };
    pairs.filter(is_key).collect()
}

/// Whether a value is an address without a user and without anything random in its path or query.
///
/// A host is public by itself: whoever asks for the address asks the name servers for it.
pub(super) fn is_plain(value: &str) -> bool {
    let Some((authority, rest)) = split(value.trim()) else { return false };
    let (path, query) = rest.split_at(rest.find(['?', '#']).unwrap_or(rest.len()));
    let values = query.split(['?', '&', '#', ';', '=']);
    let words = path.split(|char: char| !char.is_alphanumeric());
    !authority.contains('@') && !values.chain(words).any(is_searchable)
}

/// Whether a value is an address, a host or an e-mail address, or a list of them.
pub(super) fn is_address(value: &str) -> bool {
    let mut items = items(value).peekable();
    items.peek().is_some() && items.all(|item| split(item).is_some() || is_host(item))
}

/// Whether each address of a list is plain.
pub(super) fn is_plain_list(value: &str) -> bool {
    items(value).all(|item| split(item).is_none() || is_plain(item))
}

fn items(value: &str) -> impl Iterator<Item = &str> {
    let value = value.strip_prefix("mailto:").unwrap_or(value);
    // `Acme Shop <shop@acme.example>` (RFC 5322, 3.4)
    let mailbox = value.strip_suffix('>').and_then(|value| value.rsplit_once('<'));
    let value = mailbox.map_or(value, |(_, address)| address);
    value.split([',', ' ', ';']).map(str::trim).filter(|item| !item.is_empty())
}

/// `acme.example`, `10.0.3.98:8080`, `*.acme.example`, `ops@acme.example`: names with dots between
/// them, of which the last one has no digits, or four numbers.
fn is_host(item: &str) -> bool {
    let host = item.rsplit('@').next().unwrap_or(item);
    let host = host.split_once(':').map_or(host, |(host, _)| host).trim_start_matches("*.");
    let labels: Vec<&str> = host.trim_end_matches('.').split('.').collect();
    let is_label = |label: &&str| {
        !label.is_empty()
            && label.len() <= MAX_LABEL
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    let is_ip = || labels.len() == 4 && labels.iter().all(|label| label.parse::<u8>().is_ok());
    let is_top =
        |label: &&str| label.len() >= 2 && label.bytes().all(|byte| byte.is_ascii_lowercase());
    host == "localhost"
        || labels.len() >= 2
            && labels.iter().all(is_label)
            && (is_ip() || labels.last().is_some_and(is_top))
}

/// Maximum length of a name between dots (RFC 1035, 2.3.4).
const MAX_LABEL: usize = 63;

/// Whether a value is Sentry's address for events, without the secret part that it had until 2018
/// (docs.sentry.io, "DSN explainer").
pub(super) fn is_sentry_dsn(value: &str) -> bool {
    let parts = value.strip_prefix("https://").and_then(|rest| rest.split_once('@'));
    let Some((key, (host, project))) =
        parts.and_then(|(key, rest)| Some((key, rest.split_once('/')?)))
    else {
        return false;
    };
    let is_key = key.len() == 32 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_project = !project.is_empty() && project.bytes().all(|byte| byte.is_ascii_digit());
    is_key && is_project && (host == "sentry.io" || host.ends_with(".sentry.io"))
}
