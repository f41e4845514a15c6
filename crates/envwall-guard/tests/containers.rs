//! A value inside a container is found with the way to it and its place in there; damaged and
//! hostile containers are told of, in bounded time.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::Write;
use std::time::{Duration, Instant};

use envwall_core::SecretValue;
use envwall_core::diagnostic::{Code, Finding};
use envwall_guard::output::Output;
use envwall_guard::{Guard, Secret};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

const SECRET: &str = "q7WzXe81-made-up";

/// The value stands at line 2, column 12.
const SCRIPT: &str = "let a = 1;\nlet key = \"q7WzXe81-made-up\";\n";

const BROTLI: &[u8] = include_bytes!("containers/app.js.br");
const ZSTD: &[u8] = include_bytes!("containers/app.js.zst");

fn scan(files: &[(&str, &[u8])]) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    let output = Output::new(folder.path()).include(["**"]);
    let guard = Guard::new([Secret::new("KEY", SecretValue::from(SECRET))]);
    guard.scan(&output, &|_| {}).unwrap().findings
}

/// Each finding as `CODE line:column trail` or `CODE message`.
fn told(name: &str, content: &[u8]) -> Vec<String> {
    scan(&[(name, content)]).iter().map(tell).collect()
}

fn tell(finding: &Finding) -> String {
    match finding.location.as_ref().and_then(|location| location.position) {
        Some(at) => {
            format!("{} {}:{} {}", finding.code, at.line, at.column, finding.trail.join(" > "))
        }
        None => format!("{} {}", finding.code, finding.message),
    }
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn compressed_files_are_opened() {
    let gz = gzip(SCRIPT.as_bytes());
    assert_eq!(told("app.js.gz", &gz), ["EW001 2:12 gzip > string"]);
    assert_eq!(told("app.js", &gz), ["EW001 2:12 gzip > string"]);
    assert_eq!(told("app", &gz), ["EW001 2:12 gzip"]);
    assert_eq!(told("app.js.br", BROTLI), ["EW001 2:12 brotli > string"]);
    assert_eq!(told("app.js.zst", ZSTD), ["EW001 2:12 zstd > string"]);
    assert_eq!(told("app.js.br.gz", &gzip(BROTLI)), ["EW001 2:12 gzip > brotli > string"]);
    assert_eq!(told("a.gz", &gzip(&gzip(&gzip(&gz)))), ["EW001 2:12 gzip > gzip > gzip > gzip"]);
}

#[test]
fn every_member_and_frame_is_read() {
    let (start, end) = SCRIPT.as_bytes().split_at(25);
    assert_eq!(told("a.gz", &[gzip(start), gzip(end)].concat()), ["EW001 2:12 gzip"]);
    let behind = [gzip(b"x"), ZSTD.to_vec()].concat();
    assert_eq!(told("a.gz", &behind), ["EW001 2:12 after the gzip data > zstd"]);
    let skipped = b"\x50\x2a\x4d\x18\x03\0\0\0abc";
    let frames = [skipped, ZSTD, skipped, ZSTD].concat();
    assert_eq!(told("a.js", &frames), ["EW001 2:12 zstd > string", "EW001 4:12 zstd > string"]);
}

/// One member of an archive made here: name, method, packed bytes, contents.
struct Member<'a> {
    name: &'a str,
    method: u16,
    packed: Vec<u8>,
    content: &'a [u8],
}

fn deflated<'a>(name: &'a str, content: &'a [u8]) -> Member<'a> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    Member { name, method: 8, packed: encoder.finish().unwrap(), content }
}

fn stored<'a>(name: &'a str, content: &'a [u8]) -> Member<'a> {
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
fn zip(members: &[Member<'_>]) -> (Vec<u8>, usize) {
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

#[test]
fn members_of_zip_archives_are_opened() {
    let script = SCRIPT.as_bytes();
    let members = [deflated("a/app.js", script), stored("b.txt", script)];
    let (archive, directory) = zip(&members);
    let both = ["EW001 2:12 zip member a/app.js > string", "EW001 2:12 zip member b.txt"];
    assert_eq!(told("x.zip", &archive), both);
    assert_eq!(told("x.bin", &archive), both);
    let behind_a_stub = [b"#!/bin/sh\n", &*archive].concat();
    assert_eq!(told("x.zip", &behind_a_stub), both);

    let without = told("x.zip", &archive[..directory]);
    assert_eq!(without[0], "EW010 not looked at: its table of contents is damaged or missing");
    assert_eq!(without[1..], both);
    let (archive, _) = zip(&[members.into_iter().next().unwrap(), stored("c.js.br", BROTLI)]);
    let nested = zip(&[deflated("in.zip", &gzip(&archive))]).0;
    assert_eq!(
        told("x.zip", &nested),
        [
            "EW001 2:12 zip member in.zip > gzip > zip member a/app.js > string",
            "EW001 2:12 zip member in.zip > gzip > zip member c.js.br > brotli > string",
        ]
    );
}

#[test]
fn what_a_zip_archive_hides_is_told() {
    let mut odd = deflated("a.js", b"let a = 1");
    odd.method = 14;
    assert_eq!(
        told("x.zip", &zip(&[odd]).0),
        ["EW010 not looked at: it holds something packed with zip's method 14 (zip member a.js)"]
    );
    // left out of the directory
    let archive = zip(&[deflated("a.js", SCRIPT.as_bytes())]);
    let empty = [&archive.0[..archive.1], &zip(&[]).0].concat();
    assert_eq!(told("x.zip", &empty), ["EW001 2:12 zip member a.js > string"]);
    let mut damaged = archive.0.clone();
    damaged[archive.1 + 16] ^= 1;
    assert_eq!(
        told("x.zip", &damaged),
        [
            "EW010 not looked at: it is damaged or ends early (zip member a.js)",
            "EW001 2:12 zip member a.js > string",
        ]
    );
}
