//! Whether a value is worth searching for: a guessable one stands in every bundle.

/// A rough lower bound of what no bundle holds by chance.
///
/// Long enough, and either of mixed kinds of characters or longer than any word.
///
/// ```
/// use envwall_core::is_searchable;
/// assert!(is_searchable("q7WzXe81"));
/// assert!(!is_searchable("production"));
/// ```
pub fn is_searchable(value: &str) -> bool {
    let distinct = value.bytes().collect::<std::collections::BTreeSet<_>>().len();
    let length = value.len();
    let has = |kind: fn(char) -> bool| usize::from(value.chars().any(kind));
    let digits = has(|char| char.is_ascii_digit());
    let letters = has(char::is_alphabetic);
    let kinds = digits
        + has(char::is_lowercase)
        + has(char::is_uppercase)
        + has(|char| !char.is_alphanumeric());
    let mixed = digits + letters == 2 && length >= 8 && distinct >= 6;
    let varied = kinds >= 3 && length >= 10 && distinct >= 8;
    let number = letters == 0 && length >= 12 && distinct >= 6;
    let long = length >= 20 && distinct >= 8;
    mixed || varied || number || long
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_are_not_searched_for() {
        for value in ["true", "3000", "admin", "postgres", "production", "localhost", "children"] {
            assert!(!is_searchable(value), "{value}");
        }
        for value in [
            "q7WzXe81",
            "correct horse battery staple",
            "5f4dcc3b5aa765d6",
            "Tr!ub@dor&xYzQwPl",
            "48213907756120943",
        ] {
            assert!(is_searchable(value), "{value}");
        }
    }
}
