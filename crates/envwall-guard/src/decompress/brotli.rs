//! Brotli (RFC 7932): `app.js.br`. It has no signature, so only the name gives it away.

use brotli_decompressor::Decompressor;

use super::{Decompressed, End};

/// Bytes that the decoder takes at a time.
const BUFFER: usize = 4 << 10;

/// Decompresses the one stream that there can be.
pub(super) fn decompress(bytes: &[u8], allowance: usize) -> Decompressed {
    let mut decompressed = Decompressed { used: bytes.len(), ..Decompressed::default() };
    if has_large_window(bytes) {
        decompressed.end = End::Damaged;
    } else {
        decompressed.extend(Decompressor::new(bytes, BUFFER), allowance);
    }
    decompressed
}

/// Whether it asks for a window of up to 1 GiB, which the decoder would allocate before anything
/// comes out. The standard (RFC 7932, 9.1) has no such window, and browsers refuse it.
fn has_large_window(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|byte| byte & 0x7f == 0x11)
}
