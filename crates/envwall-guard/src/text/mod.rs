//! Small readers of text and bytes that know nothing of what they are used for.

pub(crate) mod base64;
pub(crate) mod binary;
pub(crate) mod buckets;
pub(crate) mod code;
pub(crate) mod encoding;
pub(crate) mod entities;
pub(crate) mod escape;
pub(crate) mod filter;
pub(crate) mod grams;
pub(crate) mod names;
pub(crate) mod path;
pub(crate) mod ranges;
pub(crate) mod runs;
pub(crate) mod token_runs;
