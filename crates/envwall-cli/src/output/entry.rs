//! Findings as people read them: one entry for each leak, the worst first.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use envwall_core::diagnostic::{Code, Finding, Location, Severity};

use super::route::route;
use super::text::{location, plural, severity};

/// Maximum number of further places that an entry names; the rest is counted.
pub(super) const MAX_PLACES: usize = 5;

/// What findings about the same variable, or of the same kind, have in common.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key<'a> {
    Variable(Code, &'a str),
    Kind(Code, String),
    /// A finding that is an entry of its own.
    Single(usize),
}

/// One leak or other problem, wherever it is.
pub(super) struct Entry {
    /// The finding at the best place. Its notes say where else it is.
    pub(super) finding: Finding,
    /// The number of places, copies of files included.
    pub(super) places: usize,
    /// Further places, without copies: `dist/a.js:1:4`.
    pub(super) others: Vec<String>,
}

/// The entries of findings: by severity, then by how certain it is that a value is a secret, then by
/// name. What is not about the build output stays in its order.
pub(super) fn entries<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Vec<Entry> {
    let mut groups: Vec<Vec<&Finding>> = Vec::new();
    let mut index_of: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    let (findings, dumped) = fold_dumps(findings.into_iter().collect());
    for (index, finding) in findings.into_iter().enumerate() {
        let at = *index_of.entry(key(finding, index)).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    let mut entries: Vec<Entry> = groups.into_iter().filter_map(Entry::new).collect();
    let dump = entries.iter_mut().find(|entry| entry.finding.code == Code::EnvironmentDump);
    if let Some((dump, note)) = dump.zip(values_in_dump(&dumped)) {
        dump.finding.notes.insert(0, note.into());
    }
    entries.sort_by(|a, b| order(&a.finding).cmp(&order(&b.finding)));
    entries
}

/// Values within the environment of a build are one mistake with it: the other findings, and the
/// variables of those values.
fn fold_dumps(findings: Vec<&Finding>) -> (Vec<&Finding>, BTreeSet<&str>) {
    let is_dump = |finding: &&&Finding| finding.code == Code::EnvironmentDump;
    let dumps = findings.iter().filter(is_dump).filter_map(|dump| dump.location.as_ref());
    let dumps: Vec<&Location> = dumps.collect();
    let is_within = |finding: &&Finding| {
        let Some(at) = finding.location.as_ref() else { return false };
        let holds = |dump: &&Location| {
            dump.file == at.file && dump.position <= at.position && at.position < dump.end
        };
        finding.code == Code::ValueInOutput && dumps.iter().any(holds)
    };
    let (within, others): (Vec<_>, Vec<_>) = findings.into_iter().partition(is_within);
    (others, within.into_iter().filter_map(|finding| finding.variable.as_deref()).collect())
}

/// `it holds the values of `A`, `B` and 7 more variables`
fn values_in_dump(variables: &BTreeSet<&str>) -> Option<String> {
    let mut names: Vec<_> =
        variables.iter().take(MAX_PLACES).map(|name| format!("`{name}`")).collect();
    let more = variables.len() - names.len();
    if more > 0 {
        names.push(plural(more, "more variable"));
    }
    let last = names.pop()?;
    Some(match names.as_slice() {
        [] => format!("it holds the value of {last}"),
        names => format!("it holds the values of {} and {last}", names.join(", ")),
    })
}

fn key(finding: &Finding, index: usize) -> Key<'_> {
    match (&finding.variable, &finding.location) {
        (_, None) => Key::Single(index),
        _ if !is_about_output(finding.code) => Key::Single(index),
        (Some(variable), Some(_)) => Key::Variable(finding.code, variable),
        (None, Some(_)) => Key::Kind(finding.code, kind(&finding.message)),
    }
}

/// Whether a code is about the build output, where one mistake has many places.
fn is_about_output(code: Code) -> bool {
    code < Code::BaselineUnneeded
        || matches!(code, Code::PublicLikelySecret | Code::PlaceholderBaked | Code::OutputOld)
}

/// A message without names and numbers.
fn kind(message: &str) -> String {
    let outside = message.split('`').step_by(2).collect::<Vec<_>>().join("`");
    outside.replace(|char: char| char.is_ascii_digit(), "")
}

fn order(finding: &Finding) -> impl Ord + '_ {
    let is_about_output = is_about_output(finding.code);
    (
        Reverse(finding.severity),
        !finding.code.is_leak(),
        !is_about_output,
        finding.confidence,
        finding.variable.as_deref().filter(|_| is_about_output),
    )
}

