//! Integration tests of the `envwall` binary, in one test program.

mod cases;
