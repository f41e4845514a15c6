//! Makers of small containers of every format, and of hostile ones.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::{SCRIPT, SECRET};

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// One member of an archive made here: name, method, packed bytes, contents.
pub(crate) struct Member<'a> {
    pub(crate) name: &'a str,
    pub(crate) method: u16,
    pub(crate) packed: Vec<u8>,
    pub(crate) content: &'a [u8],
}

pub(crate) fn deflated<'a>(name: &'a str, content: &'a [u8]) -> Member<'a> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    Member { name, method: 8, packed: encoder.finish().unwrap(), content }
}

pub(crate) fn stored<'a>(name: &'a str, content: &'a [u8]) -> Member<'a> {
    Member { name, method: 0, packed: content.to_vec(), content }
}

impl Member<'_> {
    /// The fields that both headers have, from the flags on.
    fn fields(&self) -> Vec<u8> {
        let mut crc = flate2::Crc::new();
        crc.update(self.content);
        let mut fields = [0, self.method, 0, 0].map(u16::to_le_bytes).concat();
        let sizes =
            [self.packed.len(), self.content.len()].map(|size| u32::try_from(size).unwrap());
        fields.extend([crc.sum(), sizes[0], sizes[1]].map(u32::to_le_bytes).concat());
        fields.extend([u16::try_from(self.name.len()).unwrap(), 0].map(u16::to_le_bytes).concat());
        fields
    }
}

/// An archive and where its directory begins.
pub(crate) fn zip(members: &[Member<'_>]) -> (Vec<u8>, usize) {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for member in members {
        let offset = u32::try_from(archive.len()).unwrap().to_le_bytes();
        let (fields, name) = (member.fields(), member.name.as_bytes());
        let local = [b"PK\x03\x04\x14\0", &*fields, name, &member.packed].concat();
        archive.extend(local);
        directory.extend([b"PK\x01\x02\x14\0\x14\0", &*fields, &[0; 10], &offset, name].concat());
    }
    let start = archive.len();
    let count = u16::try_from(members.len()).unwrap().to_le_bytes();
    let numbers =
        [directory.len(), start].map(|n| u32::try_from(n).unwrap().to_le_bytes()).concat();
    archive.extend(directory);
    archive.extend([b"PK\x05\x06\0\0\0\0", &count[..], &count, &numbers, &[0, 0]].concat());
    (archive, start)
}

/// A tar archive with one file, under a pax header when the name is long.
pub(crate) fn tar(name: &str, content: &[u8]) -> Vec<u8> {
    let mut archive = Vec::new();
    if name.len() > 100 {
        let record = format!(" path={name}\n");
        let length = record.len() + 3;
        archive.extend(tar_entry("pax", b'x', format!("{length}{record}").as_bytes()));
    }
    archive.extend(tar_entry(&name[..name.len().min(100)], b'0', content));
    archive.extend([0; 1024]);
    archive
}

fn tar_entry(name: &str, kind: u8, content: &[u8]) -> Vec<u8> {
    let mut header = [0; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
    header[148..156].copy_from_slice(b"        ");
    header[156] = kind;
    header[257..265].copy_from_slice(b"ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    let filled = content.len().next_multiple_of(512);
    let mut entry = [&header, content].concat();
    entry.resize(512 + filled, 0);
    entry
}

pub(crate) fn zlib(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn png(chunks: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut image = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, data) in chunks.iter().chain(&[(&b"IEND"[..], &b""[..])]) {
        let mut crc = flate2::Crc::new();
        crc.update(kind);
        crc.update(data);
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        image.extend([&length, *kind, data, &crc.sum().to_be_bytes()].concat());
    }
    image
}

/// Compressed so that the value does not stand in it as it is.
pub(crate) fn packed_text() -> Vec<u8> {
    zlib(format!("{}{SECRET}", &SECRET[..10]).repeat(2).as_bytes())
}

pub(crate) fn jpeg(segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut image = vec![0xff, 0xd8];
    for (marker, data) in segments {
        let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
        image.extend([&[0xff, *marker], &length[..], data].concat());
    }
    image.extend([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]);
    image
}

/// A section of a module; no length here needs more than one byte.
pub(crate) fn section(id: u8, content: &[u8]) -> Vec<u8> {
    [&[id, u8::try_from(content.len()).unwrap()], content].concat()
}

pub(crate) fn named(name: &str, content: &[u8]) -> Vec<u8> {
    [&[u8::try_from(name.len()).unwrap()], name.as_bytes(), content].concat()
}

pub(crate) fn active(at: u8, data: &[u8]) -> Vec<u8> {
    [&[0, 0x41, at, 0x0b, u8::try_from(data.len()).unwrap()], data].concat()
}

pub(crate) fn wasm(sections: &[Vec<u8>]) -> Vec<u8> {
    [&b"\0asm\x01\0\0\0"[..], &sections.concat()].concat()
}

pub(crate) fn wasm_data(segments: &[Vec<u8>]) -> Vec<u8> {
    let count = u8::try_from(segments.len()).unwrap();
    wasm(&[section(5, &[1, 0, 1]), section(11, &[&[count], &*segments.concat()].concat())])
}

/// A file of so many members of 64 MiB each: gzip reads one after the other.
pub(crate) fn gzip_bomb(members: usize) -> Vec<u8> {
    gzip(&vec![0; 64 << 20]).repeat(members)
}

/// An archive in which every entry of the directory points at the same member, which decompresses
/// to little.
pub(crate) fn overlapping(count: u16) -> Vec<u8> {
    let nothing = [&[0u8, 0, 0, 0xff, 0xff].repeat(100_000)[..], &[3, 0]].concat();
    let member = Member { name: "a", method: 8, packed: nothing, content: b"" };
    let (archive, start) = zip(&[member]);
    let entry = &archive[start..archive.len() - 22];
    let directory = entry.repeat(count.into());
    let size = u32::try_from(directory.len()).unwrap().to_le_bytes();
    let end = [
        b"PK\x05\x06\0\0\0\0",
        &count.to_le_bytes()[..],
        &count.to_le_bytes(),
        &size,
        &u32::try_from(start).unwrap().to_le_bytes(),
        &[0, 0],
    ]
    .concat();
    [&archive[..start], &directory, &end].concat()
}

pub(crate) fn gzip_layers(count: usize) -> Vec<u8> {
    (0..count).fold(SCRIPT.as_bytes().to_vec(), |inner, _| gzip(&inner))
}

/// A text with so many different bytes behind it that it packs to a long run of base64.
pub(crate) fn incompressible(text: &str) -> Vec<u8> {
    let noise = (0..2000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]);
    text.bytes().chain(noise.map(|byte| b' ' + byte % 90)).collect()
}
