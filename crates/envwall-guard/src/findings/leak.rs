//! Hits as findings.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use envwall_core::diagnostic::{Code, Finding, Location, Severity};

use super::hit::Hit;
use super::locate::Places;
use super::source_map::published;
use super::waivers::Waivers;
use crate::content::layer::texts;
use crate::files::output::OutputFile;
use crate::needle::{Needles, Secret, SecretId, Secrets};

/// Maximum number of places of one variable reported in one document; the rest is counted.
const MAX_PLACES: usize = 10;

/// What is known of the secrets when hits become findings.
#[derive(Clone, Copy)]
pub(crate) struct Leaks<'a> {
    pub(crate) secrets: &'a Secrets,
    pub(crate) needles: &'a Needles,
    pub(crate) waivers: &'a Waivers,
}

impl Leaks<'_> {
    /// The findings of the hits in one document, in their order.
    pub(crate) fn findings(
        self,
        name: &str,
        bytes: &[u8],
        hits: &[Hit],
        hidden: &[Range<usize>],
    ) -> Vec<Finding> {
        let mut places = Places::new(bytes);
        let mut findings: Vec<Finding> = Vec::new();
        let mut of_secret: BTreeMap<SecretId, Vec<usize>> = BTreeMap::new();
        for hit in reported(hits) {
            let before = of_secret.entry(hit.secret).or_default();
            match before.last() {
                Some(last) if before.len() == MAX_PLACES => findings[*last].more_places += 1,
                _ => {
                    before.push(findings.len());
                    findings.push(self.finding(name, hit, places.locate(name, &hit.span, hidden)));
                }
            }
        }
        findings
    }

    /// The finding of a hit. A waiver excuses only the variable that it names: of several variables
    /// with one value the first that none excuses is reported.
    pub(crate) fn finding(self, file: &str, hit: &Hit, location: Location) -> Finding {
        let others = hit.piece.filter(|_| hit.is_whole());
        let others = others.map(|piece| self.needles.others_with(self.secrets, piece));
        let same = || std::iter::once(hit.secret).chain(others.iter().flatten().copied());
        let reported = same().find(|id| !self.is_waived(file, hit, *id)).unwrap_or(hit.secret);
        let secret = &self.secrets[reported];
        let what = secret.describe(hit.part);
        let names = same().map(|id| &self.secrets[id].name).filter(|name| **name != secret.name);
        let also = names.map(|name| format!("`{name}` has the same value"));
        let mut finding = self
            .without_words(hit, reported, location)
            .label(what.replace('`', "").trim_start_matches("the ").to_owned())
            .help(help(secret));
        finding.message = format!("{what} is in client output").into();
        finding.notes = also.map(Into::into).collect();
        finding
    }

    /// What a waiver or a baseline knows a finding by.
    fn without_words(self, hit: &Hit, secret: SecretId, location: Location) -> Finding {
        let Secret { name, file, .. } = &self.secrets[secret];
        let mut finding = Finding::new(Code::ValueInOutput, "").variable(name).at(location);
        let part = hit.part.map(|part| self.needles.part_name(part, hit.piece));
        let file = file.as_ref().map(|file| format!("`{file}`"));
        let which: Vec<_> = part.into_iter().chain(file).collect();
        finding.part = (!which.is_empty()).then(|| which.join(" of "));
        finding.trail = texts(&hit.trail);
        finding
    }

    /// Whether a waiver excuses a hit if it is reported for one of its variables.
    pub(crate) fn is_waived(self, file: &str, hit: &Hit, secret: SecretId) -> bool {
        if self.waivers.is_empty() {
            return false;
        }
        self.waivers.excuse(&self.without_words(hit, secret, Location::file(file)))
    }

    /// What a package has as it was published is no value that this build put there: a leak is a
    /// warning if it may be there by chance.
    pub(crate) fn unless_published(self, mut finding: Finding, artifact: &OutputFile) -> Finding {
        let Some(original) = &finding.original else { return finding };
        let is_this = |id: &SecretId| finding.variable.as_ref() == Some(&self.secrets[*id].name);
        if finding.code != Code::ValueInOutput
            || !published(artifact, &original.file, self.needles).iter().any(is_this)
        {
            return finding;
        }
        let name = finding.variable.as_deref().unwrap_or_default();
        let help = format!(
            "the published package contains the same text, so this may be a coincidence: set \
             `sensitive = false` for `{name}` if it is not a secret, or use a random value if it is"
        );
        finding.severity = Severity::Warning;
        finding.help = Some(help.into());
        finding.message = format!("{}, in third-party code", finding.message).into();
        finding
    }
}

/// The hits that say something new: a run of a value says nothing more where all of it is reported,
/// and what a program composes nothing more than where it is written.
fn reported(hits: &[Hit]) -> impl Iterator<Item = &Hit> {
    let of = |hits: &mut dyn Iterator<Item = &Hit>| hits.map(|hit| hit.secret).collect();
    let whole: BTreeSet<_> = of(&mut hits.iter().filter(|hit| hit.is_whole()));
    let written: BTreeSet<_> =
        of(&mut hits.iter().filter(|hit| hit.is_whole() && !hit.is_folded()));
    hits.iter().filter(move |hit| {
        !(hit.is_run() && whole.contains(&hit.secret)
            || hit.is_folded() && written.contains(&hit.secret))
    })
}

fn help(secret: &Secret) -> String {
    let name = &secret.name;
    if secret.placeholder {
        return format!(
            "the build saw only a placeholder for `{name}`, so nothing leaked; without Envwall the \
             real value would have: read `{name}` in server code only and let the browser ask the \
             server"
        );
    }
    format!(
        "read `{name}` in server code only and let the browser ask the server; if this was \
         deployed, change the value (envwall explain EW001)"
    )
}
