//! A value in a container is found with its trail and its place in there; damaged and hostile
//! containers are reported.

pub(crate) mod formats;
mod hostile;

#[cfg(feature = "external-tests")]
use std::io::Write;

use envwall_core::diagnostic::{Code, Finding, Severity};

use self::formats::{
    active, deflated, gzip, incompressible, jpeg, named, packed_text, png, section, stored, tar,
    wasm, wasm_data, zip, zlib,
};
use crate::support::{Case, Expected, check, everything, summary};

const SECRET: &str = "q7WzXe81-made-up";

/// The value is at line 2, column 12.
const SCRIPT: &str = "let a = 1;\nlet key = \"q7WzXe81-made-up\";\n";

const BROTLI: &[u8] = include_bytes!("app.js.br");
const ZSTD: &[u8] = include_bytes!("app.js.zst");

fn case(name: &str, content: impl AsRef<[u8]>) -> Case {
    Case::new(name, content).key(SECRET)
}

fn scan(files: &[(&str, &[u8])]) -> Vec<Finding> {
    Case::files(files).key(SECRET).findings()
}

/// A leak with this trail.
fn in_trail(layers: &str) -> Expected {
    Expected::leak().trail(layers)
}

#[test]
fn compressed_files_are_opened() {
    let gz = gzip(SCRIPT.as_bytes());
    let in_brotli = gzip(BROTLI);
    let four_times = gzip(&gzip(&gzip(&gz)));
    let files = [
        ("app.js.gz", &gz[..], "EW001 2:12 gzip > string"),
        ("app.js", &gz, "EW001 2:12 gzip > string"),
        ("app", &gz, "EW001 2:12 gzip > string"),
        ("app.js.br", BROTLI, "EW001 2:12 brotli > string"),
        ("app.js.zst", ZSTD, "EW001 2:12 zstd > string"),
        ("app.js.br.gz", &in_brotli, "EW001 2:12 gzip > brotli > string"),
        ("a.gz", &four_times, "EW001 2:12 gzip > gzip > gzip > gzip > string"),
    ];
    check(files.map(|(name, content, found)| case(name, content).expect([found])));
}

#[test]
fn what_does_not_parse_inside_is_named() {
    // a part of the value is why the program is parsed
    let program = format!("let let = {:?};", &SECRET[..SECRET.len() / 2]);
    let archive = zip(&[deflated("a.js", program.as_bytes()), deflated("b.js", b"b()")]).0;
    let not_parsed = Expected::from("EW012").message("…(zip member a.js)");
    check([case("a.zip", archive).expect([not_parsed])]);
}

#[test]
fn every_member_and_frame_is_read() {
    let (start, end) = SCRIPT.as_bytes().split_at(25);
    let skipped = b"\x50\x2a\x4d\x18\x03\0\0\0abc";
    let frames = [skipped, ZSTD, skipped, ZSTD].concat();
    check([
        case("a.gz", [gzip(start), gzip(end)].concat()).expect(["EW001 2:12 gzip > string"]),
        case("a.gz", [gzip(b"x"), ZSTD.to_vec()].concat())
            .expect(["EW001 2:12 after the gzip data > zstd > string"]),
        case("a.js", frames).expect(["EW001 2:12 zstd > string", "EW001 4:12 zstd > string"]),
    ]);
}

#[test]
fn members_of_zip_archives_are_opened() {
    let script = SCRIPT.as_bytes();
    let members = [deflated("a/app.js", script), stored("b.txt", script)];
    let (archive, directory) = zip(&members);
    let both =
        ["EW001 2:12 zip member a/app.js > string", "EW001 2:12 zip member b.txt > json string"];
    let damaged = "EW010 not scanned: its table of contents is damaged or missing";
    let stub = [b"#!/bin/sh\n", &*archive].concat();
    let inner = zip(&[members.into_iter().next().unwrap(), stored("c.js.br", BROTLI)]).0;
    let nested = zip(&[deflated("in.zip", &gzip(&inner))]).0;
    check([
        case("x.zip", &archive).expect(both),
        case("x.bin", &archive).expect(both),
        case("x.zip", stub).expect(both),
        case("x.zip", &archive[..directory]).expect([damaged, both[0], both[1]]),
        case("x.zip", nested).expect([
            "EW001 2:12 zip member in.zip > gzip > zip member a/app.js > string",
            "EW001 2:12 zip member in.zip > gzip > zip member c.js.br > brotli > string",
        ]),
    ]);
}

