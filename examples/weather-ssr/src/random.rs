//! Random texts that nobody guesses, and what is kept of them here.

use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest, Sha256};

/// 256 random bits: 43 characters, as a code verifier has them (RFC 7636, 4.1).
pub(crate) fn text() -> String {
    BASE64URL_NOPAD.encode(&rand::random::<[u8; 32]>())
}

/// Tells whether a text is the same, and not what it was; also the code challenge `S256`
/// (RFC 7636, 4.2).
pub(crate) fn digest(text: &str) -> String {
    BASE64URL_NOPAD.encode(&Sha256::digest(text))
}
