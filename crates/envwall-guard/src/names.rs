//! Names of output files: whoever fetches a file knows its name.

use std::ops::Range;

use envwall_core::diagnostic::{Code, Finding, Location};

use crate::guard::Guard;
use crate::output::Artifact;
use crate::peel::escape::unescape_percent;

/// What is shown instead.
const MASK: &str = "••••••••";

/// A name without what must not be shown of it, in any encoding.
pub(crate) fn shown(guard: &Guard, name: &str) -> String {
    let (written, places) = found_in(guard, name);
    if places.is_empty() { name.to_owned() } else { masked(&written, &places) }
}

/// A finding for each variable whose value is in the name of a file or of a folder around it.
pub(crate) fn findings(guard: &Guard, files: &[Artifact]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        let mut told: Vec<usize> = Vec::new();
        let (written, places) = found_in(guard, &file.name);
        for (secret, part, _) in &places {
            if !told.contains(secret) {
                told.push(*secret);
                findings.push(finding(guard, *secret, *part, &masked(&written, &places)));
            }
        }
    }
    findings
}

/// A secret, what of it, and where.
type Place = (usize, Option<&'static str>, Range<usize>);

/// The name, as it is or without its percent signs, and what is in it.
fn found_in(guard: &Guard, name: &str) -> (String, Vec<Place>) {
    let search = |name: &str| {
        let mut places = Vec::new();
        guard.needles.search(name.as_bytes(), |hit| {
            places.push((hit.secret, hit.part, hit.span));
        });
        // all of a value before a part of it, and what another value has of it is no news
        places.sort_by_key(|(_, part, span): &Place| (part.is_some(), span.start));
        let (whole, parts): (Vec<Place>, Vec<_>) =
            places.into_iter().partition(|(_, part, _)| part.is_none());
        let inside =
            |part: &Place, whole: &Place| part.2.start < whole.2.end && whole.2.start < part.2.end;
        let news = |part: &Place| !whole.iter().any(|whole| inside(part, whole));
        let parts: Vec<_> = parts.into_iter().filter(news).collect();
        [whole, parts].concat()
    };
    let decoded = String::from_utf8(unescape_percent(name.as_bytes()).bytes);
    let names = [Some(name.to_owned()), decoded.ok()];
    let found = names.into_iter().flatten().map(|name| (search(&name), name));
    let found = found.into_iter().find(|(places, _)| !places.is_empty());
    found.map(|(places, name)| (name, places)).unwrap_or_default()
}

/// The name with a mask for everything that was found.
fn masked(name: &str, places: &[Place]) -> String {
    let hidden = |at: usize| places.iter().any(|(_, _, span)| span.contains(&at));
    let mut shown = String::new();
    for (at, char) in name.char_indices() {
        if !hidden(at) {
            shown.push(char);
        } else if at == 0 || !hidden(at - 1) {
            shown.push_str(MASK);
        }
    }
    shown
}

fn finding(guard: &Guard, secret: usize, part: Option<&'static str>, file: &str) -> Finding {
    let name = &guard.secrets[secret].name;
    let what = part.unwrap_or("value");
    Finding::new(
        Code::ValueInOutput,
        format!("the {what} of `{name}` is in the name of a file of client output"),
    )
    .variable(name)
    .at(Location::file(file))
    .help(format!(
        "give the file another name, and do not build addresses from `{name}`; if this was \
         deployed, change the value (envwall explain EW001)"
    ))
}
