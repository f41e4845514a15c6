//! What a name or a value says, whoever declared it.
//!
//! | module | knows |
//! |---|---|
//! | [`classification`](Classification) | what a variable is that nobody declared, and why |
//! | `head` | what the last word of a name says |
//! | `shape`, `text` | what a value is by itself; settings and words |
//! | [`names`] | which words of a name say that it is secret, a credential, or public |
//! | [`issuers`] | the formats of credentials: what a value is by its shape, and who may have it |
//! | `address` | addresses: their passwords, and what may be random in them |
//! | [`values`] | what a value is: a kind of secret, made for browsers, a plain setting |
//! | `samples` | what stands in place of a value, and test keys that everyone has |
//! | [`platform`] | names that shells, package managers and build platforms set |
//! | `each_run` | those that have another value in each run |

mod address;
mod classification;
mod each_run;
mod head;
pub mod issuers;
pub mod names;
pub mod platform;
mod samples;
pub(crate) mod shape;
mod text;
pub mod values;

use head::Says;

pub(crate) use classification::classify_public;
pub use classification::{Classification, Kind, Reason, classify};
pub use each_run::changes_with_each_run;
pub(crate) use head::says_secret_in_public;

use crate::guessability::{bits, is_known_identifier, is_searchable};

/// Whether the value of a variable is in no bundle by chance, so that it can be searched for.
///
/// Where the name says that it is a secret, eight characters of more than one kind will do: what
/// people choose as a password is guessable, but not written anywhere else.
///
/// ```
/// use envwall_core::classify::is_searchable_as;
/// assert!(is_searchable_as("DB_PASSWORD", "saffron-3842"));
/// assert!(!is_searchable_as("RELEASE_NAME", "saffron-3842"));
/// assert!(!is_searchable_as("DB_PASSWORD", "letmein"));
/// assert!(!is_searchable_as("DB_PASSWORD", "your-password-here"));
/// ```
pub fn is_searchable_as(name: &str, value: &str) -> bool {
    let is_one = is_searchable(value) || names_secret(name) && is_mixed(value);
    is_one && !is_sample(value)
}

/// Whether a value is to be replaced, or a test key that its issuer publishes for everyone.
///
/// ```
/// use envwall_core::classify::is_sample;
/// assert!(is_sample("your-secret-here") && is_sample("sk_test_..."));
/// assert!(!is_sample("saffron-3842"));
/// ```
pub fn is_sample(value: &str) -> bool {
    samples::sample(value.trim()).is_some()
}

/// Whether the head of a name says that it is a secret.
pub fn names_secret(name: &str) -> bool {
    head::head(name).is_some_and(|head| matches!(head.says, Says::Password | Says::Secret))
}

/// Whether a text is of eight characters or more, of more than one kind, and no common password.
fn is_mixed(text: &str) -> bool {
    const MIN_LENGTH: usize = 8;
    // the 10,000 most common passwords have less than 14 bits
    const MIN_BITS: f64 = 18.0;
    let letters = text.chars().any(char::is_alphabetic);
    let others = text.chars().any(|char| !char.is_alphabetic() && !char.is_whitespace());
    text.chars().count() >= MIN_LENGTH
        && letters
        && others
        && !is_known_identifier(text)
        && bits(text) >= MIN_BITS
}
