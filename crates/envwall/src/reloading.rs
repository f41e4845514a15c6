//! Config that changes while the server runs: rotated secrets without a restart.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use crate::EnvError;

/// Config that can be loaded again.
///
/// Whoever holds what [`current`](Self::current) gave keeps that; what is not right when it is loaded
/// again changes nothing.
///
/// ```
/// use envwall::{Folder, Process, Reader, Reloading, Secret, Source, ValueType};
///
/// let source = Folder::new("/run/secrets").or(Process).or([("API_KEY", "wk-made-up-0123")]);
/// let key = Reloading::new(move || {
///     let mut reader = Reader::new(&source);
///     reader.required::<Secret<String>>("API_KEY", &ValueType::ANY).ok_or_else(|| reader.into_error())
/// })?;
/// assert_eq!(key.current().expose(), "wk-made-up-0123");
/// key.reload()?;
/// # Ok::<(), envwall::EnvError>(())
/// ```
pub struct Reloading<T> {
    current: RwLock<Arc<T>>,
    load: Box<dyn Fn() -> Result<T, EnvError> + Send + Sync>,
}

impl<T> Reloading<T> {
    /// Loads for the first time.
    ///
    /// # Errors
    /// What `load` says.
    pub fn new(
        load: impl Fn() -> Result<T, EnvError> + Send + Sync + 'static,
    ) -> Result<Self, EnvError> {
        let current = RwLock::new(Arc::new(load()?));
        Ok(Self { current, load: Box::new(load) })
    }

    /// What was loaded last.
    pub fn current(&self) -> Arc<T> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Loads again.
    ///
    /// # Errors
    /// What `load` says; the config stays as it was.
    pub fn reload(&self) -> Result<(), EnvError> {
        let loaded = Arc::new((self.load)()?);
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = loaded;
        Ok(())
    }
}

impl<T> fmt::Debug for Reloading<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reloading(…)")
    }
}

#[cfg(feature = "watch")]
pub use watch::Watch;

#[cfg(feature = "watch")]
mod watch {
    use std::path::Path;
    use std::sync::Arc;

    use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

    use super::Reloading;
    use crate::EnvError;

    /// Watches until it is dropped.
    #[derive(Debug)]
    #[must_use = "nothing is watched once this is dropped"]
    pub struct Watch {
        _watcher: RecommendedWatcher,
    }

    impl<T: Send + Sync + 'static> Reloading<T> {
        /// Loads again whenever something changes at a path, and tells how that went.
        ///
        /// Watch the folder, not a file in it: Kubernetes swaps a link beside the files, and
        /// editors replace them.
        ///
        /// # Errors
        /// When the path cannot be watched.
        pub fn watch(
            self: &Arc<Self>,
            path: &Path,
            reloaded: impl Fn(Result<(), EnvError>) + Send + 'static,
        ) -> notify::Result<Watch> {
            let config = Arc::clone(self);
            let changed = move |event: notify::Result<Event>| {
                if event.is_ok_and(|event| !event.kind.is_access()) {
                    reloaded(config.reload());
                }
            };
            let mut watcher = notify::recommended_watcher(changed)?;
            watcher.watch(path, RecursiveMode::NonRecursive)?;
            Ok(Watch { _watcher: watcher })
        }
    }
}
