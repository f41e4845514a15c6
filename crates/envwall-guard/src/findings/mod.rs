//! What was met in an artifact, as findings with a place.
//!
//! | module | holds |
//! |---|---|
//! | `hit`, `sighting`, `credential` | an occurrence of a needle, of an indicator, of a format |
//! | `leak`, `unparsed`, `unsearchable` | occurrences, notes and what is not searched for, as findings |
//! | `locate` | byte offsets to lines, columns and masked excerpts |
//! | `source_map`, `import_chain` | back to the original source, and to what imports it |
//! | `project_source` | the place in the project's sources on disk |
//! | `hidden` | what no excerpt shows |
//! | `neighbours` | secrets next to a hard-coded credential |
//! | `source_line` | what of a line of source may be shown |
//! | `waivers` | which findings are excused |

pub(crate) mod credential;
pub(crate) mod hidden;
pub(crate) mod hit;
pub(crate) mod import_chain;
pub(crate) mod leak;
pub(crate) mod locate;
pub(crate) mod neighbours;
pub(crate) mod project_source;
pub(crate) mod sighting;
pub(crate) mod source_line;
pub(crate) mod source_map;
pub(crate) mod unparsed;
pub(crate) mod unsearchable;
pub(crate) mod waivers;
