//! What is searched for, and the search itself.
//!
//! | module | holds |
//! |---|---|
//! | `strength` | how guessable a text is |
//! | `known` | identifiers that everyone knows |
//! | `parts` | the pieces of a value that are secret by themselves |
//! | `encode` | the forms in which a text stands in bytes |
//! | `grams` | the search for thousands of patterns at once |
//! | `shares` | whether a text may be a piece of a value |
//! | `beside`, `payload` | guessable values next to their own names |

mod beside;
mod encode;
mod grams;
mod known;
mod parts;
mod payload;
mod shares;
pub(crate) mod strength;
mod traces;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use envwall_core::SecretValue;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use self::beside::Beside;
use self::grams::{Grams, Pattern};
use self::parts::Part;
use self::shares::Shares;
use self::strength::{SEARCHABLE, STRONG, bits, is_telling};
pub(crate) use self::traces::{Traces, Trail};

/// A sensitive variable: its name, its value, and every other way its value may be read.
#[derive(Debug, Clone)]
pub struct Secret {
    /// The variable's name.
    pub name: String,
    /// The value, then its other readings.
    pub values: Vec<SecretValue>,
    /// Whether this is not the value, but what a build was given in its place.
    pub stand_in: bool,
    /// The `.env` file of another mode that the values are from.
    pub file: Option<String>,
}

impl Secret {
    /// A variable with one value.
    pub fn new(name: impl Into<String>, value: SecretValue) -> Self {
        Self { name: name.into(), values: vec![value], stand_in: false, file: None }
    }

    /// What a build was given in a variable's place: where it is met, the value would stand at run
    /// time. `values` are the stand-in and its unmistakable parts.
    pub fn stand_in(name: impl Into<String>, values: Vec<SecretValue>) -> Self {
        Self { name: name.into(), values, stand_in: true, file: None }
    }

    /// What a variable holds in another mode of the project, by that mode's `.env` file: it is no
    /// value of the build that is looked at, but must not be in client output either.
    pub fn elsewhere(
        name: impl Into<String>,
        file: impl Into<String>,
        values: Vec<SecretValue>,
    ) -> Self {
        Self { name: name.into(), values, stand_in: false, file: Some(file.into()) }
    }

    /// Adds other readings of the value: other dialects', or the text before expansion.
    #[must_use]
    pub fn readings(mut self, readings: impl IntoIterator<Item = SecretValue>) -> Self {
        self.values.extend(readings);
        self
    }
}

/// Which variable's value a needle is: an index into the guard's secrets.
pub(crate) type SecretId = usize;

/// An index into the pieces that are searched for.
pub(crate) type PieceId = usize;

/// So many raw bytes in a row are a part of a value.
const RAW_RUN: usize = 16;

/// So many parts of one value are searched for.
const MOST_PARTS: usize = 200;

/// What a match is called that is a run of a value and no named part of it.
pub(crate) const A_PART: &str = "a part";

/// An occurrence of a needle.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    pub(crate) secret: SecretId,
    pub(crate) piece: PieceId,
    /// What of the value it is; `None` is all of it.
    pub(crate) part: Option<&'static str>,
    /// The encoding in which it stands there.
    pub(crate) layer: Option<&'static str>,
    pub(crate) span: Range<usize>,
}

/// A value, or a part of one.
struct Piece {
    secret: SecretId,
    text: SecretValue,
    part: Option<&'static str>,
    /// So many bytes in a row are an occurrence.
    least: usize,
    strong: bool,
}

/// What a pattern is: a piece in an encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Label {
    /// Parts come after wholes: what is named is the variable whose value it is.
    part: Option<&'static str>,
    layer: Option<&'static str>,
    piece: PieceId,
    length: usize,
}

