//! Indicators as findings: each once in an artifact, at its most telling place.

use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use envwall_core::diagnostic::{Code, Finding, Severity};

use crate::content::document::{Document, DocumentId, id_of};
use crate::content::layer::{Layer, texts};
use crate::content::view::View;
use crate::indicators::{Indicator, ServerNames, is_node_program};

/// An indicator and where it was seen.
#[derive(Debug, Clone)]
pub(crate) struct Sighting {
    pub(crate) indicator: Indicator,
    /// What `span` counts in; `None` is the artifact.
    pub(crate) document: Option<Rc<Document>>,
    /// Bytes of the document.
    pub(crate) span: Range<usize>,
    pub(crate) trail: Vec<Layer>,
}

impl Sighting {
    pub(crate) fn new(view: &View<'_>, indicator: Indicator, span: Range<usize>) -> Self {
        let span = view.anchor.resolve(span);
        Self { indicator, document: view.document.clone(), span, trail: view.trail.clone() }
    }

    /// The document that it is in.
    pub(crate) fn document_id(&self) -> Option<DocumentId> {
        id_of(self.document.as_ref())
    }

    /// Whether nothing of its place may be shown.
    pub(crate) fn is_sensitive(&self) -> bool {
        matches!(self.indicator, Indicator::EnvDump { .. })
    }
}

/// What an artifact is reported for: the sighting to point at, and the finding without its place.
pub(crate) fn findings(names: &ServerNames, sightings: Vec<Sighting>) -> Vec<(Sighting, Finding)> {
    let mut groups: BTreeMap<Indicator, Vec<Sighting>> = BTreeMap::new();
    for sighting in sightings {
        let indicator = match sighting.indicator {
            // one that is seen through two layers may be cut differently
            Indicator::EnvDump { .. } => Indicator::EnvDump { variables: 0 },
            ref indicator => indicator.clone(),
        };
        groups.entry(indicator).or_default().push(sighting);
    }
    groups.into_values().filter_map(|same| finding(names, &same)).collect()
}

fn finding(names: &ServerNames, same: &[Sighting]) -> Option<(Sighting, Finding)> {
    let best = same.iter().min_by_key(|sighting| {
        // a string of a source map says less than the source that it holds
        (sighting.trail.last() == Some(&Layer::JsonString), sighting.span.start)
    })?;
    let places = same.iter().filter(|sighting| sighting.document.is_none()).count();
    let mut finding = match best.indicator {
        Indicator::Read(name) => read(names.get(name), places.saturating_sub(1)),
        Indicator::Tripwire => tripwire(),
        Indicator::EnvDump { variables } => env_dump(variables),
    };
    finding.trail = texts(&best.trail);
    Some((best.clone(), finding))
}

fn read(name: &str, more_places: usize) -> Finding {
    let message = format!("client code reads the server-only variable `{name}`");
    let finding = Finding::new(Code::ServerVariableRead, message).variable(name).label("read here");
    Finding { more_places, ..finding }.help(format!(
        "in the browser it is `undefined`, or its value once a build inlines it: read `{name}` in \
         server code, or declare it in [public] if everyone may know it"
    ))
}

/// A program for Node reads its variables where it runs: what is odd is only that it is scanned.
pub(crate) fn unless_of_server(mut finding: Finding, text: &[u8], file: &str) -> Finding {
    if finding.code != Code::ServerVariableRead || !is_node_program(text) {
        return finding;
    }
    let name = finding.variable.as_deref().unwrap_or_default();
    finding.message = format!("a program for Node reads the server-only variable `{name}`").into();
    finding.severity = Severity::Note;
    finding.help(format!(
        "it imports modules that browsers do not have; if they cannot fetch it, list it in [client] of \
         envwall.toml: exclude = [\"{file}\"]"
    ))
}

fn tripwire() -> Finding {
    Finding::new(Code::ServerModule, "a generated server module is in client output")
        .label("its marker")
        .help(
            "client code imports it, directly or through another module: import the client config \
             there, and keep what needs the server config in server code",
        )
}

fn env_dump(variables: usize) -> Finding {
    let message =
        format!("the environment of the build is in client output: {variables} variables");
    Finding::new(Code::EnvironmentDump, message).label("environment").help(
        "pass single names, as in `define: { \"process.env.API_URL\": … }`, never `process.env` as \
         a whole; treat every variable in it as compromised, including the build machine's",
    )
}
