//! The digest that deployment tools know: SHA-256 in hex digits.

use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// The digest of a file's bytes.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
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
