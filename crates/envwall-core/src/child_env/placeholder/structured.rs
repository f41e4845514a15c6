//! Placeholders for texts with a structure.

use data_encoding::BASE64URL_NOPAD;

use super::draw::Draw;

/// A top-level domain that never resolves (RFC 2606): a build that connects to a placeholder's host
/// fails.
const NOWHERE: &str = "invalid";

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

/// A URL with the scheme and port of the real one, and credentials, host and path if it has them.
pub(super) fn url(real: Option<&str>, schemes: &[String], draw: &mut Draw) -> String {
    let allowed = |scheme: &&str| {
        schemes.is_empty() || schemes.iter().any(|other| other.eq_ignore_ascii_case(scheme))
    };
    let own = real.and_then(scheme).filter(allowed);
    let scheme = own.or(schemes.first().map(String::as_str)).unwrap_or("https");
    draw.keep(format!("{scheme}://"));
    let after = real.and_then(|real| Some(real.split_once("://")?.1)).unwrap_or("x.y/");
    let (authority, path) = after.split_at(after.find(['/', '?', '#']).unwrap_or(after.len()));
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    let (host, port) = split_port(host);
    let user = credentials(user, draw);
    let host = self::host(host, draw);
    let path = if path.len() > 1 { format!("/{}", draw.hex(16)) } else { path.to_owned() };
    let path = if draw.is_unmistakable() { path } else { format!("/{}", draw.hex(16)) };
    format!("{scheme}://{user}{host}{port}{path}")
}

fn split_port(host: &str) -> (&str, &str) {
    let port =
        host.rfind(':').filter(|at| host[at + 1..].bytes().all(|byte| byte.is_ascii_digit()));
    host.split_at(port.filter(|_| !host.ends_with(']')).unwrap_or(host.len()))
}

fn credentials(real: &str, draw: &mut Draw) -> String {
    match real.split_once(':') {
        _ if real.is_empty() => String::new(),
        Some((user, _)) => {
            let user = if user.is_empty() { String::new() } else { draw.hex(12) };
            format!("{user}:{}@", draw.hex(24))
        }
        None => format!("{}@", draw.hex(24)),
    }
}

/// A host with as many labels as the real one, or an IP address reserved for documentation (RFC
/// 5737, RFC 3849).
fn host(real: &str, draw: &mut Draw) -> String {
    if real.is_empty() {
        return String::new();
    }
    if real.starts_with('[') {
        return format!("[2001:db8::{:x}]", draw.below(0xffff) + 1);
    }
    if real.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return format!("192.0.2.{}", draw.below(254) + 1);
    }
    let labels = real.matches('.').count().min(4);
    let mut host = draw.hex(16);
    for _ in 1..labels {
        host.push('.');
        host += &draw.hex(8);
    }
    if labels > 0 { format!("{host}.{NOWHERE}") } else { host }
}

/// An e-mail address that nobody has.
pub(super) fn email(draw: &mut Draw) -> String {
    format!("{}@{}.{NOWHERE}", draw.hex(16), draw.hex(8))
}

/// `Name <user@domain>` (RFC 5322, 3.4).
pub(super) fn mailbox(real: &str, draw: &mut Draw) -> Option<String> {
    let (name, address) = real.strip_suffix('>')?.split_once('<')?;
    if !is_email(address) {
        return None;
    }
    draw.keep(name.to_owned());
    Some(format!("{name}<{}>", email(draw)))
}

/// `file:./db.sqlite`, `mailto:ops@example.com`: a scheme without an authority, with the ending of
/// the real one (RFC 3986, 3).
pub(super) fn opaque_url(real: &str, draw: &mut Draw) -> Option<String> {
    const SCHEMES: &[&str] = &["file", "mailto", "sqlite", "data", "urn", "tel"];
    let (scheme, rest) = real.split_once(':')?;
    if !SCHEMES.contains(&scheme) || rest.contains(char::is_whitespace) {
        return None;
    }
    if scheme == "mailto" {
        return Some(format!("mailto:{}", email(draw)));
    }
    let start = ["./", "../", "/"].into_iter().find(|start| rest.starts_with(start)).unwrap_or("");
    let ending = rest.rsplit_once('.').map(|(_, ending)| ending);
    let ending =
        ending.filter(|it| it.len() <= 6 && it.bytes().all(|it| it.is_ascii_alphanumeric()));
    let ending = ending.map_or_else(String::new, |ending| format!(".{ending}"));
    Some(format!("{scheme}:{start}{}{ending}", draw.hex(24)))
}

pub(super) fn is_email(text: &str) -> bool {
    let Some((user, domain)) = text.split_once('@') else { return false };
    let inside = |char: char| char.is_ascii_alphanumeric() || "._+-".contains(char);
    let whole = !user.is_empty() && user.chars().all(inside);
    whole && domain.contains('.') && domain.chars().all(inside)
}

/// A random UUID (RFC 9562, version 4).
pub(super) fn uuid(draw: &mut Draw) -> String {
    let [first, second, third, fourth] = [8, 4, 3, 3].map(|length| draw.hex(length));
    let variant = draw.one_of(b"89ab");
    format!("{first}-{second}-4{third}-{variant}{fourth}-{}", draw.hex(12))
}

pub(super) fn is_uuid(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').map(str::len).collect();
    parts == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// Whether a text is a JSON Web Token in its compact form (RFC 7519).
pub(super) fn is_token(text: &str) -> bool {
    let part = |part: &str| {
        let inside = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
        !part.is_empty() && part.bytes().all(inside)
    };
    text.starts_with("eyJ") && text.split('.').count() == 3 && text.split('.').all(part)
}

/// A JSON Web Token whose three parts can be decoded.
pub(super) fn token(draw: &mut Draw) -> String {
    // the length of the first claim varies, so that what all tokens have in common is encoded
    // differently
    let length = usize::from(9 + draw.attempt() % 3);
    let header = format!(r#"{{"k":"{}","alg":"HS256","typ":"JWT"}}"#, draw.hex(length));
    // these are not readable in the placeholder, so they are not marks
    let subject: String = (0..16).map(|_| draw.one_of(b"0123456789abcdef")).collect();
    let payload = format!(r#"{{"k":"{}","sub":"{subject}"}}"#, draw.hex(length));
    let [header, payload] = [header, payload].map(|part| BASE64URL_NOPAD.encode(part.as_bytes()));
    format!("{header}.{payload}.{}", draw.hex(43))
}

/// A PEM block with its armour, whose base64 lines consist of hexadecimal digits.
pub(super) fn pem(real: Option<&str>, label: Option<&str>, draw: &mut Draw) -> String {
    let real = real.unwrap_or("");
    let own =
        real.split_once("-----BEGIN ").and_then(|(_, rest)| Some(rest.split_once("-----")?.0));
    let label = label.or(own).unwrap_or("PRIVATE KEY");
    let line_break = if real.contains("-----\\n") { "\\n" } else { "\n" };
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let body = (real.len().saturating_sub(begin.len() + end.len()) / 65).clamp(2, 64);
    let mut lines = vec![begin.clone()];
    lines.extend((0..body).map(|_| draw.hex(64)));
    lines.push(end.clone());
    draw.keep(begin);
    draw.keep(end);
    let last = if real.ends_with(line_break) { line_break } else { "" };
    lines.join(line_break) + last
}
