//! A piece of content: its bytes, its kind, and where it was found.

pub(crate) mod anchor;
pub(crate) mod document;
pub(crate) mod kind;
pub(crate) mod layer;
pub(crate) mod magic;
pub(crate) mod note;
pub(crate) mod sniff;
pub(crate) mod source_map;
pub(crate) mod view;
