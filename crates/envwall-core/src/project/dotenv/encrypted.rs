//! Values that dotenvx has encrypted (dotenvx.com/encryption).
//!
//! `encrypted:` stands before the base64 of an ECIES message: secp256k1, HKDF-SHA256 and
//! AES-256-GCM, as at ecies.org. The cipher is authenticated, so the right key is the one that opens
//! a value, whatever the key's name.

use crate::SecretValue;

/// What stands before an encrypted value.
const MARK: &str = "encrypted:";

/// Private keys of a project, in hexadecimal.
#[derive(Debug, Clone, Default)]
pub struct DotenvxKeys(Vec<SecretValue>);

impl DotenvxKeys {
    /// No keys: values stay encrypted.
    pub fn none() -> Self {
        Self::default()
    }

    /// What an encrypted value says; `None` if the value is not encrypted, or no key opens it.
    pub(super) fn decrypt(&self, value: &str) -> Option<String> {
        let message = value.trim().strip_prefix(MARK)?;
        let message = data_encoding::BASE64.decode(message.as_bytes()).ok()?;
        self.0.iter().find_map(|key| open(key, &message))
    }
}

impl FromIterator<SecretValue> for DotenvxKeys {
    fn from_iter<I: IntoIterator<Item = SecretValue>>(keys: I) -> Self {
        Self(keys.into_iter().collect())
    }
}

#[cfg(feature = "dotenvx")]
fn open(key: &SecretValue, message: &[u8]) -> Option<String> {
    let key = data_encoding::HEXLOWER_PERMISSIVE.decode(key.expose().as_bytes()).ok()?;
    String::from_utf8(ecies::decrypt(&key, message).ok()?).ok()
}

/// A library user who does not scan output compiles no cryptography.
#[cfg(not(feature = "dotenvx"))]
fn open(_key: &SecretValue, _message: &[u8]) -> Option<String> {
    None
}