#[test]
fn what_a_zip_archive_hides_is_reported() {
    let mut odd = deflated("a.js", b"let a = 1");
    odd.method = 14;
    let unknown = "EW010 not scanned: it uses zip compression method 14, which Envwall does not support (zip member a.js)";
    // left out of the directory
    let archive = zip(&[deflated("a.js", SCRIPT.as_bytes())]);
    let unlisted = [&archive.0[..archive.1], &zip(&[]).0].concat();
    let mut damaged = archive.0.clone();
    damaged[archive.1 + 16] ^= 1;
    let leak = "EW001 2:12 zip member a.js > string";
    check([
        case("x.zip", zip(&[odd]).0).expect([unknown]),
        case("x.zip", unlisted).expect([leak]),
        case("x.zip", damaged)
            .expect(["EW010 not scanned: it is truncated or damaged (zip member a.js)", leak]),
    ]);
}

#[test]
fn files_in_tar_archives_have_their_own_lines() {
    let archive = tar("a/app.js", SCRIPT.as_bytes());
    let long = format!("{}/app.mjs", "long".repeat(30));
    let in_zip = zip(&[deflated("x.tar.gz", &gzip(&archive))]).0;
    check([
        case("x.tar", &archive).expect(["EW001 2:12 tar member a/app.js > string"]),
        case("x.tgz", gzip(&archive)).expect(["EW001 2:12 gzip > tar member a/app.js > string"]),
        case("x", tar(&long, SCRIPT.as_bytes()))
            .expect([format!("EW001 2:12 tar member {long} > string")]),
        case("x.zip", in_zip)
            .expect(["EW001 2:12 zip member x.tar.gz > gzip > tar member a/app.js > string"]),
    ]);
}