impl Entry {
    /// `None` without findings.
    fn new(mut findings: Vec<&Finding>) -> Option<Self> {
        findings.sort_by_key(|finding| rank(finding));
        let places = findings.iter().map(|finding| count(finding)).sum();
        let confidence = findings.iter().filter_map(|finding| finding.confidence).min();
        let settled_by = findings.iter().flat_map(|finding| finding.settled_by.iter().cloned());
        let settled_by = settled_by.collect();
        let folded = fold_pages(findings);
        let (best, others) = folded.split_first()?;
        let mut finding = Finding { more_places: 0, ..best.finding.clone() };
        (finding.confidence, finding.settled_by) = (confidence, settled_by);
        let remarks = finding.remarks().map(Cow::into_owned).chain(best.other_forms());
        let remarks = remarks.chain(further(best, others)).map(Cow::Owned).collect();
        (finding.notes, finding.also_in) = (remarks, Vec::new());
        Some(Self { finding, places, others: others.iter().map(Place::text).collect() })
    }
}

/// The order of the places of an entry: the one that is easiest to fix first. The source says most,
/// then all of a value says more than a part of it.
fn rank(finding: &Finding) -> impl Ord + use<> {
    let has_source = finding.original.as_ref().is_some_and(|at| at.position.is_some());
    let file = finding.location.as_ref().map_or("", |at| at.file.as_str());
    // people know the page, and not its other forms
    let is_data = route(file).is_some() && !file.contains(".html");
    let is_part = finding.part.is_some();
    (Reverse(finding.severity), !has_source, is_part, finding.trail.len(), is_data, file.len())
}

/// The places that a finding stands for.
fn count(finding: &Finding) -> usize {
    1 + finding.also_in.len() + finding.more_places
}

/// A place, and the other forms of the page that it is in.
struct Place<'a> {
    finding: &'a Finding,
    /// Files: the payload of the page's route, its segments, and copies of these.
    forms: Vec<&'a str>,
    /// The number of places in them.
    places_in_forms: usize,
}

impl<'a> Place<'a> {
    fn new(finding: &'a Finding) -> Self {
        Self { finding, forms: Vec::new(), places_in_forms: 0 }
    }

    fn file(&self) -> &'a str {
        self.finding.location.as_ref().map_or("", |location| location.file.as_str())
    }

    fn add(&mut self, finding: &'a Finding) {
        let file = finding.location.iter().map(|location| location.file.as_str());
        for file in file.chain(finding.also_in.iter().map(String::as_str)) {
            if !self.forms.contains(&file) {
                self.forms.push(file);
            }
        }
        self.places_in_forms += count(finding);
    }

    fn count(&self) -> usize {
        count(self.finding) + self.places_in_forms
    }

    /// `also in 3 other forms of the same page, such as …`
    fn other_forms(&self) -> Option<String> {
        match self.forms.as_slice() {
            [] => None,
            [form] => Some(format!("also in `{form}`, another form of the same page")),
            [first, ..] => {
                let count = self.forms.len();
                Some(format!("also in {count} other forms of the same page, such as `{first}`"))
            }
        }
    }

    /// `dist/a.js:1:4`, with the number of copies and other forms.
    fn text(&self) -> String {
        let at = self.finding.location.as_ref().map(location).unwrap_or_default();
        match self.finding.also_in.len() + self.forms.len() {
            0 => format!("`{at}`"),
            copies => format!("`{at}` (and in {})", plural(copies, "more file")),
        }
    }
}

/// Places by rank, where what is in several forms of one page is one place.
fn fold_pages(findings: Vec<&Finding>) -> Vec<Place<'_>> {
    let mut places: Vec<Place<'_>> = Vec::new();
    let mut page_of: HashMap<(String, Option<&str>), usize> = HashMap::new();
    for finding in findings {
        let file = finding.location.as_ref().map_or("", |location| location.file.as_str());
        let page = route(file).map(|page| (page, finding.part.as_deref()));
        let page = page.map(|page| *page_of.entry(page).or_insert(places.len()));
        match page.and_then(|index| places.get_mut(index)) {
            Some(place) if place.file() != file => place.add(finding),
            _ => places.push(Place::new(finding)),
        }
    }
    places
}

/// `also found in dist/b.js:1:4, dist/c.js:1:9 and 7 more places`
fn further(best: &Place<'_>, others: &[Place<'_>]) -> Option<String> {
    let (named, unnamed) = others.split_at(others.len().min(MAX_PLACES));
    let in_named = named.iter().map(|place| place.finding.more_places);
    let unnamed = unnamed.iter().map(Place::count);
    let more = best.finding.more_places + in_named.chain(unnamed).sum::<usize>();
    let more = (more > 0).then(|| plural(more, "more place"));
    let mut parts: Vec<String> = named.iter().map(Place::text).chain(more).collect();
    let last = parts.pop()?;
    Some(match parts.as_slice() {
        [] => format!("also found in {last}"),
        parts => format!("also found in {} and {last}", parts.join(", ")),
    })
}

/// Counts the entries of findings by severity: `1 error, 2 warnings`.
pub(crate) fn count_by_severity(findings: &[Finding]) -> String {
    let entries = entries(findings);
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|level| {
            let of_level = entries.iter().filter(|entry| entry.finding.severity == level);
            (level, of_level.count())
        })
        .filter(|(_, count)| *count > 0)
        .map(|(level, count)| plural(count, severity(level)))
        .collect();
    if counts.is_empty() { "no findings".to_owned() } else { counts.join(", ") }
}

