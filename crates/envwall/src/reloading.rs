//! Config that changes while the server runs: rotated secrets without a restart.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::EnvError;

/// Config that can be loaded again.
///
/// Whoever holds what [`current`](Self::current) gave keeps that; what is not right when it is loaded
/// again changes nothing. Of generated config:
///
/// ```ignore
/// let source = Folder::new("/run/secrets").or(Process);
/// let config = Arc::new(Reloading::new(move || ServerConfig::from_source(&source))?);
/// // with the feature `watch`; keep what it gives, for as long as it shall watch
/// let _watch = config.watch("/run/secrets", |reload| match reload {
///     Ok(()) => tracing::info!("secrets are loaded"),
///     Err(error) => tracing::error!("the secrets stay as they were: {error}"),
/// })?;
/// let key = config.current().weather_api_key.expose();
/// ```
///
/// Of anything else:
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
    /// Locked while it loads: else what was read first could be what stands last.
    load: Mutex<Load<T>>,
}

type Load<T> = Box<dyn Fn() -> Result<T, EnvError> + Send + Sync>;

impl<T> Reloading<T> {
    /// Loads for the first time.
    ///
    /// # Errors
    /// What `load` says.
    pub fn new(
        load: impl Fn() -> Result<T, EnvError> + Send + Sync + 'static,
    ) -> Result<Self, EnvError> {
        let current = RwLock::new(Arc::new(load()?));
        Ok(Self { current, load: Mutex::new(Box::new(load)) })
    }

    /// What was loaded last.
    pub fn current(&self) -> Arc<T> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Loads again, after whoever is loading at present.
    ///
    /// # Errors
    /// What `load` says; the config stays as it was.
    pub fn reload(&self) -> Result<(), EnvError> {
        let load = self.load.lock().unwrap_or_else(PoisonError::into_inner);
        let loaded = Arc::new(load()?);
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
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::path::Path;
    use std::sync::Arc;
    use std::sync::mpsc::{Receiver, channel};
    use std::thread;
    use std::time::{Duration, Instant};

    use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

    use super::Reloading;
    use crate::EnvError;

    /// How long nothing changes before it is loaded again: one rotation is several changes, and a file
    /// is empty before it is written.
    const QUIET: Duration = Duration::from_millis(100);

    /// How long it waits for that.
    const PATIENCE: Duration = Duration::from_secs(2);

    /// Watches until it is dropped.
    #[derive(Debug)]
    #[must_use = "nothing is watched once this is dropped"]
    pub struct Watch {
        _watcher: RecommendedWatcher,
    }

    impl<T: Send + Sync + 'static> Reloading<T> {
        /// Loads again when something has changed at a path, and tells how that went; the first time
        /// when it begins, for what changed before. Changes that follow one another within 100 ms are one.
        ///
        /// Watch the folder, not a file in it: Kubernetes swaps a link beside the files, and
        /// editors replace them. Whoever rotates a secret writes a new file and renames it; half of a
        /// value that is written slowly is a value, too. A folder that is removed is watched no more,
        /// also where another one takes its place.
        ///
        /// # Errors
        /// When the path cannot be watched.
        pub fn watch(
            self: &Arc<Self>,
            path: impl AsRef<Path>,
            reloaded: impl Fn(Result<(), EnvError>) + Send + 'static,
        ) -> notify::Result<Watch> {
            let (changed, changes) = channel();
            let first = changed.clone();
            let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
                // an error may stand for changes that were missed
                if event.map_or(true, |event| !event.kind.is_access()) {
                    let _ = changed.send(());
                }
            })?;
            watcher.watch(path.as_ref(), RecursiveMode::NonRecursive)?;
            let _ = first.send(());
            drop(first);
            let config = Arc::clone(self);
            thread::Builder::new().name("envwall-watch".to_owned()).spawn(move || {
                while changes.recv().is_ok() {
                    wait_until_quiet(&changes);
                    // a panic has been printed by then, and ends no watch
                    let _ = catch_unwind(AssertUnwindSafe(|| reloaded(config.reload())));
                }
            })?;
            Ok(Watch { _watcher: watcher })
        }
    }

    fn wait_until_quiet(changes: &Receiver<()>) {
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE && changes.recv_timeout(QUIET).is_ok() {}
    }
}
