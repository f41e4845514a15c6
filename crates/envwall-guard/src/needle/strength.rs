//! How many guesses a value would take, in bits.
//!
//! zxcvbn (Wheeler, USENIX Security 2016) tells which pieces of a value are words, dates, walks
//! on the keyboard or repetitions, and how guessable those are. It rates all other text at ten
//! guesses a character, which is too little for what a generator made and too much for words
//! that its lists lack; so those pieces are rated here.

use zxcvbn::matching::patterns::MatchPattern;

/// Text with so many bits does not stand in a bundle by chance: 389 MB of published bundles have
/// less than 2^29 places.
pub(crate) const SEARCHABLE: f64 = 36.0;

/// Text with so many bits was made by a generator: a part of it, or it reversed, tells as much.
pub(super) const STRONG: f64 = 60.0;

/// What configurations are made of.
const COMMON: &[&str] = &[
    "localhost",
    "http",
    "https",
    "postgres",
    "postgresql",
    "mysql",
    "redis",
    "mongodb",
    "example",
    "127.0.0.1",
    "0.0.0.0",
    "east",
    "west",
    "central",
    "north",
    "south",
    "production",
    "development",
    "staging",
    "database",
    "internal",
    "smtp",
    "mail",
    "info",
    "api",
    "www",
    "com",
    "org",
    "net",
    "io",
    "dev",
    "app",
    "true",
    "false",
    "null",
    "undefined",
    "enabled",
    "disabled",
    "children",
    "default",
    "function",
    "return",
    "server",
    "client",
    "2525",
    "3000",
    "3306",
    "5173",
    "5432",
    "6379",
    "8000",
    "8080",
    "8443",
    "27017",
];

/// zxcvbn looks at so many characters; a secret that long is beyond doubt.
const LONGEST: usize = 100;

/// The bits of a text, roughly.
pub(crate) fn bits(text: &str) -> f64 {
    let start: String = text.chars().take(LONGEST).collect();
    let estimate = zxcvbn::zxcvbn(&start, COMMON);
    let of_piece = |piece: &zxcvbn::Match| match piece.pattern {
        MatchPattern::BruteForce => unknown(&piece.token),
        _ => piece.guesses.map_or(0.0, |guesses| log2(guesses).min(unknown(&piece.token))),
    };
    estimate.sequence().iter().map(of_piece).sum()
}

#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn log2(guesses: u64) -> f64 {
    (guesses.max(1) as f64).log2()
}

/// Bits of text that no list holds: letters alone may be a word all the same, and what stands
/// between words tells little.
#[expect(clippy::cast_precision_loss, reason = "an estimate")]
fn unknown(text: &str) -> f64 {
    let letters: Vec<char> = text.chars().filter(|char| char.is_alphabetic()).collect();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let others = text.chars().count() - letters.len() - digits;
    let has = |kind: fn(&char) -> bool| letters.iter().any(kind);
    let cases = letters.windows(2).filter(|pair| pair[0].is_uppercase() != pair[1].is_uppercase());
    let mixed = cases.count() * 3 > letters.len();
    let hex = letters.iter().all(char::is_ascii_hexdigit);
    let both = has(|char| char.is_lowercase()) && has(|char| char.is_uppercase());
    let per_letter = match () {
        () if letters.is_empty() || (digits > 0 && hex && !both) => 4.0,
        () if digits > 0 && both => 5.95,
        () if digits > 0 => 5.17,
        () if mixed => 5.7,
        () => 2.5,
    };
    let per_digit = if letters.is_empty() { 3.32 } else { per_letter };
    letters.len() as f64 * per_letter + digits as f64 * per_digit + others as f64 * 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            assert!(bits(value) < SEARCHABLE, "{value} has {} bits", bits(value));
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
            assert!(bits(value) >= SEARCHABLE, "{value} has {} bits", bits(value));
        }
        assert!(bits("q7WzXe81-made-up-Kp0v4T") >= STRONG);
    }
}