/// All byte patterns that are searched for.
pub(crate) struct Needles {
    grams: Grams,
    /// For each pattern what it is, the most telling first.
    labels: Vec<Label>,
    pieces: Vec<Piece>,
    searched: Vec<bool>,
    beside: Beside,
    /// The variables whose values have more parts than are searched for.
    left_out: BTreeSet<SecretId>,
    shortest: usize,
    /// Made when it is first asked for: most outputs need none.
    shares: OnceLock<Shares>,
    traces: OnceLock<Traces>,
}

impl Needles {
    /// `public` are values that the client may have: what stands in them tells nothing.
    pub(crate) fn new(secrets: &[Secret], public: &[SecretValue]) -> Self {
        let (pieces, left_out) = pieces(secrets, public);
        let mut patterns: BTreeMap<(Vec<u8>, usize), Label> = BTreeMap::new();
        for (index, piece) in pieces.iter().enumerate() {
            for (pattern, label) in patterns_of(index, piece) {
                let known = patterns.entry((pattern.bytes, pattern.least)).or_insert(label);
                *known = label.min(*known);
            }
        }
        // other readings are searched for too, but it is the value in force that has to be
        let in_force = secrets.iter().map(|secret| secret.values.first());
        let searched: Vec<bool> = in_force
            .map(|value| value.is_some_and(|value| is_searchable(value.expose().trim())))
            .collect();
        let labels = patterns.values().copied().collect();
        let patterns: Vec<_> =
            patterns.into_keys().map(|(bytes, least)| Pattern { bytes, least }).collect();
        let shortest = patterns.iter().map(|pattern| pattern.least).min().unwrap_or(usize::MAX);
        let unsearched = (0..secrets.len()).filter(|id| !searched[*id]);
        let beside = Beside::new(secrets, unsearched);
        Self {
            grams: Grams::new(patterns),
            labels,
            pieces,
            searched,
            beside,
            left_out,
            shortest,
            shares: OnceLock::new(),
            traces: OnceLock::new(),
        }
    }

    /// Whether the value of a variable is searched for wherever it may stand.
    pub(crate) fn covers(&self, secret: SecretId) -> bool {
        self.searched[secret]
    }

    /// The variables whose values have more parts than are searched for.
    pub(crate) fn left_out(&self) -> impl Iterator<Item = SecretId> + '_ {
        self.left_out.iter().copied()
    }

    /// Calls back with every occurrence, overlapping ones too.
    pub(crate) fn search(&self, text: &[u8], mut found: impl FnMut(Match)) {
        self.beside.search(text, &mut found);
        if text.len() < self.shortest {
            return;
        }
        self.grams.search(text, &mut |pattern, span| {
            let Label { piece, layer, part, length } = self.labels[pattern];
            let part = part.or((span.len() < length).then_some(A_PART));
            let span = layer.map_or(span.clone(), |layer| encode::around(text, span, layer));
            found(Match { secret: self.pieces[piece].secret, piece, part, layer, span });
        });
    }

    /// Whether a text may be a piece of what is searched for, by as little as makes one or by what
    /// is rare in programs.
    pub(crate) fn share_a_piece(&self, text: &str, exhaustive: bool) -> bool {
        let shares = self.shares.get_or_init(|| Shares::new(&self.pieces));
        if exhaustive { shares.with(text) } else { shares.clearly_with(text) }
    }

    /// What the needles leave in texts from which they are put together.
    pub(crate) fn traces(&self) -> &Traces {
        self.traces.get_or_init(|| Traces::new(&self.pieces))
    }

    /// Whether a literal of a text may be a piece of what is searched for.
    pub(crate) fn hand_on(&self, text: &[u8]) -> bool {
        self.shares.get_or_init(|| Shares::new(&self.pieces)).with_a_literal(text)
    }

    /// Whether the name of a variable with a guessable value stands in a text.
    pub(crate) fn stand_beside(&self, text: &[u8]) -> bool {
        self.beside.is_named_in(text)
    }

    /// Whether nobody writes a piece by chance, however much is written.
    pub(crate) fn is_strong(&self, piece: PieceId) -> bool {
        self.pieces[piece].strong
    }

    /// Whether one piece stands in another.
    pub(crate) fn holds(&self, outer: PieceId, inner: PieceId) -> bool {
        match (self.pieces.get(outer), self.pieces.get(inner)) {
            (Some(outer), Some(inner)) => outer.text.expose().contains(inner.text.expose()),
            _ => false,
        }
    }

    /// The variables whose value is a piece, other than the one it is told as.
    pub(crate) fn also(&self, secrets: &[Secret], piece: PieceId) -> Vec<SecretId> {
        let Some(piece) = self.pieces.get(piece) else { return Vec::new() };
        let same = |secret: &Secret| {
            secret.values.iter().any(|value| value.expose().trim() == piece.text.expose())
        };
        let others = secrets.iter().enumerate().filter(|(id, _)| *id != piece.secret);
        others.filter(|(_, secret)| same(secret)).map(|(id, _)| id).collect()
    }
}

