//! Files read into memory that is used again: fresh memory costs more than reading.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// What a thread keeps between two files, in bytes.
const MAX_KEPT: usize = 32 << 20;

thread_local! {
    static KEPT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Calls with the bytes of a file.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn with_bytes_of<T>(path: &Path, with: impl FnOnce(&[u8]) -> T) -> io::Result<T> {
    let mut bytes = KEPT.take();
    let file = File::open(path).and_then(|mut file| {
        // growing would copy what nobody needs
        let length = usize::try_from(file.metadata()?.len()).unwrap_or(0);
        if bytes.capacity() <= length {
            bytes = Vec::with_capacity(length + 1);
        }
        file.read_to_end(&mut bytes)
    });
    let result = file.map(|_| with(&bytes));
    bytes.clear();
    if bytes.capacity() <= MAX_KEPT {
        KEPT.set(bytes);
    }
    result
}
