//! Keyed fingerprints of values: to see that two are the same without seeing either.

use crate::{SecretValue, is_searchable};

/// Makes fingerprints that are no oracle for guessing a value.
///
/// With a key of the user's own they compare across machines and environments. Without one the
/// key is derived from all sensitive values of the project together, so they stay the same as
/// long as those do; and where none of those is hard to guess, there are none.
pub struct Fingerprints {
    key: Option<[u8; blake3::KEY_LEN]>,
}

impl Fingerprints {
    /// Fingerprints under a key of the user's own; `None` when it is too easy to guess.
    pub fn with_key(key: &SecretValue) -> Option<Self> {
        let derived =
            blake3::derive_key("envwall value fingerprint, own key", key.expose().as_bytes());
        is_hard_to_guess(key.expose()).then_some(Self { key: Some(derived) })
    }

    /// Fingerprints under a key that is derived from the values themselves.
    pub fn of_values<'a>(values: impl IntoIterator<Item = &'a SecretValue>) -> Self {
        let mut texts: Vec<&str> = values.into_iter().map(SecretValue::expose).collect();
        texts.sort_unstable();
        texts.dedup();
        // whoever can guess everything that makes the key can try values against a fingerprint
        if !texts.iter().any(|text| is_hard_to_guess(text)) {
            return Self { key: None };
        }
        let mut hasher = blake3::Hasher::new_derive_key("envwall value fingerprint, project");
        for text in texts {
            hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
        }
        Self { key: Some(*hasher.finalize().as_bytes()) }
    }

    /// Eight hex digits, the same for the same value; `None` when there is no safe key.
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
}

/// Hard enough that nobody tries all of them, even offline.
pub(crate) fn is_hard_to_guess(text: &str) -> bool {
    let distinct = text.chars().collect::<std::collections::BTreeSet<_>>().len();
    is_searchable(text) && text.chars().count() >= 16 && distinct >= 10
}
