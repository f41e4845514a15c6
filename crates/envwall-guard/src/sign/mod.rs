//! Signs that server code or its environment reached the client, where no value tells.
//!
//! | module | finds |
//! |---|---|
//! | `names` | the names of server variables, for whoever reads code |
//! | `dump` | the whole environment of a build |
//! | `object` | where an environment begins and ends, and how many members it has |
//! | `report` | signs to findings |

mod dump;
mod names;
mod object;
mod report;

use std::ops::Range;
use std::rc::Rc;

use envwall_core::TRIPWIRE;
use memchr::memmem::Finder;

use self::dump::Dumps;
pub(crate) use self::names::{NameId, ServerNames};
pub(crate) use self::report::findings;
use crate::view::{Document, Layer, View};

/// What was seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sign {
    /// A server variable is read by its name.
    Read(NameId),
    /// The marker of a generated server module.
    Tripwire,
    /// The environment of a build: how many variables.
    Dump(usize),
}

/// A sign and where it was seen.
#[derive(Debug, Clone)]
pub(crate) struct Sighting {
    pub(crate) sign: Sign,
    /// What `span` counts in; `None` is the artifact.
    pub(crate) document: Option<Rc<Document>>,
    /// Bytes of the document.
    pub(crate) span: Range<usize>,
    pub(crate) trail: Vec<Layer>,
}

impl Sighting {
    pub(crate) fn new(view: &View<'_>, sign: Sign, span: Range<usize>) -> Self {
        let span = view.anchor.resolve(span);
        Self { sign, document: view.document.clone(), span, trail: view.trail.clone() }
    }
}

/// Looks for signs in bytes.
pub(crate) struct Signs {
    pub(crate) names: ServerNames,
    tripwire: Finder<'static>,
    dumps: Dumps,
}

impl Signs {
    pub(crate) fn new(names: ServerNames) -> Self {
        Self { names, tripwire: Finder::new(TRIPWIRE), dumps: Dumps::new() }
    }

    /// Calls back with what stands in the bytes of a view.
    pub(crate) fn search(&self, text: &[u8], mut found: impl FnMut(Sign, Range<usize>)) {
        for at in self.tripwire.find_iter(text) {
            found(Sign::Tripwire, at..at + TRIPWIRE.len());
        }
        if let Some((variables, span)) = self.dumps.find(text) {
            found(Sign::Dump(variables), span);
        }
    }
}
