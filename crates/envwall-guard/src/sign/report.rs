//! Signs to findings: each once in an artifact, at its most telling place.

use std::collections::BTreeMap;

use envwall_core::diagnostic::{Code, Finding};

use super::{ServerNames, Sighting, Sign};

/// What an artifact is told of: the sighting to point at, and the finding without its place.
pub(crate) fn findings(names: &ServerNames, sightings: Vec<Sighting>) -> Vec<(Sighting, Finding)> {
    let mut by_sign: BTreeMap<Sign, Vec<Sighting>> = BTreeMap::new();
    for sighting in sightings {
        let sign = match sighting.sign {
            // one that is seen through two layers may be cut differently
            Sign::Dump(_) => Sign::Dump(0),
            ref sign => sign.clone(),
        };
        by_sign.entry(sign).or_default().push(sighting);
    }
    by_sign.into_values().filter_map(|same| finding(names, &same)).collect()
}

fn finding(names: &ServerNames, same: &[Sighting]) -> Option<(Sighting, Finding)> {
    let best = same.iter().min_by_key(|sighting| {
        // a string of a source map tells less than the source that it holds
        (sighting.trail.last().is_some_and(|layer| layer == "json string"), sighting.span.start)
    })?;
    let places = same.iter().filter(|sighting| sighting.document.is_none()).count();
    let mut finding = match best.sign {
        Sign::Read(name) => read(names.get(name), places.max(1)),
        Sign::Tripwire => tripwire(),
        Sign::Dump(variables) => dump(variables),
    };
    finding.trail = best.trail.iter().map(ToString::to_string).collect();
    Some((best.clone(), finding))
}

fn read(name: &str, places: usize) -> Finding {
    let more = match places {
        1 => String::new(),
        _ => format!(" (and {} times more in this file)", places - 1),
    };
    let message = format!("client code reads the server-only variable `{name}`{more}");
    Finding::new(Code::ServerVariableRead, message).variable(name).label("read here").help(format!(
        "there it is `undefined`, or its value as soon as a build inlines it: read `{name}` in \
             server code, or declare it in [public] if everyone may know it"
    ))
}

fn tripwire() -> Finding {
    Finding::new(Code::ServerModule, "a server module of generated config is in client output")
        .label("its marker")
        .help(
            "some client code imports it, if only through another module: import the client's \
             config there, and keep what needs the server's in server code",
        )
}

fn dump(variables: usize) -> Finding {
    let message =
        format!("the environment of the build is in client output: {variables} variables");
    Finding::new(Code::EnvironmentDump, message).label("environment").help(
        "hand over single names, as in `define: { \"process.env.API_URL\": … }`, never \
         `process.env` as a whole; what was in it has to count as known, the secrets of the \
         build machine, too",
    )
}
