//! The formats of credentials and public identifiers, by issuer: what a value is by its shape,
//! whether its issuer keeps it secret, and where it is revoked.
//!
//! | module | holds |
//! |---|---|
//! | `audience` | who may have a credential |
//! | `table` | the formats as data, with their sources |
//! | `pattern` | the language of their patterns |
//! | `checks` | checksums, and what the parts of a credential decode to |
//! | `prefix` | how tokens begin, for those that are longer or shorter than the table says |
//! | `example` | made-up values |
//!
//! ```
//! use envwall_core::classify::issuers::{Audience, identify};
//! let format = identify("sb_publishable_q7WzXe81Kp0v4TzVd83kPq").unwrap();
//! assert_eq!(format.what, "a Supabase publishable key");
//! assert_eq!(format.audience, Audience::Browsers);
//! assert!(identify("production").is_none());
//! ```

mod audience;
mod checks;
mod example;
mod pattern;
mod prefix;
mod table;

use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::find_iter;

pub use self::audience::Audience;
pub use self::checks::{Check, Payload, Role, Verified};
pub use self::pattern::Found;
use self::pattern::Pattern;
pub(crate) use self::prefix::TokenPrefix;

/// The format of one kind of credential or identifier.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What it is, as a message says it: `a Stripe secret key`.
    pub what: &'static str,
    /// Who may have it.
    pub audience: Audience,
    /// How it is checked beyond its pattern.
    pub check: Check,
    /// Where to revoke it; `None` for what is public.
    pub revoke: Option<&'static str>,
    /// Where its issuer documents it.
    pub source: &'static str,
    /// What it looks like, in the language of `pattern`.
    patterns: &'static [&'static str],
    /// The pattern of the secret with which an id is used.
    companion: Option<&'static str>,
    /// Whether it may be a part of a value.
    inside: bool,
}

/// One pattern of a format, ready to be searched for.
#[derive(Debug)]
pub struct Shape {
    /// The format.
    pub format: &'static Format,
    pattern: Pattern,
    companion: Option<Pattern>,
    prefix: TokenPrefix,
}

static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let shapes = |format: &'static Format| {
        let patterns = format.patterns.iter().filter_map(|text| Pattern::parse(text));
        patterns.map(move |pattern| Shape::new(format, pattern))
    };
    formats().flat_map(shapes).collect()
});

/// Every known format.
pub fn formats() -> impl Iterator<Item = &'static Format> {
    table::FORMATS.into_iter().flatten()
}

/// Every pattern of every format.
pub fn shapes() -> &'static [Shape] {
    &SHAPES
}

/// What a whole value is, without blanks around it: of several formats the most specific one.
///
/// A checksum may be wrong: what looks like a token of GitHub is not anything else.
pub fn identify(value: &str) -> Option<&'static Format> {
    best(value).map(|shape| shape.format)
}

/// The longest known prefix of a text: one that is listed, or that of the format that it is.
pub(crate) fn token_prefix(text: &str) -> Option<&'static TokenPrefix> {
    let listed = prefix::listed(text);
    let of_format = best(text).map(|shape| &shape.prefix).filter(|prefix| {
        let longer = listed.is_none_or(|listed| prefix.text.len() >= listed.text.len());
        !prefix.text.is_empty() && longer && text.starts_with(prefix.text)
    });
    of_format.or(listed)
}

/// The runs of a credential of a known format: what of it is random, and of which characters.
///
/// `None` for what has a structure of its own: a login, a token with a payload, a PEM block.
pub(crate) fn random_runs(value: &str) -> Option<Vec<(Alphabet, Range<usize>)>> {
    let shape = best(value)?;
    if !matches!(shape.format.audience, Audience::Servers(_))
        || matches!(shape.format.check, Check::Login | Check::Jwt(_))
    {
        return None;
    }
    let found = shape.pattern.is_all_of(value.as_bytes())?;
    found.runs.into_iter().map(|(class, run)| Some((Alphabet::of(class)?, run))).collect()
}

