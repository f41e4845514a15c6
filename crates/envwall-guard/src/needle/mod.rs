//! What is searched for, and the search itself.
//!
//! | module | holds |
//! |---|---|
//! | `parts` | the pieces of a value that are secret by themselves |
//! | `encode` | the forms in which a text is in bytes |
//! | `adjacent_name`, `devalue` | guessable values next to their own names |
//! | `secret`, `piece` | what all of them are about |
//! | `coverage` | which variables are searched for |

mod adjacent_name;
mod coverage;
mod devalue;
pub(crate) mod encode;
mod parts;
mod piece;
mod secret;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use data_encoding::HEXLOWER;
use envwall_core::SecretValue;
use envwall_core::classify::is_searchable_as;
use envwall_core::guessability::{SEARCHABLE_BITS, STRONG_BITS, bits, is_searchable};
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use sha2::{Digest, Sha256};

use self::adjacent_name::AdjacentNames;
pub(crate) use self::coverage::{Coverage, Covered};
use self::parts::PlacedPart;
pub(crate) use self::piece::{Match, Piece, PieceId};
pub use self::secret::{Evidence, Secret};
pub(crate) use self::secret::{Part, SecretId, Secrets};
use crate::text::encoding::Encoding;
use crate::text::grams::{self, Grams, Pattern};

/// How many raw bytes in a row are a part of a value.
const MIN_RAW_RUN: usize = 16;

/// Maximum number of parts of one value that are searched for.
const MAX_PARTS: usize = 200;

/// What a pattern is: a piece in an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Label {
    /// Parts come after wholes: what is named is the variable whose value it is.
    part: Option<Part>,
    encoding: Option<Encoding>,
    piece: PieceId,
    length: usize,
}

/// All byte patterns that are searched for.
pub(crate) struct Needles {
    grams: Grams,
    /// For each pattern what it is, the most telling first.
    labels: Vec<Label>,
    pieces: Vec<Piece>,
    adjacent: AdjacentNames,
    coverage: Coverage,
    min_length: usize,
}

impl Needles {
    /// `public` are values that the client may have: what is in them tells nothing.
    pub(crate) fn new(secrets: &Secrets, public: &[SecretValue]) -> Self {
        let Pieces { all: pieces, truncated, searched } = Pieces::of(secrets, public);
        let mut patterns: BTreeMap<(Vec<u8>, usize), Label> = BTreeMap::new();
        for (index, piece) in pieces.iter().enumerate() {
            for (pattern, label) in patterns_of(PieceId(index), piece) {
                let known = patterns.entry((pattern.bytes, pattern.least)).or_insert(label);
                *known = label.min(*known);
            }
        }
        let labels = patterns.values().copied().collect();
        let patterns: Vec<_> =
            patterns.into_keys().map(|(bytes, least)| Pattern { bytes, least }).collect();
        let unsearched = secrets
            .iter()
            .filter(|(id, secret)| !searched.contains(id) && secret.evidence != Evidence::Random);
        Self {
            min_length: patterns.iter().map(|pattern| pattern.least).min().unwrap_or(usize::MAX),
            grams: Grams::new(patterns),
            labels,
            pieces,
            adjacent: AdjacentNames::new(unsearched),
            coverage: Coverage { searched, truncated },
        }
    }

    /// Which variables are searched for.
    pub(crate) fn coverage(&self) -> &Coverage {
        &self.coverage
    }

    /// Which part of a value was found, without anything of the value: "JSON field 5d41402a".
    pub(crate) fn part_name(&self, part: Part, piece: Option<PieceId>) -> String {
        match piece.and_then(|piece| self.pieces[piece.0].place.as_ref()) {
            None => part.to_string(),
            Some(place) => format!("{part} {place}"),
        }
    }

