//! What content is by its first bytes, whatever its name says.

use super::kind::Kind;
use crate::decompress::{self, deflate::begins_like_zlib};

/// How formats begin that nothing else begins like; those of compressed files are in `decompress`.
const SIGNATURES: &[(&[u8], Kind)] = &[
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"\0asm", Kind::Wasm),
    (b"\x89PNG\r\n\x1a\n", Kind::Png),
    (b"\xff\xd8\xff", Kind::Jpeg),
    (b"\0\0\xfe\xff", Kind::Utf16),
    (b"\xff\xfe", Kind::Utf16),
    (b"\xfe\xff", Kind::Utf16),
    (b"\xfd7zXZ\0", Kind::UnsupportedArchive("xz")),
    (b"7z\xbc\xaf\x27\x1c", Kind::UnsupportedArchive("7z")),
    (b"Rar!\x1a\x07", Kind::UnsupportedArchive("rar")),
    (b"\x04\x22\x4d\x18", Kind::UnsupportedArchive("lz4")),
];

/// Where a tar header has its signature.
const TAR: std::ops::Range<usize> = 257..262;

/// So many bytes are looked at to tell UTF-16 without a byte order mark.
const SAMPLE: usize = 4 << 10;

/// What the bytes themselves say.
pub(crate) fn kind(bytes: &[u8]) -> Option<Kind> {
    if let Some(compression) = decompress::by_signature(bytes) {
        return Some(Kind::Compressed(compression));
    }
    match SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)) {
        Some((_, kind)) => Some(*kind),
        None if is_bzip2(bytes) => Some(Kind::UnsupportedArchive("bzip2")),
        None if bytes.get(TAR) == Some(b"ustar") => Some(Kind::Tar),
        None if wide(bytes).is_some() => Some(Kind::Utf16),
        // whatever the name promises, it is no text
        None if begins_like_zlib(bytes) && !is_text(bytes) => Some(Kind::Bytes),
        None => None,
    }
}

/// Whether bytes begin as text does: in UTF-8, without control characters.
pub(crate) fn is_text(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(SAMPLE)];
    let valid = match std::str::from_utf8(start) {
        Ok(_) => true,
        // the sample may end within a character
        Err(error) => error.error_len().is_none() && bytes.len() > SAMPLE,
    };
    let control = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    valid && !start.iter().any(control)
}

/// Whether bytes begin like bzip2: a first block, or none at all.
fn is_bzip2(bytes: &[u8]) -> bool {
    let blocks: [&[u8]; 2] = [b"\x31\x41\x59\x26\x53\x59", b"\x17\x72\x45\x38\x50\x90"];
    matches!(bytes, [b'B', b'Z', b'h', b'1'..=b'9', rest @ ..]
        if blocks.iter().any(|block| rest.starts_with(block)))
}

/// The order of the bytes in text without a mark that looks like UTF-16: nearly every other byte
/// is zero.
pub(crate) fn wide(bytes: &[u8]) -> Option<ByteOrder> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    let zeros =
        |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    let nearly = |many: usize, few: usize| pairs >= 8 && many * 10 > pairs * 7 && few * 20 <= pairs;
    match () {
        () if nearly(odd, even) => Some(ByteOrder::Little),
        () if nearly(even, odd) => Some(ByteOrder::Big),
        () => None,
    }
}

/// Which byte of two comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ByteOrder {
    /// The lower.
    Little,
    /// The higher.
    Big,
}
