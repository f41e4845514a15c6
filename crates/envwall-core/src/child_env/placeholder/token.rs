//! JSON Web Tokens (RFC 7519) in their compact form.

use data_encoding::BASE64URL_NOPAD;
use serde_json::Value;

use super::draw::Draw;
use super::encoded::encode_checked;
use super::json::replace;
use super::similar::Similar;

/// A token with the algorithm and the claims of the real one, of which those stay that are settings,
/// such as the role, and a signature of the same length.
pub(super) fn token(real: &str, draw: &mut Draw) -> Option<String> {
    let [header, payload, signature] = real.split('.').collect::<Vec<_>>().try_into().ok()?;
    let header = claims(header, draw)?;
    let payload = claims(payload, draw)?;
    let signature = Similar::new(signature, draw);
    signature.mark(draw);
    Some(format!("{header}.{payload}.{}", signature.text()))
}

/// The claims of a part, or `None` if it is not one of a token.
fn claims(part: &str, draw: &mut Draw) -> Option<String> {
    let decoded = BASE64URL_NOPAD.decode(part.as_bytes()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let real: Value = serde_json::from_str(&text).ok()?;
    if !real.is_object() {
        return None;
    }
    let mut like = real.clone();
    replace(&mut like, "", draw);
    if like == real {
        draw.keep(part);
        return Some(part.to_owned());
    }
    encode_checked(&BASE64URL_NOPAD, part, &text, &like.to_string(), draw)
}
