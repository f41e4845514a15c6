//! Runs of eight bytes that must not be shown, found in one pass.

use super::RUN;

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
        let reveals =
            |run: &&[u8]| !EVERYWHERE.iter().any(|text| text.windows(RUN).any(|it| it == *run));
        let runs = texts.into_iter().flat_map(|text| text.windows(RUN)).filter(reveals);
        let mut of = Self::default();
        of.add(runs.map(number));
        of
    }

    /// Adds every run of eight bytes in these texts, whatever it reveals.
    pub(super) fn add_all<'a>(&mut self, texts: impl IntoIterator<Item = &'a [u8]>) {
        self.add(texts.into_iter().flat_map(|text| text.windows(RUN)).map(number));
    }

    fn add(&mut self, runs: impl Iterator<Item = u64>) {
        self.sorted.extend(runs);
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
            if self.filter[word] & bit != 0
                && at + 1 >= RUN
                && self.sorted.binary_search(&run).is_ok()
            {
                found(at + 1);
            }
        }
    }

    /// The length of the longest end of the text that a run begins with.
    pub(super) fn begun(&self, text: &[u8]) -> usize {
        let max = text.len().min(RUN - 1);
        (1..=max).rev().find(|length| self.begins(&text[text.len() - length..])).unwrap_or(0)
    }

    /// Whether a run begins with these, one to seven, bytes.
    fn begins(&self, bytes: &[u8]) -> bool {
        let rest = 8 * (RUN - bytes.len());
        let least = number(bytes) << rest;
        let at = self.sorted.partition_point(|run| *run < least);
        self.sorted.get(at).is_some_and(|run| run >> rest == least >> rest)
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
            runs.add_all([b"q7WzXe81".repeat(times).as_slice(), b"https://api."]);
            // those of an address reveal nothing, but whoever adds them wants them hidden
            assert_eq!(runs.sorted.len(), 8 + "https://api.".len() - RUN + 1);
        }
        let mut ends = Vec::new();
        runs.find(b"x Xe81q7WzX https://api.", |end| ends.push(end));
        assert_eq!(ends, [10, 11, 20, 21, 22, 23, 24]);
    }
}
