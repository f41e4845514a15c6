//! Files of the build output, as they are on disk.

pub(crate) mod artifact;
pub(crate) mod buffer;
pub(crate) mod chunks;
pub(crate) mod digest;
pub(crate) mod exposed;
pub(crate) mod folders;
pub mod output;
mod stale;
pub(crate) mod unreadable;