/// Whether a text can be searched for by value.
pub(crate) fn is_searchable(text: &str) -> bool {
    text.len() >= grams::SHORTEST && is_telling(text)
}

/// The values and their parts, as far as they are worth searching for, and of which variables
/// some were left out.
fn pieces(secrets: &[Secret], public: &[SecretValue]) -> (Vec<Piece>, BTreeSet<SecretId>) {
    // to rate a value takes longer than all else that is done with it before the search
    let each = secrets.par_iter().enumerate().map(|(id, secret)| pieces_of(id, secret, public));
    let each: Vec<_> = each.collect();
    let left_out = each.iter().enumerate().filter(|(_, (_, all))| !all).map(|(id, _)| id);
    let left_out = left_out.collect();
    (each.into_iter().flat_map(|(pieces, _)| pieces).collect(), left_out)
}

/// Those of one variable, and whether they are all.
fn pieces_of(id: SecretId, secret: &Secret, public: &[SecretValue]) -> (Vec<Piece>, bool) {
    let (mut pieces, mut whole) = (Vec::new(), true);
    let is_public = |text: &str| public.iter().any(|value| value.expose().contains(text));
    // bundlers and forms trim; other readings are the same text as a rule
    let values: BTreeSet<_> = secret.values.iter().map(|value| value.expose().trim()).collect();
    for value in values {
        let parts = parts::parts(value);
        let token = parts.is_empty();
        // chance has no part in a stand-in
        let bits_of_all = if secret.stand_in { STRONG } else { bits(value) };
        if value.len() >= grams::SHORTEST && bits_of_all >= SEARCHABLE {
            pieces.push(piece(id, value, None, None, token, bits_of_all));
        }
        let parts = parts.into_iter().filter(Part::may_tell);
        let parts =
            parts.filter(|part| part.is_surely_secret(&secret.name) || !is_public(&part.text));
        let (parts, all) = strongest(parts);
        whole &= all;
        pieces.extend(
            parts
                .into_iter()
                .map(|(part, bits)| piece(id, &part.text, Some(part.name), part.least, true, bits)),
        );
    }
    (pieces, whole)
}

/// The parts that are hardest to guess, with their bits, and whether those are all.
fn strongest(parts: impl Iterator<Item = Part>) -> (Vec<(Part, f64)>, bool) {
    let rated = parts.filter(|part| part.text.len() >= grams::SHORTEST);
    let rated = rated.map(|part| (bits(&part.text), part)).filter(|(bits, _)| *bits >= SEARCHABLE);
    let mut rated: Vec<_> = rated.map(|(bits, part)| (part, bits)).collect();
    let all = rated.len() <= MOST_PARTS;
    if !all {
        rated.sort_by_cached_key(|(part, bits)| (!part.is_credential(), Reverse(ordered(*bits))));
        rated.truncate(MOST_PARTS);
    }
    (rated, all)
}

/// Bits as whole numbers, which can be sorted.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few hundred")]
fn ordered(bits: f64) -> u32 {
    (bits * 16.0) as u32
}

