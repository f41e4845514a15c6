//! Generates TypeScript: a module for each side, and types for the places where tools expose variables.
//!
//! | module | emits |
//! |---|---|
//! | `client`, `runtime` | the client module: values of the build, or those of the page |
//! | `server` | the server module, with a tripwire |
//! | `declarations` | types of `process.env` and `import.meta.env` |
//! | `cloudflare` | types of a Worker's bindings |
//! | `sveltekit`, `astro` | the declarations that these frameworks expect |
//! | `validators` | Standard Schema validators |
//! | `environment`, `parsers` | code that parses variables: it accepts exactly what `ValueType::check` accepts |
//! | `schema_type`, `shape` | a JSON schema as a type, and as data that generated code checks values with |
//! | `types` | the type of a variable, and public values as expressions |
//! | `syntax` | literals, comments, property names, unions |

mod astro;
mod client;
mod cloudflare;
mod declarations;
mod environment;
mod parsers;
mod runtime;
mod schema_type;
mod server;
mod shape;
mod sveltekit;
mod syntax;
mod types;
mod validators;

pub use astro::astro;
pub use client::client;
pub use cloudflare::cloudflare;
pub use declarations::declarations;
pub use server::server;
pub use sveltekit::sveltekit;
pub use validators::validators;
