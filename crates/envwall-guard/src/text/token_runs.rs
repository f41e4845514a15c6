//! Long runs of what tokens are made of: nearly every credential has one, and so has what is encoded.

use std::ops::Range;

use super::base64;
use super::runs::long_runs;

/// Characters in a row.
pub(crate) const MIN_LENGTH: usize = 15;

/// Whether a character is one that tokens are made of: a digit of base64, or its padding.
#[inline]
pub(crate) fn is_of_token(byte: u8) -> bool {
    base64::is_digit(byte) || byte == b'='
}

/// Every run of [`MIN_LENGTH`] and more.
pub(crate) fn token_runs(text: &[u8]) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    long_runs(text, MIN_LENGTH, is_of_token, &mut |run| runs.push(run));
    runs
}
