//! Suggestions for misspelt names: "did you mean …?"

/// The known name that was probably meant, if one is close enough.
///
/// ```
/// use envwall_core::suggest::nearest;
/// assert_eq!(nearest("min_lenght", ["min", "min-length"]), Some("min-length"));
/// assert_eq!(nearest("colour", ["min", "max"]), None);
/// ```
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_ascii_lowercase();
    let distance = |name: &str| strsim::damerau_levenshtein(&word, &name.to_ascii_lowercase());
    let allowed = 1 + word.chars().count() / 4;
    known
        .into_iter()
        .map(|name| (distance(name), name))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
