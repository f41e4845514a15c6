//! How guessable a text is: whatever anyone might write stands in some bundle, so a value like that
//! cannot be searched for.
//!
//! | module | holds |
//! |---|---|
//! | `patterns` | words, dates and repetitions in a text, and how rare all else in it is |
//! | `known` | identifiers that everyone knows, whatever their words |

mod known;
mod patterns;

pub use self::known::is_random;
pub use self::patterns::{SEARCHABLE_BITS, STRONG_BITS};

/// How many guesses a text would take, as a power of two: exact up to [`STRONG_BITS`], and at least
/// that beyond.
///
/// ```
/// use envwall_core::guessability::{STRONG_BITS, bits};
/// assert!(bits("q7WzXe81-made-up-Kp0v4T") >= STRONG_BITS);
/// assert!(bits("us-east-1") < 20.0);
/// ```
pub fn bits(text: &str) -> f64 {
    rated(text, STRONG_BITS)
}

/// Whether a text is in no bundle by chance, so that it can be searched for by value.
///
/// ```
/// use envwall_core::guessability::is_searchable;
/// assert!(is_searchable("q7WzXe81"));
/// assert!(!is_searchable("production"));
/// ```
pub fn is_searchable(text: &str) -> bool {
    rated(text, SEARCHABLE_BITS) >= SEARCHABLE_BITS
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

fn rated(text: &str, enough: f64) -> f64 {
    known::bits(text).unwrap_or_else(|| patterns::rated(text, enough))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::patterns::rated_alone;
    use super::*;

    /// Random text, as generators make it, of about so many bits.
    fn generated(bits: f64) -> impl Strategy<Value = String> {
        let alphabets = [
            "0123456789abcdef",
            "0123456789ABCDEF",
            "0123456789abcdefghijklmnopqrstuvwxyz",
            "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_",
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/",
            "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789.-_:,;@*",
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&()*+,-./:;<=>?@[]^_{|}~",
        ];
        // what is random stays random: shrinking would make a pattern of it
        (prop::sample::select(alphabets.to_vec()), any::<u64>().no_shrink()).prop_map(
            move |(alphabet, seed)| {
                let characters: Vec<char> = alphabet.chars().collect();
                let (mut state, mut key, mut rest) = (seed, String::new(), bits);
                while rest > 0.0 {
                    key.push(characters[random(&mut state) % characters.len()]);
                    rest -= f64::from(u32::try_from(characters.len()).unwrap_or(1)).log2();
                }
                key
            },
        )
    }

    /// `SplitMix64` (Steele, Lea and Flood, OOPSLA 2014).
    fn random(state: &mut u64) -> usize {
        *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or(0)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn random_keys_are_searched_for(key in generated(96.0)) {
            // many signs between few letters are another question
            let few = rated_alone(&key) < SEARCHABLE_BITS;
            prop_assert!(few || is_searchable(&key), "{} has {} bits", key, bits(&key));
            prop_assert!(!few || !key.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{}", key);
        }

        #[test]
        fn random_keys_behind_a_known_prefix_are(
            prefix in "(sk_live_|api-key-|token:|https://api\\.example\\.com/v1/|x-api-)",
            key in generated(80.0)
        ) {
            let few = rated_alone(&key) < SEARCHABLE_BITS;
            let key = format!("{prefix}{key}");
            prop_assert!(few || is_searchable(&key), "{} has {} bits", key, bits(&key));
        }
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
        ] {
            assert!(bits(value) < SEARCHABLE_BITS, "{value} has {} bits", bits(value));
        }
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
            "0f8fad5b-d9cb-469f-a165-70867728950e",
        ] {
            assert!(bits(value) >= SEARCHABLE_BITS, "{value} has {} bits", bits(value));
        }
        assert!(bits("q7WzXe81-made-up-Kp0v4T") >= STRONG_BITS);
    }
}
