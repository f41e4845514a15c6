//! A scan that looks up what it knows, and remembers what it learns.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::cache_folder::Cache;
use super::each_run::OfEachRun;
use super::folder;
use super::key::{Digest, Keys, is_of_each_run};
use super::record::Record;
use super::store::Store;
use crate::files::digest::sha256;
use crate::files::output::OutputFile;
use crate::needle::Coverage;
use crate::report::CacheUse;
use crate::scan::file::{self, Look};
use crate::scan::file_name;
use crate::scan::outcome::Outcome;
use crate::scan::search::Search;

/// A scan of one output, with a cache or without.
pub(crate) struct CachedScan<'a, 's> {
    look: &'a Look<'s>,
    cache: Result<Session<'a, 's>, CacheUse>,
}

impl<'a, 's> CachedScan<'a, 's> {
    /// Opens the cache, if it is safe to have one. `again` is how files that are known are looked at.
    pub(crate) fn begin(
        cache: &'a Cache,
        of_each_run: &'a OfEachRun,
        look: &'a Look<'s>,
        again: Option<&'a Look<'s>>,
    ) -> Self {
        let cache = match Keys::new(cache.key.as_ref(), look.search) {
            Some(keys) => Ok(Session::open(cache, keys, &of_each_run.all, look, again)),
            None => Err(CacheUse::NoKey),
        };
        Self { look, cache }
    }

    /// A scan without.
    pub(crate) fn without(look: &'a Look<'s>) -> Self {
        Self { look, cache: Err(CacheUse::Off) }
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
    again: Option<&'a Look<'s>>,
    /// The values of this run.
    run: Digest,
    store: Store,
    /// The records of the store, and whether that file has been searched for the values of this run.
    known: BTreeMap<Digest, (Record, bool)>,
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
        of_each_run: &Search,
        look: &'a Look<'s>,
        again: Option<&'a Look<'s>>,
    ) -> Self {
        let is_usable = |sealed: &Vec<u8>| {
            let is_older =
                |older: &BTreeSet<_>| sealed.first_chunk().is_some_and(|tag| older.contains(tag));
            cache.older.as_ref().is_none_or(is_older)
        };
        let sealed = folder::read(&cache.folder, &keys.name).filter(is_usable);
        let store = sealed.and_then(|sealed| Store::open(&sealed, &keys));
        let own = look.search.secrets.iter().filter(|(_, secret)| !is_of_each_run(secret)).count();
        let store = store.filter(|store| store.coverage.len() == own).unwrap_or_default();
        let run = keys.of_run(again.map(|look| look.search));
        let known = store.by_file(&run);
        let met = Mutex::default();
        let session = Self { cache, keys, look, again, run, store, known, met };
        if let Some(coverage) = session.coverage(of_each_run) {
            // the same, if it is known already
            let _ = look.search.known_coverage.set(coverage);
        }
        session
    }

    fn look_into(&self, file: &OutputFile, bytes: &[u8]) -> Outcome {
        let key = self.keys.of_file(file, bytes);
        if let Some((record, is_searched)) = self.known.get(&key)
            && (*is_searched || self.has_nothing_of_this_run(file, bytes))
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
        self.again.is_none_or(|look| {
            file_name::is_clean(look.search, &file.name)
                && Record::of(&look.look_into(file, bytes)).is_some()
        })
    }

    fn met<T>(&self, with: impl FnOnce(&mut Met) -> T) -> T {
        with(&mut self.met.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What the store and this run's own values say together of which secrets are searched for.
    fn coverage(&self, of_each_run: &Search) -> Option<Coverage> {
        let mut stored = self.store.coverage.iter();
        let each_run = of_each_run.secrets.iter();
        let mut each_run = each_run.map(|(id, _)| of_each_run.coverage().of(id));
        let each = self.look.search.secrets.iter().map(|(id, secret)| {
            let covered =
                if is_of_each_run(secret) { each_run.next() } else { stored.next().copied() };
            Some((id, covered?))
        });
        each.collect()
    }

    /// Writes the store, if there is anything new.
    fn write(self) -> CacheUse {
        let Self { cache, keys, look, again, run, store, known: recorded, met } = self;
        let Met { known, new } = met.into_inner().unwrap_or_else(PoisonError::into_inner);
        let files = known.len();
        let is_searched = |file| recorded.get(file).is_some_and(|(_, searched)| *searched);
        if new.is_empty() && (again.is_none() || known.iter().all(is_searched)) {
            return CacheUse::Used { files };
        }
        let (used, unused): (Vec<_>, Vec<_>) =
            store.files.into_iter().partition(|(file, _)| known.contains(file));
        let unused = unused.into_iter().filter(|(file, _)| !new.contains_key(file)).collect();
        let new: Vec<_> = new.iter().map(|(file, record)| (*file, *record)).collect();
        let search = look.search;
        let own = search.secrets.iter().filter(|(_, secret)| !is_of_each_run(secret));
        let coverage = own.map(|(id, _)| search.coverage().of(id)).collect();
        let searched = used.len() + new.len();
        let store = Store { coverage, run, searched, files: [used, new, unused].concat() };
        match folder::write(&cache.folder, &keys.name, &store.seal(&keys)) {
            Ok(()) => CacheUse::Used { files },
            Err(error) => CacheUse::Failed(error.to_string()),
        }
    }
}
