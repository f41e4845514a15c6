//! A text that looks like another one.

use super::draw::{Alphabet, Draw, LEAST};
use super::structured;
use crate::is_searchable;

/// Allowed lengths in characters.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) min: usize,
    pub(super) max: Option<usize>,
}

/// Characters where nothing says how many.
const USUAL: usize = 32;

/// Random characters where there is room for as many as one likes.
const COMFORTABLE: usize = 16;

/// Beginnings that issuers give to their keys, and by which code tells them. They are public:
/// see "API keys" of Stripe, "About authentication" of GitHub, "Token overview" of GitLab, "Tokens"
/// of Slack, "IAM identifiers" of AWS, "Access tokens" of npm and Hugging Face.
const WELL_KNOWN: &[&str] = &[
    "AIza",
    "AKIA",
    "ASIA",
    "SG.",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "hf_",
    "npm_",
    "pk_live_",
    "pk_test_",
    "re_",
    "rk_live_",
    "rk_test_",
    "sb_secret_",
    "sk-ant-",
    "sk-proj-",
    "sk_live_",
    "sk_test_",
    "whsec_",
    "xoxb-",
    "xoxp-",
];

/// A text like the real one, within these lengths and with this prefix.
pub(super) fn like(
    real: Option<&str>,
    size: Size,
    prefix: Option<&str>,
    draw: &mut Draw,
) -> Option<String> {
    let structured = real.filter(|_| prefix.is_none()).and_then(|real| shaped(real, draw));
    structured.or_else(|| plain(real, size, prefix, draw))
}

/// The same kind of thing where the text is one that has a structure.
fn shaped(real: &str, draw: &mut Draw) -> Option<String> {
    if structured::is_token(real) {
        return Some(structured::token(draw));
    }
    if real.trim_start().starts_with("-----BEGIN ") {
        return Some(structured::pem(Some(real), None, draw));
    }
    if structured::scheme(real).is_some() {
        return Some(structured::url(Some(real), &[], draw));
    }
    if structured::is_uuid(real) {
        return Some(structured::uuid(draw));
    }
    if structured::is_email(real) {
        return Some(structured::email(draw));
    }
    structured::json(real, draw)
}

fn plain(real: Option<&str>, size: Size, prefix: Option<&str>, draw: &mut Draw) -> Option<String> {
    let prefix = prefix.or_else(|| real.and_then(known_prefix)).unwrap_or("");
    draw.keep(prefix);
    let taken = prefix.chars().count();
    let most = size.max.unwrap_or(usize::MAX).checked_sub(taken).filter(|most| *most >= LEAST)?;
    let least = size.min.saturating_sub(taken).max(COMFORTABLE).min(most);
    let rest = real.map(|real| real.strip_prefix(prefix).unwrap_or(real));
    let length = rest.map_or(USUAL, |rest| rest.chars().count()).clamp(least, most);
    Some(format!("{prefix}{}", draw.text(rest.map_or(Alphabet::Hex, alphabet), length)))
}

fn known_prefix(real: &str) -> Option<&str> {
    let known = WELL_KNOWN.iter().filter(|prefix| real.starts_with(**prefix));
    known.max_by_key(|prefix| prefix.len()).copied().or_else(|| short_prefix(real))
}

/// A few letters and a separator before something that is hard to guess: `wk-`, `acme_`.
fn short_prefix(real: &str) -> Option<&str> {
    let letters = real.bytes().take_while(u8::is_ascii_lowercase).count();
    let (prefix, rest) = real.split_at_checked(letters + 1)?;
    let short = (1..=5).contains(&letters) && prefix.ends_with(['_', '-']);
    (short && rest.len() >= COMFORTABLE && is_searchable(rest)).then_some(prefix)
}

fn alphabet(real: &str) -> Alphabet {
    if !real.is_empty() && real.bytes().all(|byte| byte.is_ascii_digit()) {
        return Alphabet::Digits;
    }
    hex_alphabet(real)
}

/// Upper case where the text has letters, and none in lower case.
pub(super) fn hex_alphabet(real: &str) -> Alphabet {
    let upper = real.contains(|char: char| char.is_ascii_uppercase());
    let lower = real.contains(|char: char| char.is_ascii_lowercase());
    if upper && !lower { Alphabet::UpperHex } else { Alphabet::Hex }
}
