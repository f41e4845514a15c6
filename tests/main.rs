//! Integration tests of the `envwall` binary, in one test program.

mod cases;
mod examples;
mod explain;
mod filesystem;
mod project;
mod redaction;
mod surface;
