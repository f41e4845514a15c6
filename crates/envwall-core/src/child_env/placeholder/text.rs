//! A text like another one: its kind, or else its prefix, length and alphabet.

use super::draw::{Alphabet, Draw, Kinds, MIN_MARK};
use super::similar::Similar;
use super::{encoded, json, pairs, pem, structured, token, url};
use crate::classify::issuers::{Alphabet as RunAlphabet, random_runs, token_prefix};
use crate::guessability::is_searchable;

/// Allowed lengths in characters.
#[derive(Clone, Copy)]
pub(super) struct Size {
    pub(super) min: usize,
    pub(super) max: Option<usize>,
}

impl Size {
    pub(super) const ANY: Self = Self { min: 0, max: None };

    fn fits(self, text: &str) -> bool {
        let length = text.chars().count();
        length >= self.min && self.max.is_none_or(|max| length <= max)
    }
}

/// Length of a text if nothing else sets it.
const DEFAULT_LENGTH: usize = 32;

/// Length of what takes the place of a text that has no room for a mark.
const PREFERRED_LENGTH: usize = 16;

/// How values begin that say how the rest is encoded or used: Laravel's key, and the schemes of
/// `Authorization` (RFC 9110, 11.4).
const LABELS: &[&str] = &["base64:", "Bearer ", "Basic ", "Token "];

/// What draws the texts in a text.
pub(super) const KINDS: Kinds =
    Kinds { like: |real, draw| like(Some(real), Size::ANY, None, draw), shaped };

/// A text like the real one, within the given lengths and with the given prefix.
pub(super) fn like(
    real: Option<&str>,
    size: Size,
    prefix: Option<&str>,
    draw: &mut Draw,
) -> Option<String> {
    let structured = real
        .filter(|_| prefix.is_none())
        .and_then(|real| draw.if_any(|draw| shaped(real, draw).filter(|text| size.fits(text))));
    structured.or_else(|| plain(real, size, prefix, draw))
}

/// How a text of one kind is drawn; `None` for a text of another kind.
type Kind = fn(&str, &mut Draw) -> Option<String>;

/// Every kind. The first one that fits is what a text is.
const ALL: &[Kind] = &[
    token::token,
    json::json,
    |real, draw| is_pem(real).then(|| pem::pem(Some(real), None, draw)),
    credential,
    |real, draw| has_several_schemes(real).then(|| pairs::list(real, draw))?,
    |real, draw| url::scheme(real).map(|_| url::url(Some(real), &[], draw)),
    |real, draw| structured::is_uuid(real).then(|| structured::uuid(draw)),
    |real, draw| structured::is_email(real).then(|| structured::email(draw)),
    structured::mailbox,
    structured::opaque_url,
    labelled,
    encoded::encoded,
    pairs::settings,
    words,
    pairs::list,
];

/// A text of the same kind if the real one has a structure.
pub(super) fn shaped(real: &str, draw: &mut Draw) -> Option<String> {
    ALL.iter().find_map(|kind| draw.if_any(|draw| kind(real, draw)))
}

fn is_pem(real: &str) -> bool {
    real.trim_start().starts_with("-----BEGIN ")
}

fn has_several_schemes(real: &str) -> bool {
    real.matches("://").count() > 1
}

/// A credential of the same format, of which everything random is drawn: `SG.`, a point in the right
/// place, the address of a webhook.
fn credential(real: &str, draw: &mut Draw) -> Option<String> {
    let runs = random_runs(real)?;
    let marks = draw.marks();
    let (mut text, mut end) = (String::new(), 0);
    for (alphabet, run) in runs {
        let fixed = real.get(end..run.start)?;
        draw.keep(fixed.to_owned());
        text.push_str(fixed);
        let of_real = real.get(run.clone())?;
        text.push_str(&match alphabet {
            RunAlphabet::Fixed => of_real.to_owned(),
            RunAlphabet::Base32 => draw.text(Alphabet::Base32, run.len()),
            RunAlphabet::Hex | RunAlphabet::UpperHex | RunAlphabet::Digits => {
                let similar = Similar::new(of_real, draw);
                similar.mark(draw);
                similar.text()
            }
        });
        end = run.end;
    }
    let fixed = real.get(end..)?;
    draw.keep(fixed.to_owned());
    (draw.marks() > marks).then(|| text + fixed)
}

/// A text behind a label.
fn labelled(real: &str, draw: &mut Draw) -> Option<String> {
    let label = LABELS.iter().find(|label| real.starts_with(**label))?;
    draw.keep(*label);
    let like =
        like(real.strip_prefix(label).filter(|rest| !rest.is_empty()), Size::ANY, None, draw)?;
    Some(format!("{label}{like}"))
}