    /// The values and parts that are searched for.
    pub(crate) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Calls back with every occurrence, overlapping ones too. Returns where the names of variables
    /// with guessable values are, and a program may go on with the value.
    pub(crate) fn search(&self, text: &[u8], mut found: impl FnMut(Match)) -> Vec<usize> {
        let composed_names = self.adjacent.search(text, &mut found);
        if text.len() < self.min_length {
            return composed_names;
        }
        self.grams.search(text, &mut |pattern, span| {
            let Label { piece, encoding, part, length } = self.labels[pattern];
            let part = part.or((span.len() < length).then_some(Part::Run));
            let span =
                encoding.map_or(span.clone(), |encoding| encode::around(text, span, encoding));
            let secret = self.pieces[piece.0].secret;
            found(Match { secret, piece: Some(piece), part, encoding, span });
        });
        composed_names
    }

    /// Whether nobody writes by chance what was found, however much is written.
    pub(crate) fn is_strong(&self, found: &Match) -> bool {
        found.piece.is_some_and(|piece| self.pieces[piece.0].strong)
    }

    /// Whether one piece contains another.
    pub(crate) fn contains(&self, outer: PieceId, inner: PieceId) -> bool {
        self.text(outer).contains(self.text(inner))
    }

    /// The variables whose value is a piece, other than the one that it is reported as.
    pub(crate) fn others_with(&self, secrets: &Secrets, piece: PieceId) -> Vec<SecretId> {
        let (own, text) = (self.pieces[piece.0].secret, self.text(piece));
        let same = |secret: &Secret| secret.values.iter().any(|it| it.expose().trim() == text);
        let others = secrets.iter().filter(|(id, secret)| *id != own && same(secret));
        others.map(|(id, _)| id).collect()
    }

    fn text(&self, piece: PieceId) -> &str {
        self.pieces[piece.0].text.expose()
    }
}

/// The public values that decide what is searched for: a part of a secret is in them.
pub(crate) fn deciding<'p>(secrets: &[&Secret], public: &'p [SecretValue]) -> Vec<&'p SecretValue> {
    let values = secrets.iter().flat_map(|secret| &secret.values);
    let parts = values.flat_map(|value| parts::parts(value.expose().trim()));
    let parts = parts.map(|(part, _)| part.text).filter(|text| text.len() >= grams::MIN_LENGTH);
    let parts: BTreeSet<_> = parts.collect();
    let decides = |value: &&SecretValue| parts.iter().any(|it| value.expose().contains(it));
    public.iter().filter(decides).collect()
}

/// The values and their parts, as far as they can be searched for.
#[derive(Default)]
struct Pieces {
    all: Vec<Piece>,
    /// The variables of which some were left out.
    truncated: BTreeSet<SecretId>,
    /// The variables that are searched for: other readings are, too, but it is the value in force
    /// that has to be.
    searched: BTreeSet<SecretId>,
}

impl Pieces {
    fn of(secrets: &Secrets, public: &[SecretValue]) -> Self {
        // rating a value takes longer than all else that is done with it before the search
        let each = secrets.entries().into_par_iter();
        let each: Vec<_> = each.map(|(id, secret)| pieces_of(id, secret, public)).collect();
        each.into_iter().fold(Self::default(), |mut sum, one| {
            sum.all.extend(one.all);
            sum.truncated.extend(one.truncated);
            sum.searched.extend(one.searched);
            sum
        })
    }
}

