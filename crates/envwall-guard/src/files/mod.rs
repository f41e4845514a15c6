//! Files of the build output, as they are on disk.

pub(crate) mod artifact;
pub(crate) mod chunks;
pub(crate) mod digest;
pub mod output;
pub(crate) mod unreadable;
