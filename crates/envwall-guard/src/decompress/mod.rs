//! Decompression that stays within a budget, whatever the data claims, and the table of formats in
//! which a whole file may be compressed.
//!
//! A new format is a file with a decoder and a row in [`FORMATS`].

mod brotli;
pub(crate) mod deflate;
mod gzip;
pub(crate) mod zstd;

use std::io::{ErrorKind, Read};

/// How a whole file may be compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compression {
    Gzip,
    Brotli,
    Zstd,
}

/// What is known of one way of compressing files.
pub(crate) struct Format {
    pub(crate) compression: Compression,
    pub(crate) name: &'static str,
    /// The extension that servers look for next to the original: `gz` of `app.js.gz`.
    pub(crate) precompressed: &'static str,
    /// Every extension, and the one that the content has instead: `tgz` is a compressed `tar`.
    pub(crate) extensions: &'static [(&'static str, &'static str)],
    /// Whether bytes begin as no other format's do. Brotli has no signature.
    pub(crate) has_signature: fn(&[u8]) -> bool,
    /// Decompresses into at most so many bytes.
    pub(crate) decompress: fn(&[u8], usize) -> Decompressed,
    /// The file name that the data itself may carry.
    pub(crate) embedded_name: fn(&[u8]) -> Option<String>,
}

/// Every format of whole files.
pub(crate) const FORMATS: &[Format] = &[GZIP, BROTLI, ZSTD];

/// RFC 1952.
pub(crate) const GZIP: Format = Format {
    compression: Compression::Gzip,
    name: "gzip",
    precompressed: "gz",
    extensions: &[("gz", ""), ("gzip", ""), ("tgz", "tar"), ("svgz", "svg")],
    has_signature: gzip::has_signature,
    decompress: gzip::decompress,
    embedded_name: gzip::embedded_name,
};

/// RFC 7932.
pub(crate) const BROTLI: Format = Format {
    compression: Compression::Brotli,
    name: "brotli",
    precompressed: "br",
    extensions: &[("br", "")],
    has_signature: |_| false,
    decompress: brotli::decompress,
    embedded_name: |_| None,
};

/// RFC 8878.
pub(crate) const ZSTD: Format = Format {
    compression: Compression::Zstd,
    name: "zstd",
    precompressed: "zst",
    extensions: &[("zst", ""), ("zstd", ""), ("tzst", "tar")],
    has_signature: zstd::has_signature,
    decompress: zstd::decompress,
    embedded_name: |_| None,
};

impl Format {
    /// `app.js` of `app.js.gz`, `a.tar` of `a.tgz`; `None` for a name without one of its extensions.
    pub(crate) fn inner_name(&self, name: &str) -> Option<String> {
        let (stem, extension) = name.rsplit_once('.')?;
        let (_, inner) =
            self.extensions.iter().find(|(known, _)| extension.eq_ignore_ascii_case(known))?;
        Some(if inner.is_empty() { stem.to_owned() } else { format!("{stem}.{inner}") })
    }
}

/// The format that a file's extension promises.
pub(crate) fn by_extension(extension: &str) -> Option<Compression> {
    let has = |format: &&Format| format.extensions.iter().any(|(known, _)| *known == extension);
    FORMATS.iter().find(has).map(|format| format.compression)
}

/// The format that the first bytes prove.
pub(crate) fn by_signature(bytes: &[u8]) -> Option<Compression> {
    let format = FORMATS.iter().find(|format| (format.has_signature)(bytes));
    format.map(|format| format.compression)
}

/// Bytes that are taken from a decoder at a time.
const CHUNK: usize = 16 << 10;

/// How decompression ended.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum End {
    /// With the end of the data.
    #[default]
    Complete,
    /// At the budget.
    TooLarge,
    /// Where the data was damaged or missing.
    Damaged,
}

/// What came out.
#[derive(Debug, Default)]
pub(crate) struct Decompressed {
    pub(crate) bytes: Vec<u8>,
    pub(crate) end: End,
    /// How many bytes of the compressed data were taken.
    pub(crate) used: usize,
}

impl Decompressed {
    /// Reads on from a decoder until it ends, fails or has given `allowance` bytes in all.
    pub(crate) fn extend(&mut self, mut decoder: impl Read, allowance: usize) {
        let mut chunk = [0; CHUNK];
        self.end = loop {
            match decoder.read(&mut chunk) {
                Ok(0) => break End::Complete,
                Ok(count) if count > allowance - self.bytes.len() => {
                    self.keep(&chunk[..allowance - self.bytes.len()], allowance);
                    break End::TooLarge;
                }
                Ok(count) => self.keep(&chunk[..count], allowance),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => break End::Damaged,
            }
        };
    }

    /// Doubles the room like any vector, but never beyond the allowance.
    fn keep(&mut self, chunk: &[u8], allowance: usize) {
        let length = self.bytes.len();
        if self.bytes.capacity() - length < chunk.len() {
            let room = (self.bytes.capacity() * 2).clamp(length + chunk.len(), allowance);
            self.bytes.reserve_exact(room - length);
        }
        self.bytes.extend_from_slice(chunk);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_inside_are_known_by_the_extension() {
        for (format, name, inner) in [
            (&GZIP, "app.js.gz", Some("app.js")),
            (&GZIP, "app.js.GZ", Some("app.js")),
            (&GZIP, "a.tgz", Some("a.tar")),
            (&GZIP, "logo.svgz", Some("logo.svg")),
            (&BROTLI, "app.js.br", Some("app.js")),
            (&ZSTD, "a.tzst", Some("a.tar")),
            (&ZSTD, "app.js", None),
            (&GZIP, "gz", None),
        ] {
            assert_eq!(format.inner_name(name).as_deref(), inner, "{name}");
        }
    }
    /// A decoder without end, which counts what is taken from it.
    struct Endless(usize);

    impl Read for &mut Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.0 += buffer.len();
            Ok(buffer.len())
        }
    }

    #[test]
    fn nothing_is_decompressed_beyond_the_allowance() {
        for allowance in [0, 1, CHUNK, 10 * CHUNK + 1] {
            let (mut decoder, mut decompressed) = (Endless(0), Decompressed::default());
            decompressed.extend(&mut decoder, allowance);
            assert_eq!((decompressed.bytes.len(), decompressed.end), (allowance, End::TooLarge));
            assert!(decoder.0 <= allowance + CHUNK, "{} bytes for {allowance}", decoder.0);
        }
    }
}
