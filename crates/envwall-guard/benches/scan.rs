//! What a scan costs, next to the least that it could cost: reading every file and parsing the
//! JavaScript with swc (scripts, and the project's own sources in maps), on as many threads, with
//! the same allocator, in the same run.
//!
//! ```console
//! $ tests/clean/fetch.sh corpus
//! $ cargo bench -p envwall-guard --bench scan -- "$PWD/corpus"
//! ```
#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a benchmark prints, and may fail")]

use std::path::{Path, PathBuf};
use std::time::Instant;

use envwall_guard::output::Output;
use envwall_guard::{Guard, Parsing};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use swc_common::BytePos;
use swc_ecma_parser::{EsSyntax, Parser, StringInput, Syntax, TsSyntax};

mod secrets;

use self::secrets::secret;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ROUNDS: usize = 5;

fn main() {
    // cargo adds an option of its own
    let mut arguments = std::env::args().skip(1).filter(|argument| !argument.starts_with("--"));
    let Some(corpus) = arguments.next() else {
        println!("name a folder of bundles, such as tests/clean/fetch.sh makes");
        return;
    };
    let rounds = arguments.next().map_or(ROUNDS, |rounds| rounds.parse().unwrap());
    let corpus = PathBuf::from(corpus);
    let corpus = corpus.canonicalize().unwrap();
    let files: Vec<PathBuf> = walkdir::WalkDir::new(&corpus)
        .into_iter()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect();
    let guard = Guard::new((0..50).map(secret));
    let output = Output::new(&corpus).include(["**"]);
    let exhaustive = Guard::new((0..50).map(secret)).exhaustive(true);
    let scan = |guard: &Guard| cost(|| drop(guard.scan(&output, &|_| {}).unwrap()));
    let (mut least, mut scans, mut all) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        least.push(cost(|| read_and_parse(&files)));
        scans.push(scan(&guard));
        all.push(scan(&exhaustive));
    }
    let [least, scan, all] = [least, scans, all].map(|costs| Cost::median(&costs));
    println!(
        "{} files, {} threads, medians of {rounds}",
        files.len(),
        rayon::current_num_threads()
    );
    println!("                                      wall      CPU");
    println!("read, and parse what is JavaScript  {:6.2} s {:6.2} s", least.wall, least.cpu);
    println!("scan for 50 secrets                 {:6.2} s {:6.2} s", scan.wall, scan.cpu);
    println!("the same, with everything parsed    {:6.2} s {:6.2} s", all.wall, all.cpu);
    println!(
        "ratio                               {:6.2}   {:6.2}",
        scan.wall / least.wall,
        scan.cpu / least.cpu
    );
    for count in [1, 50, 500] {
        let guard = Guard::new((0..count).map(secret));
        let Parsing { programs, parsed } = guard.scan(&output, &|_| {}).unwrap().parsing;
        println!("parsed for {count:3} secrets              {parsed} of {programs} bytes");
    }
    if let Some(peak) = peak_memory() {
        println!("peak memory                         {peak}");
    }
}

fn read_and_parse(files: &[PathBuf]) {
    let pool = rayon::ThreadPoolBuilder::new().stack_size(1 << 30).build().unwrap();
    pool.install(|| files.par_iter().for_each(|file| read(file)));
}

fn read(file: &Path) {
    let bytes = std::fs::read(file).unwrap();
    match file.extension().and_then(|name| name.to_str()) {
        Some("js" | "mjs" | "cjs") => parse(std::str::from_utf8(&bytes).unwrap_or_default(), "js"),
        Some("map") => sources(&bytes),
        _ => {}
    }
}

/// The sources of a map that are not of a third party.
fn sources(bytes: &[u8]) {
    let Ok(map) = serde_json::from_slice::<serde_json::Value>(bytes) else { return };
    let (Some(names), Some(contents)) =
        (map["sources"].as_array(), map["sourcesContent"].as_array())
    else {
        return;
    };
    for (name, content) in names.iter().zip(contents) {
        let name = name.as_str().unwrap_or_default();
        let name = name.split('?').next().unwrap_or_default();
        if let (Some(content), Some((_, extension)), false) =
            (content.as_str(), name.rsplit_once('.'), name.contains("node_modules/"))
        {
            parse(content, extension);
        }
    }
}

fn parse(text: &str, extension: &str) {
    let end = BytePos(u32::try_from(text.len()).unwrap() + 1);
    let typescript = |tsx| Syntax::Typescript(TsSyntax { tsx, ..TsSyntax::default() });
    let syntax = match extension {
        "js" | "mjs" | "cjs" | "jsx" => Syntax::Es(EsSyntax { jsx: true, ..EsSyntax::default() }),
        "ts" | "mts" | "cts" => typescript(false),
        "tsx" => typescript(true),
        _ => return,
    };
    let mut parser = Parser::new(syntax, StringInput::new(text, BytePos(1), end), None);
    drop(std::hint::black_box(parser.parse_program()));
}

/// What some work took: seconds on the clock, and seconds of all threads together.
struct Cost {
    wall: f64,
    cpu: f64,
}

impl Cost {
    fn median(costs: &[Self]) -> Self {
        let of = |part: fn(&Self) -> f64| median(costs.iter().map(part).collect());
        Self { wall: of(|cost| cost.wall), cpu: of(|cost| cost.cpu) }
    }
}

fn cost(work: impl FnOnce()) -> Cost {
    let (start, before) = (Instant::now(), cpu_seconds());
    work();
    Cost { wall: start.elapsed().as_secs_f64(), cpu: cpu_seconds() - before }
}

/// Processor time of this process, user and system, as Linux tells it: unlike the clock it does
/// not count what others do on the same machine.
fn cpu_seconds() -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS_A_SECOND
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

/// The most memory that this process ever had, as Linux tells it.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}
