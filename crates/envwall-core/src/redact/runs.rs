//! Runs of eight bytes that must not be shown, found in one pass.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::classify::issuers::{Shape, shapes};

/// Number of bytes of a value in a row that are never shown.
pub(super) const RUN: usize = 8;

/// Beginnings of addresses. A run in one of them reveals nothing of a value: every development
/// server prints it.
const EVERYWHERE: &[&[u8]] = &[
    b"https://localhost:",
    b"http://localhost:",
    b"https://127.0.0.1:",
    b"http://127.0.0.1:",
    b"http://0.0.0.0:",
    b"https://www.",
    b"https://api.",
    b"postgresql://localhost:",
    b"postgres://localhost:",
    b"mysql://localhost:",
    b"redis://localhost:",
    b"mongodb://localhost:",
    b"mongodb+srv://",
    b"@localhost:",
    b"localhost:3000",
    b"localhost:3306",
    b"localhost:5173",
    b"localhost:5432",
    b"localhost:6379",
    b"localhost:8080",
    b"localhost:27017",
    b"postgres://postgres:postgres@localhost:",
    b"postgresql://postgres:postgres@localhost:",
    b"https://hooks.slack.com/services/",
    b"https://discord.com/api/webhooks/",
    b"https://docs.",
    b"https://login.microsoftonline.com/",
    b"\"type\":\"service_account\",\"project_id\":\"",
    b"\"type\": \"service_account\"",
    b"\"private_key_id\"",
    b"\"private_key\"",
    b"\"client_email\"",
    b"production",
    b"development",
];

/// The runs in these, and in what the formats of issuers begin with: `sk_live_`.
static HARMLESS: LazyLock<FxHashSet<u64>> = LazyLock::new(|| {
    let of_issuers = shapes().iter().filter_map(Shape::anchor).map(str::as_bytes);
    // what is around a key is hidden with it
    let of_issuers = of_issuers.filter(|anchor| !anchor.starts_with(b"-"));
    let texts = EVERYWHERE.iter().copied().chain(of_issuers);
    texts.flat_map(|text| text.windows(RUN)).map(number).collect()
});

/// A set of runs, each as one number with its first byte on top.
#[derive(Clone, Default)]
pub(super) struct Runs {
    sorted: Vec<u64>,
    /// One bit for each hash: it rules out almost every run of ordinary output.
    filter: Vec<u64>,
}

impl Runs {
    /// Every run of eight bytes in these texts that reveals something.
    pub(super) fn of<'a>(texts: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut of = Self::default();
        of.add(texts);
        of
    }

    /// Adds those of more texts.
    pub(super) fn add<'a>(&mut self, texts: impl IntoIterator<Item = &'a [u8]>) {
        let runs = texts.into_iter().flat_map(|text| text.windows(RUN)).map(number);
        self.sorted.extend(runs.filter(|run| !HARMLESS.contains(run)));
        self.sorted.sort_unstable();
        self.sorted.dedup();
        self.sorted.shrink_to_fit();
        self.filter = vec![0; (self.sorted.len() / 2).next_power_of_two().max(16)];
        for run in &self.sorted {
            let (word, bit) = place(*run, self.filter.len());
            self.filter[word] |= bit;
        }
    }

    /// Calls back with the end of every run in the text.
    pub(super) fn find(&self, text: &[u8], mut found: impl FnMut(usize)) {
        if self.sorted.is_empty() {
            return;
        }
        let mut run = 0;
        for (at, byte) in text.iter().enumerate() {
            run = run << 8 | u64::from(*byte);
            let (word, bit) = place(run, self.filter.len());
            if self.filter[word] & bit != 0 && at + 1 >= RUN && self.has(run) {
                found(at + 1);
            }
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// Whether this is a run, its first byte on top.
    pub(super) fn has(&self, run: u64) -> bool {
        self.sorted.binary_search(&run).is_ok()
    }

    /// Whether a run begins with the lowest `length` bytes of a number, one to seven.
    pub(super) fn begins_with(&self, bytes: u64, length: usize) -> bool {
        let rest = 8 * (RUN - length);
        let least = bytes << rest;
        let at = self.sorted.partition_point(|run| *run < least);
        self.sorted.get(at).is_some_and(|run| run >> rest == least >> rest)
    }

    /// The length of the longest end of the text that a run begins with.
    pub(super) fn begun(&self, text: &[u8]) -> usize {
        let max = text.len().min(RUN - 1);
        (1..=max)
            .rev()
            .find(|length| self.begins_with(number(&text[text.len() - length..]), *length))
            .unwrap_or(0)
    }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The word and the bit of a filter of so many words, a power of two.
fn place(run: u64, words: usize) -> (usize, u64) {
    // the multiplier of Fibonacci hashing: 2^64 divided by the golden ratio
    let hash = run.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let word = usize::try_from(hash >> 32).unwrap_or(0) & (words - 1);
    (word, 1 << (hash >> 58))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_every_development_server_prints_is_no_run() {
        let runs = Runs::of([&b"http://localhost:4321/q7WzXe81"[..]]);
        let ends = |text: &str| {
            let mut ends = Vec::new();
            runs.find(text.as_bytes(), |end| ends.push(end));
            ends
        };
        assert_eq!(ends("  Local: http://localhost:5173/"), [0; 0]);
        assert_eq!(ends("https://localhost and //q7WzXe81"), [31, 32]);
        assert_eq!(ends("lhost:4321").len(), 3);
        assert_eq!(ends("http://localhost:5432/"), [0; 0]);
    }

    #[test]
    fn a_value_that_repeats_itself_has_few_runs() {
        let mut runs = Runs::default();
        for times in [6000, 10] {
            runs.add([b"q7WzXe81".repeat(times).as_slice(), b"https://api."]);
            assert_eq!(runs.sorted.len(), 8, "those of an address reveal nothing");
        }
        let mut ends = Vec::new();
        runs.find(b"x Xe81q7WzX https://api.", |end| ends.push(end));
        assert_eq!(ends, [10, 11]);
    }
}
