//! How programs write text: the one place for what each encoding keeps and escapes.
//!
//! | module | holds |
//! |---|---|
//! | [`base64`] | digits at every alignment, both alphabets |
//! | [`hex`] | digits in both cases |
//! | [`html`] | entities |
//! | [`json`] | escapes in strings |
//! | [`jsonc`] | comments and final commas |
//! | [`percent`] | what URLs and forms keep |

pub mod base64;
pub mod hex;
pub mod html;
pub mod json;
pub mod jsonc;
pub mod percent;
