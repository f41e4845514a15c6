//! Typed config from a manifest: a client side with public values only, and a server side that reads
//! the rest at run time.
//!
//! [`Config`] is what is generated from: it has no value of a server variable, so no generated text
//! can have one. The same manifest and public values give the same bytes.
//!
//! | function | emits |
//! |---|---|
//! | [`rust`] | modules for `include!`, on the crate `envwall` |
//! | [`typescript::client`] | a module with public values |
//! | [`typescript::server`] | a module that reads and checks the rest at run time |

mod config;
mod identifier;
mod rust;
pub mod typescript;
mod writer;

pub use config::{Config, Variable};
pub use identifier::NameError;
pub use rust::rust;
