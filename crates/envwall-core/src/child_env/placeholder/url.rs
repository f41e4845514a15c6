//! URLs with the parts of the real one.

use super::draw::Draw;
use super::pieces::Pieces;
use super::settings::{is_host_of_all, is_setting};
use super::similar::Similar;
use crate::guessability::is_random;

/// A top-level domain that never resolves (RFC 2606): a build that connects to a placeholder's host
/// fails.
pub(super) const NOWHERE: &str = "invalid";

/// A segment of a path that is so short is a version or a number.
const SHORT_SEGMENT: usize = 2;

/// The scheme of a URL with `://`.
pub(super) fn scheme(text: &str) -> Option<&str> {
    let (scheme, rest) = text.split_once("://")?;
    let inside = |char: char| char.is_ascii_alphanumeric() || "+-.".contains(char);
    let whole = scheme.starts_with(|char: char| char.is_ascii_alphabetic())
        && scheme.chars().all(inside)
        && !rest.is_empty()
        && !rest.contains(char::is_whitespace);
    whole.then_some(scheme)
}

/// A URL with the scheme and ports of the real one, and credentials, hosts, path and query as far as
/// it has them.
pub(super) fn url(real: Option<&str>, schemes: &[String], draw: &mut Draw) -> String {
    let allowed = |scheme: &&str| {
        schemes.is_empty() || schemes.iter().any(|other| other.eq_ignore_ascii_case(scheme))
    };
    let own = real.and_then(scheme).filter(allowed);
    let scheme = own.or(schemes.first().map(String::as_str)).unwrap_or("https");
    let after = real.and_then(|real| Some(real.split_once("://")?.1)).unwrap_or("x.y/");
    let (authority, after) = after.split_at(after.find(['/', '?', '#']).unwrap_or(after.len()));
    let (login, servers) = match authority.rsplit_once('@') {
        Some((login, servers)) => (Some(login), servers),
        None => (None, authority),
    };
    let (path, query) = after.split_at(after.find(['?', '#']).unwrap_or(after.len()));
    let marks = draw.marks();
    let query = drawn_query(query, draw);
    let mut url = Pieces::new(draw);
    url.keep(&format!("{scheme}://"));
    if let Some(login) = login {
        self::login(login, &mut url);
    }
    hosts(servers, &mut url);
    self::path(path, &mut url);
    if url.draw.marks() == marks {
        url.keep(if path.ends_with('/') { "" } else { "/" });
        let segment = url.draw.hex(16);
        url.push(&segment);
    }
    url.push(&query);
    url.finish()
}

fn login(real: &str, url: &mut Pieces<'_>) {
    let (user, password) = match real.split_once(':') {
        Some((user, password)) => (user, Some(password)),
        None => (real, None),
    };
    if !user.is_empty() {
        let user = part(user, if password.is_some() { 12 } else { 24 }, url.draw);
        url.push(&user);
    }
    if let Some(password) = password {
        url.keep(":");
        let password = part(password, 24, url.draw);
        url.push(&password);
    }
    url.keep("@");
}

/// A part like the real one, or hexadecimal digits if it is too short or has other signs.
fn part(real: &str, length: usize, draw: &mut Draw) -> String {
    let is_plain = real.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte));
    let similar = is_plain.then(|| Similar::new(real, draw)).filter(Similar::is_unmistakable);
    let Some(similar) = similar else { return draw.hex(length) };
    similar.mark(draw);
    similar.text()
}

/// As many hosts, each with its port.
pub(super) fn hosts(real: &str, url: &mut Pieces<'_>) {
    for (index, server) in real.split(',').enumerate() {
        url.keep(if index > 0 { "," } else { "" });
        let (host, port) = split_port(server);
        self::host(host, url);
        url.keep(port);
    }
}

fn split_port(host: &str) -> (&str, &str) {
    const DIGITS: usize = 5;
    let is_port =
        |text: &str| text.len() <= DIGITS && text.bytes().all(|byte| byte.is_ascii_digit());
    let port = host.rfind(':').filter(|at| is_port(&host[at + 1..]));
    host.split_at(port.unwrap_or(host.len()))
}

/// A host with as many labels as the real one, or an IP address reserved for documentation (RFC
/// 5737, RFC 3849).
fn host(real: &str, url: &mut Pieces<'_>) {
    if real.is_empty() || is_host_of_all(real) {
        url.keep(real);
    } else if real.starts_with('[') {
        url.keep("[2001:db8::");
        let number = format!("{:x}", url.draw.below(0xffff) + 1);
        url.push(&number);
        url.keep("]");
    } else if real.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        url.keep("192.0.2.");
        let number = (url.draw.below(254) + 1).to_string();
        url.push(&number);
    } else {
        let name = name(real, url.draw);
        url.push(&name);
    }
}

fn name(real: &str, draw: &mut Draw) -> String {
    let labels = real.matches('.').count().min(4);
    let mut host = draw.hex(16);
    for _ in 1..labels {
        host.push('.');
        host += &draw.hex(8);
    }
    if labels > 0 { format!("{host}.{NOWHERE}") } else { host }
}

fn path(real: &str, url: &mut Pieces<'_>) {
    for (index, segment) in real.split('/').enumerate() {
        url.keep(if index > 0 { "/" } else { "" });
        if segment.len() <= SHORT_SEGMENT {
            url.keep(segment);
        } else {
            let segment = part(segment, 16, url.draw);
            url.push(&segment);
        }
    }
}

/// `?sslmode=require&token=…#…`: the names, and the values that are settings, stay.
pub(super) fn drawn_query(real: &str, draw: &mut Draw) -> String {
    let mut url = Pieces::new(draw);
    for pair in real.split_inclusive(['?', '&', '#']) {
        let (pair, end) = match pair.strip_suffix(['?', '&', '#']) {
            Some(before) => (before, &pair[before.len()..]),
            None => (pair, ""),
        };
        match pair.split_once('=') {
            Some((name, value)) if !is_random(name) => {
                url.keep(name);
                url.keep("=");
                parameter(name, value, &mut url);
            }
            _ => parameter("", pair, &mut url),
        }
        url.keep(end);
    }
    url.finish()
}

fn parameter(name: &str, value: &str, url: &mut Pieces<'_>) {
    if value.is_empty() || is_setting(name, value) {
        url.keep(value);
    } else {
        let value = part(value, 16, url.draw);
        url.push(&value);
    }
}
