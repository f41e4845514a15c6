//! How guessable a text is: whatever anyone might write stands in some bundle, so a value like that
//! cannot be searched for.
//!
//! | module | holds |
//! |---|---|
//! | `known` | identifiers that everyone knows, whatever their words |
//! | `rating` | how rare a text is, from its pieces |
//! | `division` | a text in pieces: those that take the fewest guesses together |
//! | `piece` | a piece of a text, and what it is |
//! | `lexicon` | words, names and passwords, and how rare each is |
//! | `runs` | sequences, repetitions, walks on the keyboard, dates |

use std::ops::Range;

mod division;
mod known;
mod lexicon;
mod piece;
mod rating;
mod runs;

pub use self::known::is_random;
pub use self::rating::{SEARCHABLE_BITS, STRONG_BITS};

/// How many guesses a text would take, as a power of two. Of a long text the rarest 64 characters
/// count; beyond [`STRONG_BITS`] it is at least so many.
///
/// ```
/// use envwall_core::guessability::{STRONG_BITS, bits};
/// assert!(bits("q7WzXe81-made-up-Kp0v4T") >= STRONG_BITS);
/// assert!(bits("us-east-1") < 20.0);
/// ```
pub fn bits(text: &str) -> f64 {
    known::bits(text).unwrap_or_else(|| rating::rated(text))
}

/// Whether a text is in no bundle by chance, so that it can be searched for by value.
///
/// ```
/// use envwall_core::guessability::is_searchable;
/// assert!(is_searchable("q7WzXe81"));
/// assert!(!is_searchable("production"));
/// ```
pub fn is_searchable(text: &str) -> bool {
    bits(text) >= SEARCHABLE_BITS
}

/// Whether a text is an identifier with words that everyone knows: a media type, a URN, a host.
///
/// ```
/// use envwall_core::guessability::is_known_identifier;
/// assert!(is_known_identifier("application/json"));
/// assert!(!is_known_identifier("q7WzXe81"));
/// ```
pub fn is_known_identifier(text: &str) -> bool {
    known::bits(text).is_some()
}

