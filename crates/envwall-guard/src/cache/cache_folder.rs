//! What a user says about the cache.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use envwall_core::SecretValue;

use super::folder;
use super::key::Digest;

/// A folder that remembers which files are clean.
///
/// A scan for the same values, with the same settings and the same version, takes from it what it found
/// in a file of the same name and content. Files with findings are scanned again.
///
/// The folder can be read by anyone: it is of no use for testing guesses of a value. So there is no
/// cache unless a key is given, or one of the secrets is as hard to guess as a key;
/// [`Report::cache`](crate::Report::cache) says which.
///
/// ```
/// use envwall_core::SecretValue;
/// use envwall_guard::{Cache, CacheUse, Guard, Secret, output::Output};
///
/// # let folder = tempfile::tempdir()?;
/// # std::fs::create_dir(folder.path().join("dist"))?;
/// # std::fs::write(folder.path().join("dist/app.js"), "f(1)")?;
/// let key = Secret::new("WEATHER_API_KEY", SecretValue::from("q7WzXe81-made-up-Kp0v4T"));
/// let output = Output::new(folder.path()).include(["dist/**"]);
/// let guard = Guard::new([key]).cache(Cache::new(folder.path().join("cache")));
/// assert_eq!(guard.scan(&output, &|_| {})?.cache, CacheUse::Used { files: 0 });
/// assert_eq!(guard.scan(&output, &|_| {})?.cache, CacheUse::Used { files: 1 });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Cache {
    pub(super) folder: PathBuf,
    pub(super) key: Option<SecretValue>,
    /// The stores that are older than the placeholders, by their tags.
    pub(super) older: Option<BTreeSet<Digest>>,
}

impl Cache {
    /// In a folder, which is made if it is not there.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), key: None, older: None }
    }

    /// The user's own key, with which a cache is safe whatever the secrets are. One that is too easy to
    /// guess is ignored.
    #[must_use]
    pub fn key(mut self, key: Option<SecretValue>) -> Self {
        self.key = key;
        self
    }

    /// To be called before placeholders are drawn: no file that is in the cache by then has one of them,
    /// as they are random, so these files are only searched for those that have fixed parts. What is written into the folder
    /// after this, by another process, is not used.
    #[must_use]
    pub fn before_placeholders(mut self) -> Self {
        self.older = Some(folder::beginnings(&self.folder).into_iter().collect());
        self
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}
