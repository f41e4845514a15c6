//! The digest that deployment tools know: SHA-256 in hex digits.

use std::path::Path;
use std::{fs, io};

use data_encoding::HEXLOWER;
use sha2::Digest;

use super::chunks::chunks;

/// The digest of a file's bytes.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&sha2::Sha256::digest(bytes))
}

/// The digest of a file, whatever its size, and how many bytes it has.
pub(crate) fn of_file(path: &Path) -> io::Result<(String, u64)> {
    let mut digest = Sha256::default();
    let bytes = chunks(fs::File::open(path)?, |chunk, new| digest.update(&chunk[new..]))?;
    Ok((digest.hex(), bytes))
}

/// A digest that is made bit by bit.
#[derive(Default)]
pub(crate) struct Sha256(sha2::Sha256);

impl Sha256 {
    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(crate) fn hex(self) -> String {
        HEXLOWER.encode(&self.0.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::sha256;

    #[test]
    fn as_sha256sum_says_it() {
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256(b"abc"), abc);
    }
}
