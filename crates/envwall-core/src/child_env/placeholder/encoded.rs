//! Base64 of a text: the same encoding of a text like it.

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD, Encoding};

use super::draw::Draw;
use crate::classify::values::decoded;

/// Base64 of a text of the same kind, if the value is base64 of a text: of JSON, PEM, a login.
pub(super) fn encoded(real: &str, draw: &mut Draw) -> Option<String> {
    let inner = decoded(real).filter(|text| is_readable(text))?;
    let like = draw.like(&inner)?;
    encode_checked(&encoding(real), real, &inner, &like, draw)
}

/// A text in an encoding, if it has nothing of the real one that it must not have.
pub(super) fn encode_checked(
    encoding: &Encoding,
    encoded: &str,
    real: &str,
    like: &str,
    draw: &mut Draw,
) -> Option<String> {
    if draw.shares(like, real) {
        return None;
    }
    let placeholder = encoding.encode(like.as_bytes());
    draw.keep_common(&placeholder, encoded);
    draw.mark(&placeholder);
    Some(placeholder)
}

fn encoding(real: &str) -> Encoding {
    let is_url = real.contains(['-', '_']) || !real.ends_with('=') && !real.len().is_multiple_of(4);
    let is_padded = real.ends_with('=') || real.len().is_multiple_of(4);
    match (is_url, is_padded) {
        (false, true) => BASE64,
        (false, false) => BASE64_NOPAD,
        (true, true) => BASE64URL,
        (true, false) => BASE64URL_NOPAD,
    }
}

/// Whether a text is one that people write: random bytes are not.
fn is_readable(text: &str) -> bool {
    text.chars().all(|char| char.is_ascii_graphic() || char.is_ascii_whitespace())
}
