//! What is said of hits and notes.

use std::collections::BTreeSet;
use std::io;
use std::ops::Range;

use envwall_core::diagnostic::{Code, Finding, Location, Severity};

use crate::guard::Guard;
use crate::hit::Hit;
use crate::needle::{A_PART, Secret, SecretId};
use crate::original::published;
use crate::output::Artifact;
use crate::peel::Note;
use crate::place::Places;
use crate::report::are_excused;

/// So many places of one variable in one artifact are told; the rest is counted.
const MOST_PLACES: usize = 10;

/// So many things that could not be looked into are told of one artifact.
const MOST_NOTES: usize = 20;

/// A file of which nothing was seen.
pub(crate) fn unreadable(name: &str, error: &io::Error) -> Finding {
    Finding::new(Code::NotLookedAt, format!("this file cannot be read: {}", error.kind()))
        .at(Location::file(name))
        .help(
            "give the guard the right to read it, or exclude it in [client] if browsers cannot \
               fetch it",
        )
}

/// The findings of the hits in one document, in their order.
pub(crate) fn findings_of(
    guard: &Guard,
    name: &str,
    bytes: &[u8],
    hits: &[Hit],
    hidden: &[Range<usize>],
) -> Vec<Finding> {
    let mut places = Places::new(bytes);
    let mut told = vec![0usize; guard.secrets.len()];
    let mut findings = Vec::new();
    let of = |hits: &mut dyn Iterator<Item = &Hit>| hits.map(|hit| hit.secret).collect();
    let whole: BTreeSet<_> = of(&mut hits.iter().filter(|hit| hit.part.is_none()));
    let written: BTreeSet<_> =
        of(&mut hits.iter().filter(|hit| hit.part.is_none() && !hit.is_folded()));
    for hit in hits {
        // a run of a value says nothing more where all of it is told, and what a program puts
        // together with it nothing more than where it is written
        if hit.part == Some(A_PART) && whole.contains(&hit.secret)
            || hit.is_folded() && written.contains(&hit.secret)
        {
            continue;
        }
        told[hit.secret] += 1;
        if told[hit.secret] > MOST_PLACES {
            continue;
        }
        findings.push(leak(guard, name, hit, places.locate(name, &hit.span, hidden)));
    }
    for (secret, count) in told.into_iter().enumerate().filter(|(_, count)| *count > MOST_PLACES) {
        let more = count - MOST_PLACES;
        let of_secret = |finding: &&mut Finding| {
            finding.variable.as_deref() == Some(&guard.secrets[secret].name)
        };
        if let Some(last) = findings.iter_mut().rev().find(of_secret) {
            last.message = format!("{} (and {more} times more in this file)", last.message).into();
        }
    }
    findings
}

/// Whether a waiver excuses a hit if it is told as one of a variable.
pub(crate) fn is_waived(guard: &Guard, file: &str, hit: &Hit, secret: SecretId) -> bool {
    if guard.waivers.is_empty() {
        return false;
    }
    let mut finding = Finding::new(Code::ValueInOutput, "")
        .variable(&guard.secrets[secret].name)
        .at(Location::file(file));
    finding.trail = hit.trail.iter().map(ToString::to_string).collect();
    are_excused(&guard.waivers, &finding)
}

/// The finding of a hit. A waiver excuses only the variable that it names: of several variables
/// with one value the first that none excuses is told.
pub(crate) fn leak(guard: &Guard, file: &str, hit: &Hit, location: Location) -> Finding {
    let also = guard.needles.also(&guard.secrets, hit.piece);
    let also: Vec<_> = also.into_iter().filter(|_| hit.part.is_none()).collect();
    let same = || std::iter::once(hit.secret).chain(also.iter().copied());
    let told = same().find(|secret| !is_waived(guard, file, hit, *secret)).unwrap_or(hit.secret);
    let Secret { name, stand_in, file, .. } = &guard.secrets[told];
    let what = match hit.part {
        _ if *stand_in => format!("the stand-in for `{name}`"),
        None => format!("the value of `{name}`"),
        Some(A_PART) => format!("a large part of the value of `{name}`"),
        Some(part) => format!("the {part} in `{name}`"),
    };
    let whence = file.as_ref().map(|file| format!(" in `{file}`"));
    let what = what + &whence.unwrap_or_default();
    let others = same().map(|id| &guard.secrets[id].name).filter(|other| *other != name);
    let also: Vec<_> = others.map(|name| format!(" (`{name}` has the same value)")).collect();
    let also = also.concat();
    let mut finding =
        Finding::new(Code::ValueInOutput, format!("{what} is in client output{also}"))
            .variable(name)
            .at(location)
            .label(what.replace('`', "").trim_start_matches("the ").to_owned())
            .help(if *stand_in { not_leaked(name) } else { leaked(name) });
    finding.trail = hit.trail.iter().map(ToString::to_string).collect();
    finding
}

/// What a package has as it was published is no value that this build put there: a leak is a warning
/// if it may stand there by chance.
pub(crate) fn unless_published(
    mut finding: Finding,
    guard: &Guard,
    artifact: &Artifact,
) -> Finding {
    let Some(original) = &finding.original else { return finding };
    let is_this = |id: &SecretId| finding.variable.as_ref() == Some(&guard.secrets[*id].name);
    if finding.code != Code::ValueInOutput
        || !published(artifact, &original.file, &guard.needles).iter().any(is_this)
    {
        return finding;
    }
    let name = finding.variable.as_deref().unwrap_or_default();
    let help = format!(
        "the package has the same text as it was published, which may be chance: say `sensitive = \
         false` for `{name}` if it is no secret, and use a random value if it is"
    );
    finding.severity = Severity::Warning;
    finding.help = Some(help.into());
    finding.message = format!("{}, in code of a third party", finding.message).into();
    finding
}

fn leaked(name: &str) -> String {
    format!(
        "read `{name}` in server code only and let the browser ask the server; if this was deployed, \
         change the value (envwall explain EW001)"
    )
}

fn not_leaked(name: &str) -> String {
    format!(
        "the build was given a stand-in, so this output has no value of `{name}`; a build without \
         Envwall would have it: read `{name}` in server code only and let the browser ask the server"
    )
}

/// Many damaged members of one archive are no more than one.
pub(crate) fn all_noted(name: &str, mut notes: Vec<Note>) -> Vec<Finding> {
    let more = notes.len().saturating_sub(MOST_NOTES);
    notes.truncate(MOST_NOTES);
    let mut findings: Vec<_> = notes.into_iter().map(|note| noted(name, note)).collect();
    if more > 0 {
        let note = format!("it holds {more} things more that were not looked at as what they are");
        findings.push(noted(name, Note::NotLookedAt(note)));
    }
    findings
}

fn noted(name: &str, note: Note) -> Finding {
    match note {
        Note::NotParsed(why) => {
            Finding::new(Code::NotParsed, format!("searched as bytes only: {why}"))
                .help("what is put together or encoded in it may not have been seen")
        }
        Note::BrokenScript(why) => {
            let mut finding = Finding::new(Code::NotParsed, format!("searched as text: {why}"))
                .help(
                    "a value that it puts together would not be seen in it; mend it, or give it \
                     another extension if it is no script",
                );
            finding.severity = Severity::Warning;
            finding
        }
        Note::NotLookedAt(why) => Finding::new(Code::NotLookedAt, format!("not looked at: {why}"))
            .help(
                "make it smaller or whole, or exclude it in [client] if browsers cannot fetch it",
            ),
    }
    .at(Location::file(name))
}
