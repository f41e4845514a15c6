//! JavaScript and TypeScript as a function of text: what a program's literals are, what it composes
//! from them, which variables it reads, and what it exports.
//!
//! The one room that knows swc. It knows nothing of artifacts, views or secrets: whoever asks says
//! what is of interest.
//!
//! | module | holds |
//! |---|---|
//! | `script` | the way in: [`Script`] |
//! | `parse`, `parse_safely` | text to syntax tree |
//! | `limits`, `trial` | which texts are given to swc at once, which are tried elsewhere first, and which never are |
//! | `lexer` | the literals, numbers and comments of a program, without a parser |
//! | `literals` | literals whose source text is not their value |
//! | `fold` | what expressions come to |
//! | `runtime_config` | what of a server's configuration goes into pages |
//! | `reads` | reads of environment variables by name |
//! | `module_graph` | constants that scripts hand to each other |

mod fold;
pub(crate) mod lexer;
mod limits;
mod literals;
pub(crate) mod module_graph;
mod parse;
mod parse_safely;
mod reads;
mod runtime_config;
mod script;
mod span;
mod trial;

pub(crate) use self::fold::host;
pub(crate) use self::fold::settings::SettingValue;
pub(crate) use self::fold::{Folded, FoldedAs, Incomplete, Request};
pub(crate) use self::limits::STACK_SIZE;
pub(crate) use self::literals::{Literal, LiteralKind};
pub use self::parse::Language;
pub(crate) use self::parse::ParseError;
pub(crate) use self::parse_safely::Trials;
pub(crate) use self::script::Script;
pub use self::trial::{ParseTrial, Trial, on_trial_stack, parse_trial};
