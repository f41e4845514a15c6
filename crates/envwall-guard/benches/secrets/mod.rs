//! Made-up secrets to search for.

use envwall_core::SecretValue;
use envwall_guard::Secret;
use sha2::{Digest, Sha256};

/// Secrets of seven kinds: tokens, hex, base64, UUIDs, addresses, credentials in JSON, passphrases.
pub(crate) fn secret(index: u16) -> Secret {
    const WORDS: [&str; 8] =
        ["velvet", "walrus", "ledger", "orbit", "tulip", "anchor", "meadow", "copper"];
    let bytes = Sha256::digest(index.to_be_bytes());
    let token = data_encoding::BASE64URL_NOPAD.encode(&bytes);
    let hex = data_encoding::HEXLOWER.encode(&bytes);
    let text = match index % 7 {
        0 => token,
        1 => hex,
        2 => data_encoding::BASE64.encode(&bytes),
        3 => [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..32]].join("-"),
        4 => format!("postgres://app:{}@db.internal.example:5432/app", &token[..16]),
        5 => format!(r#"{{"type":"service","id":"{}","key":"{token}"}}"#, &hex[..20]),
        _ => [0, 1, 2, 3, 4].map(|at| WORDS[usize::from(bytes[at] % 8)]).join("-"),
    };
    Secret::new(format!("SECRET_{index}"), SecretValue::from(text.as_str()))
}
