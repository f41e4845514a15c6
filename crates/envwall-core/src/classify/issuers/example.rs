//! Made-up values of a format, for tests: no example of a credential is written down anywhere.

use data_encoding::BASE64URL_NOPAD;

use super::checks::checksum;
use super::{Check, Format, Pattern, Role};

impl Format {
    /// Values as the issuer might make them, one for each pattern, the same ones for the same seed.
    pub fn made_up(&self, seed: u64) -> Vec<String> {
        let mut random = Random(seed);
        let patterns = self.patterns.iter().filter_map(|text| Pattern::parse(text));
        patterns
            .map(|pattern| self.check.complete(pattern.made_up(&mut |n| random.below(n))))
            .collect()
    }

    /// A made-up secret for the id that this is.
    pub fn made_up_companion(&self, seed: u64) -> Option<String> {
        let mut random = Random(seed);
        Some(Pattern::parse(self.companion?)?.made_up(&mut |n| random.below(n)))
    }
}

impl Check {
    /// Puts right what chance cannot.
    fn complete(self, text: String) -> String {
        match self {
            Self::Loose | Self::Exact | Self::Login => text,
            Self::Checksum => match text.split_at_checked(text.len().saturating_sub(6)) {
                Some((body, _)) => {
                    let checked = body.rsplit('_').next().unwrap_or_default();
                    format!("{body}{}", checksum(checked))
                }
                None => text,
            },
            Self::EncodedHost => {
                let head = text.match_indices('_').nth(1).map_or("", |(at, _)| &text[..=at]);
                format!("{head}{}", BASE64URL_NOPAD.encode(b"made-up-00.clerk.accounts.dev$"))
            }
            Self::EncodedNumber => {
                let rest = text.find('.').map_or("", |at| &text[at..]);
                format!("{}{rest}", BASE64URL_NOPAD.encode(b"108273645546372819"))
            }
            Self::Jwt(role) => jwt(role, &text),
        }
    }
}

/// A token with a payload for a role, signed by chance.
fn jwt(role: Role, signature: &str) -> String {
    let payload = match role {
        Role::Admin => r#"{"iss":"supabase","role":"service_role"}"#,
        Role::Anonymous => r#"{"iss":"supabase","role":"anon"}"#,
        Role::Any => r#"{"iss":"example","sub":"1"}"#,
    };
    let parts = [r#"{"alg":"HS256","typ":"JWT"}"#, payload];
    let [header, payload] = parts.map(|part| BASE64URL_NOPAD.encode(part.as_bytes()));
    let signature = signature.rsplit('.').next().unwrap_or_default();
    format!("{header}.{payload}.{signature}")
}

/// `SplitMix64` (Steele, Lea and Flood, OOPSLA 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) >> 33).unwrap_or_default() % limit.max(1)
    }
}