/// The characters that a run may have, as far as hexadecimal digits and digits are concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alphabet {
    /// Lower-case hexadecimal digits are among them.
    Hex,
    /// Upper-case ones are, lower-case ones are not.
    UpperHex,
    /// Digits alone.
    Digits,
    /// `A` to `F` and `2` to `7`.
    Base32,
    /// They stay as they are: the padding of base64.
    Fixed,
}

impl Alphabet {
    fn of(class: u8) -> Option<Self> {
        Some(match class {
            b'd' => Self::Digits,
            b'u' | b'H' => Self::UpperHex,
            b't' => Self::Base32,
            b'=' => Self::Fixed,
            b'U' | b'k' => return None,
            _ => Self::Hex,
        })
    }
}

fn best(value: &str) -> Option<&'static Shape> {
    let text = value.trim().as_bytes();
    let fitting = SHAPES.iter().filter(|shape| shape.is(text));
    fitting.max_by_key(|shape| shape.specificity())
}

/// How far from an id its secret is looked for.
const NEARBY: usize = 400;

impl Shape {
    fn new(format: &'static Format, pattern: Pattern) -> Self {
        let text = if format.inside { "" } else { pattern.head() };
        let prefix = TokenPrefix { text, audience: format.audience };
        Self { format, pattern, companion: format.companion.and_then(Pattern::parse), prefix }
    }

    /// A text that is in every occurrence; `None` if there is none that is long enough to search
    /// for.
    pub fn anchor(&self) -> Option<&'static str> {
        self.pattern.anchor()
    }

    /// Whether every occurrence begins with that text.
    pub fn begins_with_anchor(&self) -> bool {
        self.pattern.begins_with_anchor()
    }

    /// How far before the first characters in a row that belong together, as many as asked for, the
    /// anchor may begin; `None` if no occurrence has to have so many.
    pub fn reach(&self, count: usize, belongs: impl Fn(u8) -> bool) -> Option<usize> {
        self.pattern.reach(count, belongs)
    }

    /// The occurrence whose anchor begins at a byte of a text.
    pub fn find_at(&self, text: &[u8], anchor: usize) -> Option<Found> {
        self.pattern.find_at(text, anchor)
    }

    /// Whether an occurrence is a credential. The id of a key is one for sure if its secret is
    /// nearby.
    pub fn verified(&self, text: &[u8], found: &Found) -> Verified {
        let verified = self.format.check.of(text, found);
        match &self.companion {
            Some(companion) if verified == Verified::Likely && is_near(companion, text, found) => {
                Verified::Yes
            }
            _ => verified,
        }
    }

    /// How little is left to chance; of two shapes of one text the greater one says what it is.
    pub fn specificity(&self) -> impl Ord + use<> {
        (self.pattern.specificity(), self.format.check.decides())
    }

    fn is(&self, value: &[u8]) -> bool {
        let check = self.format.check;
        let is_one =
            |found: &Found| !check.distinguishes() || check.of(value, found) != Verified::No;
        if self.format.inside {
            let anchor = self.anchor().unwrap_or_default().as_bytes();
            let mut places = find_iter(value, anchor);
            return places.any(|at| self.find_at(value, at).is_some_and(|found| is_one(&found)));
        }
        self.pattern.is_all_of(value).is_some_and(|found| is_one(&found))
    }
}

/// Whether a secret of a pattern, of one run, is near an id.
fn is_near(companion: &Pattern, text: &[u8], id: &Found) -> bool {
    let around = id.span.start.saturating_sub(NEARBY)..text.len().min(id.span.end + NEARBY);
    let words = text[around].split(|byte| b"\"'`\\ \n\r\t,;:&<>(){}[]".contains(byte));
    let mut words = words.filter_map(|word| companion.is_all_of(word).map(|found| (word, found)));
    words.any(|(word, found)| crate::guessability::is_random(&found.random_part(word)))
}

#[cfg(test)]
mod tests;
