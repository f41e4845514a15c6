//! What of a value stays, because it is no secret: settings, and the addresses of providers.

use crate::classify::names::{names_credential, names_password};
use crate::classify::values::is_switch;
use crate::guessability::is_searchable;
use crate::parse_duration;

/// Shorter texts are a version or a kind.
const SHORT: usize = 4;

/// A longer word is no setting.
const MAX_LENGTH: usize = 40;

/// How names end of whom or what a value is about: it is guessable, but nobody else's business.
const OF_SOMEONE: &[&str] = &[
    "name",
    "user",
    "login",
    "email",
    "mail",
    "id",
    "sub",
    "host",
    "hostaddr",
    "server",
    "domain",
    "endpoint",
    "address",
    "addr",
    "data source",
    "database",
    "catalog",
    "db",
    "bucket",
    "account",
    "project",
    "tenant",
    "org",
    "team",
    "customer",
    "subject",
    "path",
    "dir",
    "file",
];

/// Hosts that are the same for all customers: those in the key file of a Google service account
/// (cloud.google.com/iam/docs/keys-create-delete) and in Azure's connection strings
/// (learn.microsoft.com, "Configure Azure Storage connection strings").
const HOSTS_OF_ALL: &[&str] = &[
    "accounts.google.com",
    "oauth2.googleapis.com",
    "www.googleapis.com",
    "googleapis.com",
    "securetoken.google.com",
    "login.microsoftonline.com",
    "core.windows.net",
    "core.chinacloudapi.cn",
    "core.usgovcloudapi.net",
];

/// Whether the value of a named field, setting or parameter says how something is done, and nothing
/// that anyone keeps to himself: `sslmode=require`, `"type": "service_account"`.
pub(super) fn is_setting(name: &str, value: &str) -> bool {
    if is_of_all(value) {
        return true;
    }
    if is_of_credential(name) || is_of_someone(name) {
        return false;
    }
    value.len() < SHORT || is_switch_or_number(value) || (!name.is_empty() && is_words(value))
}

/// Whether a host is the same for all customers of a provider.
pub(super) fn is_host_of_all(host: &str) -> bool {
    HOSTS_OF_ALL.contains(&host)
}

/// Whether an address is: `https://accounts.google.com/o/oauth2/auth`.
fn is_of_all(value: &str) -> bool {
    let Some(rest) = value.strip_prefix("https://") else { return is_host_of_all(value) };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let plain = |segment: &str| segment.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_host_of_all(host)
        && path.split(['/', '.', '-', '_']).all(|it| plain(it) && !is_searchable(it))
}

/// Whether a name ends in a word for a user, a host or the like.
fn is_of_someone(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    OF_SOMEONE.iter().any(|end| name.ends_with(end))
}

/// Whether a name is that of a secret: `token`, `pin`.
pub(super) fn is_of_credential(name: &str) -> bool {
    names_credential(name) || names_password(name)
}

/// Whether a value is words that anyone may guess, with small numbers behind them, and no host:
/// `service_role`, `eu-west-1`.
fn is_words(value: &str) -> bool {
    const FEW_DIGITS: usize = 4;
    let is_word = |chunk: &str| {
        let number = chunk.trim_start_matches(|char: char| char.is_ascii_alphabetic());
        number.len() <= FEW_DIGITS && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    value.len() <= MAX_LENGTH && value.split(['-', '_']).all(is_word) && !is_searchable(value)
}

/// Whether the name of a number says that it is a time: what has expired is refused (RFC 7519, 4.1).
pub(super) fn is_time(name: &str) -> bool {
    ["exp", "iat", "nbf", "auth_time"].contains(&name) || name.starts_with("expir")
}

/// Whether a value is a switch or a small number: a setting, not a secret.
pub(crate) fn is_switch_or_number(value: &str) -> bool {
    let is_small = value.len() <= 6;
    let is_number = value.parse::<f64>().is_ok() || parse_duration(value).is_some();
    is_switch(value) || is_small && is_number
}
