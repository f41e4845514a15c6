//! gzip (RFC 1952): `app.js.gz`, and whatever begins like it.

use flate2::bufread::GzDecoder;

use super::{Decompressed, End};

/// Maximum number of members read from one file.
const MAX_MEMBERS: usize = 1 << 16;

/// How gzip with deflate inside begins.
const SIGNATURE: &[u8] = &[0x1f, 0x8b, 8];

pub(super) fn has_signature(bytes: &[u8]) -> bool {
    bytes.starts_with(SIGNATURE)
}

/// Decompresses all members; what follows them is not used.
pub(super) fn decompress(bytes: &[u8], allowance: usize) -> Decompressed {
    let mut decompressed = Decompressed::default();
    let mut rest = bytes;
    for _ in 0..MAX_MEMBERS {
        decompressed.extend(GzDecoder::new(&mut rest), allowance);
        decompressed.used = bytes.len() - rest.len();
        if decompressed.end != End::Complete || !has_signature(rest) {
            return decompressed;
        }
    }
    decompressed.end = End::TooLarge;
    decompressed
}

/// The name in the header, where there is one.
pub(super) fn embedded_name(bytes: &[u8]) -> Option<String> {
    let decoder = GzDecoder::new(bytes);
    let name = decoder.header()?.filename()?;
    Some(String::from_utf8_lossy(name).into_owned())
}