fn piece(
    secret: SecretId,
    text: &str,
    part: Option<&'static str>,
    least: Option<usize>,
    token: bool,
    bits: f64,
) -> Piece {
    let text = beginning(text);
    let strong = bits >= STRONG;
    let whole = text.len();
    let least = least.unwrap_or_else(|| if token && strong { telling_run(text) } else { whole });
    Piece { secret, text: SecretValue::from(text), part, least: least.min(whole), strong }
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
    let telling = starts.iter().all(|start| is_telling(&text[*start..start + run]));
    if telling { run } else { length }
}

fn patterns_of(index: PieceId, piece: &Piece) -> impl Iterator<Item = (Pattern, Label)> {
    let whole = piece.text.expose().len();
    let text = piece.text.expose();
    // in the bytes of a private key is the public one, which may be anywhere
    let otherwise = piece.strong && piece.part != Some(parts::PEM);
    let otherwise = if otherwise { encode::written_otherwise(text) } else { Vec::new() };
    let forms = encode::forms(text, piece.strong).into_iter().chain(otherwise);
    forms.filter(|form| form.bytes.len() >= grams::SHORTEST).map(move |form| {
        let length = form.bytes.len();
        // bytes come in any order more often than characters do
        let fewest = if form.layer == Some(encode::RAW) { RAW_RUN } else { grams::SHORTEST };
        let least = (length * piece.least).div_ceil(whole).max(fewest).min(length);
        let label = Label { part: piece.part, layer: form.layer, piece: index, length };
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
    use super::*;

    fn names(secrets: &[Secret], haystack: &str) -> Vec<(SecretId, Range<usize>)> {
        let mut found = Vec::new();
        let needles = Needles::new(secrets, &[]);
        needles.search(haystack.as_bytes(), |hit| found.push((hit.secret, hit.span)));
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
        let found = names(&secrets, "x q7WzXe81madeup-Kp0v");
        assert_eq!(found, [(0, 2..16), (1, 7..21)]);
        let needles = Needles::new(&secrets, &[]);
        assert_eq!(needles.also(&secrets, 0), [2]);
    }

    #[test]
    fn blanks_around_a_value_do_not_hide_it() {
        let secret = Secret::new("A", SecretValue::from(" q7WzXe81madeup\n"));
        assert_eq!(names(&[secret], "'q7WzXe81madeup'"), [(0, 1..15)]);
    }

    #[test]
    fn the_bytes_of_a_private_key_are_not_searched_for() {
        let body = "q7WzXe81Kp0v4TzVd83kPqz71xTwGq7Yh".repeat(5);
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----");
        let key = Secret::new("A", SecretValue::from(pem));
        let token = Secret::new("B", SecretValue::from("q7WzXe81Kp0v4TzVd83kPqz71xTwGq7Y"));
        let (pieces, _) = pieces(&[key, token], &[]);
        for (index, piece) in pieces.iter().enumerate() {
            let raw = patterns_of(index, piece).any(|(_, label)| label.layer == Some(encode::RAW));
            assert_eq!(raw, piece.secret == 1, "{:?}", piece.part);
        }
        assert!(pieces.iter().any(|piece| piece.part == Some(parts::PEM)));
    }

    #[test]
    fn what_is_public_is_no_part() {
        let secret = Secret::new(
            "DATABASE_URL",
            SecretValue::from("postgres://app:Vd83kPqz71@db.example/shop-Xk29dkWq81"),
        );
        let public = [SecretValue::from("shop-Xk29dkWq81, Vd83kPqz71")];
        let parts = |public: &[SecretValue]| {
            let (pieces, _) = pieces(std::slice::from_ref(&secret), public);
            pieces.iter().filter_map(|piece| piece.part).collect::<Vec<_>>()
        };
        assert!(parts(&[]).contains(&"path"));
        assert!(!parts(&public).contains(&"path"));
        assert!(parts(&public).contains(&"password"), "that is no coincidence");
    }
}