#[cfg(test)]
mod tests {
    use envwall_core::diagnostic::{Confidence, Location, Severity};
    use envwall_core::source::Position;

    use super::*;

    fn leak(name: &str, file: &str, column: u32) -> Finding {
        let position = Some(Position { line: 1, column });
        Finding::new(Code::ValueInOutput, format!("the value of `{name}` is in client output"))
            .variable(name)
            .at(Location { position, ..Location::file(file) })
    }

    fn names(findings: &[Finding]) -> Vec<String> {
        let name = |entry: Entry| match entry.finding.variable {
            Some(name) => format!("{} {name}", entry.finding.code),
            None => format!("{} {}", entry.finding.code, entry.finding.message),
        };
        entries(findings).into_iter().map(name).collect()
    }

    fn notes(findings: &[Finding]) -> Vec<String> {
        let entries = entries(findings);
        let [entry] = entries.as_slice() else { panic!("{} entries", entries.len()) };
        entry.finding.notes.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_worst_come_first() {
        let with = |name, confidence| leak(name, "a.js", 1).confidence(confidence);
        let warning = Finding { severity: Severity::Warning, ..leak("A_WARNING", "a.js", 1) };
        let findings = [
            Finding::new(Code::NotLookedAt, "not scanned").at(Location::file("a.zip")),
            warning,
            with("RANDOM", Confidence::Random),
            with("NAME", Confidence::Name),
            with("Z_FORMAT", Confidence::Format),
            with("DECLARED", Confidence::Declared),
            with("A_FORMAT", Confidence::Format),
        ];
        let expected = [
            "EW001 DECLARED",
            "EW001 A_FORMAT",
            "EW001 Z_FORMAT",
            "EW001 NAME",
            "EW001 RANDOM",
            "EW010 not scanned",
            "EW001 A_WARNING",
        ];
        assert_eq!(names(&findings), expected);
    }

    #[test]
    fn the_best_place_has_a_source_then_the_plainest_trail_then_the_shortest_path() {
        let best =
            |findings: &[Finding]| entries(findings).swap_remove(0).finding.location.unwrap().file;
        let mut traced = leak("K", "dist/deep/folder/a.js", 1);
        traced.trail = vec!["string".to_owned()];
        let mut original = Location::file("src/a.ts");
        original.position = Some(Position { line: 1, column: 1 });
        traced.original = Some(original);
        let plain = leak("K", "dist/longer.js", 1);
        let part = Finding { part: Some("password".to_owned()), ..leak("K", "p.js", 1) };
        let mut nested = leak("K", "n.js", 1);
        nested.trail = vec!["base64".to_owned()];
        let mut findings = vec![part, nested, plain, leak("K", "dist/short.js", 1), traced];
        for expected in ["dist/deep/folder/a.js", "dist/short.js", "dist/longer.js", "n.js", "p.js"]
        {
            assert_eq!(best(&findings), expected);
            findings.retain(|finding| finding.files().all(|file| file != expected));
        }
    }

    #[test]
    fn forms_of_a_page_are_one_place() {
        let findings = [
            leak("K", "out/about.html", 9),
            leak("K", "out/about.html", 99),
            leak("K", "out/about.segments/a.rsc", 3),
            leak("K", "out/about.rsc", 5),
        ];
        let expected = [
            "also in 2 other forms of the same page, such as `out/about.rsc`",
            "also found in `out/about.html:1:99`",
        ];
        assert_eq!(notes(&findings), expected);
        assert_eq!(entries(&findings)[0].places, 4);
    }

    #[test]
    fn places_beyond_a_few_are_counted() {
        let mut findings: Vec<_> =
            (0..8).map(|number| leak("K", &format!("{number}.js"), 1)).collect();
        findings[0].more_places = 3;
        findings[1].also_in = vec!["copy.js".to_owned()];
        findings[7].also_in = vec!["other-copy.js".to_owned()];
        let expected = "also found in `1.js:1:1` (and in 1 more file), `2.js:1:1`, `3.js:1:1`, \
                        `4.js:1:1`, `5.js:1:1` and 6 more places";
        assert_eq!(notes(&findings), [expected]);
        assert_eq!(entries(&findings)[0].places, 13);
    }

    #[test]
    fn kinds_are_grouped_and_what_is_not_about_the_output_is_not() {
        let damaged = |file: &str, member: &str| {
            let message = format!("not scanned: zip member `{member}` is damaged");
            Finding::new(Code::NotLookedAt, message).at(Location::file(file))
        };
        let wrong = |column| Finding { code: Code::WrongKind, ..leak("x", "envwall.toml", column) };
        let findings = [
            damaged("a.zip", "1.js"),
            damaged("b.zip", "22.js"),
            wrong(1),
            wrong(2),
            Finding::new(Code::NothingMatched, "no file matches `a`"),
            Finding::new(Code::NothingMatched, "no file matches `b`"),
        ];
        assert_eq!(entries(&findings).len(), 5);
    }
}
