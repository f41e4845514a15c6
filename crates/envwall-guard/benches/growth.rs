//! How the time of a scan grows with the files, with the secrets and with what is found.
//!
//! ```console
//! $ tests/clean/fetch.sh corpus
//! $ cargo bench -p envwall-guard --bench growth -- "$PWD/corpus"
//! ```
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and may fail")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use envwall_core::SecretValue;
use envwall_guard::output::Output;
use envwall_guard::{Guard, Secret};

mod secrets;

use self::secrets::secret;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 3;

fn main() {
    // cargo adds an option of its own
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let Some(corpus) = arguments.next() else {
        println!("name a folder of bundles, such as tests/clean/fetch.sh makes");
        return;
    };
    let corpus = Path::new(&corpus).canonicalize().unwrap();
    let folder = tempfile::tempdir_in(corpus.parent().unwrap()).unwrap();
    let files = files_by_size(&corpus);
    println!("medians of {ROUNDS}; each line with its share of the line above");
    print(
        "files, 50 secrets",
        [4, 2, 1].map(|part| {
            let part_of_all = folder.path().join(format!("part-{part}"));
            let bytes = link(files.iter().step_by(part), &part_of_all);
            (format!("{} MB", bytes / 1_000_000), seconds(&part_of_all, || guard(50)))
        }),
    );
    print(
        "secrets, all files",
        [125, 250, 500].map(|count| (count.to_string(), seconds(&corpus, || guard(count)))),
    );
    let empty = folder.path().join("empty");
    write(&empty, "a.js", "f()");
    print(
        "secrets, one file of 3 bytes",
        [125, 250, 500].map(|count| (count.to_string(), seconds(&empty, || guard(count)))),
    );
    print(
        "occurrences in one file",
        [25_000, 50_000, 100_000].map(|count| {
            let hits = folder.path().join(format!("hits-{count}"));
            write(&hits, "a.js", &"f('q7WzXe81-made-up-Kp0v4T');\n".repeat(count));
            let key = || Secret::new("KEY", SecretValue::from("q7WzXe81-made-up-Kp0v4T"));
            (count.to_string(), seconds(&hits, || Guard::new([key()])))
        }),
    );
}

fn guard(count: u16) -> Guard {
    Guard::new((0..count).map(secret))
}

/// The files, the largest first: every second of them is half of it.
fn files_by_size(folder: &Path) -> Vec<(u64, PathBuf)> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.file_type().is_file());
    let mut files: Vec<_> =
        files.map(|file| (file.metadata().unwrap().len(), file.into_path())).collect();
    files.sort();
    files.reverse();
    files
}

/// Links files into a folder; returns how many bytes they have.
fn link<'f>(files: impl Iterator<Item = &'f (u64, PathBuf)>, folder: &Path) -> u64 {
    fs::create_dir(folder).unwrap();
    let linked = files.enumerate().map(|(index, (bytes, file))| {
        let name = file.file_name().unwrap().to_string_lossy();
        fs::hard_link(file, folder.join(format!("{index}-{name}"))).unwrap();
        bytes
    });
    linked.sum()
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::create_dir(folder).unwrap();
    fs::write(folder.join(name), text).unwrap();
}

/// Seconds for a scan, with the making of what it searches for.
fn seconds(folder: &Path, guard: impl Fn() -> Guard) -> f64 {
    let output = Output::new(folder).include(["**"]);
    let mut times: Vec<f64> = (0..=ROUNDS)
        .map(|_| {
            let start = Instant::now();
            drop(guard().scan(&output, &|_| {}).unwrap());
            start.elapsed().as_secs_f64()
        })
        .skip(1)
        .collect();
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn print(what: &str, lines: [(String, f64); 3]) {
    println!("{what}");
    let mut before = None;
    for (size, seconds) in lines {
        let growth = before.map_or(String::new(), |before| format!("x {:.2}", seconds / before));
        println!("  {size:>8} {seconds:8.3} s  {growth}");
        before = Some(seconds);
    }
}