#[test]
fn utf16_is_text() {
    let marks = [(true, true), (true, false), (false, true), (false, false)];
    let encoded = marks.into_iter().flat_map(|(mark, little)| {
        let units = mark.then_some(0xfeff).into_iter().chain(SCRIPT.encode_utf16());
        let bytes: Vec<u8> = units
            .flat_map(|unit| if little { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect();
        [
            case("a.js", &bytes).expect(["EW001 2:12 UTF-16 > string"]),
            case("a.txt", &bytes).expect(["EW001 2:12 UTF-16 > json string"]),
        ]
    });
    let utf8 = case("a.js", format!("\u{feff}{SCRIPT}")).expect(["EW001 2:12 string"]);
    check(encoded.chain([utf8]));
}

#[test]
fn texts_in_png_images_are_read() {
    let text = packed_text();
    let profile = [b"icc\0\0", &*text].concat();
    let international = [b"key\0\x01\0en\0key\0", &*text].concat();
    let packed = [
        (b"zTXt", &profile, "png text"),
        (b"iTXt", &international, "png text"),
        (b"iCCP", &profile, "png color profile"),
    ];
    let packed = packed.map(|(kind, data, layer)| {
        case("a.png", png(&[(kind, data)])).expect_first(format!("EW001 1:11 {layer}"))
    });
    let plain = [b"key\0", SECRET.as_bytes()].concat();
    let plain = case("a.png", png(&[(b"tEXt", &plain)])).expect_first(in_trail("png text"));
    check(packed.into_iter().chain([plain]));
}

#[test]
fn texts_in_jpeg_images_go_on_over_segments() {
    let (start, end) = SECRET.as_bytes().split_at(7);
    let xmp =
        |part: &[u8]| [b"http://ns.adobe.com/xmp/extension/\0", &[b'a'; 40][..], part].concat();
    let images = [
        (jpeg(&[(0xfe, SECRET.as_bytes())]), "jpeg comment"),
        (jpeg(&[(0xfe, start), (0xe5, b"x"), (0xfe, end)]), "jpeg comment"),
        (jpeg(&[(0xe1, &xmp(start)), (0xe1, &xmp(end))]), "jpeg xmp"),
    ];
    check(images.map(|(image, layer)| case("a.jpg", image).expect_first(in_trail(layer))));
}

#[test]
fn values_in_wasm_are_found_whatever_splits_them() {
    let (start, end) = SECRET.as_bytes().split_at(7);
    let passive = |data: &[u8]| [&[1, u8::try_from(data.len()).unwrap()], data].concat();
    let wide = [u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes].map(|unit| {
        let wide: Vec<u8> = SECRET.encode_utf16().flat_map(unit).collect();
        let constant = [&[0x1c, 0, 0, 0, 1, 0, 0, 0, 0x20, 0, 0, 0], &*wide, &[0]].concat();
        (wasm_data(&[active(0, &constant)]), "UTF-16")
    });
    let custom = section(0, &named("notes", SECRET.as_bytes()));
    let halves = [start, end].map(|half| section(0, &named("notes", half)));
    let import = [&[1], &*named("env", &named(SECRET, &[3, 0x7f, 0]))].concat();
    let packed = gzip(&SECRET.repeat(2).as_bytes()[3..]);
    let modules = [
        (wasm_data(&[active(9, SECRET.as_bytes())]), "wasm data"),
        (wasm_data(&[active(15, end), active(1, b"x"), active(8, start)]), "wasm data"),
        (wasm_data(&[passive(start), passive(end)]), "wasm data"),
        (wasm_data(&[active(0, &packed)]), "… > gzip…"),
        (wasm(&[custom]), "wasm section notes"),
        (wasm(&halves), "wasm section notes"),
        (wasm(&[section(2, &import)]), "wasm imports"),
    ];
    let found = modules.into_iter().chain(wide);
    let found = found.map(|(module, layers)| case("a.wasm", module).expect([in_trail(layers)]));
    let apart = case("a.wasm", wasm_data(&[active(8, start), active(16, end)]));
    check(found.chain([apart]));
}

#[test]
fn stale_precompressed_files_are_reported() {
    let (older, gz) = (gzip(b"let a = 0;\n"), gzip(b"let a = 1;\n"));
    let longer = gzip(b"let a = 1;\nlet b;");
    let files: &[(&str, &[u8])] = &[
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
    ];
    let stale = ["app.js.br", "b.js.gz", "c.js.gz"].map(|file| Expected::from("EW006").file(file));
    check([Case::files(files).key(SECRET).only(Code::StalePrecompressed).expect(stale)]);
}

/// The archives of Python's standard library; see `containers/make.py`.
#[cfg(feature = "external-tests")]
#[test]
fn archives_of_real_tools_are_opened() {
    let folder = tempfile::tempdir().unwrap();
    let make = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/guard/containers/make.py");
    let mut python = std::process::Command::new("python3")
        .arg(make)
        .current_dir(folder.path())
        .stdin(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(SCRIPT.as_bytes()).unwrap();
    assert!(python.wait().unwrap().success());

    let long = format!("tar member {}app.js > string", "long/".repeat(40));
    let long_in_zip = long.replacen("tar", "zip", 1);
    let archives = [
        ("gnu.tar", &*long),
        ("noname", "gzip > string"),
        ("pax.tar", &long),
        ("plain.zip", &long_in_zip),
        ("streamed.zip", "zip member app.js > string"),
        ("ustar.tar", "tar member app.js > string"),
        ("wide.zip", "zip member app.js > string"),
    ];
    let content = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let whole = archives.map(|(name, layers)| {
        case(name, content(name)).expect([format!("EW001 {name}:2:12 {layers}")])
    });
    let cut = ["plain.zip", "streamed.zip", "wide.zip"].map(|name| {
        let bytes = content(name);
        let directory = bytes.windows(4).position(|part| part == b"PK\x01\x02").unwrap();
        case("a.zip", &bytes[..directory]).expect(["EW010 …", "EW001 2:12 zip member …"])
    });
    check(whole.into_iter().chain(cut));
}

#[test]
fn a_sample_of_a_format_in_text_is_no_error() {
    let samples = [
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
    ];
    let text = |sample| [format!("// e.g. `{sample}`\nf()"), format!("f({sample:?})")];
    let cases = samples
        .into_iter()
        .flat_map(text)
        .map(|text| case("app.js", text).expect_at_most(Severity::Note));
    check(cases);
}

#[test]
fn zlib_is_opened_whatever_its_name_says() {
    let packed = zlib(SCRIPT.as_bytes());
    let names = ["a.js", "a.json", "a.css", "a.html", "a.svg", "a"];
    check(names.map(|name| Case::new(name, &packed).expect_each("EW001")));
}

#[test]
fn zlib_and_raw_deflate_are_opened() {
    let (packed, raw) = (zlib(SCRIPT.as_bytes()), deflated("", SCRIPT.as_bytes()).packed);
    let long = [SCRIPT, &"let b = 2;\n".repeat(9)].concat();
    let encoded = [
        (packed.clone(), "zlib"),
        (zlib(long.as_bytes()), "zlib"),
        (deflated("", &incompressible(SCRIPT)).packed, "deflate"),
    ];
    let encoded = encoded.map(|(packed, layer)| {
        let base64 = data_encoding::BASE64.encode(&packed);
        case("a.js", format!("x(inflate(atob(\"{base64}\")))"))
            .expect_among([in_trail(&format!("…base64 > {layer}…"))])
    });
    let cut = zlib(&incompressible(&SCRIPT.repeat(99)));
    check(encoded.into_iter().chain([
        case("a.bin", &packed).expect(["EW001 2:12 zlib > string"]),
        case("a.js.zz", &packed).expect(["EW001 2:12 zlib > string"]),
        case("a.bin", raw).expect(["EW001 2:12 deflate > string"]),
        case("a.bin", &cut[..cut.len() - 9]).expect_among(["EW010"]),
    ]));
}

#[test]
fn unsupported_archives_are_reported() {
    let starts = [
        ("xz", &b"\xfd7zXZ\0\0\x04"[..]),
        ("bzip2", b"BZh91AY&SY"),
        ("7z", b"7z\xbc\xaf\x27\x1c\0\x04"),
        ("rar", b"Rar!\x1a\x07\x01\0"),
        ("lz4", b"\x04\x22\x4d\x18\x64\x40"),
    ];
    let archives = starts.into_iter().flat_map(|(name, start)| {
        let bytes = [start, &[0x9a; 40]].concat();
        let named = Expected::from("EW010").message(&format!("…{name}…"));
        let inside = Expected::from("EW010").message("…(gzip)…");
        [case("a.bin", &bytes).expect([named]), case("a.bin.gz", gzip(&bytes)).expect_first(inside)]
    });
    let text = case("a.txt", "BZh9 is how bzip2 begins, and Rar! is another");
    check(archives.chain([text]));
}

#[test]
fn a_zip_with_bytes_before_it_is_opened() {
    let archive = zip(&[deflated("app.js", SCRIPT.as_bytes())]).0;
    let starts = [&b"Cr24\x03\0\0\0\x10\0\0\0\x9a\x9a\x9a\x9a"[..], b"MZ\x90\0\x03\0\0\0"];
    check(starts.map(|start| {
        let content = [start, &[0x9a; 50], &archive].concat();
        case("a.bin", content).expect(["EW001 2:12 zip member app.js > string"])
    }));
}

#[test]
fn utf_32_is_read_by_its_mark() {
    let orders = [
        ([0xff, 0xfe, 0, 0], u32::to_le_bytes as fn(u32) -> [u8; 4]),
        ([0, 0, 0xfe, 0xff], u32::to_be_bytes),
    ];
    check(orders.map(|(mark, bytes)| {
        let text: Vec<u8> = SCRIPT.chars().flat_map(|char| bytes(u32::from(char))).collect();
        case("a.js", [&mark[..], &text].concat()).expect(["EW001 2:12 UTF-32 > string"])
    }));
}

#[test]
fn what_only_has_the_name_of_a_container_is_read_as_what_it_is() {
    let names = ["a.js.gz", "a.js.br", "a.js.zst", "a.zip", "a.tar", "a.br"];
    let misnamed = names.into_iter().flat_map(|name| {
        let page = "<p title=\"q7WzXe81&#45;made-up\">a</p>";
        let script = "x('q7WzXe81' + '-made-up'); const a = () => 1;";
        [
            case(name, "").expect_at_most(Severity::Note),
            case(name, page).expect_among(["EW001"]).expect_no("EW010"),
            case(name, script).expect_among(["EW001"]),
        ]
    });
    check(misnamed.chain([
        case("locales.br", "Demat, bed!\n"),
        case("a.js.gz", b"\x9a\x01\x02\x03 no gzip").expect_first("EW010"),
    ]));
}

#[test]
fn a_file_too_large_to_be_held_is_searched_in_pieces() {
    let folder = tempfile::tempdir().unwrap();
    let content = [&b"-".repeat((16 << 20) - 7)[..], SECRET.as_bytes(), b"."].concat();
    std::fs::write(folder.path().join("a.js"), &content).unwrap();
    let output = everything(folder.path());
    let guard = || case("a.js", "").guard().digests(true);
    let report = guard().max_file_size(1 << 20).scan(&output, &|_| {}).unwrap();
    let found: Vec<_> = report.findings.iter().map(summary).collect();
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("EW001 the value of `KEY`"), "{found:?}");
    assert!(
        found[1].starts_with("EW012 searched as bytes only: the file is too large"),
        "{found:?}"
    );
    let whole = guard().scan(&output, &|_| {}).unwrap();
    assert_eq!(report.artifacts[0].digest, whole.artifacts[0].digest);
    assert_eq!(report.artifacts[0].bytes, content.len() as u64);
}
