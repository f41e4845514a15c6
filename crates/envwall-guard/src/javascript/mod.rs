//! JavaScript and TypeScript as a function of text: what a program's literals are, what it composes
//! from them, which variables it reads, and what it exports.
//!
//! The one room that knows swc. It knows nothing of artifacts, views or secrets: whoever asks says
//! what is of interest.
//!
//! | module | holds |
//! |---|---|
//! | `script` | the way in: [`Script`] |
//! | `parse`, `long_chains`, `stack_estimate`, `code` | text to syntax tree, and which texts are never given to swc |
//! | `literals` | literals whose source text is not their value |
//! | `fold` | what expressions come to |
//! | `runtime_config` | what of a server's configuration goes into pages |
//! | `reads` | reads of environment variables by name |
//! | `module_graph` | constants that scripts hand to each other |

mod code;
mod fold;
mod literals;
mod long_chains;
pub(crate) mod module_graph;
mod parse;
mod reads;
mod runtime_config;
mod script;
mod span;
mod stack_estimate;

pub(crate) use self::fold::host;
pub(crate) use self::fold::settings::SettingValue;
pub(crate) use self::fold::{Folded, FoldedAs, Incomplete, Request};
pub(crate) use self::literals::{Literal, LiteralKind};
pub(crate) use self::parse::{Language, ParseError};
pub(crate) use self::script::Script;
pub(crate) use self::stack_estimate::STACK_SIZE;