/// As many words as a phrase has, such as that of a wallet. Their lengths are random: those of the
/// real words would give some of them away.
fn words(real: &str, draw: &mut Draw) -> Option<String> {
    const MIN_WORDS: usize = 6;
    let is_word = |word: &str| {
        (3..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    if real.split(' ').count() < MIN_WORDS || !real.split(' ').all(is_word) {
        return None;
    }
    let words: Vec<String> = real.split(' ').map(|_| word(draw)).collect();
    let phrase = words.join(" ");
    draw.mark(&phrase);
    Some(phrase)
}

fn word(draw: &mut Draw) -> String {
    let length = 3 + draw.below(6);
    (0..length).map(|_| draw.one_of(b"abcdefghijklmnopqrstuvwxyz")).collect()
}

fn plain(real: Option<&str>, size: Size, prefix: Option<&str>, draw: &mut Draw) -> Option<String> {
    let prefix = prefix.or_else(|| real.and_then(known_prefix)).unwrap_or("");
    draw.keep(prefix);
    let taken = prefix.chars().count();
    let rest = real.map(|real| real.strip_prefix(prefix).unwrap_or(real));
    let inner = Size {
        min: size.min.saturating_sub(taken),
        max: Some(size.max.unwrap_or(usize::MAX).checked_sub(taken).filter(|it| *it >= MIN_MARK)?),
    };
    let drawn = rest.and_then(|rest| similar(rest, inner, draw));
    Some(format!("{prefix}{}", drawn.unwrap_or_else(|| draw.hex(inner.length(rest)))))
}

impl Size {
    /// The length of what takes the place of a text.
    fn length(self, real: Option<&str>) -> usize {
        let most = self.max.unwrap_or(usize::MAX);
        let least = self.min.max(PREFERRED_LENGTH).min(most);
        real.map_or(DEFAULT_LENGTH, |real| real.chars().count()).clamp(least, most)
    }
}

/// A text of the same alphabet and length, or a longer one if that has no room for a mark.
fn similar(real: &str, size: Size, draw: &mut Draw) -> Option<String> {
    let letters = || real.chars().filter(char::is_ascii_alphanumeric);
    let longer: String = letters().cycle().take(size.length(Some(real))).collect();
    let texts = [Some(real).filter(|real| size.fits(real)), Some(longer.as_str())];
    let mut drawn = texts.into_iter().flatten().map(|text| Similar::new(text, draw));
    let similar = drawn.find(Similar::is_unmistakable)?;
    drop(drawn);
    similar.mark(draw);
    Some(similar.text())
}

fn known_prefix(real: &str) -> Option<&str> {
    token_prefix(real)
        .map(|prefix| prefix.text)
        .or_else(|| short_prefix(real))
        .or_else(|| real.get(..fixed_start(real)))
}

/// A few letters and a separator before a part that is hard to guess: `wk-`, `acme_`.
fn short_prefix(real: &str) -> Option<&str> {
    let letters = real.bytes().take_while(u8::is_ascii_lowercase).count();
    let (prefix, rest) = real.split_at_checked(letters + 1)?;
    let short = (1..=5).contains(&letters) && prefix.ends_with(['_', '-']);
    (short && rest.len() >= PREFERRED_LENGTH && is_searchable(rest)).then_some(prefix)
}

/// How much of a text is fixed by its format: `0x` before hexadecimal digits, the `c` of a cuid, the
/// first digit of a ULID, which is a time and at most 7, and the parameters of a hash (crypt(5)).
fn fixed_start(real: &str) -> usize {
    const CUID: usize = 25;
    const ULID: usize = 26;
    let all = |fits: fn(u8) -> bool| real.bytes().all(fits);
    let has_digit = real.bytes().any(|byte| byte.is_ascii_digit());
    let hex = real.strip_prefix("0x").unwrap_or_default();
    if !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return 2;
    }
    let is_cuid = real.len() == CUID && real.starts_with('c') && has_digit;
    if is_cuid && all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return 1;
    }
    let is_ulid = real.len() == ULID && real.starts_with(|first| ('0'..='7').contains(&first));
    if is_ulid && all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()) {
        return 1;
    }
    if real.starts_with('$') { parameters_of_hash(real) } else { 0 }
}

/// How hashes begin: the names of their functions (crypt(5), and the PHC string format).
const HASHES: &[&str] = &[
    "1",
    "2a",
    "2b",
    "2y",
    "5",
    "6",
    "7",
    "y",
    "gy",
    "sha1",
    "scrypt",
    "argon2i",
    "argon2d",
    "argon2id",
    "pbkdf2-sha256",
    "pbkdf2-sha512",
];

/// The length of `$2b$10$` or `$argon2id$v=19$m=65536,t=3,p=4$`.
fn parameters_of_hash(real: &str) -> usize {
    const COST: usize = 2;
    let mut fields = real.split('$').skip(1);
    let Some(function) = fields.next().filter(|function| HASHES.contains(function)) else {
        return 0;
    };
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let is_parameter = |pair: &str| {
        pair.split_once('=').is_some_and(|(name, value)| name.len() <= 6 && is_number(value))
    };
    let is_fixed = |field: &&str| {
        field.len() <= COST && is_number(field) || field.split(',').all(is_parameter)
    };
    let parameters = fields.take_while(is_fixed).map(|field| field.len() + 1);
    2 + function.len() + parameters.sum::<usize>()
}
