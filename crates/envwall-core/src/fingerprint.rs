//! Keyed fingerprints of values: to see that two are the same without seeing either.

use crate::{SecretValue, is_searchable};

/// How many other values, each too hard to guess, make a key that nobody can guess.
const ENOUGH: usize = 1;

/// Makes fingerprints that are no oracle for guessing a value.
///
/// With a key of the user's own they compare across machines and environments. Without one the
/// key is derived from all sensitive values of the project together, so they stay the same as
/// long as those do; and where too few of those are hard to guess, there are none.
pub struct Fingerprints {
    key: Option<[u8; blake3::KEY_LEN]>,
}

impl Fingerprints {
    /// Fingerprints under a key of the user's own; `None` when it is too easy to guess.
    pub fn with_key(key: &SecretValue) -> Option<Self> {
        let derived = blake3::derive_key("envwall value fingerprint, own key", key.expose().as_bytes());
        is_searchable(key.expose()).then_some(Self { key: Some(derived) })
    }

    /// Fingerprints under a key that is derived from the values themselves.
    pub fn of_values<'a>(values: impl IntoIterator<Item = &'a SecretValue>) -> Self {
        let mut texts: Vec<&str> = values.into_iter().map(SecretValue::expose).collect();
        texts.sort_unstable();
        texts.dedup();
        // a value must not be the only secret in its own key
        let hard = texts.iter().filter(|text| is_searchable(text)).count();
        if hard <= ENOUGH {
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
    /// let [a, b] = ["q7WzXe81-made-up", "Zx81eWq7-made-up"].map(SecretValue::from);
    /// let fingerprints = Fingerprints::of_values([&a, &b]);
    /// assert_ne!(fingerprints.of(&a), fingerprints.of(&b));
    /// assert!(Fingerprints::of_values([&a]).of(&a).is_none());
    /// ```
    pub fn of(&self, value: &SecretValue) -> Option<String> {
        let hash = blake3::keyed_hash(self.key.as_ref()?, value.expose().as_bytes());
        Some(hash.to_hex()[..8].to_owned())
    }
}
