//! `.env` files that are pipes: 1Password serves a file that way, to each reader that opens it
//! (developer.1password.com/docs/environments/local-env-file).

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use crate::{SecretValue, regular_file};

/// How long a pipe is waited for.
pub(super) const TIMEOUT: Duration = Duration::from_secs(2);

/// What was read, since a pipe may serve each reader once; `None` for one that nobody wrote to.
static READ: Mutex<BTreeMap<PathBuf, Option<SecretValue>>> = Mutex::new(BTreeMap::new());

/// The content of a pipe; `None` if nothing writes to it in time or it is no text.
pub(super) fn read(path: &Path) -> Option<Vec<u8>> {
    let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
    let content = read.entry(path.to_owned()).or_insert_with(|| wait_for(path));
    content.as_ref().map(|content| content.expose().as_bytes().to_vec())
}

/// Opening a pipe without a writer blocks, so a thread does it; if it waits still when the process
/// ends, it ends with it.
fn wait_for(path: &Path) -> Option<SecretValue> {
    let (sender, receiver) = mpsc::channel();
    let path = path.to_owned();
    thread::Builder::new()
        .name("pipe".to_owned())
        .spawn(move || drop(sender.send(File::open(path).and_then(regular_file::read_to_end))))
        .ok()?;
    let bytes = receiver.recv_timeout(TIMEOUT).ok()?.ok()?;
    String::from_utf8(bytes).ok().map(SecretValue::new)
}
