//! What a name or a value says, whoever declared it.
//!
//! | module | knows |
//! |---|---|
//! | [`names`] | which words of a name say that it is secret, a credential, or public |
//! | `issuers` | how tokens begin, and whether their issuers keep them secret |
//! | `address` | addresses: their passwords, and what may be random in them |
//! | [`values`] | what a value is: a kind of secret, made for browsers, a plain setting |
//! | [`platform`] | names that shells, package managers and build platforms set |

mod address;
pub(crate) mod issuers;
pub mod names;
pub mod platform;
pub mod values;
