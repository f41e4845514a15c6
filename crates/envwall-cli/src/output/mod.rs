//! Reports: one file for each format.

pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod table;
