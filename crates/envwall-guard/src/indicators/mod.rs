//! Indicators: server code or its environment in client output, where no value gives it away.
//!
//! | module | finds |
//! |---|---|
//! | `server_names` | the names of server variables, for whoever reads code |
//! | `env_dump` | the whole environment of a build |
//! | `node_program` | whether a script is a program for Node |
//! | `env_object` | where an environment begins and ends, and how many members it has |

mod env_dump;
mod env_object;
mod node_program;
mod server_names;

use std::ops::Range;

use envwall_core::TRIPWIRE;
use memchr::memmem::Finder;

use self::env_dump::EnvDumps;
pub(crate) use self::node_program::is_node_program;
pub(crate) use self::server_names::{NameId, ServerNames};

/// What was seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Indicator {
    /// A server variable is read by its name.
    Read(NameId),
    /// The marker of a generated server module.
    Tripwire,
    /// The environment of a build.
    EnvDump {
        /// How many variables it has.
        variables: usize,
    },
}

/// Looks for indicators in bytes.
pub(crate) struct Indicators {
    pub(crate) names: ServerNames,
    tripwire: Finder<'static>,
    env_dumps: EnvDumps,
}

impl Indicators {
    pub(crate) fn new(names: ServerNames) -> Self {
        Self { names, tripwire: Finder::new(TRIPWIRE), env_dumps: EnvDumps::new() }
    }

    /// All that one search has otherwise than another.
    pub(crate) fn server_names(&self) -> &ServerNames {
        let Self { names, tripwire: _, env_dumps: _ } = self;
        names
    }

    /// Calls back with what is in the bytes of a view.
    pub(crate) fn search(&self, text: &[u8], mut found: impl FnMut(Indicator, Range<usize>)) {
        for at in self.tripwire.find_iter(text) {
            found(Indicator::Tripwire, at..at + TRIPWIRE.len());
        }
        if let Some((variables, span)) = self.env_dumps.find(text) {
            found(Indicator::EnvDump { variables }, span);
        }
    }
}
