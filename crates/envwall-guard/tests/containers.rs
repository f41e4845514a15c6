//! A value inside a container is found with the way to it and its place in there; damaged and
//! hostile containers are told of, in bounded time.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use envwall_core::SecretValue;
use envwall_core::diagnostic::{Code, Finding, Severity};
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
fn what_does_not_parse_inside_is_named() {
    // a piece of the value makes it worth parsing
    let program = format!("let let = {:?};", &SECRET[..SECRET.len() / 2]);
    let archive = zip(&[deflated("a.js", program.as_bytes()), deflated("b.js", b"b()")]).0;
    let found = told("a.zip", &archive);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("EW012") && found[0].ends_with("(zip member a.js)"), "{found:?}");
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
    let both =
        ["EW001 2:12 zip member a/app.js > string", "EW001 2:12 zip member b.txt > json string"];
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

/// A tar archive with one file, under a pax header when the name is long.
fn tar(name: &str, content: &[u8]) -> Vec<u8> {
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

#[test]
fn files_in_tar_archives_have_their_own_lines() {
    let archive = tar("a/app.js", SCRIPT.as_bytes());
    assert_eq!(told("x.tar", &archive), ["EW001 2:12 tar member a/app.js > string"]);
    assert_eq!(told("x.tgz", &gzip(&archive)), ["EW001 2:12 gzip > tar member a/app.js > string"]);
    let long = format!("{}/app.mjs", "long".repeat(30));
    let found = told("x", &tar(&long, SCRIPT.as_bytes()));
    assert_eq!(found, [format!("EW001 2:12 tar member {long} > string")]);
    let in_zip = zip(&[deflated("x.tar.gz", &gzip(&archive))]).0;
    assert_eq!(
        told("x.zip", &in_zip),
        ["EW001 2:12 zip member x.tar.gz > gzip > tar member a/app.js > string"]
    );
}

#[test]
fn utf16_is_text() {
    for (mark, little) in [(true, true), (true, false), (false, true), (false, false)] {
        let units = mark.then_some(0xfeff).into_iter().chain(SCRIPT.encode_utf16());
        let bytes: Vec<u8> = units
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect();
        assert_eq!(told("a.js", &bytes), ["EW001 2:12 UTF-16 > string"], "{mark} {little}");
        assert_eq!(told("a.txt", &bytes), ["EW001 2:12 UTF-16 > json string"]);
    }
    assert_eq!(told("a.js", format!("\u{feff}{SCRIPT}").as_bytes()), ["EW001 2:12 string"]);
}

fn zlib(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn png(chunks: &[(&[u8], &[u8])]) -> Vec<u8> {
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
fn packed_text() -> Vec<u8> {
    zlib(format!("{}{SECRET}", &SECRET[..10]).repeat(2).as_bytes())
}

#[test]
fn texts_in_png_images_are_read() {
    let text = packed_text();
    let profile = [b"icc\0\0", &*text].concat();
    let international = [b"key\0\x01\0en\0key\0", &*text].concat();
    for (kind, data, layer) in [
        (b"zTXt", &profile, "png text"),
        (b"iTXt", &international, "png text"),
        (b"iCCP", &profile, "png colour profile"),
    ] {
        let found = told("a.png", &png(&[(kind, data)]));
        assert_eq!(found[0], format!("EW001 1:11 {layer}"));
    }
    let plain = [b"key\0", SECRET.as_bytes()].concat();
    let found = scan(&[("a.png", &png(&[(b"tEXt", &plain)]))]);
    assert_eq!(found[0].trail, ["png text"]);
}

fn jpeg(segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut image = vec![0xff, 0xd8];
    for (marker, data) in segments {
        let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
        image.extend([&[0xff, *marker], &length[..], data].concat());
    }
    image.extend([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]);
    image
}

#[test]
fn texts_in_jpeg_images_go_on_over_segments() {
    let (start, end) = SECRET.as_bytes().split_at(7);
    let trail = |image: &[u8]| scan(&[("a.jpg", image)]).remove(0).trail;
    assert_eq!(trail(&jpeg(&[(0xfe, SECRET.as_bytes())])), ["jpeg comment"]);
    assert_eq!(trail(&jpeg(&[(0xfe, start), (0xe5, b"x"), (0xfe, end)])), ["jpeg comment"]);
    let xmp =
        |part: &[u8]| [b"http://ns.adobe.com/xmp/extension/\0", &[b'a'; 40][..], part].concat();
    assert_eq!(trail(&jpeg(&[(0xe1, &xmp(start)), (0xe1, &xmp(end))])), ["jpeg xmp"]);
}

/// A section of a module; no length here needs more than one byte.
fn section(id: u8, content: &[u8]) -> Vec<u8> {
    [&[id, u8::try_from(content.len()).unwrap()], content].concat()
}

fn named(name: &str, content: &[u8]) -> Vec<u8> {
    [&[u8::try_from(name.len()).unwrap()], name.as_bytes(), content].concat()
}

fn active(at: u8, data: &[u8]) -> Vec<u8> {
    [&[0, 0x41, at, 0x0b, u8::try_from(data.len()).unwrap()], data].concat()
}

fn wasm(sections: &[Vec<u8>]) -> Vec<u8> {
    [&b"\0asm\x01\0\0\0"[..], &sections.concat()].concat()
}

fn wasm_data(segments: &[Vec<u8>]) -> Vec<u8> {
    let count = u8::try_from(segments.len()).unwrap();
    wasm(&[section(5, &[1, 0, 1]), section(11, &[&[count], &*segments.concat()].concat())])
}

#[test]
fn values_in_wasm_are_found_whatever_splits_them() {
    let (start, end) = SECRET.as_bytes().split_at(7);
    let trail = |module: &[u8]| {
        let found = scan(&[("a.wasm", module)]);
        assert_eq!(
            found.iter().map(|finding| finding.code).collect::<Vec<_>>(),
            [Code::ValueInOutput]
        );
        found.into_iter().next().unwrap().trail
    };
    assert_eq!(trail(&wasm_data(&[active(9, SECRET.as_bytes())])), ["wasm data"]);
    assert_eq!(
        trail(&wasm_data(&[active(15, end), active(1, b"x"), active(8, start)])),
        ["wasm data"]
    );
    let passive = |data: &[u8]| [&[1, u8::try_from(data.len()).unwrap()], data].concat();
    assert_eq!(trail(&wasm_data(&[passive(start), passive(end)])), ["wasm data"]);
    assert_eq!(
        trail(&wasm_data(&[active(0, &gzip(&SECRET.repeat(2).as_bytes()[3..]))]))[1],
        "gzip"
    );
    assert!(
        told("a.wasm", &wasm_data(&[active(8, start), active(16, end)])).is_empty(),
        "not adjacent"
    );

    for unit in [u16::to_le_bytes, u16::to_be_bytes] {
        let wide: Vec<u8> = SECRET.encode_utf16().flat_map(unit).collect();
        let constant = [&[0x1c, 0, 0, 0, 1, 0, 0, 0, 0x20, 0, 0, 0], &*wide, &[0]].concat();
        assert_eq!(trail(&wasm_data(&[active(0, &constant)])), ["UTF-16"]);
    }

    let custom = section(0, &named("notes", SECRET.as_bytes()));
    assert_eq!(trail(&wasm(&[custom])), ["wasm section notes"]);
    let halves = [start, end].map(|half| section(0, &named("notes", half)));
    assert_eq!(trail(&wasm(&halves)), ["wasm section notes"]);
    let import = [&[1], &*named("env", &named(SECRET, &[3, 0x7f, 0]))].concat();
    assert_eq!(trail(&wasm(&[section(2, &import)])), ["wasm imports"]);
}

/// A small sample of every format, and from how many bytes on it is known for what it is.
fn samples() -> Vec<(&'static str, Vec<u8>, usize)> {
    let script = SCRIPT.as_bytes();
    let packed = [b"icc\0\0", &*packed_text()].concat();
    let (start, end) = SECRET.as_bytes().split_at(7);
    vec![
        ("app.js.gz", gzip(script), 0),
        ("app.js.br", BROTLI.to_vec(), 0),
        ("app.js.zst", ZSTD.to_vec(), 0),
        ("a.zip", zip(&[deflated("a.js", script), stored("b.js", script)]).0, 0),
        ("a.tar", tar("app.js", script), 0),
        ("a.png", png(&[(b"zTXt", &packed)]), 8),
        ("a.jpg", jpeg(&[(0xfe, start), (0xfe, end)]), 3),
        ("a.wasm", wasm_data(&[active(8, start), active(15, end)]), 9),
    ]
}

#[test]
fn whatever_is_cut_off_is_told() {
    for (name, sample, known_from) in samples() {
        let whole = told(name, &sample);
        assert!(whole.iter().all(|finding| finding.starts_with("EW001")), "{name}: {whole:?}");
        let cut: Vec<_> = (known_from..sample.len()).map(|length| &sample[..length]).collect();
        for (found, sample) in told_each(name, &cut).iter().zip(&cut) {
            // an empty file holds nothing that was not looked at
            let code = if sample.is_empty() { "EW012" } else { "EW010" };
            let noted = found.iter().any(|finding| finding.starts_with(code));
            // a module may end behind any section, a tar archive within the blocks at its end
            let may_end = name == "a.wasm" || (name == "a.tar" && sample.len() > 1024);
            let length = sample.len();
            assert!(noted || *found == whole || may_end, "{name}, {length} bytes: {found:?}");
        }
    }
}

#[test]
fn damage_is_no_panic() {
    for (name, sample, _) in samples() {
        let places =
            (0..sample.len().min(600)).flat_map(|at| [1, 0x80, 0xff].map(|bits| (at, bits)));
        let damaged: Vec<_> = places
            .map(|(at, bits)| {
                let mut damaged = sample.clone();
                damaged[at] ^= bits;
                damaged
            })
            .collect();
        told_each(name, &damaged);
    }
}

/// What is told of each of many contents of one file, in one scan.
fn told_each(name: &str, contents: &[impl AsRef<[u8]>]) -> Vec<Vec<String>> {
    let names: Vec<_> = (0..contents.len()).map(|index| format!("{index}-{name}")).collect();
    let files: Vec<_> =
        names.iter().zip(contents).map(|(name, content)| (&name[..], content.as_ref())).collect();
    let mut told = vec![Vec::new(); contents.len()];
    for finding in scan(&files) {
        let (index, _) = finding.location.as_ref().unwrap().file.split_once('-').unwrap();
        told[index.parse::<usize>().unwrap()].push(tell(&finding));
    }
    told
}

/// What is told of a bomb, which must not take long.
fn defused(name: &str, bomb: &[u8]) -> Vec<String> {
    let start = Instant::now();
    let found = told(name, bomb);
    let took = start.elapsed();
    assert!(took < LONGEST, "{name}: {took:?}");
    found
}

/// In a build without optimisation everything takes longer.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 2 });

#[test]
fn bombs_are_told_of_in_bounded_time() {
    let too_large = |layers: &str| {
        vec![format!("EW010 not looked at: it holds more than can be looked at ({layers})")]
    };
    // ten gigabytes in all: gzip reads one member after the other
    let bomb = gzip(&vec![0; 64 << 20]).repeat(160);
    assert_eq!(defused("a.gz", &bomb), too_large("gzip"));
    let (brotli, zstd) =
        (include_bytes!("containers/bomb.br"), include_bytes!("containers/bomb.zst"));
    assert_eq!(defused("a.br", brotli), too_large("brotli"));
    assert_eq!(defused("a.zst", zstd), too_large("zstd"));
    let large_window = include_bytes!("containers/large-window.br");
    let damaged = ["EW010 not looked at: it is damaged or ends early (brotli)"];
    assert_eq!(defused("a.br", large_window), damaged);
    let zeros = vec![0; 100 << 20];
    let Member { packed, .. } = deflated("0", &zeros);
    let member = || Member { name: "0", method: 8, packed: packed.clone(), content: &zeros };
    let members: Vec<_> = (0..20).map(|_| member()).collect();
    assert_eq!(defused("42.zip", &zip(&members).0), too_large("zip member 0"));
    assert_eq!(
        defused("a.zip", &zip(&[deflated("in.zip", &zip(&members[..9]).0)]).0),
        too_large("zip member in.zip → zip member 0")
    );
}

#[test]
fn members_that_overlap_are_not_read_for_ever() {
    // every entry of the directory points at the same member, of which little comes out
    let nothing = [&[0u8, 0, 0, 0xff, 0xff].repeat(100_000)[..], &[3, 0]].concat();
    let member = Member { name: "a", method: 8, packed: nothing, content: b"" };
    let (archive, start) = zip(&[member]);
    let entry = &archive[start..archive.len() - 22];
    let count = 60_000u16;
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
    let bomb = [&archive[..start], &directory, &end].concat();
    assert_eq!(
        defused("a.zip", &bomb),
        ["EW010 not looked at: it holds more than can be looked at"]
    );
}

#[test]
fn layers_without_end_are_told_of() {
    let mut nested = SCRIPT.as_bytes().to_vec();
    for _ in 0..40 {
        nested = gzip(&nested);
    }
    let found = defused("a.gz", &nested);
    assert_eq!(found, ["EW010 not looked at: it holds more than 32 layers, one inside another"]);
}

#[test]
fn stale_siblings_are_told_of() {
    let (older, gz) = (gzip(b"let a = 0;\n"), gzip(b"let a = 1;\n"));
    let longer = gzip(b"let a = 1;\nlet b;");
    let found = scan(&[
        ("app.js", b"let a = 1;\n"),
        ("app.js.gz", &gz),
        ("app.js.br", BROTLI),
        ("app.js.zst", &gz),
        ("b.js", b"let a = 1;\n"),
        ("b.js.gz", &older),
        ("c.js", b"let a = 1;\n"),
        ("c.js.gz", &longer),
        ("d.js", b""),
        ("d.js.gz", &gzip(b"")),
        ("alone.js.gz", &gz),
    ]);
    let stale = found.iter().filter(|finding| finding.code == Code::StaleSibling);
    let files: Vec<_> = stale.map(|finding| &finding.location.as_ref().unwrap().file[..]).collect();
    assert_eq!(files, ["app.js.br", "b.js.gz", "c.js.gz"]);
}

#[test]
fn archives_of_real_tools_are_opened() {
    let folder = tempfile::tempdir().unwrap();
    let make = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/containers/make.py");
    let python =
        Command::new("python3").arg(make).current_dir(folder.path()).stdin(Stdio::piped()).spawn();
    let Ok(mut python) = python else { return };
    python.stdin.take().unwrap().write_all(SCRIPT.as_bytes()).unwrap();
    assert!(python.wait().unwrap().success());

    let guard = Guard::new([Secret::new("KEY", SecretValue::from(SECRET))]);
    let output = Output::new(folder.path()).include(["**"]);
    let report = guard.scan(&output, &|_| {}).unwrap();
    let found: Vec<_> = report
        .findings
        .iter()
        .map(|finding| format!("{} {}", finding.location.as_ref().unwrap().file, tell(finding)))
        .collect();
    let long = format!("{}app.js", "long/".repeat(40));
    assert_eq!(
        found,
        [
            format!("gnu.tar EW001 2:12 tar member {long} > string"),
            "noname EW001 2:12 gzip > string".to_owned(),
            format!("pax.tar EW001 2:12 tar member {long} > string"),
            format!("plain.zip EW001 2:12 zip member {long} > string"),
            "streamed.zip EW001 2:12 zip member app.js > string".to_owned(),
            "ustar.tar EW001 2:12 tar member app.js > string".to_owned(),
            "wide.zip EW001 2:12 zip member app.js > string".to_owned(),
        ]
    );
    for archive in ["plain.zip", "streamed.zip", "wide.zip"] {
        let bytes = std::fs::read(folder.path().join(archive)).unwrap();
        let directory = bytes.windows(4).position(|part| part == b"PK\x01\x02").unwrap();
        let found = told("a.zip", &bytes[..directory]);
        assert_eq!(found.len(), 2, "{archive}: {found:?}");
        assert!(found[1].starts_with("EW001 2:12 zip member "), "{archive}: {found:?}");
    }
}

#[test]
fn a_sample_of_a_format_in_text_is_no_error() {
    for sample in [
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA...",
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ",
        "data:image/jpeg;base64,/9j/4AAQSkZJRgABAQAAAQABAAD...",
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAYEBQYFBAYG",
        "H4sIAAAAAAAAAAAAAAAAAAAAAAAA",
        "AGFzbQEAAAABBQFgAAF/AwIBAAcHAQNydW4AAAoGAQ",
        "KLUv/QBYAAAAAAAAAAAAAAAAAAAA",
        "UEsDBBQABgAIAAAAIQDfpNJsWgEAACAF",
        "1f8b0800000000000000000000000000000000000000",
        "0061736d010000000105016000017f03020100",
        "504b0304140000000800000000000000000000000000",
        "89504e470d0a1a0a0000000d49484452000000010000",
    ] {
        for text in [format!("// e.g. `{sample}`\nf()"), format!("f({sample:?})")] {
            let findings = scan(&[("app.js", text.as_bytes())]);
            let errors: Vec<_> =
                findings.iter().filter(|finding| finding.severity >= Severity::Warning).collect();
            assert!(errors.is_empty(), "{text}: {errors:?}");
        }
    }
}

#[test]
fn zlib_and_raw_deflate_are_opened() {
    let raw = deflated("", SCRIPT.as_bytes()).packed;
    assert_eq!(told("a.bin", &zlib(SCRIPT.as_bytes())), ["EW001 2:12 zlib"]);
    assert_eq!(told("a.js.zz", &zlib(SCRIPT.as_bytes())), ["EW001 2:12 zlib > string"]);
    assert_eq!(told("a.bin", &raw), ["EW001 2:12 deflate"]);
    let long = [SCRIPT, &"let b = 2;\n".repeat(9)].concat();
    for (packed, layer) in [
        (zlib(SCRIPT.as_bytes()), "zlib"),
        (zlib(long.as_bytes()), "zlib"),
        (deflated("", &incompressible(SCRIPT)).packed, "deflate"),
    ] {
        let base64 = data_encoding::BASE64.encode(&packed);
        let found = told("a.js", format!("x(inflate(atob(\"{base64}\")))").as_bytes());
        assert!(found.iter().any(|it| it.contains(&format!("base64 > {layer}"))), "{found:?}");
    }
    // cut off, it is told
    let cut = zlib(&incompressible(&SCRIPT.repeat(99)));
    let found = told("a.bin", &cut[..cut.len() - 9]);
    assert!(found.iter().any(|it| it.starts_with("EW010")), "{found:?}");
}

/// A text with so many different bytes behind it that it packs to a long run of base64.
fn incompressible(text: &str) -> Vec<u8> {
    let noise = (0..2000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]);
    text.bytes().chain(noise.map(|byte| b' ' + byte % 90)).collect()
}

#[test]
fn what_nobody_opens_is_told() {
    for (name, start) in [
        ("xz", &b"\xfd7zXZ\0\0\x04"[..]),
        ("bzip2", b"BZh91AY&SY"),
        ("7z", b"7z\xbc\xaf\x27\x1c\0\x04"),
        ("rar", b"Rar!\x1a\x07\x01\0"),
        ("lz4", b"\x04\x22\x4d\x18\x64\x40"),
    ] {
        let bytes = [start, &[0x9a; 40]].concat();
        let found = told("a.bin", &bytes);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("EW010") && found[0].contains(name), "{found:?}");
        let inside = told("a.bin.gz", &gzip(&bytes));
        assert!(inside[0].starts_with("EW010") && inside[0].contains("(gzip)"), "{inside:?}");
    }
    assert!(told("a.txt", b"BZh9 is how bzip2 begins, and Rar! is another").is_empty());
}

#[test]
fn a_zip_with_bytes_before_it_is_opened() {
    let archive = zip(&[deflated("app.js", SCRIPT.as_bytes())]).0;
    for start in [&b"Cr24\x03\0\0\0\x10\0\0\0\x9a\x9a\x9a\x9a"[..], b"MZ\x90\0\x03\0\0\0"] {
        let found = told("a.bin", &[start, &[0x9a; 50], &archive].concat());
        assert_eq!(found, ["EW001 2:12 zip member app.js > string"]);
    }
}

#[test]
fn utf_32_is_read_by_its_mark() {
    for (mark, bytes) in [
        ([0xff, 0xfe, 0, 0], u32::to_le_bytes as fn(u32) -> [u8; 4]),
        ([0, 0, 0xfe, 0xff], u32::to_be_bytes),
    ] {
        let text: Vec<u8> = SCRIPT.chars().flat_map(|char| bytes(u32::from(char))).collect();
        let found = told("a.js", &[&mark[..], &text].concat());
        assert_eq!(found, ["EW001 2:12 UTF-32 > string"]);
    }
}

#[test]
fn what_is_no_container_is_looked_at_as_what_it_is() {
    for name in ["a.js.gz", "a.js.br", "a.js.zst", "a.zip", "a.tar", "a.br"] {
        let empty = scan(&[(name, b"")]);
        assert!(empty.iter().all(|it| it.severity == Severity::Note), "{name}: {empty:?}");
        let found = told(name, b"<p title=\"q7WzXe81&#45;made-up\">a</p>");
        assert!(found.iter().any(|it| it.starts_with("EW001")), "{name}: {found:?}");
        assert!(!found.iter().any(|it| it.starts_with("EW010")), "{name}: {found:?}");
        let script = told(name, b"x('q7WzXe81' + '-made-up'); const a = () => 1;");
        assert!(script.iter().any(|it| it.starts_with("EW001")), "{name}: {script:?}");
    }
    assert!(told("locales.br", b"Demat, bed!\n").is_empty());
    let found = told("a.js.gz", b"\x9a\x01\x02\x03 no gzip");
    assert!(found[0].starts_with("EW010"), "{found:?}");
}

#[test]
fn a_file_too_large_to_be_held_is_searched_in_pieces() {
    let folder = tempfile::tempdir().unwrap();
    let content = [&b"-".repeat((16 << 20) - 7)[..], SECRET.as_bytes(), b"."].concat();
    std::fs::write(folder.path().join("a.js"), &content).unwrap();
    let output = Output::new(folder.path()).include(["**"]);
    let guard = || Guard::new([Secret::new("KEY", SecretValue::from(SECRET))]).digests(true);
    let report = guard().largest(1 << 20).scan(&output, &|_| {}).unwrap();
    let found: Vec<_> = report.findings.iter().map(tell).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("EW001 the value of `KEY`"), "{found:?}");
    assert!(found[1].starts_with("EW012 searched as bytes only: it is too large"), "{found:?}");
    let whole = guard().scan(&output, &|_| {}).unwrap();
    assert_eq!(report.artifacts[0].digest, whole.artifacts[0].digest);
    assert_eq!(report.artifacts[0].bytes, content.len() as u64);
}
