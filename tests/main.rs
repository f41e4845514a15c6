//! Integration tests of the `envwall` binary.
