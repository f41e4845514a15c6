//! Settings and texts: what people write, however long.

use crate::guessability::is_random;

/// What ends a number that is a duration or a size.
const UNITS: &[&str] = &[
    "ms", "s", "sec", "m", "min", "h", "hr", "d", "day", "days", "w", "y", "b", "k", "kb", "mb",
    "gb", "tb", "kib", "mib", "gib", "px", "rem", "em", "%", "x",
];

/// Whether a value is a switch, a number, a duration, a size, a version, a date or a path.
pub(super) fn is_setting(value: &str) -> bool {
    super::values::is_switch(value)
        || is_date(value)
        || value.split([',', ' ']).all(|item| item.is_empty() || is_number(item))
        || is_path(value)
}

/// `2026-11-28T18:40:44.123Z` (RFC 3339).
fn is_date(value: &str) -> bool {
    const MAX_LENGTH: usize = 35;
    let of_date = |byte: u8| byte.is_ascii_digit() || b"-:TZ.+ ".contains(&byte);
    let year = value.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    year && value.as_bytes().get(4) == Some(&b'-')
        && value.len() <= MAX_LENGTH
        && value.bytes().all(of_date)
}

/// `1.5`, `-3`, `15m`, `10mb`, `v2.1`, `2026-11-28`: few digits, and what goes with them.
fn is_number(item: &str) -> bool {
    const FEW_DIGITS: usize = 10;
    let digits = item.bytes().filter(u8::is_ascii_digit).count();
    let unit = item.trim_start_matches(|char: char| !char.is_ascii_alphabetic());
    let number = &item[..item.len() - unit.len()];
    let is_of_number = |byte: u8| byte.is_ascii_digit() || b"+-.,:/_".contains(&byte);
    let version = item.strip_prefix(['v', 'V']).unwrap_or(item);
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(is_of_number);
    (1..=FEW_DIGITS).contains(&digits)
        && (all_digits(version)
            || all_digits(number) && UNITS.contains(&unit.to_ascii_lowercase().as_str()))
}

/// A path of a file or folder: what is random in it may be a secret.
fn is_path(value: &str) -> bool {
    let local = value.strip_prefix("file:").unwrap_or(value);
    let starts = ["/", "./", "../", "~/", "@/"].iter().any(|start| local.starts_with(start));
    starts && !local.contains([' ', '\n', '=']) && !is_random(local)
}

/// Whether a value is words and nothing that a generator made: a name, a sentence, a policy, a list
/// of locales, a model.
///
/// Base64 has no blanks and hex no words, so what is between blanks and signs is rated alone.
pub(super) fn is_words(value: &str) -> bool {
    let chunks = value.split(|char: char| !char.is_alphanumeric());
    // rating the chunks takes longest, so it comes last
    has_vowels(value)
        && signs_between_words(value)
        && chunks.filter(|chunk| !chunk.is_empty()).all(is_word)
}

fn is_word(chunk: &str) -> bool {
    let letters = chunk.chars().filter(|char| char.is_alphabetic()).count();
    if letters == chunk.chars().count() {
        return !is_random(chunk) || is_camel_case(chunk);
    }
    (letters == 0 || is_counted(chunk)) && !is_random(chunk)
}

/// `AppleWebKit`: words of three letters or more, each with a capital at most at its beginning.
fn is_camel_case(chunk: &str) -> bool {
    let starts = chunk.match_indices(|char: char| char.is_uppercase()).map(|(at, _)| at);
    let starts: Vec<usize> = starts.chain([chunk.len()]).collect();
    let first = starts.first().copied().unwrap_or_default();
    (first == 0 || first >= MIN_WORD) && starts.windows(2).all(|pair| pair[1] - pair[0] >= MIN_WORD)
}

/// Fewest letters of a word.
const MIN_WORD: usize = 3;

/// `sha256`, `x86`, `k7x2`: few letters and digits, or letters before a number.
fn is_counted(chunk: &str) -> bool {
    const FEW: usize = 4;
    const MAX_LENGTH: usize = 10;
    let number = chunk.trim_start_matches(char::is_alphabetic);
    let one_case = !chunk.contains(char::is_uppercase) || !chunk.contains(char::is_lowercase);
    chunk.len() <= FEW
        || chunk.len() <= MAX_LENGTH && one_case && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Words have vowels; what a generator makes of letters alone rarely has as many.
fn has_vowels(value: &str) -> bool {
    let letters = value.chars().filter(|char| char.is_alphabetic());
    let is_vowel = |char: &char| "aeiouyäöüáàâéèêíóôúAEIOUY".contains(*char) || !char.is_ascii();
    let (vowels, all) = (letters.clone().filter(is_vowel).count(), letters.count());
    vowels * 5 >= all
}

/// Passwords have signs within; texts have them at the ends of words.
fn signs_between_words(value: &str) -> bool {
    let signs = value.chars().filter(|char| "!#$^&*~|<>{}[]\\".contains(*char)).count();
    let words = value.split_whitespace().count();
    signs <= words / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_few_digits() {
        for value in [
            "8080",
            "1.5",
            "15m",
            "10mb",
            "v2.1",
            "2026-11-28",
            "1,2,3",
            "86400",
            "0.30",
            "12:30",
            "2026-11-28T18:40:44.123Z",
        ] {
            assert!(is_setting(value), "{value}");
        }
        for value in ["48213907756120943", "4f2a9c", "a1", "m", "harbor-5003"] {
            assert!(!is_setting(value), "{value}");
        }
    }

    #[test]
    fn a_path_holds_nothing_random() {
        assert!(is_setting("/app/") && is_setting("file:./db.sqlite") && is_setting("../../data"));
        assert!(!is_setting("/hooks/qX7vB2mN9kLpR4tY"));
    }
}