/// Those of one variable.
fn pieces_of(id: SecretId, secret: &Secret, public: &[SecretValue]) -> Pieces {
    let mut of = Pieces::default();
    let in_force = secret.values.first().map(|value| value.expose().trim());
    let is_public = |text: &str| public.iter().any(|value| value.expose().contains(text));
    // bundlers and forms trim; other readings are the same text as a rule
    let values: BTreeSet<_> = secret.values.iter().map(|value| value.expose().trim()).collect();
    for value in values {
        let parts = parts::parts(value);
        let token = parts.is_empty();
        let bits_of_all = bits(value);
        let telling = bits_of_all >= SEARCHABLE_BITS || is_searchable_as(&secret.name, value);
        of.searched.extend((telling && in_force == Some(value)).then_some(id));
        // chance has no part in a placeholder
        let bits_of_all = if secret.placeholder { STRONG_BITS } else { bits_of_all };
        if telling || secret.placeholder {
            of.all.push(Piece::whole(id, value, token, bits_of_all));
        }
        let parts = parts.into_iter().filter(|(part, _)| {
            part.may_tell() && (part.is_surely_secret(&secret.name) || !is_public(&part.text))
        });
        let (parts, all) = strongest(parts);
        of.truncated.extend((!all).then_some(id));
        of.all.extend(parts.iter().map(|(part, bits)| Piece::part(id, part, *bits)));
    }
    of
}

/// The parts that are hardest to guess, with their bits, and whether those are all.
fn strongest(parts: impl Iterator<Item = PlacedPart>) -> (Vec<(PlacedPart, f64)>, bool) {
    let long = parts.filter(|(part, _)| part.text.len() >= grams::MIN_LENGTH);
    let rated = long.map(|part| {
        let bits = bits(&part.0.text);
        (part, bits)
    });
    let mut rated: Vec<_> = rated.filter(|(_, bits)| *bits >= SEARCHABLE_BITS).collect();
    let all = rated.len() <= MAX_PARTS;
    if !all {
        rated.sort_by_cached_key(|((part, _), bits)| {
            (!part.is_credential(), Reverse(ordered(*bits)))
        });
        rated.truncate(MAX_PARTS);
    }
    (rated, all)
}

/// Bits as whole numbers, which can be sorted.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred")]
fn ordered(bits: f64) -> u32 {
    (bits * 16.0) as u32
}

impl Piece {
    fn whole(secret: SecretId, value: &str, token: bool, bits: f64) -> Self {
        Self::new(secret, value, None, token, bits)
    }

    fn part(secret: SecretId, (part, place): &PlacedPart, bits: f64) -> Self {
        let new = Self::new(secret, &part.text, part.least, true, bits);
        let hash = || HEXLOWER.encode(&Sha256::digest(place))[..8].to_owned();
        Self { part: Some(part.part), place: (!place.is_empty()).then(hash), ..new }
    }

    fn new(secret: SecretId, text: &str, least: Option<usize>, token: bool, bits: f64) -> Self {
        let text = beginning(text);
        let strong = bits >= STRONG_BITS;
        let whole = text.len();
        let least =
            least.unwrap_or_else(|| if token && strong { telling_run(text) } else { whole });
        let min_run = least.min(whole);
        Self { secret, text: SecretValue::from(text), part: None, place: None, min_run, strong }
    }
}

/// How much of a value that a generator made gives it away: twelve characters and 60 percent,
/// if every such run is beyond guessing.
fn telling_run(text: &str) -> usize {
    let length = text.len();
    let run = (length * 3).div_ceil(5).max(12);
    if length < run || !text.is_ascii() {
        return length;
    }
    let starts = [0, (length - run) / 2, length - run];
    let telling = starts.iter().all(|start| is_searchable(&text[*start..start + run]));
    if telling { run } else { length }
}

fn patterns_of(index: PieceId, piece: &Piece) -> impl Iterator<Item = (Pattern, Label)> {
    let whole = piece.text.expose().len();
    let text = piece.text.expose();
    // in the bytes of a private key is the public one, which may be anywhere
    let otherwise = piece.strong && piece.part != Some(Part::PemBody);
    let otherwise = if otherwise { encode::written_otherwise(text) } else { Vec::new() };
    let forms = encode::forms(text, piece.strong).into_iter().chain(otherwise);
    forms.filter(|form| form.bytes.len() >= grams::MIN_LENGTH).map(move |form| {
        let length = form.bytes.len();
        // bytes come in any order more often than characters do
        let fewest =
            if form.encoding == Some(Encoding::RawBytes) { MIN_RAW_RUN } else { grams::MIN_LENGTH };
        let least = (length * piece.min_run).div_ceil(whole).max(fewest).min(length);
        let label = Label { part: piece.part, encoding: form.encoding, piece: index, length };
        (Pattern { bytes: form.bytes, least }, label)
    })
}

