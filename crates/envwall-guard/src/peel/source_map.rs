//! Source maps.