/// Where a text has words that anybody may write, in bytes.
///
/// ```
/// use envwall_core::guessability::words;
/// assert_eq!(words("password-q7WzXe81"), [0..8]);
/// ```
pub fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut at = 0;
    let same_word = |a: &u8, b: &u8| {
        a.is_ascii_alphabetic()
            && b.is_ascii_alphabetic()
            && !(a.is_ascii_lowercase() && b.is_ascii_uppercase())
    };
    for letters in text.as_bytes().chunk_by(same_word) {
        let run = at..at + letters.len();
        at = run.end;
        match text.get(run.clone()) {
            Some(letters) if letters.len() > 2 && known::is_known(letters) => words.push(run),
            Some(letters) if letters.len() > 3 => {
                let inside = rating::words(letters);
                words.extend(inside.map(|it| run.start + it.start..run.start + it.end));
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALPHABETS: [&str; 8] = [
        "0123456789abcdef",
        "0123456789ABCDEF",
        "0123456789abcdefghijklmnopqrstuvwxyz",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_",
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/",
        "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789.-_:,;@*",
    ];

    const WITH_MANY_SIGNS: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_{|}~";

    /// Keys as generators make them, of about so many bits, the same ones each time.
    fn keys(alphabet: &str, bits: f64, count: usize) -> impl Iterator<Item = String> {
        let mut state = 0x5EED;
        (0..count).map(move |_| {
            let alphabet = alphabet.as_bytes();
            let each = f64::from(u32::try_from(alphabet.len()).unwrap()).log2();
            let (mut key, mut rest) = (String::new(), bits);
            while rest > 0.0 {
                key.push(char::from(alphabet[random(&mut state) % alphabet.len()]));
                rest -= each;
            }
            key
        })
    }

    /// `SplitMix64` (Steele, Lea and Flood, OOPSLA 2014).
    fn random(state: &mut u64) -> usize {
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or(0)
    }

    fn missed(keys: impl Iterator<Item = String>) -> Vec<String> {
        keys.filter(|key| !is_searchable(key)).collect()
    }

    #[test]
    fn random_keys_are_searched_for() {
        for alphabet in ALPHABETS {
            let missed = missed(keys(alphabet, 96.0, 300));
            assert!(missed.is_empty(), "of {alphabet}: {missed:?}");
        }
    }

    #[test]
    fn random_keys_behind_a_known_prefix_are() {
        for prefix in ["sk_live_", "api-key-", "token:", "https://api.example.com/v1/", "x-api-"] {
            for alphabet in ALPHABETS {
                let keys = keys(alphabet, 80.0, 30).map(|key| format!("{prefix}{key}"));
                let missed = missed(keys);
                assert!(missed.is_empty(), "of {alphabet}: {missed:?}");
            }
        }
    }

    /// Signs count little, so many signs between few letters are taken for code.
    #[test]
    fn few_random_keys_with_many_signs_are_missed() {
        let missed = missed(keys(WITH_MANY_SIGNS, 96.0, 1000));
        assert!(missed.len() <= 1000 / 20, "{missed:?}");
    }

    #[test]
    fn what_stands_in_bundles_is_not_searched_for() {
        for value in [
            "true",
            "3000",
            "admin",
            "postgres",
            "production",
            "localhost",
            "children",
            "test",
            "root",
            "password",
            "secret",
            "changeme",
            "12345678",
            "development",
            "guest",
            "http://localhost:3000",
            "default",
            "eu-west-1",
            "us-east-1",
            "info@example.com",
            "tailwindcss",
            "0123456789",
            "abcdefghijkl",
            "0123456789abcdef",
            "hunter2hunter2",
            "Content-Type",
            "addEventListener",
            "2024-01-01",
            "127.0.0.1:8080",
            "https://api.openai.com/v1",
            "gpt-4o-mini-2024-07-18",
            "claude-3-5-sonnet-20241022",
            "urn:ietf:params:oauth:token-type:access_token",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "aes-256-gcm",
            "RSA-OAEP-256",
            "HmacSHA256",
            "ECDH-ES+A256KW",
            "Content-Type,Authorization,X-Requested-With,X-CSRF-Token",
            "Accept, Accept-Encoding, Authorization, Content-Type, Origin",
            "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "application/x-www-form-urlencoded",
            "application/json; charset=utf-8",
            "application/vnd.github.v3+json",
            "http://www.w3.org/2000/svg",
            "noreply@acme-widgets.com",
            "acme-web-frontend",
            "RootManageSharedAccessKey",
            "node:20-bookworm-slim",
            "https://www.googleapis.com/auth/userinfo.email",
            "1718294650377",
            "111504",
        ] {
            assert!(bits(value) < SEARCHABLE_BITS, "{value} has {} bits", bits(value));
        }
    }

    #[test]
    fn a_long_padding_hides_no_key() {
        for padding in ["A".repeat(64), "0".repeat(99), "-".repeat(300), "password".repeat(20)] {
            assert!(bits(&padding) < SEARCHABLE_BITS, "{padding} has {} bits", bits(&padding));
            let key = format!("{padding}q7WzXe81Kp0v4TzVd83kPqz7");
            assert!(bits(&key) >= STRONG_BITS, "{key} has {} bits", bits(&key));
        }
    }

    /// Fibonacci's words have as many repetitions as a text can have.
    #[test]
    fn texts_that_repeat_themselves_are_rated_at_once() {
        let (mut shorter, mut text) = ("a".to_owned(), "ab".to_owned());
        while text.len() < 20_000 {
            (shorter, text) = (text.clone(), text + &shorter);
        }
        assert!(bits(&text) > 0.0);
        assert!(words(&text).iter().all(|word| word.end <= text.len()));
    }

    #[test]
    fn what_was_made_to_be_secret_is() {
        for value in [
            "q7WzXe81",
            "correct horse battery staple",
            "5f4dcc3b5aa765d6",
            "Tr!ub@dor&xYzQwPl",
            "48213907756120943",
            "wthr-8f0e2c61b7a94d35",
            "q7WzXe81q7WzXe81q7WzXe81",
            "0f8fad5b-d9cb-469f-a165-70867728950e",
        ] {
            assert!(bits(value) >= SEARCHABLE_BITS, "{value} has {} bits", bits(value));
        }
        assert!(bits("q7WzXe81-made-up-Kp0v4T") >= STRONG_BITS);
    }
}
