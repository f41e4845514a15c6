//! Values that every run has others of: the tokens of a CI job, and placeholders. They are no part of a
//! key, so files that are known to be clean are searched for them.

use envwall_core::SecretValue;

use super::cache_folder::Cache;
use super::key::is_of_each_run;
use crate::needle::{Piece, Secret, SecretId};
use crate::scan::file::Look;
use crate::scan::search::Search;

/// How many characters of its marks every occurrence of a placeholder has to have: 36 bits or more.
const MIN_DRAWN: usize = 9;

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
    let has_marks = |piece: &Piece| is_marked(piece, marks);
    let mut pieces = search.needles.pieces().iter().filter(|piece| piece.secret == id);
    secret.placeholder && search.coverage().has(id) && pieces.all(has_marks)
}

/// Whether every run of a piece that is an occurrence has enough of the marks.
fn is_marked(piece: &Piece, marks: &[SecretValue]) -> bool {
    let text = piece.text.expose();
    if marks.iter().any(|mark| mark.expose().contains(text)) {
        return true;
    }
    let mut marked = vec![false; text.len()];
    for mark in marks.iter().map(SecretValue::expose) {
        for (at, _) in text.match_indices(mark) {
            marked[at..at + mark.len()].fill(true);
        }
    }
    let mut runs = marked.windows(piece.min_run.max(1));
    runs.all(|run| run.iter().filter(|marked| **marked).count() >= MIN_DRAWN)
}

#[cfg(test)]
mod tests {
    use envwall_core::{Placeholders, ValueType};

    use super::*;
    use crate::needle::Secrets;

    /// Whether files that are older than the placeholder for a value are searched for it.
    fn is_searched(real: &str) -> bool {
        let drawn = Placeholders::from_seed([7; 32]);
        let drawn = drawn.placeholder("KEY", &ValueType::ANY, &[&SecretValue::from(real)]).unwrap();
        let texts = std::iter::once(&drawn.value).chain(&drawn.marks);
        let values = texts.map(|text| SecretValue::from(text.as_str())).collect();
        let secrets = Secrets::new([Secret::placeholder("KEY", values)]);
        let cache = Cache::new("").before_placeholders();
        OfEachRun::new(&Search::new(secrets, Vec::new()), &cache).look().is_some()
    }

    #[test]
    fn older_files_have_no_random_placeholder() {
        for real in [
            "q7WzXe81Kp0v",
            "q7WzXe81Kp0v4TzVd83k",
            "2fd4e1c67a2d28fced849ee1bb76e739",
            "L9ThxnotKPzthJ7hu3bnORuT6xI5d2Wm",
            "postgres://app:q7WzXe81Kp0v4TzV@db.internal.example:5432/app?sslmode=require",
            r#"{"type":"service","id":"q7WzXe81Kp0v4TzVd83k","key":"Kp0v4TzVd83kPqz71xTwGq7Yh3Wm"}"#,
            "saffron-3842",
        ] {
            assert!(!is_searched(real), "{real}");
        }
        // the end of its host is the same in each run
        assert!(is_searched("Server=db.internal.example;User Id=sa;Password=q7WzXe81Kp0v4TzV;"));
    }
}
