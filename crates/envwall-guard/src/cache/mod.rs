//! Which files are known to be clean: a scan of unchanged output reads and hashes its files and does
//! nothing else.
//!
//! A file of the cache is one store: for one set of all that decides what a scan finds (`key`), the
//! files in which it found nothing (`record`). Whoever reads the folder learns nothing about values or
//! files: the name of a store, the entries in it and its encryption depend on a key that cannot be
//! guessed, and without such a key there is no cache. Whoever writes into it cannot make a scan less
//! strict: a store that the key does not authenticate is ignored.
//!
//! | module | holds |
//! |---|---|
//! | `cache_folder` | what a user says about the cache |
//! | `key` | the key: from what nobody can guess, and all that decides what a scan finds |
//! | `each_run` | values that every run has others of, which are no part of the key |
//! | `record` | what a clean file's outcome is made of |
//! | `store` | the records as bytes, encrypted |
//! | `folder` | the stores on disk |
//! | `scan` | a scan that looks up what it knows |

mod cache_folder;
mod each_run;
mod folder;
mod key;
mod record;
mod scan;
mod store;

pub use self::cache_folder::Cache;
pub(crate) use self::each_run::OfEachRun;
pub(crate) use self::scan::CachedScan;
