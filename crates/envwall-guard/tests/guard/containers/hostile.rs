//! Containers that are cut off, damaged or made to exhaust whoever opens them.

use super::formats::{
    Member, active, deflated, gzip, gzip_bomb, gzip_layers, jpeg, overlapping, packed_text, png,
    stored, tar, wasm_data, zip,
};
use super::{BROTLI, SCRIPT, SECRET, ZSTD, case, scan};
use crate::support::{Case, check, summary};

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
fn whatever_is_cut_off_is_reported() {
    for (name, sample, known_from) in samples() {
        let whole = summaries(name, &sample);
        assert!(whole.iter().all(|finding| finding.starts_with("EW001")), "{name}: {whole:?}");
        let cut: Vec<_> = (known_from..sample.len()).map(|length| &sample[..length]).collect();
        for (found, sample) in summaries_of_each(name, &cut).iter().zip(&cut) {
            // an empty file has nothing that could be missed
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
fn damage_causes_no_panic() {
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
        summaries_of_each(name, &damaged);
    }
}

/// The findings in each of many contents of one file, from one scan.
fn summaries_of_each(name: &str, contents: &[impl AsRef<[u8]>]) -> Vec<Vec<String>> {
    let names: Vec<_> = (0..contents.len()).map(|index| format!("{index}-{name}")).collect();
    let files: Vec<_> =
        names.iter().zip(contents).map(|(name, content)| (&name[..], content.as_ref())).collect();
    let mut all = vec![Vec::new(); contents.len()];
    for finding in scan(&files) {
        let (index, _) = finding.location.as_ref().unwrap().file.split_once('-').unwrap();
        all[index.parse::<usize>().unwrap()].push(summary(&finding));
    }
    all
}

#[test]
fn bombs_are_reported() {
    let too_large = |layers: &str| {
        format!("EW010 not scanned: it expands to more than Envwall scans ({layers})")
    };
    let zeros = vec![0; 100 << 20];
    let Member { packed, .. } = deflated("0", &zeros);
    let member = || Member { name: "0", method: 8, packed: packed.clone(), content: &zeros };
    let members: Vec<_> = (0..20).map(|_| member()).collect();
    let nested = zip(&[deflated("in.zip", &zip(&members[..9]).0)]).0;
    let cases = [
        case("a.gz", gzip_bomb(160)).expect([too_large("gzip")]),
        case("a.br", include_bytes!("bomb.br")).expect([too_large("brotli")]),
        case("a.zst", include_bytes!("bomb.zst")).expect([too_large("zstd")]),
        case("a.br", include_bytes!("large-window.br"))
            .expect(["EW010 not scanned: it is truncated or damaged (brotli)"]),
        case("42.zip", zip(&members).0).expect([too_large("zip member 0")]),
        case("a.zip", nested).expect([too_large("zip member in.zip → zip member 0")]),
    ];
    check(cases.map(Case::once));
}

#[test]
fn members_that_overlap_are_not_read_forever() {
    let too_much = "EW010 not scanned: it expands to more than Envwall scans";
    check([case("a.zip", overlapping(60_000)).expect([too_much])]);
}

#[test]
fn layers_without_end_are_reported() {
    let too_deep = "EW010 not scanned: more than 32 layers are nested in it";
    check([case("a.gz", gzip_layers(40)).expect([too_deep])]);
}

/// Each finding as `CODE line:column trail` or `CODE message`.
fn summaries(name: &str, content: &[u8]) -> Vec<String> {
    scan(&[(name, content)]).iter().map(summary).collect()
}
