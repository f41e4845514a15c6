//! A scan that looks up what it knows, and remembers what it learns.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::key::{Digest, Keys, is_of_each_run};
use super::record::Record;
use super::store::Store;
use super::{Cache, folder};
use crate::files::digest::sha256;
use crate::files::output::OutputFile;
use crate::needle::Coverage;
use crate::report::CacheUse;
use crate::scan::file::{self, Look};
use crate::scan::file_name;
use crate::scan::outcome::Outcome;
use crate::scan::search::Search;

/// What every run has other values of is searched for in files that are known to be clean, too; `None`
/// if there is no such thing.
pub(crate) fn of_each_run(search: &Search) -> Option<Search> {
    let only = search.only(is_of_each_run, |variable| variable.per_run);
    let is_empty = only.secrets.iter().len() == 0 && only.undeclared.variables().is_empty();
    (!is_empty).then_some(only)
}

/// A scan of one output, with a cache or without.
pub(crate) struct CachedScan<'a, 's> {
    look: &'a Look<'s>,
    cache: Result<Session<'a, 's>, CacheUse>,
}

impl<'a, 's> CachedScan<'a, 's> {
    /// Opens the cache, if there is one and it is safe to have one. `of_each_run` is how known files are
    /// looked at.
    pub(crate) fn begin(
        cache: Option<&'a Cache>,
        look: &'a Look<'s>,
        of_each_run: Option<&'a Look<'s>>,
    ) -> Self {
        let open = |cache: &'a Cache| {
            let keys = Keys::new(cache.key.as_ref(), look.search);
            keys.map_or(Err(CacheUse::NoKey), |keys| {
                Ok(Session::open(cache, keys, look, of_each_run))
            })
        };
        Self { look, cache: cache.map_or(Err(CacheUse::Off), open) }
    }

    /// What becomes of a file.
    pub(crate) fn scan(&self, file: &OutputFile) -> Outcome {
        file::read(self.look.search, file, |bytes| match &self.cache {
            Ok(session) => session.look_into(file, bytes),
            Err(_) => self.look.look_into(file, bytes),
        })
    }

    /// Writes what is new to disk.
    pub(crate) fn end(self) -> CacheUse {
        match self.cache {
            Ok(session) => session.write(),
            Err(used) => used,
        }
    }
}

/// A scan with a store.
struct Session<'a, 's> {
    cache: &'a Cache,
    keys: Keys,
    look: &'a Look<'s>,
    of_each_run: Option<&'a Look<'s>>,
    store: Store,
    known: BTreeMap<Digest, Record>,
    met: Mutex<Met>,
}

/// The clean files of a scan.
#[derive(Default)]
struct Met {
    known: BTreeSet<Digest>,
    new: BTreeMap<Digest, Record>,
}

impl<'a, 's> Session<'a, 's> {
    fn open(
        cache: &'a Cache,
        keys: Keys,
        look: &'a Look<'s>,
        of_each_run: Option<&'a Look<'s>>,
    ) -> Self {
        let sealed = folder::read(&cache.folder, &keys.name);
        let store = sealed.and_then(|sealed| Store::open(&sealed, &keys));
        let own = look.search.secrets.iter().filter(|(_, secret)| !is_of_each_run(secret)).count();
        let store = store.filter(|store| store.coverage.len() == own).unwrap_or_default();
        let known = store.by_file();
        let session = Self { cache, keys, look, of_each_run, store, known, met: Mutex::default() };
        if let Some(coverage) = session.coverage() {
            // the same, if it is known already
            let _ = look.search.known_coverage.set(coverage);
        }
        session
    }

    fn look_into(&self, file: &OutputFile, bytes: &[u8]) -> Outcome {
        let key = self.keys.of_file(file, bytes);
        if let Some(record) = self.known.get(&key)
            && self.has_nothing_of_this_run(file, bytes)
        {
            self.met(|met| met.known.insert(key));
            let digest = self.look.search.digests.then(|| sha256(bytes));
            return record.outcome(&file.name, digest);
        }
        let outcome = self.look.look_into(file, bytes);
        let record = Record::of(&outcome);
        if let Some(record) = record.filter(|_| file_name::is_clean(self.look.search, &file.name)) {
            self.met(|met| met.new.insert(key, record));
        }
        outcome
    }

    /// Whether a known file has nothing of what only this run searches for, nor pieces of it that another
    /// file may put together.
    fn has_nothing_of_this_run(&self, file: &OutputFile, bytes: &[u8]) -> bool {
        self.of_each_run.is_none_or(|look| {
            file_name::is_clean(look.search, &file.name)
                && Record::of(&look.look_into(file, bytes)).is_some()
        })
    }

    fn met<T>(&self, with: impl FnOnce(&mut Met) -> T) -> T {
        with(&mut self.met.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What the store and this run's own values say together of which secrets are searched for.
    fn coverage(&self) -> Option<Coverage> {
        let mut stored = self.store.coverage.iter();
        let of_each_run = self.of_each_run.map(|look| look.search);
        let mut of_each_run = of_each_run
            .into_iter()
            .flat_map(|search| search.secrets.iter().map(|(id, _)| search.coverage().of(id)));
        let each = self.look.search.secrets.iter().map(|(id, secret)| {
            let covered =
                if is_of_each_run(secret) { of_each_run.next() } else { stored.next().copied() };
            Some((id, covered?))
        });
        each.collect()
    }

    /// Writes the store, if there is anything new.
    fn write(self) -> CacheUse {
        let Self { cache, keys, look, store, met, .. } = self;
        let Met { known, new } = met.into_inner().unwrap_or_else(PoisonError::into_inner);
        let files = known.len();
        if new.is_empty() {
            return CacheUse::Used { files };
        }
        let (used, unused): (Vec<_>, Vec<_>) =
            store.files.into_iter().partition(|(file, _)| known.contains(file));
        let unused = unused.into_iter().filter(|(file, _)| !new.contains_key(file)).collect();
        let new: Vec<_> = new.iter().map(|(file, record)| (*file, *record)).collect();
        let search = look.search;
        let own = search.secrets.iter().filter(|(_, secret)| !is_of_each_run(secret));
        let coverage = own.map(|(id, _)| search.coverage().of(id)).collect();
        let store = Store { coverage, files: [used, new, unused].concat() };
        match folder::write(&cache.folder, &keys.name, &store.seal(&keys)) {
            Ok(()) => CacheUse::Used { files },
            Err(error) => CacheUse::Failed(error.to_string()),
        }
    }
}
