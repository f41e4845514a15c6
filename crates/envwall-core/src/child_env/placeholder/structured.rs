//! Placeholders for addresses without `://`, and UUIDs.

use super::draw::Draw;
use super::pieces::Pieces;
use super::url::{NOWHERE, drawn_query};

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
    let (path, query) = rest.split_at(rest.find(['?', '#']).unwrap_or(rest.len()));
    let start = ["./", "../", "/"].into_iter().find(|start| path.starts_with(start)).unwrap_or("");
    let ending = path.rsplit_once('.').map(|(_, ending)| ending);
    let ending =
        ending.filter(|it| it.len() <= 6 && it.bytes().all(|it| it.is_ascii_alphanumeric()));
    let ending = ending.map_or_else(String::new, |ending| format!(".{ending}"));
    let mut url = Pieces::new(draw);
    url.keep(&format!("{scheme}:{start}"));
    let name = url.draw.hex(24);
    url.push(&name);
    url.keep(&ending);
    let query = drawn_query(query, url.draw);
    url.push(&query);
    Some(url.finish())
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