/// What is enough to know a long value by; more patterns would cost more than they find.
fn beginning(value: &str) -> &str {
    const ENOUGH: usize = 2048;
    let fits = (0..=ENOUGH.min(value.len())).rev().find(|at| value.is_char_boundary(*at));
    &value[..fits.unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    fn names(
        secrets: impl IntoIterator<Item = Secret>,
        haystack: &str,
    ) -> Vec<(String, Range<usize>)> {
        let secrets = Secrets::new(secrets);
        let needles = Needles::new(&secrets, &[]);
        let mut found = Vec::new();
        needles.search(haystack.as_bytes(), |hit| {
            found.push((secrets[hit.secret].name.clone(), hit.span));
        });
        found.sort_by_key(|(_, span)| span.start);
        found
    }

    #[test]
    fn overlapping_values_are_all_found() {
        let secrets = [
            Secret::new("A", SecretValue::from("q7WzXe81madeup")),
            Secret::new("B", SecretValue::from("e81madeup-Kp0v")),
            Secret::new("C", SecretValue::from("q7WzXe81madeup")),
        ];
        let found = names(secrets.clone(), "x q7WzXe81madeup-Kp0v");
        assert_eq!(found, [("A".to_owned(), 2..16), ("B".to_owned(), 7..21)]);
        let secrets = Secrets::new(secrets);
        let needles = Needles::new(&secrets, &[]);
        let others = needles.others_with(&secrets, PieceId(0));
        assert_eq!(others.iter().map(|id| &*secrets[*id].name).collect::<Vec<_>>(), ["C"]);
    }

    #[test]
    fn blanks_around_a_value_do_not_hide_it() {
        let secret = Secret::new("A", SecretValue::from(" q7WzXe81madeup\n"));
        assert_eq!(names([secret], "'q7WzXe81madeup'"), [("A".to_owned(), 1..15)]);
    }

    #[test]
    fn the_bytes_of_a_private_key_are_not_searched_for() {
        let body = "q7WzXe81Kp0v4TzVd83kPqz71xTwGq7Yh".repeat(5);
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----");
        let key = Secret::new("A", SecretValue::from(pem));
        let token = Secret::new("B", SecretValue::from("q7WzXe81Kp0v4TzVd83kPqz71xTwGq7Y"));
        let secrets = Secrets::new([key, token]);
        let Pieces { all: pieces, .. } = Pieces::of(&secrets, &[]);
        for (index, piece) in pieces.iter().enumerate() {
            let mut patterns = patterns_of(PieceId(index), piece);
            let raw = patterns.any(|(_, label)| label.encoding == Some(Encoding::RawBytes));
            assert_eq!(raw, secrets[piece.secret].name == "B", "{:?}", piece.part);
        }
        assert!(pieces.iter().any(|piece| piece.part == Some(Part::PemBody)));
    }

    #[test]
    fn what_is_public_is_no_part() {
        let secret = Secret::new(
            "DATABASE_URL",
            SecretValue::from("postgres://app:Vd83kPqz71@db.example/shop-Xk29dkWq81"),
        );
        let public = [SecretValue::from("shop-Xk29dkWq81, Vd83kPqz71")];
        let parts = |public: &[SecretValue]| {
            let Pieces { all: pieces, .. } = Pieces::of(&Secrets::new([secret.clone()]), public);
            pieces.iter().filter_map(|piece| piece.part).collect::<Vec<_>>()
        };
        assert!(parts(&[]).contains(&Part::PathSegment));
        assert!(!parts(&public).contains(&Part::PathSegment));
        assert!(parts(&public).contains(&Part::Password), "that is no coincidence");
    }
}
