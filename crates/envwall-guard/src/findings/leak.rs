//! Hits as findings.

use std::collections::{BTreeMap, BTreeSet};

use envwall_core::diagnostic::{
    Code, Confidence, Declaration, DeclarationKind, Finding, Location, Severity,
};

use super::hidden::Hidden;
use super::hit::Hit;
use super::locate::Places;
use super::source_map::published;
use super::waivers::Waivers;
use crate::content::layer::texts;
use crate::files::output::OutputFile;
use crate::needle::{Evidence, Needles, Secret, SecretId, Secrets};

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
        hidden: &Hidden,
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
        // the one with a public prefix is in the output because of it
        let is_public = |id: &SecretId| self.secrets[*id].evidence == Evidence::FormatOfPublic;
        let by_prefix = same().filter(is_public).chain(same());
        let open = by_prefix.into_iter().find(|id| !self.is_waived(file, hit, *id));
        let reported = open.unwrap_or(hit.secret);
        let secret = &self.secrets[reported];
        let what = secret.describe(hit.part);
        let names = same().map(|id| &self.secrets[id].name).filter(|name| **name != secret.name);
        let names: Vec<_> = names.collect();
        let also = names.iter().map(|name| format!("`{name}` has the same value"));
        let mut finding = self
            .without_words(hit, reported, location)
            .label(what.replace('`', "").trim_start_matches("the ").to_owned())
            .help(help(secret, names.first().copied()));
        finding.message = format!("{what} is in client output").into();
        finding.severity = severity(secret.evidence);
        finding.confidence = Some(confidence(secret.evidence));
        finding.settled_by = settled_by(secret);
        finding.notes.extend(reason(secret).map(Into::into));
        finding.notes.extend(also.map(Into::into));
        finding
    }

    /// What a waiver or a baseline knows a finding by.
    fn without_words(self, hit: &Hit, secret: SecretId, location: Location) -> Finding {
        let Secret { name, file, .. } = &self.secrets[secret];
        let code = code(self.secrets[secret].evidence);
        let mut finding = Finding::new(code, "").variable(name).at(location);
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
        // a library that reads its own setting does so on the server, too
        if finding.code == Code::ServerVariableRead && is_of_library(&original.file) {
            finding.severity = Severity::Note;
            return finding;
        }
        let is_this = |id: &SecretId| finding.variable.as_ref() == Some(&self.secrets[*id].name);
        if ![Code::ValueInOutput, Code::PublicLikelySecret].contains(&finding.code)
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

fn is_of_library(source: &str) -> bool {
    source.split('/').any(|folder| folder == "node_modules")
}

fn code(evidence: Evidence) -> Code {
    match evidence {
        Evidence::FormatOfPublic => Code::PublicLikelySecret,
        _ => Code::ValueInOutput,
    }
}

fn confidence(evidence: Evidence) -> Confidence {
    match evidence {
        Evidence::Declared => Confidence::Declared,
        Evidence::Format | Evidence::FormatOfPublic => Confidence::Format,
        Evidence::Name => Confidence::Name,
        Evidence::Random => Confidence::Random,
    }
}

/// What may be anything is no reason to fail a build.
fn severity(evidence: Evidence) -> Severity {
    match evidence {
        Evidence::Random => Severity::Warning,
        _ => Severity::Error,
    }
}

/// Why it counts as a secret, where nobody declared it.
fn reason(secret: &Secret) -> Option<String> {
    let reason = secret.reason.as_ref().filter(|_| !secret.placeholder)?;
    Some(match secret.evidence {
        Evidence::Random => "nobody declared it, and its value is random".to_owned(),
        Evidence::FormatOfPublic => format!("its prefix makes it public, but {reason}"),
        _ => format!("not declared; treated as secret because {reason}"),
    })
}

/// A value of a known format is no false alarm; of others only the project knows.
fn settled_by(secret: &Secret) -> Vec<Declaration> {
    match secret.evidence {
        Evidence::Random => vec![Declaration::new(&secret.name, DeclarationKind::Public)],
        _ => Vec::new(),
    }
}

/// `twin` is a variable with the same value.
fn help(secret: &Secret, twin: Option<&String>) -> String {
    let name = &secret.name;
    if secret.placeholder {
        return format!(
            "the build saw only a placeholder for `{name}`, so nothing leaked; without Envwall the \
             real value would have: read `{name}` in server code only and let the browser ask the \
             server"
        );
    }
    let unless_public = match secret.evidence {
        Evidence::Name | Evidence::Random => {
            "; or, if everyone may know it, declare it in [public] of envwall.toml"
        }
        Evidence::FormatOfPublic => {
            let fix = match twin {
                Some(twin) => format!("remove `{name}`, and read `{twin}` in server code only"),
                None => {
                    format!("rename `{name}` without its prefix and read it in server code only")
                }
            };
            return format!(
                "{fix}; if this was deployed, change the value (envwall explain EW043)"
            );
        }
        _ => "",
    };
    format!(
        "read `{name}` in server code only and let the browser ask the server; if this was \
         deployed, change the value (envwall explain EW001){unless_public}"
    )
}
