//! Values that are no values: what examples, tutorials and templates put in their place, and the test
//! keys that issuers publish for everyone.

use super::text::is_words;
use crate::guessability::is_random;

/// Words and pairs of words that say that a value is to be replaced.
const MARKS: &[&str] = &[
    "at least",
    "change me",
    "change this",
    "changeme",
    "changethis",
    "dummy",
    "fill in",
    "generate with",
    "generate a",
    "insert",
    "long random",
    "not needed",
    "not used",
    "openssl rand",
    "placeholder",
    "random string",
    "replace",
    "replaceme",
    "super secret",
    "todo",
    "your",
];

/// These say so alone.
const SUFFICIENT: &[&str] = &["change me", "changeme", "changethis", "placeholder", "replaceme"];

/// What such a value stands for. Without one of these words, it may be somebody's phrase.
const NOUNS: &[&str] = &[
    "api",
    "base64",
    "characters",
    "chars",
    "client",
    "credential",
    "credentials",
    "database",
    "here",
    "id",
    "key",
    "me",
    "needed",
    "openssl",
    "pass",
    "please",
    "passphrase",
    "password",
    "placeholder",
    "private",
    "production",
    "random",
    "secret",
    "string",
    "this",
    "token",
    "url",
    "used",
    "value",
];

/// Keys that work for everyone, by design, with who publishes them.
const TEST_KEYS: &[(&str, &str)] = &[
    // developers.cloudflare.com/turnstile/troubleshooting/testing
    ("1x0000000000000000000000000000000AA", "Turnstile's test key"),
    ("2x0000000000000000000000000000000AA", "Turnstile's test key"),
    ("3x0000000000000000000000000000000AA", "Turnstile's test key"),
    // developers.google.com/recaptcha/docs/faq
    ("6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe", "reCAPTCHA's test key"),
    // docs.hcaptcha.com, "Integration testing: test keys"
    ("0x0000000000000000000000000000000000000000", "hCaptcha's test key"),
    // hardhat.org/hardhat-network/docs/reference: the first account
    ("0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80", "Hardhat's test key"),
    // docs.aws.amazon.com/IAM, "Access keys"
    ("AKIAIOSFODNN7EXAMPLE", "AWS's example of a key"),
    ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AWS's example of a key"),
];

/// What a value is that opens nothing: "a value to be replaced", or somebody's test key.
pub(super) fn sample(value: &str) -> Option<&'static str> {
    let known = TEST_KEYS.iter().find(|(key, _)| value == *key).map(|(_, what)| *what);
    let is_one = || is_crossed_out(value) || is_in_brackets(value) || asks_to_be_replaced(value);
    known.or_else(|| is_one().then_some("a value to be replaced"))
}

/// `XXXX-XXXX`, `********`, `sk_test_...`: one character throughout, behind a prefix.
fn is_crossed_out(value: &str) -> bool {
    const FEWEST: usize = 3;
    let Some(cross) = value.chars().last().filter(|char| "xX*.…#".contains(*char)) else {
        return false;
    };
    let prefix = value.trim_end_matches([cross, '-']);
    let is_prefix = prefix.is_empty()
        || prefix.ends_with(['_', '-'])
        || prefix.len() < value.trim_end_matches(cross).len();
    let crosses = value.chars().skip(prefix.chars().count()).filter(|char| *char == cross).count();
    is_prefix && !is_random(prefix) && crosses >= FEWEST
}

/// `<your-api-key>`, `[YOUR-PASSWORD]`, `{{API_KEY}}`.
fn is_in_brackets(value: &str) -> bool {
    let inner = [("<", ">"), ("[", "]"), ("{{", "}}")]
        .iter()
        .find_map(|(open, close)| value.strip_prefix(open)?.strip_suffix(close));
    inner.is_some_and(|inner| !inner.is_empty() && is_words(inner.trim()))
}

fn asks_to_be_replaced(value: &str) -> bool {
    let chunks = value.split(|char: char| !char.is_ascii_alphanumeric());
    let chunks: Vec<String> =
        chunks.filter(|chunk| !chunk.is_empty()).map(str::to_ascii_lowercase).collect();
    let text = format!(" {} ", chunks.join(" "));
    let has = |words: &[&str]| words.iter().any(|word| text.contains(&format!(" {word} ")));
    is_words(value.trim_end_matches('!')) && (has(MARKS) && has(NOUNS) || has(SUFFICIENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_say_that_they_are_to_be_replaced() {
        for value in [
            "your-secret-here",
            "<your-api-key>",
            "[YOUR-PASSWORD]",
            "{{API_KEY}}",
            "CHANGEME_PLEASE",
            "some-random-string",
            "a-long-random-string",
            "build-time-placeholder",
            "sk_test_...",
            "XXXX-XXXX-XXXX",
            "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
            "openssl rand -base64 32",
            "generate-with-openssl-rand-base64-32",
            "at-least-32-characters-long-secret!!",
            "your-super-secret-jwt-token-with-at-least-32-characters-long",
            "AKIAIOSFODNN7EXAMPLE",
            "changeme",
            "change-me-1",
        ] {
            assert!(sample(value).is_some(), "{value}");
        }
        for value in [
            "your-dog-ate-my-homework",
            "your-key-q7WzXe81Kp0v",
            "change-7",
            "[q7WzXe81Kp0v4T]",
            "saffron-3842",
            "Monday...",
            "x7",
            "q7WzXe81xxxx",
        ] {
            assert_eq!(sample(value), None, "{value}");
        }
    }
}
