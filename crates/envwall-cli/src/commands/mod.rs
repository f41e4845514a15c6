//! One file per command, and what several of them share.
//!
//! | module | holds |
//! |---|---|
//! | `start` | loading the project, and reporting why a command cannot go on |
//! | `apps` | every app of a workspace |
//! | `scan` | a scan of one project, with its report and records |
//! | `basis` | what a scan rests on: folders, files, the process environment |
//! | `cache` | the cache of a scan, and where it is |
//! | `records` | the receipt and baseline of a scan |

mod apps;
mod basis;
pub(crate) mod build;
mod cache;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod explain;
pub(crate) mod generate;
pub(crate) mod guard;
pub(crate) mod man;
pub(crate) mod receipt;
mod records;
pub(crate) mod run;
mod scan;
mod start;
