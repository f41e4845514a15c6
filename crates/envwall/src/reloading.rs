//! Reloads config while the server runs: rotated secrets without a restart.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::EnvError;

/// Config that can be reloaded.
///
/// Callers keep the config that [`current`](Self::current) returned until they call it again. If
/// reloading fails, the config stays unchanged. With generated config:
///
/// ```ignore
/// let source = Folder::new("/run/secrets").or(Process);
/// let config = Arc::new(Reloading::new(move || ServerConfig::from_source(&source))?);
/// // requires the feature `watch`; watching stops when the result is dropped
/// let _watch = config.watch("/run/secrets", |reload| match reload {
///     Ok(()) => tracing::info!("secrets reloaded"),
///     Err(error) => tracing::error!("secrets not reloaded: {error}"),
/// })?;
/// let key = config.current().weather_api_key.expose();
/// ```
///
/// Without generated config:
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
    /// Locked while loading, so that an older result cannot replace a newer one.
    load: Mutex<Load<T>>,
}

type Load<T> = Box<dyn Fn() -> Result<T, EnvError> + Send + Sync>;

impl<T> Reloading<T> {
    /// Loads the config for the first time.
    ///
    /// # Errors
    /// The errors of `load`.
    pub fn new(
        load: impl Fn() -> Result<T, EnvError> + Send + Sync + 'static,
    ) -> Result<Self, EnvError> {
        let current = RwLock::new(Arc::new(load()?));
        Ok(Self { current, load: Mutex::new(Box::new(load)) })
    }

    /// Returns the config that was loaded last.
    pub fn current(&self) -> Arc<T> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reloads the config. Concurrent calls run one after another.
    ///
    /// # Errors
    /// The errors of `load`. The config stays unchanged.
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

    /// Time without changes before reloading: one rotation causes several changes, and files are empty
    /// before they are written.
    const DEBOUNCE: Duration = Duration::from_millis(100);

    /// Maximum time to wait for that.
    const MAX_WAIT: Duration = Duration::from_secs(2);

    /// Watches a path until it is dropped.
    #[derive(Debug)]
    #[must_use = "dropping this stops watching"]
    pub struct Watch {
        _watcher: RecommendedWatcher,
    }

    impl<T: Send + Sync + 'static> Reloading<T> {
        /// Reloads the config when a path changes, and calls `reloaded` with the result. Reloads once at
        /// the start, in case the path changed before. Changes within 100 ms count as one.
        ///
        /// Watch the folder, not a file in it: Kubernetes replaces a symbolic link, and editors replace
        /// files. Rotate a secret by renaming a new file over it: a file that is being written may be
        /// read half-way. A removed folder is no longer watched, even if it is created again.
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
                // after an error, changes may have been missed
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
                    wait_for_quiet(&changes);
                    // the panic was already printed; keep watching
                    let _ = catch_unwind(AssertUnwindSafe(|| reloaded(config.reload())));
                }
            })?;
            Ok(Watch { _watcher: watcher })
        }
    }

    fn wait_for_quiet(changes: &Receiver<()>) {
        let start = Instant::now();
        while start.elapsed() < MAX_WAIT && changes.recv_timeout(DEBOUNCE).is_ok() {}
    }
}
