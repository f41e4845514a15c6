//! Keyed fingerprints, which show that two values are equal without showing either.

use crate::SecretValue;
use crate::guessability::is_searchable;

/// Makes fingerprints that cannot be used to test guesses of a value.
///
/// With the user's own key, fingerprints are comparable across machines and environments. Without
/// one, the key is derived from all sensitive values of the project together, so fingerprints
/// change when any of those changes. If none of them is hard to guess, no fingerprints are made.
pub struct Fingerprints {
    key: Option<[u8; blake3::KEY_LEN]>,
}

impl Fingerprints {
    /// Fingerprints with the user's own key; `None` if the key is too easy to guess.
    pub fn with_key(key: &SecretValue) -> Option<Self> {
        let derived =
            blake3::derive_key("envwall value fingerprint, own key", key.expose().as_bytes());
        is_hard_to_guess(key.expose()).then_some(Self { key: Some(derived) })
    }

    /// Fingerprints with a key that is derived from the values themselves.
    pub fn of_values<'a>(values: impl IntoIterator<Item = &'a SecretValue>) -> Self {
        let mut texts: Vec<&str> = values.into_iter().map(SecretValue::expose).collect();
        texts.sort_unstable();
        texts.dedup();
        // if every input of the key can be guessed, a fingerprint can be used to test guesses
        if !texts.iter().any(|text| is_hard_to_guess(text)) {
            return Self { key: None };
        }
        let mut hasher = blake3::Hasher::new_derive_key("envwall value fingerprint, project");
        for text in texts {
            hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
        Self { key: Some(*hasher.finalize().as_bytes()) }
    }

    /// Eight hex digits, equal for equal values; `None` if there is no safe key.
    ///
    /// ```
    /// use envwall_core::{Fingerprints, SecretValue};
    /// let [key, pin] = ["q7WzXe81-made-up", "1234"].map(SecretValue::from);
    /// let fingerprints = Fingerprints::of_values([&key, &pin]);
    /// assert_ne!(fingerprints.of(&key), fingerprints.of(&pin));
    /// assert!(Fingerprints::of_values([&pin]).of(&pin).is_none());
    /// ```
    pub fn of(&self, value: &SecretValue) -> Option<String> {
        let hash = blake3::keyed_hash(self.key.as_ref()?, value.expose().as_bytes());
        Some(hash.to_hex()[..8].to_owned())
    }

    /// A key for another purpose that is as hard to guess; `None` if there is no safe key. `purpose`
    /// is a constant text that nothing else uses.
    pub fn key_for(&self, purpose: &'static str) -> Option<[u8; blake3::KEY_LEN]> {
        Some(blake3::derive_key(purpose, self.key.as_ref()?))
    }
}

/// Whether a value is too hard to guess for an offline attack.
pub(crate) fn is_hard_to_guess(text: &str) -> bool {
    let distinct = text.chars().collect::<std::collections::BTreeSet<_>>().len();
    is_searchable(text) && text.chars().count() >= 16 && distinct >= 10
}
