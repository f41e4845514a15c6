//! Values that every run has others of: the tokens of a CI job, and placeholders. They are no part of a
//! key, so files that are known to be clean are searched for them.

use super::Cache;
use crate::needle::{Piece, Secret, SecretId};
use crate::scan::file::Look;
use crate::scan::search::Search;

/// How many characters of a mark every occurrence of a placeholder has to have: 36 bits or more.
const MIN_DRAWN: usize = 9;

/// Whether a secret is of one run.
pub(super) fn is_of_each_run(secret: &Secret) -> bool {
    secret.per_run || secret.placeholder
}

/// The values of this run.
pub(crate) struct OfEachRun {
    pub(super) all: Search,
    /// Those that files may have that are known to be clean.
    searched: Option<Search>,
}

impl OfEachRun {
    pub(crate) fn new(search: &Search, cache: &Cache) -> Self {
        let all = search.only(|_, secret| is_of_each_run(secret), |variable| variable.per_run);
        let is_newer = |id, secret: &Secret| cache.older.is_some() && is_random(&all, id, secret);
        let searched = all.only(|id, secret| !is_newer(id, secret), |_| true);
        let is_empty = searched.secrets.is_empty() && searched.undeclared.variables().is_empty();
        Self { all, searched: (!is_empty).then_some(searched) }
    }

    /// How files that are known to be clean are looked at; `None` if that would show nothing.
    pub(crate) fn look(&self) -> Option<Look<'_>> {
        self.searched.as_ref().map(Look::new)
    }
}

/// Whether this is a placeholder that is random wherever it is found, so that nothing older has it. The key
/// that placeholders for RSA keys have in common is not.
fn is_random(search: &Search, id: SecretId, secret: &Secret) -> bool {
    let Some((_, marks)) = secret.values.split_first().filter(|_| !secret.per_run) else {
        return false;
    };
    let has_mark = |piece: &Piece| marks.iter().any(|mark| is_in_each_run(piece, mark.expose()));
    let mut pieces = search.needles.pieces().iter().filter(|piece| piece.secret == id);
    secret.placeholder && search.coverage().has(id) && pieces.all(has_mark)
}

/// Whether every run of a piece that is an occurrence has enough of a mark.
fn is_in_each_run(piece: &Piece, mark: &str) -> bool {
    let text = piece.text.expose();
    let Some(before) = text.find(mark) else { return mark.contains(text) };
    let after = text.len() - before - mark.len();
    mark.len() >= MIN_DRAWN && before.max(after) + MIN_DRAWN <= piece.min_run
}
