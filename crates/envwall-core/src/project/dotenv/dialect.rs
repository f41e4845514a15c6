//! The dialects of `.env` files.

use std::fmt;

/// How a tool reads `.env` files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// The `dotenvy` crate.
    Rust,
    /// Next.js: `@next/env` 16.
    Next,
    /// Vite 8 and frameworks on top of it: Node's own parser (22 and newer) with `dotenv-expand`
    /// 13.
    Vite,
    /// `dotenv` with `dotenv-expand` 1000.
    Dotenv,
}

impl Dialect {
    /// Every dialect, in order.
    pub const ALL: [Self; 4] = [Self::Rust, Self::Next, Self::Vite, Self::Dotenv];

    /// The display name of the tool.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rust => "dotenvy",
            Self::Next => "Next",
            Self::Vite => "Vite",
            Self::Dotenv => "dotenv",
        }
    }
}

impl fmt::Display for Dialect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
