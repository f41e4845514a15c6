//! The one way to add a case: files, variables, and what the guard must report about them.
//!
//! A test makes a table of cases and hands it to [`check`], which reports every case that failed.
//! An expected finding is a text such as `EW001 2:12 gzip > string` (code, line and column, trail) or
//! `EW010 not scanned…` (code and message, with the remarks behind it); `…` matches any text, and
//! what is left out is not compared.

use std::fs;
use std::ops::Range;
use std::path::Path;

use envwall_core::SecretValue;
use envwall_core::diagnostic::{Code, Finding, Location, Severity};
use envwall_guard::output::Output;
use envwall_guard::{Cache, Guard, Report, Secret};

/// A made-up value, of the variable `KEY` unless a case says otherwise.
pub(crate) const SECRET: &str = "q7WzXe81-made-up-Kp0v4T";

/// What a failed case shows of a file.
const MAX_SHOWN: usize = 400;

/// Runs every case and lists all that failed.
pub(crate) fn check(cases: impl IntoIterator<Item = Case>) {
    let mut count = 0;
    let counted = cases.into_iter().inspect(|_| count += 1);
    let failures: Vec<_> = counted.filter_map(|case| case.failure()).collect();
    assert!(count > 0, "no cases");
    assert!(
        failures.is_empty(),
        "{} of {count} cases failed\n\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// The findings in one file, for one value.
pub(crate) fn findings(file: &str, content: impl AsRef<[u8]>, value: &str) -> Vec<Finding> {
    Case::new(file, content).key(value).findings()
}

/// Every file in a folder, whatever its name.
pub(crate) fn everything(folder: &Path) -> Output {
    Output::new(folder).include(["**"])
}

/// Client output, the variables to search for, and what is reported.
#[derive(Clone)]
pub(crate) struct Case {
    files: Vec<(String, Vec<u8>)>,
    secrets: Vec<(String, String)>,
    public: Vec<String>,
    server_names: Vec<String>,
    /// The glob of client output.
    include: String,
    exhaustive: bool,
    /// Not scanned with a cache as well: that takes five times as long.
    once: bool,
    /// Findings of other codes are not compared.
    only: Option<Code>,
    wanted: Wanted,
    unwanted: Vec<Expected>,
}

/// How findings and expectations are compared.
#[derive(Clone)]
enum Wanted {
    /// These, in this order, and no other.
    Exactly(Vec<Expected>),
    /// At least one, and each of them like this.
    Each(Expected),
    /// None, or each of them like this.
    Only(Expected),
    /// These, whatever else is reported.
    Among(Vec<Expected>),
    /// This, then maybe others.
    First(Expected),
    /// Nothing more severe.
    AtMost(Severity),
}

impl Case {
    /// One file, about which nothing is to be reported unless it is said otherwise.
    pub(crate) fn new(file: impl Into<String>, content: impl AsRef<[u8]>) -> Self {
        Self {
            files: vec![(file.into(), content.as_ref().to_vec())],
            secrets: vec![("KEY".to_owned(), SECRET.to_owned())],
            public: Vec::new(),
            server_names: Vec::new(),
            include: "**".to_owned(),
            exhaustive: false,
            once: false,
            only: None,
            wanted: Wanted::Exactly(Vec::new()),
            unwanted: Vec::new(),
        }
    }

    /// Several files.
    pub(crate) fn files<C: AsRef<[u8]>>(files: &[(&str, C)]) -> Self {
        let files = files.iter().map(|(name, content)| ((*name).into(), content.as_ref().into()));
        Self { files: files.collect(), ..Self::new("", "") }
    }

    /// The value of `KEY`.
    pub(crate) fn key(self, value: &str) -> Self {
        self.secrets(&[("KEY", value)])
    }

    /// The variables searched for, and their values.
    pub(crate) fn secrets(mut self, secrets: &[(&str, &str)]) -> Self {
        self.secrets = secrets.iter().map(|(a, b)| ((*a).into(), (*b).into())).collect();
        self
    }

    /// Values that the client may have.
    pub(crate) fn public(mut self, values: &[&str]) -> Self {
        self.public = values.iter().map(|value| (*value).to_owned()).collect();
        self
    }

    /// Variables of which a read by name is reported.
    pub(crate) fn server_names(mut self, names: &[&str]) -> Self {
        self.server_names = names.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    /// The glob of client output, which is every file unless it is said otherwise.
    pub(crate) fn include(mut self, glob: &str) -> Self {
        glob.clone_into(&mut self.include);
        self
    }

    /// Scans without a cache alone.
    pub(crate) fn once(self) -> Self {
        Self { once: true, ..self }
    }

    /// Whether every program is parsed, whatever the prefilter says.
    pub(crate) fn exhaustive(mut self, exhaustive: bool) -> Self {
        self.exhaustive = exhaustive;
        self
    }

    /// Compares findings of this code alone.
    pub(crate) fn only(mut self, code: Code) -> Self {
        self.only = Some(code);
        self
    }

    /// Reports exactly these findings, in this order.
    pub(crate) fn expect<E: Into<Expected>>(mut self, wanted: impl IntoIterator<Item = E>) -> Self {
        self.wanted = Wanted::Exactly(wanted.into_iter().map(Into::into).collect());
        self
    }

    /// Reports at least one finding, and each is like this.
    pub(crate) fn expect_each(mut self, wanted: impl Into<Expected>) -> Self {
        self.wanted = Wanted::Each(wanted.into());
        self
    }

    /// Reports nothing but findings like this.
    pub(crate) fn expect_only(mut self, wanted: impl Into<Expected>) -> Self {
        self.wanted = Wanted::Only(wanted.into());
        self
    }

    /// Reports these findings, and maybe others.
    pub(crate) fn expect_among<E: Into<Expected>>(
        mut self,
        wanted: impl IntoIterator<Item = E>,
    ) -> Self {
        self.wanted = Wanted::Among(wanted.into_iter().map(Into::into).collect());
        self
    }

    /// Reports this first, and maybe others.
    pub(crate) fn expect_first(mut self, wanted: impl Into<Expected>) -> Self {
        self.wanted = Wanted::First(wanted.into());
        self
    }

    /// Reports nothing more severe.
    pub(crate) fn expect_at_most(mut self, severity: Severity) -> Self {
        self.wanted = Wanted::AtMost(severity);
        self
    }

    /// Reports nothing like this.
    pub(crate) fn expect_no(mut self, unwanted: impl Into<Expected>) -> Self {
        self.unwanted.push(unwanted.into());
        self
    }

    pub(crate) fn guard(&self) -> Guard {
        self.guard_for(
            self.secrets
                .iter()
                .map(|(name, value)| Secret::new(name.as_str(), SecretValue::from(value.as_str()))),
        )
    }

    fn guard_for(&self, secrets: impl Iterator<Item = Secret>) -> Guard {
        let public = self.public.iter().map(|value| SecretValue::from(value.as_str()));
        Guard::with_public_values(secrets, public)
            .server_names(self.server_names.iter().map(String::as_str))
            .exhaustive(self.exhaustive)
    }

    pub(crate) fn findings(&self) -> Vec<Finding> {
        let folder = tempfile::tempdir().unwrap();
        self.write(folder.path(), 0..self.files.len());
        self.scan(folder.path(), &self.guard()).findings
    }

    fn write(&self, folder: &Path, which: Range<usize>) {
        for (name, content) in &self.files[which] {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
    }

    fn scan(&self, folder: &Path, guard: &Guard) -> Report {
        let output = Output::new(folder).include([self.include.as_str()]);
        guard.scan(&output, &|_| {}).unwrap()
    }

    /// What is reported with a cache that knows each file by itself to be clean, as far as it is, for
    /// these values or for others in their place.
    fn findings_with_cache(&self) -> Vec<Finding> {
        let cache = tempfile::tempdir().unwrap();
        let key = Some(SecretValue::from("x9mQ2rT7yU4iO1pA-made-up"));
        let cached = |guard: Guard| guard.cache(Cache::new(cache.path()).key(key.clone()));
        for file in 0..self.files.len() {
            let folder = tempfile::tempdir().unwrap();
            self.write(folder.path(), file..file + 1);
            self.scan(folder.path(), &cached(self.guard()));
            self.scan(folder.path(), &cached(self.guard_of_run(|_| "nothing-of-it-8341")));
        }
        let folder = tempfile::tempdir().unwrap();
        self.write(folder.path(), 0..self.files.len());
        let mut found = self.scan(folder.path(), &cached(self.guard())).findings;
        let of_run = cached(self.guard_of_run(|value| value));
        found.extend(self.scan(folder.path(), &of_run).findings);
        found
    }

    /// The same with values that are this run's alone.
    fn guard_of_run(&self, value: impl Fn(&str) -> &str) -> Guard {
        self.guard_for(self.secrets.iter().map(|(name, of_case)| {
            Secret::new(name.as_str(), SecretValue::from(value(of_case))).per_run(true)
        }))
    }

    /// What is reported, if it is not what is expected, or something else with a cache.
    fn failure(&self) -> Option<String> {
        let mut found = self.findings();
        let with_cache = if self.once { Vec::new() } else { self.findings_with_cache() };
        if !self.once && with_cache != [&found[..], &found].concat() {
            let files = self.files.iter().map(|(name, content)| excerpt(name, content));
            let with_cache = with_cache.iter().map(|it| format!("\n    {}", describe(it)));
            let (files, found) = (files.collect::<String>(), with_cache.collect::<String>());
            return Some(format!("{files}\n  found twice with a cache:{found}\n"));
        }
        found.retain(|finding| self.only.is_none_or(|code| finding.code == code));
        if self.is_as_expected(&found) {
            return None;
        }
        let files = self.files.iter().map(|(name, content)| excerpt(name, content));
        let wanted = match &self.wanted {
            Wanted::Exactly(all) => format!("exactly {all:#?}"),
            Wanted::Each(one) => format!("some, each like {one:?}"),
            Wanted::Only(one) => format!("nothing but {one:?}"),
            Wanted::Among(all) => format!("among others {all:#?}"),
            Wanted::First(one) => format!("first {one:?}"),
            Wanted::AtMost(severity) => format!("at most {severity:?}"),
        };
        let unwanted = &self.unwanted;
        let found = found.iter().map(|it| format!("\n    {}", describe(it)));
        Some(format!(
            "{}\n  expected: {wanted}, none like {unwanted:?}\n  found:{}\n",
            files.collect::<String>(),
            found.collect::<String>()
        ))
    }

    fn is_as_expected(&self, found: &[Finding]) -> bool {
        let is_wanted = match &self.wanted {
            Wanted::Exactly(all) => {
                all.len() == found.len() && all.iter().zip(found).all(|(a, b)| a.matches(b))
            }
            Wanted::Each(one) => !found.is_empty() && found.iter().all(|it| one.matches(it)),
            Wanted::Only(one) => found.iter().all(|it| one.matches(it)),
            Wanted::Among(all) => all.iter().all(|one| found.iter().any(|it| one.matches(it))),
            Wanted::First(one) => found.first().is_some_and(|it| one.matches(it)),
            Wanted::AtMost(severity) => found.iter().all(|it| it.severity <= *severity),
        };
        is_wanted && !self.unwanted.iter().any(|one| found.iter().any(|it| one.matches(it)))
    }
}

fn excerpt(name: &str, content: &[u8]) -> String {
    let shown = String::from_utf8_lossy(&content[..content.len().min(MAX_SHOWN)]).into_owned();
    format!("  {name} ({} bytes): {shown}\n", content.len())
}

/// A finding of which only what is set is compared.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expected {
    code: String,
    file: Option<String>,
    /// Line and column.
    at: Option<(u32, u32)>,
    trail: Option<String>,
    message: Option<String>,
    severity: Option<Severity>,
    variable: Option<String>,
    original_file: Option<String>,
    /// Line and column in that file.
    original_at: Option<(u32, u32)>,
}

impl<S: AsRef<str>> From<S> for Expected {
    fn from(text: S) -> Self {
        let (code, rest) = text.as_ref().split_once(' ').unwrap_or((text.as_ref(), ""));
        let code = code.to_owned();
        let (first, trail) = rest.split_once(' ').unwrap_or((rest, ""));
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        match place(first) {
            Some((file, at)) => {
                Self { code, file: some(file), at: Some(at), trail: some(trail), ..Self::default() }
            }
            None => Self { code, message: some(rest), ..Self::default() },
        }
    }
}

/// `file:line:column` or `line:column`.
fn place(text: &str) -> Option<(&str, (u32, u32))> {
    let (start, column) = text.rsplit_once(':')?;
    let (file, line) = start.rsplit_once(':').unwrap_or(("", start));
    Some((file, (line.parse().ok()?, column.parse().ok()?)))
}

impl Expected {
    /// A value in client output.
    pub(crate) fn leak() -> Self {
        Self::from("EW001")
    }

    pub(crate) fn file(mut self, file: &str) -> Self {
        self.file = Some(file.to_owned());
        self
    }

    pub(crate) fn trail(mut self, trail: &str) -> Self {
        self.trail = Some(trail.to_owned());
        self
    }

    pub(crate) fn message(mut self, message: &str) -> Self {
        self.message = Some(message.to_owned());
        self
    }

    pub(crate) fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }

    pub(crate) fn variable(mut self, name: &str) -> Self {
        self.variable = Some(name.to_owned());
        self
    }

    /// The source file, by the source map.
    pub(crate) fn original_file(mut self, file: &str) -> Self {
        self.original_file = Some(file.to_owned());
        self
    }

    pub(crate) fn original(self, file: &str, line: u32, column: u32) -> Self {
        Self { original_at: Some((line, column)), ..self.original_file(file) }
    }

    fn matches(&self, finding: &Finding) -> bool {
        let is = |wanted: &Option<String>, found: &str| {
            wanted.as_ref().is_none_or(|wanted| is_like(found, wanted))
        };
        let original = finding.original.as_ref();
        self.code == finding.code.to_string()
            && is(&self.file, file(finding))
            && self.at.is_none_or(|at| position(finding) == Some(at))
            && is(&self.trail, &trail(finding))
            && is(&self.message, &message(finding))
            && self.severity.is_none_or(|severity| severity == finding.severity)
            && is(&self.variable, finding.variable.as_deref().unwrap_or_default())
            && is(&self.original_file, original.map_or("", |it| &it.file))
            && self.original_at.is_none_or(|at| original.and_then(line_and_column) == Some(at))
    }
}

/// Whether the parts of a pattern between `…` are the text's, in their order.
fn is_like(text: &str, pattern: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('…') else { return text == pattern };
    let Some(mut text) = text.strip_prefix(start) else { return false };
    let (middle, end) = rest.rsplit_once('…').unwrap_or(("", rest));
    for part in middle.split('…') {
        let Some((_, after)) = text.split_once(part) else { return false };
        text = after;
    }
    text.ends_with(end)
}

fn file(finding: &Finding) -> &str {
    finding.location.as_ref().map_or("", |location| &location.file)
}

pub(crate) fn position(finding: &Finding) -> Option<(u32, u32)> {
    finding.location.as_ref().and_then(line_and_column)
}

fn line_and_column(location: &Location) -> Option<(u32, u32)> {
    location.position.map(|position| (position.line, position.column))
}

/// The message and the remarks about it.
fn message(finding: &Finding) -> String {
    let remarks = finding.remarks().map(|remark| format!("; {remark}"));
    finding.message.to_string() + &remarks.collect::<String>()
}

pub(crate) fn trail(finding: &Finding) -> String {
    finding.trail.join(" > ")
}

/// The excerpt of where a finding is.
pub(crate) fn excerpt_of(finding: &Finding) -> &str {
    finding.location.as_ref().unwrap().excerpt.as_ref().unwrap().text()
}

/// `CODE line:column trail`, or `CODE message` where there is no line.
pub(crate) fn summary(finding: &Finding) -> String {
    match position(finding) {
        Some((line, column)) => format!("{} {line}:{column} {}", finding.code, trail(finding)),
        None => format!("{} {}", finding.code, message(finding)),
    }
}

/// All that a case may compare.
fn describe(finding: &Finding) -> String {
    let (file, place) = (file(finding), position(finding));
    let original = finding.original.as_ref().map(|it| (&it.file, line_and_column(it)));
    format!(
        "{} {:?} {file}:{place:?} [{}] {:?} original {original:?}: {}",
        finding.code,
        finding.severity,
        trail(finding),
        finding.variable,
        message(finding)
    )
}

#[test]
fn every_failed_case_is_reported() {
    let leak = format!("f('{SECRET}')");
    let cases =
        || [Case::new("a.js", &leak), Case::new("b.js", &leak).expect(["EW001 1:4 string"])];
    let failed = std::panic::catch_unwind(|| {
        check(cases().into_iter().chain([Case::new("c.js", "f()").expect_each("EW001")]));
    });
    let message = failed.unwrap_err().downcast::<String>().unwrap();
    assert!(message.starts_with("2 of 3 cases failed"), "{message}");
    assert!(message.contains("a.js") && message.contains("c.js"), "{message}");
}

#[test]
fn patterns_match_whole_texts() {
    for (pattern, is_matched) in
        [("abc", true), ("ab", false), ("a…", true), ("…c", true), ("…b…", true), ("…x…", false)]
    {
        assert_eq!(is_like("abc", pattern), is_matched, "{pattern}");
    }
}
