//! The scan of build output: each artifact is read, peeled and searched.
//!
//! | module | holds |
//! |---|---|
//! | `search` | what is searched for, and how |
//! | `file`, `large_file` | one artifact: its bytes, then each view inside; or in chunks |
//! | `dissection` | the views of one artifact, and what was met in them |
//! | `clean_sources` | sources of maps that need not be looked into once more |
//! | `outcome` | what became of an artifact |
//! | `linked_scripts` | scripts that import pieces of values from each other |
//! | `file_name` | values in the names of files |
//! | `undeclared` | harmless values that nobody declared |
//! | `precompressed` | compressed files that differ from their originals |

mod clean_sources;
mod dissection;
pub(crate) mod file;
pub(crate) mod file_name;
mod large_file;
pub(crate) mod linked_scripts;
pub(crate) mod outcome;
pub(crate) mod precompressed;
mod runtime_config;
pub(crate) mod search;
pub(crate) mod undeclared;
