//! The stores on disk: each a file of its own, replaced as a whole.

use std::fs::{self, DirEntry, File, Metadata, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use envwall_core::regular_file;

/// Maximum number of stores in a folder; one is for one app, environment and version.
const MAX_STORES: usize = 64;

/// What the names of stores end in, and those of files that are being written.
const EXTENSION: &str = "envwall";
const UNFINISHED: &str = "envwall-tmp";

/// The content of a store, if there is one.
pub(super) fn read(folder: &Path, name: &str) -> Option<Vec<u8>> {
    regular_file::read(path(folder, name)).ok()
}

/// The first bytes of all stores.
pub(super) fn beginnings<const N: usize>(folder: &Path) -> Vec<[u8; N]> {
    let begin = |path: PathBuf| {
        let mut bytes = [0; N];
        File::open(path).and_then(|mut file| file.read_exact(&mut bytes)).ok().map(|()| bytes)
    };
    stores(folder).into_iter().filter_map(|(_, path)| begin(path)).collect()
}

/// Writes a store, and removes the oldest ones if there are too many. Readers see what was there before
/// or all that is new.
///
/// # Errors
/// If the folder cannot be made or written.
pub(super) fn write(folder: &Path, name: &str, content: &[u8]) -> io::Result<()> {
    /// Two scans of one process may write the same store.
    static WRITTEN: AtomicU32 = AtomicU32::new(0);
    make(folder)?;
    let unique = (std::process::id(), WRITTEN.fetch_add(1, Ordering::Relaxed));
    let unfinished = folder.join(format!("{name}-{}-{}.{UNFINISHED}", unique.0, unique.1));
    let written = create(&unfinished)
        .and_then(|mut file| file.write_all(content))
        .and_then(|()| fs::rename(&unfinished, path(folder, name)));
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    remove_oldest(folder);
    written
}

/// Makes the folder, if it is not there, such that Git does not see it.
fn make(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join(".gitignore"), "*\n")
}

fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.{EXTENSION}"))
}

/// A file that nobody else reads.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Removes the oldest of too many stores, and what was never finished with them.
fn remove_oldest(folder: &Path) {
    let mut stores = stores(folder);
    stores.sort_unstable_by(|one, other| other.cmp(one));
    for (_, path) in stores.iter().skip(MAX_STORES) {
        // another scan may have removed it
        let _ = fs::remove_file(path);
    }
}

/// The stores in a folder, and when they were written. Other files in there are somebody's.
fn stores(folder: &Path) -> Vec<(SystemTime, PathBuf)> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let own = entries.filter(|entry| is_store(&entry.path()));
    let written = |entry: &DirEntry| {
        let about = entry.metadata().ok().filter(Metadata::is_file)?;
        about.modified().ok()
    };
    own.filter_map(|entry| Some((written(&entry)?, entry.path()))).collect()
}

fn is_store(path: &Path) -> bool {
    let extension = path.extension().and_then(|it| it.to_str());
    let digits = path.file_stem().and_then(|it| it.to_str()?.get(..64));
    extension.is_some_and(|it| [EXTENSION, UNFINISHED].contains(&it))
        && digits.is_some_and(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()))
}
