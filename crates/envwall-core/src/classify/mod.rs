//! What a name or a value says, whoever declared it.
//!
//! | module | knows |
//! |---|---|
//! | [`names`] | which words of a name say that it is secret, a credential, or public |
//! | [`issuers`] | the formats of credentials: what a value is by its shape, and who may have it |
//! | `address` | addresses: their passwords, and what may be random in them |
//! | [`values`] | what a value is: a kind of secret, made for browsers, a plain setting |
//! | [`platform`] | names that shells, package managers and build platforms set |

mod address;
pub mod issuers;
pub mod names;
pub mod platform;
pub mod values;
